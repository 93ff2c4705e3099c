import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const folder = fileURLToPath(new URL("../tools/", import.meta.url));
const NODE_CONDITIONS = ["node", "import", "module-sync", "default"];

let ensured;

/**
 * Installs the large tools that lanes need beyond the root's own, once, where the wanted versions are not there.
 * Returns `tool(name)`, the path of a program, and `toolImport(name)`, which imports a package.
 */
export function ensureTools() {
  ensured ??= installMissing().then(() => ({ tool, toolImport }));
  return ensured;
}

/** Returns the path of a tool's program. */
export function tool(name) {
  return join(folder, "node_modules", ".bin", name);
}

/** Imports a tool's package: `webpack`, `@rollup/plugin-node-resolve`, `rollup/parseAst`. */
export function toolImport(name) {
  return import(pathToFileURL(entryFile(name)).href);
}

async function installMissing() {
  const missing = missingTools();
  if (missing.length === 0) return;
  console.log(`tools: installing ${missing.join(", ")} in test/tools`);
  // Not "npm ci": it refuses a lock that was made where the registry lacks other platforms' packages.
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const options = { cwd: folder, shell: process.platform === "win32", maxBuffer: 2 ** 26 };
  await promisify(execFile)(npm, ["install", "--no-audit", "--no-fund"], options).catch((error) => {
    throw new Error(`npm install in test/tools failed:\n${error.stdout}\n${error.stderr}`, { cause: error });
  });
  const still = missingTools();
  if (still.length > 0) throw new Error(`npm install in test/tools did not bring ${still.join(", ")}`);
}

function missingTools() {
  const wanted = Object.entries(readJson(join(folder, "package.json")).dependencies);
  return wanted.filter(([name, version]) => installedVersion(name) !== version).map(([name]) => name);
}

function installedVersion(name) {
  const file = join(folder, "node_modules", name, "package.json");
  return existsSync(file) ? readJson(file).version : undefined;
}

/** Finds what Node itself would import: Node 20 has no stable call that resolves a name from another folder. */
function entryFile(name) {
  const parts = name.split("/");
  const packageName = parts.splice(0, name.startsWith("@") ? 2 : 1).join("/");
  const home = join(folder, "node_modules", packageName);
  const { exports, module, main } = readJson(join(home, "package.json"));
  const subpath = [".", ...parts].join("/");
  const target = exports === undefined ? (module ?? main ?? "index.js") : pickTarget(exports[subpath] ?? exports);
  if (typeof target !== "string") throw new Error(`test/tools has no import of the name ${name}`);
  return join(home, target);
}

function pickTarget(value) {
  if (typeof value !== "object" || value === null) return value;
  const condition = Object.keys(value).find((key) => NODE_CONDITIONS.includes(key));
  return condition === undefined ? undefined : pickTarget(value[condition]);
}

function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}
