import * as v from "valibot";
import * as field from "./fields.ts";
import {
  accountKey,
  hasDecimalsOfCurrency,
  opccountAmount,
  type OpccountCurrency,
  opccountCurrency,
} from "./opccount-fields.ts";
import { expects, parse } from "./parse.ts";

/** Which movements of money are listed. */
export interface FundsListInput {
  /** The beginning. */
  readonly from: Date;
  /** The end: not before the beginning, and at most one year after it (stated). */
  readonly to: Date;
  /**
   * The time zone in which the gateway reads both: an IANA name or an offset such as `"+08:00"`. No source tells it: ask
   * Oceanpayment, or compare with a movement of known time.
   */
  readonly timeZone: string;
  /** The currencies whose movements are listed. Default all (inferred). */
  readonly currencies?: readonly OpccountCurrency[] | undefined;
  /** How many a page holds, 1 to 1000. Default 100. The gateway's own limit no source tells (both inferred). */
  readonly pageSize?: number | undefined;
}

/** One page of the list. */
export interface FundsPageInput extends FundsListInput {
  /** From 1. */
  readonly page: number;
}

/** Who bears the fees of a transfer, by its SWIFT code: `BEN` is the one that a source shows. */
export type FeeBearer = "BEN" | (string & {});

/** A withdrawal to a bank account of the merchant's. All four are required (inferred: a source shows all four). */
export interface WithdrawalInput {
  /** The key of the withdrawal account: 19 digits in samples, as text. */
  readonly accountKey: string;
  /** The currency that is withdrawn: one of the twelve of OPCCOUNT. */
  readonly currency: OpccountCurrency;
  /** How much is withdrawn: decimal text above zero, at most 2 decimals (none in yen) and 16 characters (inferred). */
  readonly amount: string;
  /** Who bears the fees: three capital letters, such as `BEN`. */
  readonly feeBearer: FeeBearer;
}

/** `pageNum` has at most 5 digits (stated). */
const MOST_PAGES = 99_999;

const fundsPageInput = v.pipe(
  v.strictObject({
    from: field.date,
    to: field.date,
    timeZone: field.timeZone,
    currencies: v.optional(
      v.pipe(
        v.array(opccountCurrency, expects("invalid_field", "must be a list of currencies")),
        v.minLength(1, expects("missing_field", "must hold a currency")),
        v.maxLength(12, expects("invalid_field", "must hold each currency once")),
      ),
    ),
    pageSize: v.optional(field.wholeNumber(1, 1000)),
    page: field.wholeNumber(1, MOST_PAGES),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { from, to } = dataset.value;
    const expected =
      to.getTime() < from.getTime()
        ? "must not be before from"
        : to.getTime() > oneYearAfter(from)
          ? "must be at most one year after from"
          : undefined;
    if (expected === undefined) return;
    addIssue({
      message: expects("invalid_field", expected),
      path: [{ type: "object", origin: "value", input: dataset.value as never, key: "to", value: to }],
    });
  }),
);

const withdrawalInput = v.pipe(
  v.strictObject({
    accountKey,
    currency: opccountCurrency,
    amount: opccountAmount,
    feeBearer: v.pipe(
      v.string(expects("invalid_field", "must be three capital letters, such as BEN")),
      v.check(
        (value) => /^[A-Z]{3}$/.test(value),
        expects("invalid_field", "must be three capital letters, such as BEN"),
      ),
    ),
  }),
  hasDecimalsOfCurrency(),
);

/** Returns a list's input, checked. @throws InputError with the field and the shape of what came. */
export function parseFundsPageInput(input: unknown): FundsPageInput {
  return parse(fundsPageInput, input, "input");
}

/** Returns a withdrawal's input, checked. @throws InputError with the field and the shape of what came. */
export function parseWithdrawalInput(input: unknown): WithdrawalInput {
  return parse(withdrawalInput, input, "input");
}

function oneYearAfter(date: Date): number {
  const end = new Date(date);
  return end.setUTCFullYear(end.getUTCFullYear() + 1);
}
