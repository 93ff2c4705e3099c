import type { ApiOperationName } from "../operation-name.ts";
import type { ApiHandler } from "./api-request.ts";
import { createCardholder, getCardholder, listCardholders, updateCardholder } from "./cardholders.ts";
import { createCard } from "./cards.ts";
import { getDispute, listDisputes, updateDispute } from "./disputes.ts";
import { getFile, listFiles, uploadFile } from "./files.ts";
import { addFundPaymentAccount, applyFundPayment, deleteFundPaymentAccount } from "./fund-payments.ts";
import { listFunds } from "./funds.ts";
import { createTokens, refreshTokens } from "./tokens.ts";
import { addWithdrawalAccount, editWithdrawalAccount } from "./withdrawal-accounts.ts";
import { applyWithdrawal, inquireWithdrawal } from "./withdrawals.ts";

/** What answers each call of OPCard, disputes and OPCCOUNT. */
export const apiCalls: Readonly<Record<ApiOperationName, ApiHandler>> = Object.freeze({
  "tokens.create": createTokens,
  "tokens.refresh": refreshTokens,
  "cards.create": createCard,
  "cardholders.create": createCardholder,
  "cardholders.list": listCardholders,
  "cardholders.get": getCardholder,
  "cardholders.update": updateCardholder,
  "disputes.list": listDisputes,
  "disputes.listShort": listDisputes,
  "disputes.get": getDispute,
  "disputes.update": updateDispute,
  "disputes.uploadFile": uploadFile,
  "disputes.listFiles": listFiles,
  "disputes.getFile": getFile,
  "funds.list": listFunds,
  "withdrawals.inquire": inquireWithdrawal,
  "withdrawals.apply": applyWithdrawal,
  "withdrawalAccounts.add": addWithdrawalAccount,
  "withdrawalAccounts.edit": editWithdrawalAccount,
  "fundPayments.addAccount": addFundPaymentAccount,
  "fundPayments.deleteAccount": deleteFundPaymentAccount,
  "fundPayments.apply": applyFundPayment,
});
