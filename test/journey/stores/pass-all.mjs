import { assert } from "../../boundary/checks.mjs";
import { STORE_CASES } from "./store-cases.mjs";

/** Throws unless every case ran and none failed. */
export function passAll({ count, failures }) {
  assert(failures.length === 0, failures.map(({ name, message }) => `${name}: ${message}`).join("\n"));
  assert(count === STORE_CASES.length && count > 0, `${count} cases ran`);
  return `${count} cases`;
}
