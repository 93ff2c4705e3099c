import { checksResult, findTools, notRun, ROOT, runAlone, runCommand, tail } from "./lanes.mjs";

/**
 * Lints all code with oxlint, then holds every file against prettier; `write: true` lets prettier change them instead.
 */
export async function run({ write = process.argv.includes("--write") } = {}) {
  const startMs = performance.now();
  const { tool, missing } = await findTools();
  const checks = [runCommand(`${ROOT}node_modules/.bin/oxlint`, ["--deny-warnings"]).then(toFailure("oxlint"))];
  if (!missing) {
    const args = [write ? "--write" : "--check", "--log-level", write ? "log" : "warn", "."];
    checks.push(runCommand(tool("prettier"), args).then(toFailure("prettier")));
  }
  const failures = (await Promise.all(checks)).filter(Boolean);
  if (!missing) return checksResult("lint", checks.length, failures, startMs);
  const { skipped, failures: fatal } = notRun("prettier", missing);
  return checksResult("lint", checks.length + fatal.length, [...failures, ...fatal], startMs, [skipped]);
}

function toFailure(name) {
  return ({ code, output }) => (code === 0 ? undefined : { name, message: tail(output.trim()) });
}

await runAlone(import.meta, run);
