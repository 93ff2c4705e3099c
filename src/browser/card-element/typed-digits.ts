/** What an input holds after the shopper changed it, and where the caret stands. */
export interface Typed {
  readonly text: string;
  readonly caret: number;
}

/** A change by the shopper. */
export interface Edit extends Typed {
  /** What the input held before, and what was selected; unknown where the browser filled it in. */
  readonly before?: { readonly text: string; readonly start: number; readonly end: number } | undefined;
  /** Whether something was deleted, and nothing typed. */
  readonly isDeletion?: boolean | undefined;
}

/** The digits of a text, and how many of them stand before the caret. */
export interface Digits {
  readonly digits: string;
  readonly caret: number;
}

/** The digits of an edit. */
export interface EditedDigits extends Digits {
  /** Where a digit went because the shopper deleted the separator beside it. */
  readonly cut?: number;
}

/** Where digits begin that keyboards write: ASCII, full width, Arabic, Persian, Devanagari. */
const ZEROS = [0x30, 0xff10, 0x660, 0x6f0, 0x966];

/** What people write between digits, for us or of themselves. */
const SEPARATORS = " /-.\u00a0\u2013\uff0f";

/** Returns an ASCII digit for a digit of any of these keyboards, and an empty text for all else. */
export function toDigit(char: string): string {
  const code = char.charCodeAt(0);
  const zero = ZEROS.find((start) => code >= start && code < start + 10);
  return zero === undefined ? "" : `${code - zero}`;
}

/** Tells whether a character separates digits, as a letter does not. */
export function isSeparator(char: string): boolean {
  return char !== "" && SEPARATORS.includes(char);
}

/** Tells whether the caret stands right behind a separator. */
export function isBeyondSeparator({ text, caret }: Typed): boolean {
  return isSeparator(text.charAt(caret - 1));
}

/**
 * Returns the digits of an edit. Where the shopper deleted a separator, it would come back at once and the key would do
 * nothing: the digit beyond it goes in its place. Works without regular expressions, which keep what they have seen.
 */
export function readDigits(edit: Edit): EditedDigits {
  const { before, caret: at } = edit;
  const { digits, caret } = countDigits(edit);
  const isInert =
    edit.isDeletion &&
    before?.start === before?.end &&
    before !== undefined &&
    edit.text.length < before.text.length &&
    countDigits({ text: before.text, caret: 0 }).digits === digits;
  if (!isInert) return { digits, caret };
  const cut = at < before.start ? caret - 1 : caret;
  if (cut < 0) return { digits, caret };
  return { digits: withoutDigits(digits, cut, cut + 1), caret: Math.min(cut, caret), cut };
}

/** Cuts what is too much for a field from what was put in last: it stands before the caret. */
export function fitDigits({ digits, caret }: Digits, most: number): Digits {
  const excess = Math.max(digits.length - most, 0);
  if (caret < excess) return { digits: digits.slice(0, most), caret };
  return { digits: withoutDigits(digits, caret - excess, caret), caret: caret - excess };
}

/**
 * Returns a formatted text with its caret behind as many digits as it stood behind before. It stands beyond the separator
 * that follows where the shopper had it there, or types on at the end.
 */
export function placeCaret(text: string, digitsBefore: number, edit: Edit, cut?: number): Typed {
  let caret = 0;
  let left = digitsBefore;
  while (left > 0 && caret < text.length) if (toDigit(text.charAt(caret++)) !== "") left -= 1;
  let next = caret;
  while (next < text.length && toDigit(text.charAt(next)) === "") next += 1;
  const isAtEnd = next === text.length && !edit.isDeletion;
  return { text, caret: (isBeyondSeparator(edit) && cut === undefined) || isAtEnd ? next : caret };
}

function countDigits({ text, caret }: Typed): Digits {
  let digits = "";
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    if (i === caret) before = digits.length;
    digits += toDigit(text.charAt(i));
  }
  return { digits, caret: caret < text.length ? before : digits.length };
}

function withoutDigits(digits: string, from: number, to: number): string {
  return digits.slice(0, from) + digits.slice(to);
}
