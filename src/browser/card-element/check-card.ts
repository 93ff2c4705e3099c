import { isExpired } from "../../card/card-expiry.ts";
import { isSecurityCode } from "../../card/card.ts";
import { isCardNumber } from "../../card/card-number.ts";
import { brandRule } from "./brand-rules.ts";
import type { CardTexts } from "./card-texts.ts";
import { readExpiry } from "./format-expiry.ts";
import { toDigit } from "./typed-digits.ts";

/** The element's fields, in their order. */
export const FIELD_NAMES = ["number", "expiry", "securityCode", "holder"] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

/** What stands in the fields. */
export type CardValues = Readonly<Record<FieldName, string>>;

/** What is wrong with a field: the text that says so, by name. */
export type Problem = keyof CardTexts;

/** A name as long as the gateway takes it. */
export const LONGEST_HOLDER = 100;
/** More digits than a name has: whoever typed a card number into the wrong field must not send it as a name. */
const DIGITS_OF_NO_NAME = 6;

/** Returns what is wrong with a field, or nothing. */
export function checkField(name: FieldName, values: CardValues): Problem | undefined {
  const value = values[name].trim();
  if (value === "") return `${name}Missing`;
  return CHECKS[name](value, values);
}

const CHECKS: Readonly<Record<FieldName, (value: string, values: CardValues) => Problem | undefined>> = {
  holder: (value) => {
    const digits = [...value].filter((char) => toDigit(char) !== "").length;
    return digits < DIGITS_OF_NO_NAME && value.length <= LONGEST_HOLDER ? undefined : "holderWrong";
  },
  number: (value) => {
    const digits = value.replaceAll(" ", "");
    return isCardNumber(digits) && brandRule(digits).isLength(digits.length) ? undefined : "numberWrong";
  },
  expiry: (value) => {
    const expiry = readExpiry(value);
    if (expiry === undefined) return "expiryWrong";
    return isExpired(expiry) ? "expired" : undefined;
  },
  securityCode: (value, { number }) => {
    const { codeDigits } = brandRule(number);
    const isRight = isSecurityCode(value) && value.length === (codeDigits ?? value.length);
    return isRight ? undefined : "securityCodeWrong";
  },
};
