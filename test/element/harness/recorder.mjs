import { stripVTControlCharacters } from "node:util";

/** Returns a recorder of checks: each passes unless it throws. `ELEMENT_TIMES` prints how long each took. */
export function createRecorder() {
  const failures = [];
  const counts = {};
  const notes = [];

  async function check(name, run) {
    const group = name.split(":")[0];
    counts[group] ??= { passed: 0, failed: 0 };
    const startMs = performance.now();
    try {
      const note = await run();
      counts[group].passed += 1;
      if (typeof note === "string") notes.push(`${name}: ${note}`);
    } catch (error) {
      counts[group].failed += 1;
      failures.push({ name, message: stripVTControlCharacters(String(error?.message ?? error)).slice(0, 2000) });
    }
    if (process.env.ELEMENT_TIMES) console.log(`${Math.round(performance.now() - startMs)} ms ${name}`);
  }

  return { check, failures, counts, notes };
}
