import type { ApiAnswer } from "../results/api-answer.ts";
import { type JsonObject, objectOf } from "../results/json-answer.ts";
import type {
  CheckedWithdrawalAccount,
  CheckedWithdrawalAccountEdit,
  FundPaymentAccountInput,
  FundPaymentAccountReference,
} from "../schema/opccount-accounts-input.ts";
import type { ApiQuestion } from "../wire/api-question.ts";
import type { JsonValue } from "../wire/json.ts";

/** A change of an account that the gateway took. In the documentation's samples its answer holds nothing. */
export interface AccountChange {
  /** What the answer holds, whatever it is. */
  readonly data: JsonValue;
  /** Its members by their wire names, where it is an object. */
  readonly fields: JsonObject;
}

/** Returns the question that adds a withdrawal account. */
export function buildWithdrawalAccount(input: CheckedWithdrawalAccount): ApiQuestion {
  return {
    parameters: {
      bankHolder: input.holder,
      bankName: input.bankName,
      bankAccount: input.accountNumber,
      settlementNumber: input.settlementNumber,
      bankAddress: input.bankAddress,
      province: input.state,
      city: input.city,
      zipcode: input.zip,
      currency: input.currency,
      // A form's fields are text: what is signed is what the gateway reads.
      type: input.type === undefined ? undefined : `${input.type}`,
      swiftCode: input.swiftCode,
      beneficiaryMsisdn: input.holderPhone,
    },
    files: (input.files ?? []).map((file) => ({ field: "fileList", ...file })),
  };
}

/** Returns the question that changes a withdrawal account. */
export function buildWithdrawalAccountEdit(input: CheckedWithdrawalAccountEdit): ApiQuestion {
  const { parameters, ...rest } = buildWithdrawalAccount(input);
  return { parameters: { ...parameters, withdrawalAccountKey: input.accountKey }, ...rest };
}

/** Returns the question that adds an account that is paid. */
export function buildFundPaymentAccount({ recipientOpccountNo }: FundPaymentAccountInput): ApiQuestion {
  return { parameters: { receiptOpccountNo: recipientOpccountNo } };
}

/** Returns the question that removes an account that is paid. */
export function buildFundPaymentAccountDeletion({ accountKey }: FundPaymentAccountReference): ApiQuestion {
  return { parameters: { fundPaymentAccountKey: accountKey } };
}

/** Returns what the change of an account answered. */
export function readAccountChange({ data }: ApiAnswer): AccountChange {
  return { data, fields: objectOf(data) };
}
