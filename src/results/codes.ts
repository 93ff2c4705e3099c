import type { ResponseError } from "../errors.ts";

/** Why a payment stands where it stands, in the field's terms. `"other"` is any code no public source explains. */
export type PaymentReason =
  | "approved"
  | "authorisation-voided"
  | "bank-declined"
  | "bank-limit"
  | "bank-risk"
  | "bank-timeout"
  | "cancelled-by-customer"
  | "declined"
  | "do-not-honour"
  | "duplicate"
  | "expired-card"
  | "incorrect-pin"
  | "insufficient-funds"
  | "invalid-amount"
  | "invalid-card-number"
  | "invalid-security-code"
  | "limit-exceeded"
  | "lost-or-stolen-card"
  | "not-finished"
  | "not-permitted"
  | "other"
  | "refer-to-issuer"
  | "restricted-card"
  | "risk-score"
  | "state-unknown"
  | "suspected-fraud"
  | "three-ds-failed"
  | "three-ds-not-completed"
  | "three-ds-unavailable";

/** What a code of the gateway's means: of a payment a reason, of a refused request an error. */
interface CodeRow {
  readonly reason?: PaymentReason;
  readonly refusal?: readonly [code: ResponseError["code"], meaning: string];
}

/**
 * Oceanpayment's codes (stated, protocol.md §6.3): the one table of them. A code never decides a payment's outcome, since
 * one of them (89999) appears beside success and failure.
 */
const CODES: Readonly<Record<string, CodeRow>> = {
  "10000": { reason: "risk-score" },
  "80000": { reason: "approved" },
  "80010": { reason: "do-not-honour" },
  "80011": { reason: "refer-to-issuer" },
  "80012": { reason: "declined" },
  "80013": { reason: "not-permitted" },
  "80014": { reason: "duplicate" },
  "80020": { reason: "invalid-amount" },
  "80021": { reason: "invalid-card-number" },
  "80022": { reason: "insufficient-funds" },
  "80023": { reason: "expired-card" },
  "80024": { reason: "incorrect-pin" },
  "80025": { reason: "restricted-card" },
  "80026": { reason: "invalid-security-code" },
  "80027": { reason: "limit-exceeded" },
  "80030": { reason: "bank-declined" },
  "80031": { reason: "bank-timeout" },
  "80040": { reason: "lost-or-stolen-card" },
  "80041": { reason: "suspected-fraud" },
  "80053": { reason: "authorisation-voided" },
  "80070": { reason: "bank-risk" },
  "80071": { reason: "bank-risk" },
  "80072": { reason: "bank-limit" },
  "80090": { reason: "three-ds-unavailable" },
  "80091": { reason: "three-ds-failed" },
  "80093": { reason: "three-ds-not-completed" },
  "80100": { reason: "not-finished" },
  "80101": { reason: "cancelled-by-customer" },
  "80700": { reason: "state-unknown" },

  "20004": { refusal: ["gateway_refused", "account and terminal do not belong together"] },
  "20013": { refusal: ["gateway_refused", "the signature was wrong: check the terminal's secureCode"] },
  "20014": { refusal: ["wrong_environment", "a test terminal was used in production"] },
  "20015": { refusal: ["wrong_environment", "a production terminal was used in the sandbox"] },
  "20018": { refusal: ["gateway_refused", "the order number is longer than 50 characters"] },
  "20021": { refusal: ["gateway_refused", "the amount is invalid"] },
  "20023": { refusal: ["gateway_refused", "the currency is wrong"] },
  "20027": { refusal: ["gateway_refused", "the card number is invalid"] },
  "20038": { refusal: ["gateway_refused", "the expiry date is invalid"] },
  "20040": { refusal: ["gateway_refused", "the security code is not of 3 digits"] },
  "20050": { refusal: ["gateway_refused", "the email address is none"] },
  "20061": {
    refusal: ["duplicate_order", "an order with this number has succeeded within 30 days: query it, it may be paid"],
  },
  "20171": { refusal: ["gateway_refused", "the security code is invalid"] },
};

const OTHER_REFUSAL = ["gateway_refused", "see the code in Oceanpayment's list of interface errors"] as const;

/** The states in which the code of an approval means one. */
const APPROVED: readonly string[] = ["approved", "authorised"];

/**
 * Returns the reason that a code stands for beside a status. The status decides: an approval's code beside a decline is no
 * reason for it, and beside a step that is still due it only says that the step can be taken.
 */
export function reasonOf(code: string | undefined, status: string): PaymentReason {
  const reason = (code !== undefined && Object.hasOwn(CODES, code) && CODES[code]?.reason) || "other";
  if (reason !== "approved" || APPROVED.includes(status)) return reason;
  return status === "declined" ? "other" : "not-finished";
}

/**
 * Returns what a code says about a refused request, or nothing where it is none of the interface errors. 20001 to 20055,
 * 20061 and 20171 are stated; that all other 20xxx are refusals too is inferred.
 */
export function refusalOf(code: string): readonly [code: ResponseError["code"], meaning: string] | undefined {
  if (!/^20\d{3}$/.test(code)) return undefined;
  return (Object.hasOwn(CODES, code) && CODES[code]?.refusal) || OTHER_REFUSAL;
}

/** A code and its text, as the gateway writes them together: `80000:Transaction Approved`. */
export interface CodeAndText {
  /** Five digits; nothing where the text has none. */
  readonly gatewayCode?: string;
  readonly gatewayText: string;
}

/** Returns the code and the text of a details field. */
export function readDetails(details: string): CodeAndText {
  const match = /^(\d{5})(?::|$)/.exec(details);
  return match ? { gatewayCode: match[1] as string, gatewayText: details.slice(6) } : { gatewayText: details };
}
