import {
  buildFundPaymentAccount,
  buildFundPaymentAccountDeletion,
  buildWithdrawalAccount,
  buildWithdrawalAccountEdit,
  readAccountChange,
} from "../opccount/accounts.ts";
import { buildFundPayment, readFundPayment } from "../opccount/fund-payments.ts";
import { buildFundsPage, readFundsPage } from "../opccount/funds.ts";
import { buildWithdrawal, readWithdrawal, readWithdrawalQuote } from "../opccount/withdrawals.ts";
import {
  parseFundPaymentAccountInput,
  parseFundPaymentAccountReference,
  parseWithdrawalAccountEdit,
  parseWithdrawalAccountInput,
} from "../schema/opccount-accounts-input.ts";
import { parseFundsPageInput, parseWithdrawalInput } from "../schema/opccount-input.ts";
import { parseFundPaymentInput } from "../schema/opccount-payment-input.ts";
import type { OpccountOperationName } from "../wire/api-operations.ts";
import type { ApiCall } from "./api-call.ts";

/** Every call of OPCCOUNT: how its input is checked, its question built and its answer read. */
export const opccountCalls = {
  listFunds: call({
    operation: "funds.list",
    parse: parseFundsPageInput,
    build: buildFundsPage,
    read: readFundsPage,
  }),
  inquireWithdrawal: call({
    operation: "withdrawals.inquire",
    parse: parseWithdrawalInput,
    build: buildWithdrawal,
    read: readWithdrawalQuote,
  }),
  applyWithdrawal: call({
    operation: "withdrawals.apply",
    parse: parseWithdrawalInput,
    build: buildWithdrawal,
    read: readWithdrawal,
  }),
  addWithdrawalAccount: call({
    operation: "withdrawalAccounts.add",
    parse: parseWithdrawalAccountInput,
    build: buildWithdrawalAccount,
    read: readAccountChange,
  }),
  editWithdrawalAccount: call({
    operation: "withdrawalAccounts.edit",
    parse: parseWithdrawalAccountEdit,
    build: buildWithdrawalAccountEdit,
    read: readAccountChange,
  }),
  addFundPaymentAccount: call({
    operation: "fundPayments.addAccount",
    parse: parseFundPaymentAccountInput,
    build: buildFundPaymentAccount,
    read: readAccountChange,
  }),
  deleteFundPaymentAccount: call({
    operation: "fundPayments.deleteAccount",
    parse: parseFundPaymentAccountReference,
    build: buildFundPaymentAccountDeletion,
    read: readAccountChange,
  }),
  applyFundPayment: call({
    operation: "fundPayments.apply",
    parse: parseFundPaymentInput,
    build: buildFundPayment,
    read: readFundPayment,
  }),
} as const;

function call<Input, Result>(
  row: ApiCall<Input, Result> & { readonly operation: OpccountOperationName },
): ApiCall<Input, Result> & { readonly operation: OpccountOperationName } {
  return Object.freeze(row);
}
