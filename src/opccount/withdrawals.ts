import type { ApiAnswer } from "../results/api-answer.ts";
import { type JsonObject, objectOf } from "../results/json-answer.ts";
import type { WithdrawalInput } from "../schema/opccount-input.ts";
import type { ApiQuestion } from "../wire/api-question.ts";
import type { JsonValue } from "../wire/json.ts";
import { decimalIn, textIn } from "./answer-values.ts";

/**
 * What a withdrawal would cost and bring. Its members are stated; what they mean is inferred from the words. What the
 * gateway does not send is `undefined`.
 */
export interface WithdrawalQuote {
  /** The currency that is paid out (`tranCurrency`). */
  readonly currency: string | undefined;
  /** How much is paid out, before fees (`tranAmount`). */
  readonly amount: string | undefined;
  /** How much is expected to arrive: the amount without the fee, in a sample. */
  readonly expectedAmount: string | undefined;
  /** The rate from the base currency (`merchantRate`). */
  readonly rate: string | undefined;
  readonly fee: string | undefined;
  readonly feeCurrency: string | undefined;
  /** How much is taken from the balance (`baseAmount`). */
  readonly baseAmount: string | undefined;
  readonly baseCurrency: string | undefined;
  /** The fees one by one, as the gateway has them (`withdrawalDetail`). */
  readonly detail: JsonValue | undefined;
  /** All its members by their wire names. */
  readonly fields: JsonObject;
}

/** A withdrawal that the gateway took. What it does not send is `undefined`. */
export interface Withdrawal {
  /** The gateway's number of it: keep it. */
  readonly batchNo: string | undefined;
  /** Decimal text. */
  readonly amount: string | undefined;
  readonly currency: string | undefined;
  /** The gateway's code; a sample has `1`. Its values no source tells. */
  readonly status: string | undefined;
  /** All its members by their wire names. */
  readonly fields: JsonObject;
}

/** Returns the question of a withdrawal: the same to ask for its cost and to make it. */
export function buildWithdrawal({ accountKey, currency, amount, feeBearer }: WithdrawalInput): ApiQuestion {
  return {
    parameters: {
      withdrawalAccountKey: accountKey,
      billCurrency: currency,
      billAmount: amount,
      transactionFeesBearingMethods: feeBearer,
    },
  };
}

/** Returns what a withdrawal would cost. */
export function readWithdrawalQuote({ data }: ApiAnswer): WithdrawalQuote {
  const fields = objectOf(data);
  return {
    currency: textIn(fields.tranCurrency),
    amount: decimalIn(fields.tranAmount),
    expectedAmount: decimalIn(fields.expectedAmount),
    rate: decimalIn(fields.merchantRate),
    fee: decimalIn(fields.actualFee),
    feeCurrency: textIn(fields.feeCurrency),
    baseAmount: decimalIn(fields.baseAmount),
    baseCurrency: textIn(fields.baseCurrency),
    detail: fields.withdrawalDetail,
    fields,
  };
}

/** Returns a withdrawal. One whose answer says nothing more than success is one all the same. */
export function readWithdrawal({ data }: ApiAnswer): Withdrawal {
  const fields = objectOf(data);
  return {
    batchNo: textIn(fields.batchNo),
    amount: decimalIn(fields.amount),
    currency: textIn(fields.billCurrency),
    status: textIn(fields.status),
    fields,
  };
}
