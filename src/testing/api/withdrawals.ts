import { fromHundredths, toHundredths } from "../amounts.ts";
import type { Answer } from "../answers.ts";
import type { GatewayContext } from "../gateway-context.ts";
import { createNumberId } from "../ids.ts";
import { INFERRED, STATED } from "../inferred.ts";
import { opccountAnswer, opccountRefusal } from "./api-answers.ts";
import type { ApiSide } from "./api-context.ts";
import type { ApiRequest } from "./api-request.ts";
import { takeFunds } from "./fund-records.ts";
import { listKept } from "./kept.ts";
import { isText, needed, oneOf, scalarLike, wrongMember } from "./member-checks.ts";
import { asMerchant } from "./opccount-auth.ts";
import { type SandboxWithdrawalAccount, withdrawalAccountsOf } from "./withdrawal-accounts.ts";

/** A withdrawal as the simulated gateway keeps it. */
export interface SandboxWithdrawal {
  readonly batchNo: string;
  readonly withdrawalAccountKey: string;
  readonly currency: string;
  readonly amount: string;
  readonly status: string;
  readonly createdAtMs: number;
}

/** A withdrawal that is asked for, checked. */
interface Asked {
  readonly account: SandboxWithdrawalAccount;
  readonly currency: string;
  readonly amount: string;
}

const PREFIX = "opccount/withdrawal/";

const { codes, feeHundredths, rates, withdrawalStatus } = INFERRED.opccount;

/** The shape of OPCCOUNT's amounts: text or a number, no source tells which. */
export const AMOUNT = /^\d{1,15}(\.\d{1,2})?$/;

/** Answers the question what a withdrawal would bring. Its figures are made up; they are numbers (inferred). */
export const inquireWithdrawal = asMerchant(async (request, context) => {
  const asked = await readAsked(request, context);
  if ("body" in asked) return asked;
  const { currency, amount, account } = asked;
  const [from = 0n, to = 1n] = [rates[currency], rates[account.currency]];
  const paid = (toHundredths(amount) * from) / to;
  if (paid <= feeHundredths) return opccountRefusal(codes.amount, "billAmount is too small");
  const fee = toNumber(feeHundredths);
  return opccountAnswer({
    tranCurrency: account.currency,
    // Rates have six decimals here.
    merchantRate: Number((from * 1_000_000n) / to) / 1_000_000,
    feeCurrency: account.currency,
    tranAmount: toNumber(paid),
    expectedAmount: toNumber(paid - feeHundredths),
    actualFee: fee,
    baseAmount: Number(amount),
    baseCurrency: currency,
    withdrawalDetail: [{ feeCurrency: account.currency, actualFee: fee }],
  });
});

/** Answers a withdrawal: takes its amount out of the account. Each call is one more. */
export const applyWithdrawal = asMerchant(async (request, context) => {
  const asked = await readAsked(request, context);
  if ("body" in asked) return asked;
  const { currency, amount, account } = asked;
  const batchNo = await createNumberId(context);
  if (!(await takeFunds({ currency, amount, kind: "withdrawal", batchNo }, context))) {
    return opccountRefusal(codes.amount, "there is less in the account");
  }
  const withdrawal: SandboxWithdrawal = {
    ...{ batchNo, withdrawalAccountKey: account.withdrawalAccountKey, currency, amount },
    ...{ status: withdrawalStatus, createdAtMs: context.now() },
  };
  await context.api.store.put(PREFIX + batchNo, withdrawal);
  return opccountAnswer({ batchNo, amount: Number(amount), billCurrency: currency, status: withdrawalStatus });
});

/** Returns all withdrawals, oldest first. */
export function withdrawalsOf({ store }: ApiSide): Promise<readonly SandboxWithdrawal[]> {
  return listKept(store, PREFIX);
}

/** The question and the withdrawal itself ask the same (stated, protocol.md §8). */
async function readAsked(request: ApiRequest, { api }: GatewayContext): Promise<Asked | Answer> {
  const { withdrawalAccountKey, billCurrency, billAmount } = request.parameters;
  const wrong = wrongMember(request, {
    withdrawalAccountKey: needed(isText),
    billCurrency: needed(isText),
    billAmount: needed(scalarLike(/^/)),
    // The one way to bear the fees that a source names.
    transactionFeesBearingMethods: needed(oneOf(["BEN"])),
  });
  if (wrong) return opccountRefusal(codes.other, wrong);
  const [currency, amount] = [String(billCurrency), String(billAmount)];
  if (!STATED.currencies.includes(currency)) return opccountRefusal(codes.currency, "billCurrency is wrong");
  if (!AMOUNT.test(amount) || toHundredths(amount) === 0n) return opccountRefusal(codes.amount, "billAmount is wrong");
  const all = await withdrawalAccountsOf(api);
  const account = all.find((item) => item.withdrawalAccountKey === withdrawalAccountKey);
  return account ? { account, currency, amount } : opccountRefusal(codes.other, "withdrawalAccountKey is not found");
}

function toNumber(hundredths: bigint): number {
  return Number(fromHundredths(hundredths));
}
