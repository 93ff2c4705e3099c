import { ResponseError } from "../errors.ts";
import { readDetails, refusalOf } from "./codes.ts";

/**
 * Returns the error for an answer by which the gateway refused the request itself, or nothing where the answer is about a
 * payment. An unsigned refusal says nothing sure: its outcome is unknown.
 */
export function toRefusal(details: string, { verified }: { verified: boolean }): ResponseError | undefined {
  const { gatewayCode = "" } = readDetails(details);
  const refusal = refusalOf(gatewayCode);
  if (!refusal) return undefined;
  const [errorCode, meaning] = refusal;
  return new ResponseError(errorCode, `the gateway refused the request with code ${gatewayCode}: ${meaning}`, {
    gatewayCode,
    // Of a duplicate the gateway says that it has succeeded before: what is known is not that nothing was paid.
    outcome: verified && errorCode !== "duplicate_order" ? "refused" : "unknown",
  });
}

/**
 * Tells whether an answer of the query host complains about the caller's IP address, which must be registered (stated,
 * protocol.md §2). By which code or words it does so no source tells, but for tracking: inferred from its text.
 */
export function isAddressRefusal(text: string): boolean {
  return /\bip\b/i.test(text) && /regist|white|allow|invalid|denied|forbid/i.test(text);
}
