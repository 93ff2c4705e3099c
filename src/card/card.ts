import { InputError, shapeOf } from "../errors.ts";
import { isDigits, isExpired, toCardExpiry } from "./card-expiry.ts";
import { isCardNumber, toCardDigits } from "./card-number.ts";

/** A card as the shopper types it, all text. */
export interface Card {
  /** 12 to 19 digits with a right check digit; white space between them is allowed. */
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

/** The longest values a card can have: what a key must have room for. */
export const LONGEST_CARD: CardFields = {
  card_secureCode: "0000",
  card_year: "0000",
  card_month: "00",
  card_number: "0".repeat(19),
};

/** Tells whether a text is a card verification code: 3 or 4 digits. Sources differ on whether 4 are taken. */
export function isSecurityCode(typed: string): boolean {
  return isDigits(typed) && (typed.length === 3 || typed.length === 4);
}

/**
 * Returns a card under the gateway's names.
 *
 * @throws InputError `invalid_card_number`, `invalid_expiry`, `card_expired`, `invalid_security_code`, `invalid_argument`.
 */
export function readCard(card: Card, nowMs?: number): CardFields {
  if (nowMs !== undefined && !Number.isFinite(nowMs)) {
    throw new InputError("invalid_argument", `"nowMs" must be a time in milliseconds, got ${shapeOf(nowMs)}`, {
      field: "nowMs",
    });
  }
  if (typeof card !== "object" || card === null) {
    throw new InputError("invalid_argument", `"card" must be an object, got ${shapeOf(card)}`, { field: "card" });
  }
  const [number, month, year, code] = FIELDS.map(({ name, code }) => {
    const value: unknown = card[name];
    if (typeof value === "string") return value;
    throw new InputError(code, `"${name}" must be text, got ${shapeOf(value)}`, { field: name });
  }) as [string, string, string, string];
  if (!isCardNumber(number)) {
    throw new InputError(
      "invalid_card_number",
      `"number" must be 12 to 19 digits with a right check digit, got ${shapeOf(number)}`,
      {
        field: "number",
      },
    );
  }
  const expiry = toCardExpiry(month, year);
  if (expiry === undefined) {
    throw new InputError(
      "invalid_expiry",
      `"expiryMonth" must be 1 to 12 and "expiryYear" 2 or 4 digits, got ${shapeOf(month)} and ${shapeOf(year)}`,
      { field: toCardExpiry(month, "2000") ? "expiryYear" : "expiryMonth" },
    );
  }
  if (isExpired(expiry, nowMs)) {
    throw new InputError("card_expired", `"expiryMonth" and "expiryYear" must not be in the past`, {
      field: "expiryYear",
    });
  }
  if (!isSecurityCode(code)) {
    throw new InputError("invalid_security_code", `"securityCode" must be 3 or 4 digits, got ${shapeOf(code)}`, {
      field: "securityCode",
    });
  }
  return {
    card_secureCode: code,
    card_year: expiry.year,
    card_month: expiry.month,
    card_number: toCardDigits(number) as string,
  };
}

const FIELDS = [
  { name: "number", code: "invalid_card_number" },
  { name: "expiryMonth", code: "invalid_expiry" },
  { name: "expiryYear", code: "invalid_expiry" },
  { name: "securityCode", code: "invalid_security_code" },
] as const;
