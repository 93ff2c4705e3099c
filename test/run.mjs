// `npm test`: every step in turn, to the end whatever fails, then one table and one plain line of totals.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { checksResult, formatResult, ROOT, runCommand, secondsSince, tail } from "./lanes/lanes.mjs";

const OUT = `${ROOT}test/.out`;
const UNIT_REPORT = `${OUT}/unit.json`;

/** What runs, in this order. Steps of one row don't depend on each other and run two at a time. */
const ROWS = [
  [{ name: "build", run: build }],
  [lane("lint"), lane("types")],
  // Alone: some of its tests hold work against the clock.
  [{ name: "unit", run: unit }],
  [lane("node")],
  [lane("happy-dom"), lane("workerd"), lane("deno"), lane("chromium"), lane("firefox")],
  [lane("boundary"), lane("package"), lane("size")],
  // Alone: both its browsers run side by side.
  [{ ...lane("element"), timeoutMs: 1_800_000 }],
  ...journeyRows(),
];

const AT_ONCE = 2;
// Beyond all that a step takes, a first install of its tools included; a step may have a longer time of its own.
const STEP_TIMEOUT_MS = 900_000;
// The exhaustive cuts of random samples take a minute as a rule, and now and then several.
const UNIT_TIMEOUT_MS = 840_000;

await main();

async function main() {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const rows = select(values.only);
  mkdirSync(OUT, { recursive: true });
  const startMs = performance.now();
  const results = [];
  for (const row of rows) results.push(...(await runRow(row)));
  console.log(`\n${table(results)}\n${secondsSince(startMs)} s in all\n`);
  for (const { skipped } of results) if (skipped) console.log(`!!! ${skipped}`);
  const total = (name) => results.reduce((sum, result) => sum + result[name], 0);
  const [passed, failed, skips] = ["passed", "failed", "skips"].map(total);
  console.log(`${passed} passed, ${failed} failed${skips > 0 ? `, ${skips} skipped` : ""}`);
  // Not exitCode: a lane that left something running must not keep the run from ending.
  process.exit(failed > 0 ? 1 : 0);
}

function select(only) {
  if (only === undefined) return ROWS;
  const names = only.split(",");
  const unknown = names.filter((name) => !ROWS.flat().some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(
      `no step ${unknown.join(", ")}; there are ${ROWS.flat()
        .map((step) => step.name)
        .join(", ")}`,
    );
    process.exit(2);
  }
  return ROWS.map((row) => row.filter((step) => names.includes(step.name)));
}

/** Runs the steps of a row, a few at a time, and prints each result when it is there. */
async function runRow(row) {
  const results = Array(row.length);
  let next = 0;
  const work = async () => {
    while (next < row.length) {
      const at = next++;
      results[at] = await runStep(row[at]);
      console.log(formatResult(results[at]));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

/** Runs a step. One that throws, or that returns no result, is a failure: it must not pass for want of one. */
async function runStep({ name, run, timeoutMs = STEP_TIMEOUT_MS }) {
  const startMs = performance.now();
  try {
    const result = await Promise.race([run(), timeout(timeoutMs)]);
    const { passed, failed, failures } = result ?? {};
    if (!Number.isInteger(passed) || !Number.isInteger(failed) || !Array.isArray(failures)) {
      throw new Error("it returned no result");
    }
    if (passed + failed === 0 && !result.skipped) throw new Error("it ran nothing");
    return { seconds: secondsSince(startMs), skips: result.skipped ? 1 : 0, ...result, name };
  } catch (error) {
    return { ...checksResult(name, 1, [{ name, message: String(error?.stack ?? error) }], startMs), skips: 0 };
  }
}

/** Rejects when a step has hung. Holds nothing up by itself. */
function timeout(ms) {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error("it did not end in time")), ms).unref();
  });
}

/** A lane is a module of its own, loaded when its turn comes: one that can't be loaded fails alone. */
function lane(name, file = `test/lanes/${name}.mjs`) {
  return { name, run: async () => (await import(pathToFileURL(`${ROOT}${file}`).href)).run() };
}

/**
 * Journeys one at a time, since each starts servers and a browser of its own; but for the stores', which wait for most of
 * their time: journeys without a browser run beside them.
 */
function journeyRows() {
  const quiet = [
    "stores",
    "tokens",
    "token-stores",
    "back-office",
    "notice-hosts",
    "merchant",
    "office",
    "relay",
    "recipes",
  ];
  const all = journeys();
  const beside = quiet.flatMap((name) => all.filter((journey) => journey.name === name));
  return [beside, ...all.filter((journey) => !beside.includes(journey)).map((journey) => [journey])];
}

function journeys() {
  const folder = `${ROOT}test/journey`;
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(".mjs"));
  const withRun = files.filter((file) =>
    /^export (async )?(function|const) run\b/m.test(readFileSync(`${folder}/${file}`, "utf8")),
  );
  return withRun.sort().map((file) => lane(file.replace(/\.mjs$/, ""), `test/journey/${file}`));
}

async function build() {
  const startMs = performance.now();
  const { code, output } = await runCommand("npm", ["run", "--silent", "build"]);
  return checksResult("build", 1, code === 0 ? [] : [{ name: "npm run build", message: tail(output) }], startMs);
}

/** Runs the unit tests. Totals and failures come from vitest's own report. */
async function unit() {
  const startMs = performance.now();
  rmSync(UNIT_REPORT, { force: true });
  const args = ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${UNIT_REPORT}`];
  const { code, output } = await runCommand(`${ROOT}node_modules/.bin/vitest`, args, { timeoutMs: UNIT_TIMEOUT_MS });
  const report = existsSync(UNIT_REPORT) ? JSON.parse(readFileSync(UNIT_REPORT, "utf8")) : { testResults: [] };
  const { numPassedTests: passed = 0, numPendingTests = 0, numTodoTests = 0 } = report;
  const failures = report.testResults.flatMap(failuresOfFile);
  // An error outside of every test fails none of them.
  if (code !== 0 && failures.length === 0) failures.push({ name: "vitest", message: tail(output) });
  const skips = numPendingTests + numTodoTests;
  const skipped = skips > 0 ? { skips, skipped: `${skips} unit tests are skipped` } : {};
  return { name: "unit", passed, failed: failures.length, failures, ...skipped, seconds: secondsSince(startMs) };
}

/** A file that does not load has no test that could fail: it is a failure itself. */
function failuresOfFile({ name: file, status, message, assertionResults }) {
  const failed = assertionResults.filter((test) => test.status === "failed");
  const where = file.replace(ROOT, "");
  if (failed.length === 0) return status === "failed" ? [{ name: where, message: tail(message, 2000) }] : [];
  return failed.map(({ fullName, failureMessages }) => ({
    name: `${where}: ${fullName}`,
    message: withoutDependencies(failureMessages.join("\n")).slice(0, 1500),
  }));
}

function withoutDependencies(stack) {
  return stack.replace(/\n\s+at .*node_modules.*/g, "");
}

function table(results) {
  const head = ["step", "passed", "failed", "skipped", "seconds"];
  const rows = results.map(({ name, passed, failed, skips, seconds }) => [
    name,
    String(passed),
    String(failed),
    skips > 0 ? String(skips) : "",
    seconds.toFixed(1),
  ]);
  const widths = head.map((title, i) => Math.max(...[title, ...rows.map((row) => row[i])].map((text) => text.length)));
  const line = (cells) =>
    cells.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join("  ");
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}
