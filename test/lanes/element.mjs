import { existsSync } from "node:fs";
import { findTools, notRun, ROOT, runAlone, runCommand, secondsSince, tail } from "./lanes.mjs";

/** What the checks need of the build: the standalone file with its hashes, and what recipes import. */
const BUILT = ["dist/oceanpayment-card.mjs", "dist/sri.json", "dist/browser.mjs"];

/**
 * Runs the card element in real Chromium and real Firefox: keys, forms, languages, themes, accessibility, and what must
 * leave the page nowhere. `ELEMENT_PICK` picks checks by a part of their title, `ELEMENT_BROWSERS` browsers.
 */
export async function run() {
  const { toolImport, missing } = await findTools();
  if (missing) return notRun("element", missing);
  const startMs = performance.now();
  await ensureBuilt();
  // Not before the tools are there: the checks read axe-core's text among them.
  const { runElementChecks } = await import("../element/run.mjs");
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

/** Builds the package where nobody has: `npm test` builds it anew before its lanes. */
async function ensureBuilt() {
  if (BUILT.every((file) => existsSync(`${ROOT}${file}`))) return;
  console.log("element: building the package, which is not built");
  const { code, output } = await runCommand("npm", ["run", "--silent", "build"]);
  if (code !== 0) throw new Error(`the build failed\n${tail(output, 2000)}`);
}

await runAlone(import.meta, run);
