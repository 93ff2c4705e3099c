import { InputError, type OceanpaymentError } from "../../errors.ts";
import type { FieldProblem } from "./card-view.ts";

/** What a field is that is missing or wrong, as `encrypt()` says it. */
const CODES = {
  number: "invalid_card_number",
  expiry: "invalid_expiry",
  securityCode: "invalid_security_code",
  holder: "invalid_field",
} as const;

/** Returns the error that says what is wrong with a field. */
export function toInputError({ name, problem }: FieldProblem): InputError {
  const code = problem === "expired" ? "card_expired" : CODES[name];
  return new InputError(code, `"${name}" is missing or wrong`, { field: name });
}

/** Tells a page's developer of an error, as an uncaught one is told; not of what the shopper sees beside a field. */
export function reportFault(error: OceanpaymentError): void {
  const isSeen = Object.hasOwn(CODES, error.field ?? "") || error.code === "crypto_unavailable";
  // Not everywhere: test environments lack it.
  if (!isSeen) globalThis.reportError?.(error);
}
