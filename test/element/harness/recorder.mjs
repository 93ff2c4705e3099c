import { stripVTControlCharacters } from "node:util";

const CHECK_TIMEOUT_MS = 120_000;

/** Returns a recorder of checks: each passes unless it throws, or does not end. */
export function createRecorder() {
  const failures = [];
  const counts = {};
  const notes = [];

  async function check(name, run) {
    const group = name.split(":")[0];
    counts[group] ??= { passed: 0, failed: 0 };
    const startMs = performance.now();
    try {
      const note = await withDeadline(run());
      counts[group].passed += 1;
      if (typeof note === "string") notes.push(`${name}: ${note}`);
    } catch (error) {
      counts[group].failed += 1;
      failures.push({ name, message: stripVTControlCharacters(String(error?.message ?? error)).slice(0, 2000) });
    }
    if (process.env.E5T) console.log(`${Math.round(performance.now() - startMs)} ${name}`);
  }

  return { check, failures, counts, notes };
}

function withDeadline(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("the check did not end in time")), CHECK_TIMEOUT_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
