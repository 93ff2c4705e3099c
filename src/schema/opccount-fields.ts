import * as v from "valibot";
import { mostDecimals } from "../wire/currency.ts";
import { expects } from "./parse.ts";
import { digits, text } from "./text.ts";

/** The currencies of OPCCOUNT (stated, protocol.md §8). */
export const OPCCOUNT_CURRENCIES = [
  "AUD",
  "HKD",
  "CHF",
  "SGD",
  "JPY",
  "EUR",
  "GBP",
  "USD",
  "CAD",
  "NZD",
  "ZAR",
  "CNY",
] as const;

/** A currency of OPCCOUNT, by its ISO 4217 code. */
export type OpccountCurrency = (typeof OPCCOUNT_CURRENCIES)[number];

/**
 * A value of Oceanpayment's own lists, or an id of its own: a number in some samples of the documentation and text in
 * others. It is signed and sent as it is given: a number as a number, text as text.
 */
export type OpccountCode = number | string;

/** A file that goes with a call: a `File`, or a `Blob` with the name it is sent under. */
export type OpccountFile = File | { readonly name: string; readonly content: Blob };

/** A file as it is checked. */
export interface CheckedFile {
  readonly name: string;
  readonly content: Blob;
}

/** How many digits and signs an amount may have: no source says, and a number of the other side's holds no more exactly. */
const MOST_AMOUNT = 16;

/** A currency of OPCCOUNT. */
export const opccountCurrency = v.picklist(
  OPCCOUNT_CURRENCIES,
  expects("invalid_currency", `must be one of ${OPCCOUNT_CURRENCIES.join(", ")}`),
);

/** An amount: decimal text above zero, at most 2 decimals and 16 characters (inferred). */
export const opccountAmount = v.pipe(
  v.string(expects("invalid_amount", 'must be decimal text such as "10.00"')),
  v.check(
    (value) => /^(0|[1-9]\d*)(\.\d{1,2})?$/.test(value) && value.length <= MOST_AMOUNT && /[1-9]/.test(value),
    expects("invalid_amount", `must be decimal text above zero with at most 2 decimals and ${MOST_AMOUNT} characters`),
  ),
);

/** Holds an amount against its currency: a yen has no decimals (ISO 4217). */
export function hasDecimalsOfCurrency<Input extends { readonly amount: string; readonly currency: string }>() {
  return v.rawCheck<Input>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { amount, currency } = dataset.value;
    const [, decimals = ""] = amount.split(".");
    const most = mostDecimals(currency);
    if (decimals.length <= most) return;
    addIssue({
      message: expects("invalid_amount", `must have ${most === 0 ? "no" : `at most ${most}`} decimals in its currency`),
      path: [{ type: "object", origin: "value", input: dataset.value as never, key: "amount", value: amount }],
    });
  });
}

/** A key of an account: 19 digits in every sample, more than a number holds. How many there may be no source says. */
export const accountKey = digits(1, 32, "key of an account");

/** Text of a length in characters, as it is: OPCCOUNT's signature has no characters that break it. */
export function plainText(most: number) {
  return v.pipe(
    text(`must be text of 1 to ${most} characters`),
    v.check((value) => value.trim() !== "", expects("missing_field", "must be given")),
    v.check((value) => [...value].length <= most, expects("field_too_long", `must have at most ${most} characters`)),
  );
}

/** Letters and digits, within a length. */
export function lettersAndDigits(least: number, most: number) {
  const expected = `must be text of ${least} to ${most} letters and digits`;
  return v.pipe(
    text(expected),
    v.check(
      (value) => value.length >= least && value.length <= most && /^[0-9A-Za-z]+$/.test(value),
      expects("invalid_field", expected),
    ),
  );
}

/** A value of Oceanpayment's own lists: a whole number, or text. */
export function code(most: number) {
  const expected = expects("invalid_field", `must be a whole number from 0, or text of 1 to ${most} characters`);
  const wholeNumber = v.pipe(
    v.number(expected),
    v.check((value) => Number.isSafeInteger(value) && value >= 0, expected),
  );
  return v.union([wholeNumber, plainText(most)], expected);
}

/** Files: at most 20 (inferred), none of them empty, each with a name that a form can hold as it is. */
export const files = v.pipe(
  v.array(
    v.pipe(
      v.custom<OpccountFile>(isFile, expects("invalid_field", "must be a File, or have a name and a Blob as content")),
      v.transform((file): CheckedFile => (isBlob(file) ? { name: file.name, content: file } : copyOf(file))),
      v.check(({ content }) => content.size > 0, expects("invalid_field", "must not be empty")),
      v.check(
        ({ name }) => isFileName(name),
        expects(
          "invalid_field",
          "must have a name of 1 to 200 characters without quotes, slashes and control characters",
        ),
      ),
    ),
    expects("invalid_field", "must be a list of files"),
  ),
  v.maxLength(20, expects("invalid_field", "must hold at most 20 files")),
);

function copyOf({ name, content }: CheckedFile): CheckedFile {
  return { name, content };
}

function isFile(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { name, content } = value as { name?: unknown; content?: unknown };
  return typeof name === "string" && (isBlob(value) || isBlob(content));
}

function isBlob(value: unknown): value is File {
  return value instanceof Blob;
}

function isFileName(name: string): boolean {
  const plain = v.safeParse(text(""), name).success;
  return plain && name.trim() !== "" && [...name].length <= 200 && ![...name].some((one) => `"/\\`.includes(one));
}
