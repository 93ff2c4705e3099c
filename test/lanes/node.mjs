import { judgeLane, runAlone, runInNode } from "./lanes.mjs";

/** Runs the suite in a Node of its own. The other lanes are held against this one's count. */
export function run() {
  return judgeLane("node", {}, async () => ({ report: await runInNode() }));
}

await runAlone(import.meta, run);
