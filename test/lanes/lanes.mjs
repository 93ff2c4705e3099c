// What every lane shares: the bundle of the suite, the report of Node that others are held against, and the verdict.
import { spawn } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ensureTools } from "./tools.mjs";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const LANE_TIMEOUT_MS = 600_000;
const MARK = "conformance-report:";

/** Returns JavaScript that runs the suite and prints its report on one line, for hosts that have a console. */
export function printReport(options) {
  return `console.log(${JSON.stringify(MARK)} + JSON.stringify(await runSuite(${JSON.stringify(options)})));`;
}

let bundle;

/**
 * Returns the suite as one ES module without imports, made once. It is the same text for every runtime, and esbuild
 * fails where something in it would need a host's own module.
 */
export function bundleSuite() {
  bundle ??= build({
    entryPoints: [`${ROOT}test/conformance/entry.ts`],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    mainFields: ["module", "main"],
    logLevel: "silent",
  }).then((built) => built.outputFiles[0].text);
  return bundle;
}

/** Runs a command with text on its standard input. Never rejects: what went wrong is in the outcome. */
export function runCommand(command, args, { input = "", env = {}, timeoutMs = LANE_TIMEOUT_MS } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, NO_COLOR: "1", ...env } });
    const chunks = { stdout: [], stderr: [] };
    const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
    const finish = (code, error) => {
      clearTimeout(timer);
      const stdout = Buffer.concat(chunks.stdout).toString();
      const stderr = Buffer.concat(chunks.stderr).toString();
      resolve({ code: code ?? 1, stdout, stderr, output: [stdout, stderr, error?.message].filter(Boolean).join("\n") });
    };
    for (const name of ["stdout", "stderr"]) child[name].on("data", (chunk) => chunks[name].push(chunk));
    child.on("error", (error) => finish(1, error));
    child.on("close", (code) => finish(code));
    // A child that ends early closes its input: its exit code tells, not this error.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

/** Runs a program given on standard input and returns the report it printed. */
export async function runProgram(command, args, program, options = {}) {
  const outcome = await runCommand(command, args, { ...options, input: program });
  const line = outcome.stdout.split("\n").find((text) => text.startsWith(MARK));
  if (outcome.code !== 0 || line === undefined) {
    throw new Error(
      `${command} ended with code ${outcome.code} and ${line ? "a" : "no"} report\n${tail(outcome.output)}`,
    );
  }
  return JSON.parse(line.slice(MARK.length));
}

let nodeReport;

/** Returns the report of the suite in a Node of its own, run once: what every other lane is held against. */
export function runInNode() {
  nodeReport ??= bundleSuite().then((code) =>
    runProgram(process.execPath, ["--input-type=module", "-"], `${code}\n${printReport({ document: false })}`),
  );
  return nodeReport;
}

/**
 * Runs a lane: `work` returns the report of the suite in a runtime, and what else the lane found wrong there. Every
 * case of Node's must have run, and in a document every case with a secret must have been refused first.
 */
export async function judgeLane(name, { document = false, checks = 0 }, work) {
  const startMs = performance.now();
  const result = { name, cases: 0, refusals: 0, passed: 0, failed: 0, failures: [], seconds: 0 };
  try {
    const [node, { report, faults = [] }] = await Promise.all([runInNode(), work()]);
    const failures = [...report.failures, ...compare(report, node, document), ...faults];
    Object.assign(result, { cases: report.cases, refusals: report.refusals, failures });
    result.passed = Math.max(0, report.passed + report.refusals + checks - faults.length);
  } catch (error) {
    result.failures.push({ name: "lane", message: String(error?.stack ?? error) });
  }
  result.failed = result.failures.length;
  result.seconds = secondsSince(startMs);
  return result;
}

/** Returns the large tools, `tool` and `toolImport`; or, where they can't be had, why not as `missing`. */
export async function findTools() {
  try {
    return await ensureTools();
  } catch (error) {
    return {
      missing: `the tools of test/tools could not be installed\n${tail(String(error?.message ?? error), 2000)}`,
    };
  }
}

/** Returns the result of a lane that could not run: a failure where `CI` is set, else a skip that says so loudly. */
export function notRun(name, why) {
  const message = `${name.toUpperCase()} WAS NOT RUN: ${why}`;
  const failures = process.env.CI ? [{ name, message }] : [];
  return { name, cases: 0, refusals: 0, passed: 0, failed: failures.length, failures, skipped: message, seconds: 0 };
}

/** Returns a result of checks that are no cases, from the failures among them. */
export function checksResult(name, count, failures, startMs, skips = []) {
  const skipped = skips.length > 0 ? { skipped: skips.join("; ") } : {};
  const passed = Math.max(0, count - failures.length);
  return { name, passed, failed: failures.length, failures, ...skipped, seconds: secondsSince(startMs) };
}

/** Runs a lane's module when it was started by itself: prints its result, exits 1 when it failed. */
export async function runAlone(meta, run) {
  if (meta.url !== pathToFileURL(process.argv[1] ?? "").href) return;
  const result = await run();
  console.log(formatResult(result));
  process.exitCode = result.failed > 0 ? 1 : 0;
}

/** Returns a result as text: one line, then what failed. */
export function formatResult(result) {
  const lines = (result.parts ?? [result]).map(formatLine);
  for (const { name, message } of result.failures) lines.push(`  FAILED ${name}\n${indent(message)}`);
  if (result.skipped) lines.push(`  !!! ${result.skipped}`);
  return lines.join("\n");
}

function formatLine({ name, cases, refusals, passed, failed, skipped, seconds = 0 }) {
  const time = `(${seconds.toFixed(1)} s)`;
  if (cases === undefined) return `${name}: ${passed} passed, ${failed} failed ${time}`;
  if (skipped && cases === 0) return `lane ${name}: NOT RUN ${time}`;
  return `lane ${name}: ${cases} cases, ${refusals} refusals asserted, ${failed} failed ${time}`;
}

function compare(report, node, document) {
  const failures = [];
  const missing = node.names.filter((name) => !report.names.includes(name));
  if (report.cases !== node.cases || missing.length > 0) {
    failures.push({
      name: "case count",
      message: `Node ran ${node.cases} cases, this lane ${report.cases}; missing: ${missing}`,
    });
  }
  const expected = document ? node.secrets : 0;
  if (report.refusals !== expected) {
    failures.push({ name: "refusal count", message: `expected ${expected} refusals, got ${report.refusals}` });
  }
  return failures;
}

export function secondsSince(startMs) {
  return Math.round((performance.now() - startMs) / 100) / 10;
}

export function tail(text, length = 6000) {
  return text.length > length ? `…${text.slice(-length)}` : text;
}

function indent(text) {
  return text.replace(/^/gm, "    ");
}
