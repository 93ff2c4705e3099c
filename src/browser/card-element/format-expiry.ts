import { type CardExpiry, toCardExpiry } from "../../card/card-expiry.ts";
import {
  type Edit,
  fitDigits,
  isBeyondSeparator,
  isSeparator,
  placeCaret,
  readDigits,
  toDigit,
  type Typed,
} from "./typed-digits.ts";

const SEPARATOR = " / ";

/**
 * Returns an expiry as typed, in the one form `MM / YY`. Takes `1/30`, `0130`, `01/2030`, `1 30`, `1/2030` and the
 * `2030-01` of a date field. A month that can have no second digit is whole: `2` becomes `02`, and `13` is January '3x.
 */
export function formatExpiry(edit: Edit): Typed {
  const runs = digitRuns(edit.text);
  const { digits: all, caret: at, cut } = readDigits(edit);
  const [first = 0, second = 0] = runs;
  // Of a whole date nobody can tell which part is the month.
  if (runs.length > 2) return build({ digits: all.slice(0, first), caret: at, cut }, first, edit);
  if (first === 4 && second > 0 && all.startsWith("20")) {
    return build({ digits: all.slice(4) + all.slice(0, 4), caret: all.length, cut }, second, edit);
  }
  const isSplit = runs.length === 2 && !(first > 2 && second === 0);
  const typedMonth = isSplit ? first - (cut !== undefined && cut < first ? 1 : 0) : monthLength(all);
  return build({ digits: all, caret: at, cut }, typedMonth, edit, isSplit);
}

/** Returns the expiry that a formatted text is, or nothing where it is none. */
export function readExpiry(text: string): CardExpiry | undefined {
  const [month = "", year = ""] = text.split(SEPARATOR);
  return toCardExpiry(month, year);
}

interface ExpiryDigits {
  readonly digits: string;
  readonly caret: number;
  readonly cut: number | undefined;
}

function build({ digits, caret, cut }: ExpiryDigits, monthDigits: number, edit: Edit, isSplit = true): Typed {
  const month = fitDigits({ digits: digits.slice(0, monthDigits), caret: Math.min(caret, monthDigits) }, 2);
  const typedYear = digits.slice(monthDigits);
  const isLong = typedYear.startsWith("20");
  const year = fitDigits({ digits: typedYear, caret: Math.max(caret - monthDigits, 0) }, isLong ? 4 : 2);
  const isWhole = year.digits.length === 4;
  const yearText = isWhole ? year.digits.slice(2) : year.digits;
  const yearCaret = isWhole ? Math.max(year.caret - 2, 0) : year.caret;

  const hasLeft = caret > monthDigits || isBeyondSeparator(edit);
  const isPadded =
    month.digits.length === 1 && !edit.isDeletion && (month.digits > "1" || (hasLeft && month.digits !== "0"));
  const monthText = isPadded ? `0${month.digits}` : month.digits;
  const monthCaret = isPadded && month.caret > 0 ? 2 : month.caret;

  const wasSeparated = isSplit && cut === undefined && monthText !== "";
  const isComplete = monthText.length === 2 && !edit.isDeletion;
  const separator = yearText !== "" || wasSeparated || isComplete ? SEPARATOR : "";
  return placeCaret(monthText + separator + yearText, monthCaret + yearCaret, edit, cut);
}

/** How many of the digits typed in one go are the month. */
function monthLength(digits: string): number {
  const isLoneMonth = digits.length === 5 && digits.startsWith("20", 1);
  return isLoneMonth || digits.charAt(0) > "1" || Number(digits.slice(0, 2)) > 12 ? 1 : 2;
}

/** Returns the lengths of a text's runs of digits; the first is 0 where a separator stands before all of them. */
function digitRuns(text: string): readonly number[] {
  const runs = [0];
  let isOpen = true;
  for (const char of text.trimStart()) {
    if (isSeparator(char)) isOpen = false;
    if (toDigit(char) === "") continue;
    if (!isOpen) runs.push(0);
    isOpen = true;
    runs.push((runs.pop() ?? 0) + 1);
  }
  // A separator at the end opens the year.
  if (!isOpen && runs.length === 1) runs.push(0);
  return runs;
}
