import { runElementChecks } from "../element/run.mjs";
import { findTools, notRun, runAlone, secondsSince } from "./lanes.mjs";

/**
 * Runs the card element in real Chromium and real Firefox: keys, forms, languages, themes, accessibility, and what must
 * leave the page nowhere. `ELEMENT_PICK` picks checks by a part of their title, `ELEMENT_BROWSERS` browsers.
 */
export async function run() {
  const { toolImport, missing } = await findTools();
  if (missing) return notRun("element", missing);
  const startMs = performance.now();
  const options = { playwright: await toolImport("playwright-core"), pick: process.env.ELEMENT_PICK };
  const browsers = process.env.ELEMENT_BROWSERS?.split(",");
  const { counts, failures, notes, missing: browsersMissing } = await runElementChecks({ ...options, browsers });
  for (const note of notes) console.log(`element: ${note}`);
  const parts = Object.entries(counts).map(([browser, { passed, failed }]) => ({
    name: `element in ${browser}`,
    passed,
    failed,
    seconds: secondsSince(startMs),
  }));
  const passed = parts.reduce((sum, part) => sum + part.passed, 0);
  const result = { name: "element", passed, failed: failures.length, failures, seconds: secondsSince(startMs), parts };
  if (browsersMissing.length === 0) return result;
  const { skipped, failures: absent } = notRun(
    "element",
    `no ${browsersMissing.join(", ")} could be found or installed`,
  );
  return { ...result, skipped, failures: [...failures, ...absent], failed: failures.length + absent.length };
}

await runAlone(import.meta, run);
