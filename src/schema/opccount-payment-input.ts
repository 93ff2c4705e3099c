import * as v from "valibot";
import {
  accountKey,
  code,
  hasDecimalsOfCurrency,
  opccountAmount,
  type OpccountCode,
  type OpccountCurrency,
  opccountCurrency,
  plainText,
} from "./opccount-fields.ts";
import { expects, parse } from "./parse.ts";

/**
 * A payment to another account, or a debit of one. Of the codes the documentation shows samples, and not what they mean:
 * they are sent as they are given. Lengths, and that those are optional, are inferred; exactly one of the two keys is
 * stated.
 */
export type FundPaymentInput = {
  /** How much: decimal text above zero, at most 2 decimals (none in yen) and 16 characters (inferred). */
  readonly amount: string;
  /** One of the twelve currencies of OPCCOUNT. */
  readonly currency: OpccountCurrency;
  /** What the bank is told, 1 to 200. */
  readonly bankNotes?: string | undefined;
  /** What it is for, 1 to 500. */
  readonly description?: string | undefined;
  /** A sample has `1`. */
  readonly applicationType?: OpccountCode | undefined;
  /** The id of the account that pays; a sample has `3581`. */
  readonly paymentAccountId?: OpccountCode | undefined;
  /** A sample has `0`. */
  readonly accountType?: OpccountCode | undefined;
  /** A sample has `1`. */
  readonly type?: OpccountCode | undefined;
  /** A sample has `1`. */
  readonly transactionType?: OpccountCode | undefined;
  /** The id of an agreement; a sample has `537236`. */
  readonly agreementId?: OpccountCode | undefined;
  /** Who pays, 1 to 200. A sample has the number `0`, which no source explains. */
  readonly payerName?: OpccountCode | undefined;
  /** A sample has `2`. */
  readonly autoDebit?: OpccountCode | undefined;
} & (
  | {
      /** The key of the account that is paid: 19 digits in samples, as text. */
      readonly fundPaymentAccountKey: string;
      readonly withholdingAccountKey?: undefined;
    }
  | {
      /** The key of the account that is debited, in place of the other: 19 digits in samples, as text. */
      readonly withholdingAccountKey: string;
      readonly fundPaymentAccountKey?: undefined;
    }
);

const fundPaymentInput = v.pipe(
  v.strictObject({
    amount: opccountAmount,
    currency: opccountCurrency,
    bankNotes: v.optional(plainText(200)),
    description: v.optional(plainText(500)),
    applicationType: v.optional(code(50)),
    paymentAccountId: v.optional(code(50)),
    accountType: v.optional(code(50)),
    type: v.optional(code(50)),
    transactionType: v.optional(code(50)),
    agreementId: v.optional(code(50)),
    payerName: v.optional(code(200)),
    autoDebit: v.optional(code(50)),
    fundPaymentAccountKey: v.optional(accountKey),
    withholdingAccountKey: v.optional(accountKey),
  }),
  v.check(
    ({ fundPaymentAccountKey, withholdingAccountKey }) =>
      (fundPaymentAccountKey === undefined) !== (withholdingAccountKey === undefined),
    expects("invalid_field", "must have fundPaymentAccountKey or withholdingAccountKey, and not both"),
  ),
  hasDecimalsOfCurrency(),
);

/** Returns a payment's input, checked. @throws InputError with the field and the shape of what came. */
export function parseFundPaymentInput(input: unknown): FundPaymentInput {
  return parse(fundPaymentInput, input, "input") as FundPaymentInput;
}
