import type { JsonValue } from "../../wire/json.ts";
import { toHundredths } from "../amounts.ts";
import type { GatewayContext } from "../gateway-context.ts";
import { createLongId, createNumberId } from "../ids.ts";
import { INFERRED, STATED } from "../inferred.ts";
import { opccountAnswer, opccountRefusal } from "./api-answers.ts";
import type { ApiSide } from "./api-context.ts";
import { takeFunds } from "./fund-records.ts";
import { listKept, readKept } from "./kept.ts";
import { isScalar, isText, needed, optional, scalarLike, textLike, wrongMember } from "./member-checks.ts";
import { asMerchant } from "./opccount-auth.ts";
import { AMOUNT } from "./withdrawals.ts";

/** An account that funds are paid to, as the simulated gateway keeps it. */
export interface SandboxFundPaymentAccount {
  readonly fundPaymentAccountKey: string;
  readonly receiptOpccountNo: string;
  readonly createdAtMs: number;
}

/** A payment of funds as the simulated gateway keeps it. */
export interface SandboxFundPayment {
  readonly batchNo: string;
  readonly currency: string;
  readonly amount: string;
  /** What it was asked with, by wire names. */
  readonly fields: Readonly<Record<string, JsonValue>>;
  readonly createdAtMs: number;
}

const ACCOUNT = "opccount/fund-payment-account/";
const PAYMENT = "opccount/fund-payment/";

const { codes } = INFERRED.opccount;

/** The members of a fund payment that are kept as they come (stated, protocol.md §8). */
const KEPT = [
  ...["notesOnBank", "applicationType", "paymentAccountId", "accountType", "type", "transactionType", "agreementId"],
  ...["payerName", "autoDebit", "paymentDesc"],
];

/** Answers the call that adds an account to pay to. Its answer has no data (stated): the account's key is shown elsewhere. */
export const addFundPaymentAccount = asMerchant(async (request, context) => {
  const { api, now } = context;
  const wrong = wrongMember(request, { receiptOpccountNo: needed(textLike(/^[A-Za-z\d]{4,20}$/)) });
  if (wrong) return opccountRefusal(codes.other, wrong);
  if (request.files.length > 0) return opccountRefusal(codes.other, "a file is not known");
  const receiptOpccountNo = String(request.parameters.receiptOpccountNo);
  if (receiptOpccountNo === api.opccount.opccountNo) {
    return opccountRefusal(codes.other, "receiptOpccountNo is the own");
  }
  const account = { fundPaymentAccountKey: `${await createLongId(context)}`, receiptOpccountNo, createdAtMs: now() };
  await api.store.put(ACCOUNT + account.fundPaymentAccountKey, account satisfies SandboxFundPaymentAccount);
  return opccountAnswer(null);
});

/** Answers the call that deletes an account to pay to. */
export const deleteFundPaymentAccount = asMerchant(async (request, { api }) => {
  const wrong = wrongMember(request, { fundPaymentAccountKey: needed(isText) });
  if (wrong) return opccountRefusal(codes.other, wrong);
  const key = ACCOUNT + String(request.parameters.fundPaymentAccountKey);
  if ((await readKept(api.store, key)) === undefined) {
    return opccountRefusal(codes.other, "fundPaymentAccountKey is not found");
  }
  await api.store.delete(key);
  return opccountAnswer(null);
});

/**
 * Answers a payment of funds: to an account that was added, out of the funds; or withheld from an account of somebody's, which
 * leaves the funds as they are. Which members are needed is inferred.
 */
export const applyFundPayment = asMerchant(async (request, context) => {
  const { parameters } = request;
  const wrong = wrongMember(request, {
    ...Object.fromEntries(KEPT.map((name) => [name, optional(isScalar)])),
    fundPaymentAccountKey: optional(isText),
    withholdingAccountKey: optional(isText),
    paymentCurrency: needed(isText),
    paymentAmount: needed(scalarLike(/^/)),
  });
  if (wrong) return opccountRefusal(codes.other, wrong);
  const [currency, amount] = [String(parameters.paymentCurrency), String(parameters.paymentAmount)];
  if (!STATED.currencies.includes(currency)) return opccountRefusal(codes.currency, "paymentCurrency is wrong");
  if (!AMOUNT.test(amount) || toHundredths(amount) === 0n) {
    return opccountRefusal(codes.amount, "paymentAmount is wrong");
  }
  const unknown = await unknownAccount(parameters, context);
  if (unknown) return opccountRefusal(codes.other, unknown);
  const batchNo = await createNumberId(context);
  const isPaidOut = parameters.fundPaymentAccountKey !== undefined;
  if (isPaidOut && !(await takeFunds({ currency, amount, kind: "fund-payment", batchNo }, context))) {
    return opccountRefusal(codes.amount, "there is less in the account");
  }
  const payment: SandboxFundPayment = { batchNo, currency, amount, fields: parameters, createdAtMs: context.now() };
  await context.api.store.put(PAYMENT + batchNo, payment);
  return opccountAnswer({ batchNo, extraData: null });
});

/** Returns all accounts to pay to, oldest first. */
export function fundPaymentAccountsOf({ store }: ApiSide): Promise<readonly SandboxFundPaymentAccount[]> {
  return listKept(store, ACCOUNT);
}

/** Returns all payments of funds, oldest first. */
export function fundPaymentsOf({ store }: ApiSide): Promise<readonly SandboxFundPayment[]> {
  return listKept(store, PAYMENT);
}

/** Exactly one of the two keys is sent, and something has it. */
async function unknownAccount(
  { fundPaymentAccountKey: own, withholdingAccountKey: withheld }: Readonly<Record<string, JsonValue>>,
  { api }: GatewayContext,
): Promise<string> {
  if ((own === undefined) === (withheld === undefined)) {
    return "one of fundPaymentAccountKey and withholdingAccountKey must be sent";
  }
  if (withheld !== undefined) {
    const isKnown = api.opccount.withholdingAccountKeys.includes(String(withheld));
    return isKnown ? "" : "withholdingAccountKey is not found";
  }
  return (await readKept(api.store, ACCOUNT + String(own))) ? "" : "fundPaymentAccountKey is not found";
}
