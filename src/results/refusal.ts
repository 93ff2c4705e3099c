import { ResponseError } from "../errors.ts";
import { gatewayCode } from "./payment-result.ts";

/** What Oceanpayment's interface codes mean to a caller (stated, protocol.md §6.3). All others share one error code. */
const REFUSALS: Readonly<Record<string, readonly [ResponseError["code"], string]>> = {
  "20004": ["gateway_refused", "account and terminal do not belong together"],
  "20013": ["gateway_refused", "the signature was wrong: check the terminal's secureCode"],
  "20014": ["wrong_environment", "a test terminal was used in production"],
  "20015": ["wrong_environment", "a production terminal was used in the sandbox"],
  "20061": ["duplicate_order", "an order with this number has succeeded within 30 days: query it, it may be paid"],
};

/**
 * Returns the error for an answer by which the gateway refused the request itself (codes 20001 to 20055, 20061, 20171: stated; all other 20xxx: inferred), or nothing
 * where the answer is about a payment. An unsigned refusal says nothing sure: its outcome is unknown.
 */
export function toRefusal(details: string, { verified }: { verified: boolean }): ResponseError | undefined {
  if (!/^20\d{3}(:|$)/.test(details)) return undefined;
  const code = gatewayCode(details);
  const [errorCode, meaning] = REFUSALS[code] ?? [
    "gateway_refused",
    "see the code in Oceanpayment's list of interface errors",
  ];
  return new ResponseError(errorCode, `the gateway refused the request with code ${code}: ${meaning}`, {
    gatewayCode: code,
    // Of a duplicate the gateway says that it has succeeded before: what is known is not that nothing was paid.
    outcome: verified && errorCode !== "duplicate_order" ? "refused" : "unknown",
  });
}
