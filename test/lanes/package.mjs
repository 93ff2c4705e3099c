import { createChecks } from "../boundary/checks.mjs";
import { checkDenoPermissions } from "../boundary/deno-permissions.mjs";
import { ensureBuilt, withFolder } from "../boundary/project.mjs";
import { checkRuntimes } from "../boundary/runtimes.mjs";
import { checkSecretsStore } from "../boundary/secrets-store.mjs";
import { checkIntegrity, writeIntegrity } from "../boundary/sri.mjs";
import { checkSnapshot, readSnapshot, writeSnapshot } from "../boundary/snapshot.mjs";
import { checkDist, checkTarball, install, pack } from "../boundary/tarball.mjs";
import { findTools, notRun, runAlone } from "./lanes.mjs";

/**
 * Packs the package, installs the tarball in an empty application, and holds what is there: its files, its names, and
 * that it works in Node, Deno and workerd. With `--write` it first writes the names that the build exports to
 * test/boundary/exports.json, which is then to be reviewed, and the card element's hash into the README.
 */
export async function run() {
  const { missing } = await findTools();
  if (missing) return notRun("package", missing);
  const { check, result } = createChecks("package");
  await ensureBuilt();
  if (process.argv.includes("--write")) await Promise.all([writeSnapshot(), writeIntegrity()]);
  await withFolder(async (folder) => {
    const { tarball, files } = await pack(folder);
    const installed = await install(folder, tarball);
    const context = { check, folder, installed, tarball, files, snapshot: await readSnapshot() };
    await checkTarball(context);
    await checkDist(context);
    await checkSnapshot(context);
    await checkIntegrity(context);
    await checkRuntimes(context);
    await checkDenoPermissions(context);
    await checkSecretsStore(context);
  });
  return result();
}

await runAlone(import.meta, run);
