import { assert } from "../../boundary/checks.mjs";
import { casesFor } from "./token-store-cases.mjs";

/** Throws unless every case of this sharing ran and none failed. */
export function passCases({ sharing, count, failures }, wanted) {
  assert(failures.length === 0, failures.map(({ name, message }) => `${name}: ${message}`).join("\n"));
  assert(sharing === wanted, `it is ${sharing}`);
  assert(count === casesFor(wanted).length && count > 0, `${count} cases ran`);
  return `${count} cases`;
}
