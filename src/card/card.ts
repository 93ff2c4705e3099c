import { assertInput } from "../errors.ts";
import { type CardExpiry, isDigits, isExpired, toCardExpiry } from "./card-expiry.ts";
import { isCardNumber, toCardDigits } from "./card-number.ts";

/** A card as the shopper types it, all text. */
export interface Card {
  /** 12 to 19 digits with a right check digit (UnionPay's need none); white space between them is allowed. */
  readonly number: string;
  /** One or two digits, 1 to 12. */
  readonly expiryMonth: string;
  /** Four digits, or two for 20xx. */
  readonly expiryYear: string;
  /** The card verification code: 3 or 4 digits. */
  readonly securityCode: string;
}

/** A card's values under the gateway's names, in the order the gateway's format has them (protocol.md §5). */
export interface CardFields {
  readonly card_secureCode: string;
  readonly card_year: string;
  readonly card_month: string;
  readonly card_number: string;
}

/** Tells whether a text is a card verification code: 3 or 4 digits. Sources differ on whether 4 are taken. */
export function isSecurityCode(typed: string): boolean {
  return isDigits(typed, 3, 4);
}

/**
 * Returns a card under the gateway's names.
 *
 * @throws InputError `invalid_card_number`, `invalid_expiry`, `card_expired`, `invalid_security_code`, `invalid_argument`.
 */
export function readCard(card: Card, nowMs = Date.now()): CardFields {
  assertInput(Number.isFinite(nowMs), "invalid_argument", "nowMs", "finite", nowMs);
  assertInput(typeof card === "object" && card !== null, "invalid_argument", "card", "an object", card);
  const { number, expiryMonth, expiryYear, securityCode } = card;
  assertInput(
    isCardNumber(number),
    "invalid_card_number",
    "number",
    "12 to 19 digits with a right check digit",
    number,
  );
  assertInput(toCardExpiry(expiryMonth, "00"), "invalid_expiry", "expiryMonth", "1 to 12", expiryMonth);
  const expiry = toCardExpiry(expiryMonth, expiryYear);
  assertInput(expiry, "invalid_expiry", "expiryYear", "2 or 4 digits", expiryYear);
  assertInput(!isExpired(expiry, nowMs), "card_expired", "expiryYear", "unexpired", expiryYear);
  assertInput(isSecurityCode(securityCode), "invalid_security_code", "securityCode", "3 or 4 digits", securityCode);
  return toCardFields(number, expiry, securityCode);
}

/** Returns a card, checked already, under the gateway's names. */
export function toCardFields(number: string, expiry: CardExpiry, securityCode: string): CardFields {
  return {
    card_secureCode: securityCode,
    card_year: expiry.year,
    card_month: expiry.month,
    card_number: toCardDigits(number) as string,
  };
}
