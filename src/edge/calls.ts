import { buildCheckAccount, buildCheckCardBins, readCheckAnswer } from "../checks/checks.ts";
import { buildFind, readFindAnswer } from "../orders/find.ts";
import { buildBusinessList, buildDisputeList, buildList, readBusinessAnswer, readListAnswer } from "../orders/list.ts";
import { buildTracking, readTrackingAnswer } from "../orders/tracking.ts";
import { buildCapture, buildVoid, buildVoidOffline, readAuthorisationAnswer } from "../payments/authorisation.ts";
import { buildCustoms, readCustomsAnswer } from "../payments/customs.ts";
import { buildEmbedded } from "../payments/embedded.ts";
import { buildHosted, readHostedAnswer } from "../payments/hosted.ts";
import { readLinkAnswer } from "../payments/link.ts";
import { buildPay, readPayAnswer } from "../payments/pay.ts";
import { buildCreateForm } from "../quickpay/create-form.ts";
import {
  buildCancelStored,
  buildCreateStored,
  buildFindStored,
  readCancelStoredAnswer,
  readCreateStoredAnswer,
  readFindStoredAnswer,
} from "../quickpay/stored.ts";
import { buildFindRefund, buildRefund, readFindRefundAnswer, readRefundAnswer } from "../refunds/refund.ts";
import { parseCaptureInput, parseVoidCardInput, parseVoidOfflineInput } from "../schema/authorisation-input.ts";
import { parseCheckAccountInput, parseCheckCardBinsInput } from "../schema/checks-input.ts";
import { parseCustomsInput } from "../schema/customs-input.ts";
import type { CheckedEmbedded } from "../schema/embedded-input.ts";
import { parseHostedInput, parseLinkInput } from "../schema/hosted-input.ts";
import {
  parseBusinessListInput,
  parseDisputeListInput,
  parseFindInput,
  parseListInput,
  parseTrackingInput,
} from "../schema/orders-input.ts";
import { parseChargeInput, parsePayInput } from "../schema/pay-input.ts";
import {
  parseCancelStoredInput,
  parseCreateFormInput,
  parseCreateStoredInput,
  parseFindStoredInput,
} from "../schema/quickpay-input.ts";
import { parseFindRefundInput, parseRefundInput } from "../schema/refund-input.ts";
import type { CallInput, CallRow, FormRow } from "./call.ts";

/** Every call of Accept Payments: how its input is checked, its question built and its answer read. */
export const calls = {
  pay: call({ operation: "payments.pay", parse: parsePayInput, build: buildPay, read: readPayAnswer }),
  createHosted: call({
    operation: "payments.createHosted",
    parse: parseHostedInput,
    build: buildHosted,
    read: readHostedAnswer,
  }),
  createLink: call({
    operation: "payments.createLink",
    parse: parseLinkInput,
    build: buildHosted,
    read: readLinkAnswer,
  }),
  capture: call({
    operation: "payments.capture",
    parse: parseCaptureInput,
    build: buildCapture,
    read: readAuthorisationAnswer,
  }),
  void: call({
    operation: "payments.void",
    parse: parseVoidCardInput,
    build: buildVoid,
    read: readAuthorisationAnswer,
  }),
  voidOffline: call({
    operation: "payments.voidOffline",
    parse: parseVoidOfflineInput,
    build: buildVoidOffline,
    read: readAuthorisationAnswer,
  }),
  declareCustoms: call({
    operation: "payments.declareCustoms",
    parse: parseCustomsInput,
    build: buildCustoms,
    read: readCustomsAnswer,
  }),

  find: call({ operation: "orders.find", parse: parseFindInput, build: buildFind, read: readFindAnswer }),
  list: call({ operation: "orders.list", parse: parseListInput, build: buildList, read: readListAnswer }),
  listBusiness: call({
    operation: "orders.listBusiness",
    parse: parseBusinessListInput,
    build: buildBusinessList,
    read: readBusinessAnswer,
  }),
  listDisputes: call({
    operation: "orders.listDisputes",
    parse: parseDisputeListInput,
    build: buildDisputeList,
    read: readBusinessAnswer,
  }),
  uploadTracking: call({
    operation: "orders.uploadTracking",
    parse: parseTrackingInput,
    build: buildTracking,
    read: readTrackingAnswer,
  }),

  createRefund: call({
    operation: "refunds.create",
    parse: parseRefundInput,
    build: buildRefund,
    read: readRefundAnswer,
  }),
  findRefund: call({
    operation: "refunds.find",
    parse: parseFindRefundInput,
    build: buildFindRefund,
    read: readFindRefundAnswer,
  }),

  charge: call({ operation: "quickpay.charge", parse: parseChargeInput, build: buildPay, read: readPayAnswer }),
  createStored: call({
    operation: "quickpay.create",
    parse: parseCreateStoredInput,
    buildJson: buildCreateStored,
    read: readCreateStoredAnswer,
  }),
  findStored: call({
    operation: "quickpay.find",
    parse: parseFindStoredInput,
    buildJson: buildFindStored,
    read: readFindStoredAnswer,
  }),
  cancelStored: call({
    operation: "quickpay.cancel",
    parse: parseCancelStoredInput,
    buildJson: buildCancelStored,
    read: readCancelStoredAnswer,
  }),

  checkAccount: call({
    operation: "checks.account",
    parse: parseCheckAccountInput,
    buildJson: buildCheckAccount,
    read: readCheckAnswer,
  }),
  checkCardBins: call({
    operation: "checks.cardBins",
    parse: parseCheckCardBinsInput,
    buildJson: buildCheckCardBins,
    read: readCheckAnswer,
  }),
} as const;

/** Every form that a page sends in the merchant's name: signed here, sent there. */
export const forms = {
  hosted: form({ operation: "payments.buildHostedForm", parse: parseHostedInput, build: buildHosted }),
  // Its input is checked before its order is looked up.
  embedded: form({
    operation: "payments.buildEmbeddedFields",
    parse: (input) => input as CheckedEmbedded,
    build: buildEmbedded,
  }),
  createStored: form({ operation: "quickpay.buildCreateForm", parse: parseCreateFormInput, build: buildCreateForm }),
} as const;

function call<Input extends CallInput, Result>(row: CallRow<Input, Result>): CallRow<Input, Result> {
  return row;
}

function form<Input extends CallInput>(row: FormRow<Input>): FormRow<Input> {
  return row;
}
