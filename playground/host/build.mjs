import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

// Builds the package, and says something only when that fails: what a reader wants to see comes after.
const root = fileURLToPath(new URL("../..", import.meta.url));
const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "build"], { cwd: root, encoding: "utf8" });
if (status !== 0) {
  console.error(stdout, stderr);
  process.exitCode = 1;
}
