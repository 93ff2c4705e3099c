import { stripVTControlCharacters } from "node:util";
import { secondsSince } from "../lanes/lanes.mjs";

/** Returns a recorder of checks: each is counted once and printed as one line. */
export function createChecks(name) {
  const startMs = performance.now();
  const failures = [];
  let passed = 0;

  /** Runs one check; it passes unless it throws. A text it returns is printed beside its title. */
  async function check(title, test) {
    try {
      const note = await test();
      passed += 1;
      console.log(`ok    ${title}${typeof note === "string" ? `: ${note}` : ""}`);
    } catch (error) {
      const message = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
      failures.push({ name: title, message: message.slice(0, 2000) });
      console.log(`FAIL  ${title}: ${message.replace(/\s+/g, " ").slice(0, 300)}`);
    }
  }

  const result = () => ({ name, passed, failed: failures.length, failures, seconds: secondsSince(startMs) });
  return { check, result };
}

/** Throws unless a condition holds. */
export function assert(holds, message) {
  if (!holds) throw new Error(message);
}

/** Throws unless two lists hold the same names, telling what is missing and what is new. */
export function assertSameNames(found, wanted, hint = "") {
  const missing = wanted.filter((name) => !found.includes(name));
  const added = found.filter((name) => !wanted.includes(name));
  assert(missing.length === 0, `missing: ${missing.join(", ")}${hint}`);
  assert(added.length === 0, `new: ${added.join(", ")}${hint}`);
}
