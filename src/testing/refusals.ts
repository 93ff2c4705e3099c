import { INFERRED } from "./inferred.ts";

/** An interface code and its text: why the gateway refuses a request. */
export type Refusal = readonly [code: string, text: string];

/** The refusals whose codes are stated (protocol.md §6.3). */
export const REFUSED = {
  unknownTerminal: ["20004", "Account and terminal do not match"],
  signature: ["20013", "signValue is wrong"],
  orderNumber: ["20018", "order_number is too long"],
  amount: ["20021", "order_amount is invalid"],
  currency: ["20023", "order_currency is wrong"],
  cardNumber: ["20027", "Invalid card number"],
  expiry: ["20038", "Invalid expiry date"],
  securityCode: ["20040", "Invalid secure code"],
  email: ["20050", "billing_email is wrong"],
  duplicate: ["20061", "Duplicate order"],
} as const satisfies Record<string, Refusal>;

/** Returns a refusal whose own code no source states. */
export function otherRefusal(text: string): Refusal {
  return [INFERRED.otherRefusal, text];
}

/** Tells a refusal from what a request would have made. */
export function isRefusal(outcome: object): outcome is Refusal {
  return Array.isArray(outcome);
}

/** Returns a refusal as the text of a `…_details` field: the code, a colon, the text. */
export function toDetails([code, text]: Refusal): string {
  return `${code}:${text}`;
}

/**
 * Tells whether a refused request was proved to come from the merchant. To nobody else a refusal is signed, or the
 * gateway would sign whatever anybody asks for.
 */
export function isTrusted([code]: Refusal): boolean {
  return code !== REFUSED.unknownTerminal[0] && code !== REFUSED.signature[0];
}
