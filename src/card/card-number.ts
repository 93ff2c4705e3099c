import { isDigits } from "./card-expiry.ts";

/** The card brands this library tells apart by number. */
export type CardBrand = "visa" | "mastercard" | "amex" | "discover" | "diners" | "jcb" | "unionpay" | "maestro";

interface BrandRow {
  readonly brand: CardBrand;
  /** Inclusive ranges of leading digits, both ends of one length. */
  readonly prefixes: readonly (readonly [number, number])[];
}

/** Issuer ranges (ISO/IEC 7812 allocations as the brands publish them). The first row that fits decides. */
const BRANDS: readonly BrandRow[] = [
  { brand: "visa", prefixes: [[4, 4]] },
  { brand: "mastercard", prefixes: [[51, 55], [2221, 2720]] }, // prettier-ignore
  { brand: "amex", prefixes: [[34, 34], [37, 37]] }, // prettier-ignore
  { brand: "diners", prefixes: [[36, 36], [38, 39], [300, 305], [3095, 3095]] }, // prettier-ignore
  { brand: "discover", prefixes: [[6011, 6011], [644, 649], [65, 65]] }, // prettier-ignore
  { brand: "jcb", prefixes: [[3528, 3589]] },
  { brand: "unionpay", prefixes: [[62, 62], [81, 81]] }, // prettier-ignore
  { brand: "maestro", prefixes: [[50, 50], [56, 58], [63, 63], [67, 67], [69, 69]] }, // prettier-ignore
];

/**
 * Returns the digits of a card number as typed, white space left out, or nothing where anything else stands in it.
 * Works character by character: a regular expression would leave the number in `RegExp.lastMatch`.
 */
export function toCardDigits(typed: string): string | undefined {
  const digits =
    typeof typed === "string" && [...typed].filter((char) => !" \t\u00a0\u2009\u202f".includes(char)).join("");
  return isDigits(digits, 0) ? digits : undefined;
}

/**
 * Tells whether a text is a card number: 12 to 19 digits (white space between them allowed) with a right check digit. Of
 * UnionPay's numbers, which begin with 62 or 81, none is asked for: not all of its issuers' end in one, and public checkers
 * of card numbers ask for none by default (card-validator's `luhnValidateUnionPay`).
 */
export function isCardNumber(typed: string): boolean {
  const digits = toCardDigits(typed);
  return isDigits(digits, 12, 19) && (digits.startsWith("62") || digits.startsWith("81") || luhnSum(digits) % 10 === 0);
}

/** Returns the brand that a card number, or the beginning of one, belongs to, or nothing where none fits yet. */
export function cardBrand(typed: string): CardBrand | undefined {
  const digits = toCardDigits(typed) ?? "";
  return BRANDS.find((row) =>
    row.prefixes.some(([low, high]) => {
      const { length } = String(low);
      const head = Number(digits.slice(0, length));
      return digits.length >= length && head >= low && head <= high;
    }),
  )?.brand;
}

/** ISO/IEC 7812-1 annex B. */
function luhnSum(digits: string): number {
  // What of a doubled digit is added, the sum of its digits, is its rest by nine: but of nine itself, nine.
  const add = (sum: number, digit: number, at: number) =>
    sum + ((digits.length - at) % 2 ? digit : (digit * 2) % 9 || digit);
  return [...digits].map(Number).reduce(add, 0);
}
