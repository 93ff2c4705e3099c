import { Miniflare } from "miniflare";
import { bundleSuite, judgeLane, runAlone } from "./lanes.mjs";

// Before 2026-08-04, when Node's globals became the default: with no flags there are none.
const COMPATIBILITY_DATE = "2026-04-20";

const ABSENT = ["process", "Buffer", "require", "global"];

const WORKER = `
function canEvaluate() {
  try {
    return new Function("return 1")() === 1;
  } catch {
    return false;
  }
}

export default {
  async fetch() {
    const present = ${JSON.stringify(ABSENT)}.filter((name) => name in globalThis);
    const report = await runSuite({ document: false });
    return Response.json({ report, present, evaluates: canEvaluate() });
  },
};
`;

/** Runs the suite in bare workerd: no flags, no globals of Node, no code from text, and that is asserted. */
export function run() {
  return judgeLane("workerd", { checks: ABSENT.length + 1 }, async () => {
    const contents = `${await bundleSuite()}\n${WORKER}`;
    const miniflare = new Miniflare({
      modules: [{ type: "ESModule", path: "suite.mjs", contents }],
      compatibilityDate: COMPATIBILITY_DATE,
    });
    try {
      const response = await miniflare.dispatchFetch("http://suite.test/");
      const { report, present, evaluates } = await response.json();
      return { report, faults: findFaults(present, evaluates) };
    } finally {
      await miniflare.dispose();
    }
  });
}

function findFaults(present, evaluates) {
  const faults = present.map((name) => ({ name: "bare", message: `${name} is there, so the lane proves nothing` }));
  if (evaluates) faults.push({ name: "bare", message: "new Function works, so the lane proves nothing" });
  return faults;
}

await runAlone(import.meta, run);
