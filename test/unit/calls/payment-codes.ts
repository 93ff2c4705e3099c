import type { PaymentReason } from "../../../src/results/codes.ts";

/** The payment codes of protocol.md §6.3 in the document's order, each with the reason it stands for: by hand. */
export const PAYMENT_CODES: readonly (readonly [code: string, reason: PaymentReason])[] = [
  ["80000", "approved"], // approved
  ["80010", "do-not-honour"], // do not honour
  ["80011", "refer-to-issuer"], // refer to issuer
  ["80012", "declined"], // declined
  ["80013", "not-permitted"], // not permitted on card
  ["80014", "duplicate"], // duplicate
  ["80020", "invalid-amount"], // invalid amount
  ["80021", "invalid-card-number"], // invalid card number
  ["80022", "insufficient-funds"], // insufficient funds
  ["80023", "expired-card"], // expired or wrong expiry
  ["80024", "incorrect-pin"], // wrong PIN
  ["80025", "restricted-card"], // restricted
  ["80026", "invalid-security-code"], // invalid CVV
  ["80027", "limit-exceeded"], // exceeds limit
  ["80030", "bank-declined"], // bank declined
  ["80031", "bank-timeout"], // time-out
  ["80040", "lost-or-stolen-card"], // lost, stolen, pick up
  ["80041", "suspected-fraud"], // suspected fraud
  ["80053", "authorisation-voided"], // authorisation void
  ["80070", "bank-risk"], // bank's risk system
  ["80071", "bank-risk"], // bank's risk system
  ["80072", "bank-limit"], // bank limit
  ["80090", "three-ds-unavailable"], // cannot start 3-D
  ["80091", "three-ds-failed"], // cardholder failed 3-D
  ["80093", "three-ds-not-completed"], // 3-D not completed
  ["80100", "not-finished"], // not finished
  ["80700", "state-unknown"], // state unknown
  ["80101", "cancelled-by-customer"], // cancelled by customer
  ["10000", "risk-score"], // declined by risk score
];

/** Codes that the document does not explain; 89999 appears beside success and failure. */
export const UNEXPLAINED = ["89999", "00000", "80001", "80015", "99999", "12345"] as const;
