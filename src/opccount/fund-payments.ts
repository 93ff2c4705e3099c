import type { ApiAnswer } from "../results/api-answer.ts";
import { type JsonObject, objectOf } from "../results/json-answer.ts";
import type { FundPaymentInput } from "../schema/opccount-payment-input.ts";
import type { ApiQuestion } from "../wire/api-question.ts";
import type { JsonValue } from "../wire/json.ts";
import { textIn } from "./answer-values.ts";

/** A payment that the gateway took: it is reviewed before money moves (stated). What it does not send is `undefined`. */
export interface FundPayment {
  /** The gateway's number of it: keep it. */
  readonly batchNo: string | undefined;
  /** What else the gateway tells, as it has it: in a sample an order's number, amount, currency and notes. */
  readonly extraData: JsonValue | undefined;
  /** All its members by their wire names. */
  readonly fields: JsonObject;
}

/** Returns the question that asks for a payment. Codes are sent as they are given. */
export function buildFundPayment(input: FundPaymentInput): ApiQuestion {
  return {
    parameters: {
      notesOnBank: input.bankNotes,
      applicationType: input.applicationType,
      paymentAccountId: input.paymentAccountId,
      fundPaymentAccountKey: input.fundPaymentAccountKey,
      withholdingAccountKey: input.withholdingAccountKey,
      accountType: input.accountType,
      type: input.type,
      paymentAmount: input.amount,
      transactionType: input.transactionType,
      agreementId: input.agreementId,
      payerName: input.payerName,
      paymentCurrency: input.currency,
      autoDebit: input.autoDebit,
      paymentDesc: input.description,
    },
  };
}

/** Returns a payment. One whose answer says nothing more than success is one all the same. */
export function readFundPayment({ data }: ApiAnswer): FundPayment {
  const fields = objectOf(data);
  return { batchNo: textIn(fields.batchNo), extraData: fields.extraData, fields };
}
