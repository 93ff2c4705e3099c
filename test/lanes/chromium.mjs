import { CHROMIUM_FLAGS, ensureChromium } from "./chromium-install.mjs";
import { findTools, notRun, runAlone } from "./lanes.mjs";
import { runPageLane } from "./page-lane.mjs";

// A name that is neither https nor localhost, on this machine: an insecure context.
const FLAGS = [...CHROMIUM_FLAGS, "--host-resolver-rules=MAP shop.test 127.0.0.1"];

const LAUNCH_TIMEOUT_MS = 60_000;

/** Runs the suite in real Chromium: in a page under a strict policy, in a worker of a page, and over plain http. */
export async function run() {
  const executablePath = await ensureChromium();
  if (executablePath === undefined) return notRun("chromium", "no Chromium was found, and none could be installed");
  const { toolImport, missing } = await findTools();
  if (missing) return notRun("chromium", missing);
  const { chromium } = await toolImport("playwright-core");
  // A launch makes a user data folder of its own, and removes it.
  return runPageLane("chromium", () => chromium.launch({ executablePath, args: FLAGS, timeout: LAUNCH_TIMEOUT_MS }));
}

await runAlone(import.meta, run);
