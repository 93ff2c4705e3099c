import { checkBleed, printSizes } from "../boundary/bleed.mjs";
import { createChecks } from "../boundary/checks.mjs";
import { ensureBuilt, layOutApplication, withFolder } from "../boundary/project.mjs";
import {
  checkOwnCondition,
  checkPageBundles,
  checkPageRefusals,
  checkServerConditions,
} from "../boundary/refusals.mjs";
import { checkTypes } from "../boundary/types.mjs";
import { findTools, notRun, runAlone } from "./lanes.mjs";

/**
 * Holds the boundary between pages and servers: what bundlers and TypeScript make of the package's entries, and what
 * comes along with the entries that pages may have.
 */
export async function run() {
  const { missing } = await findTools();
  if (missing) return notRun("boundary", missing);
  const { check, result } = createChecks("boundary");
  await ensureBuilt();
  await withFolder(async (folder) => {
    const context = { check, folder, installed: await layOutApplication(folder) };
    await checkPageRefusals(context);
    await checkPageBundles(context);
    await checkServerConditions(context);
    await checkOwnCondition(context);
    await checkTypes(context);
    await checkBleed(context);
    await printSizes(folder);
  });
  return result();
}

await runAlone(import.meta, run);
