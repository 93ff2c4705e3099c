import * as v from "valibot";
import {
  accountKey,
  type CheckedFile,
  code,
  files,
  lettersAndDigits,
  type OpccountCode,
  type OpccountCurrency,
  opccountCurrency,
  type OpccountFile,
  plainText,
} from "./opccount-fields.ts";
import { expects, parse } from "./parse.ts";

/**
 * A bank account that money is withdrawn to. The documentation has all of these names and says of none how long it may
 * be: lengths are inferred, and so is which are required: those that no bank account is without.
 */
export interface WithdrawalAccountInput {
  /** Whose account it is, 1 to 200. */
  readonly holder: string;
  /** The bank's name, 1 to 200. */
  readonly bankName: string;
  /** The account's number or IBAN, 1 to 64. */
  readonly accountNumber: string;
  /** The currency that is paid into it: one of the twelve of OPCCOUNT. */
  readonly currency: OpccountCurrency;
  /** `settlementNumber`, 1 to 64: the bank's number in its country's clearing (inferred). */
  readonly settlementNumber?: string | undefined;
  /** Where the bank is, 1 to 500. */
  readonly bankAddress?: string | undefined;
  /** 1 to 100. */
  readonly state?: string | undefined;
  /** 1 to 100. */
  readonly city?: string | undefined;
  /** 1 to 50. */
  readonly zip?: string | undefined;
  /** The bank's SWIFT code (BIC), 1 to 20. */
  readonly swiftCode?: string | undefined;
  /** The holder's phone with its country, such as `+8613800000000`: 1 to 50. */
  readonly holderPhone?: string | undefined;
  /** The kind of account. A sample has `1`; what the values mean no source tells. Text of at most 50, or a whole number. */
  readonly type?: OpccountCode | undefined;
  /** Papers that prove the account: at most 20 files (inferred), none empty. They are sent, and not signed (stated). */
  readonly files?: readonly OpccountFile[] | undefined;
}

/**
 * A withdrawal account as it is to be. Whether what is left out stays as it was no source tells: give the account whole. So
 * what an account is never without is required here too.
 */
export interface WithdrawalAccountEdit extends WithdrawalAccountInput {
  /** The key of the account: 19 digits in samples, as text. */
  readonly accountKey: string;
}

/** Another OPCCOUNT account that is to be paid. */
export interface FundPaymentAccountInput {
  /** Its account number: 4 to 20 letters and digits, such as `VA25677001`. */
  readonly recipientOpccountNo: string;
}

/** An account that is no longer to be paid. */
export interface FundPaymentAccountReference {
  /** The key of the account: 19 digits in samples, as text. */
  readonly accountKey: string;
}

/** A withdrawal account as it is checked. */
export interface CheckedWithdrawalAccount extends Omit<WithdrawalAccountInput, "files"> {
  readonly files?: readonly CheckedFile[] | undefined;
}

/** A change of a withdrawal account as it is checked. */
export interface CheckedWithdrawalAccountEdit extends CheckedWithdrawalAccount {
  readonly accountKey: string;
}

const members = {
  holder: plainText(200),
  bankName: plainText(200),
  accountNumber: plainText(64),
  currency: opccountCurrency,
  settlementNumber: v.optional(plainText(64)),
  bankAddress: v.optional(plainText(500)),
  state: v.optional(plainText(100)),
  city: v.optional(plainText(100)),
  zip: v.optional(plainText(50)),
  swiftCode: v.optional(plainText(20)),
  holderPhone: v.optional(
    v.pipe(
      plainText(50),
      v.check(
        (value) => /^\+?[\d ()-]+$/.test(value),
        expects("invalid_field", "must be a phone number: digits, with + before a country's"),
      ),
    ),
  ),
  type: v.optional(code(50)),
  files: v.optional(files),
};

const withdrawalAccountInput = v.strictObject(members);
const withdrawalAccountEdit = v.strictObject({ ...members, accountKey });
const fundPaymentAccountInput = v.strictObject({ recipientOpccountNo: lettersAndDigits(4, 20) });
const fundPaymentAccountReference = v.strictObject({ accountKey });

/** Returns a new account's input, checked. @throws InputError with the field and the shape of what came. */
export function parseWithdrawalAccountInput(input: unknown): CheckedWithdrawalAccount {
  return parse(withdrawalAccountInput, input, "input");
}

/** Returns a changed account's input, checked. @throws InputError with the field and the shape of what came. */
export function parseWithdrawalAccountEdit(input: unknown): CheckedWithdrawalAccountEdit {
  return parse(withdrawalAccountEdit, input, "input");
}

/** Returns a payee's input, checked. @throws InputError with the field and the shape of what came. */
export function parseFundPaymentAccountInput(input: unknown): FundPaymentAccountInput {
  return parse(fundPaymentAccountInput, input, "input");
}

/** Returns the payee that is removed, checked. @throws InputError with the field and the shape of what came. */
export function parseFundPaymentAccountReference(input: unknown): FundPaymentAccountReference {
  return parse(fundPaymentAccountReference, input, "input");
}
