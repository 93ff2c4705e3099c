import { brandRule } from "./brand-rules.ts";
import { type Edit, fitDigits, placeCaret, readDigits, type Typed } from "./typed-digits.ts";

/** Returns a card number as typed, grouped as its brand prints it, with the caret beside the digit it stood beside. */
export function formatNumber(edit: Edit): Typed {
  const read = readDigits(edit);
  const { groups, mostDigits } = brandRule(read.digits);
  const { digits, caret } = fitDigits(read, mostDigits);
  let from = 0;
  const parts = groups(digits.length).map((size) => digits.slice(from, (from += size)));
  return placeCaret(parts.filter((part) => part !== "").join(" "), caret, edit, read.cut);
}

/** Returns a security code as typed: digits only, as many as the card's brand has. */
export function formatSecurityCode(edit: Edit, number: string): Typed {
  const { digits, caret } = fitDigits(readDigits(edit), brandRule(number).codeDigits ?? 4);
  return placeCaret(digits, caret, edit);
}
