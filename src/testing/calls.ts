import { type OperationName, operations } from "../wire/operations.ts";
import type { JsonValue } from "../wire/json.ts";
import type { WireFields } from "../wire/signing.ts";
import type { Answer } from "./answers.ts";
import { answerAuthorisation, authorisationOperation } from "./authorisations.ts";
import { checkAccount, checkCardBins } from "./checks.ts";
import { answerCustoms } from "./customs.ts";
import { answerDirectPay } from "./direct-pay.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { answerHostedForm, answerLink, answerSendTrade } from "./hosted-pay.ts";
import { answerJson, type JsonHandler, type TextName } from "./json-calls.ts";
import { answerList } from "./order-lists.ts";
import { answerOrderQuery } from "./order-query.ts";
import { ADDRESS_REFUSAL, refusedQuery } from "./query-refusals.ts";
import { answerQuickpayForm } from "./quickpay-form.ts";
import { cancelByJson, createByJson, queryByJson } from "./quickpay-json.ts";
import { answerRefund, answerRefundQuery } from "./refunds.ts";
import { answerTracking, refuseTracking } from "./tracking.ts";

/** Answers a signed form. */
export type FormHandler = (fields: WireFields, context: GatewayContext, operation: OperationName) => Promise<Answer>;

/** A call whose request is a form. */
export interface FormCall {
  readonly format: "form";
  /** One path may serve several operations: the fields tell which. */
  readonly operationOf: (fields: WireFields) => OperationName;
  readonly answer: FormHandler;
  /** Refuses a caller whose address is not registered; nothing where any may call. */
  readonly refuseAddress?: (fields: WireFields) => Answer;
}

/** A call whose request is JSON. */
export interface JsonCall {
  readonly format: "json";
  readonly operation: OperationName;
  readonly answer: (headers: Headers, body: JsonValue, context: GatewayContext) => Promise<Answer>;
}

/** Every call that the simulated gateway answers, by its path. */
export const calls: Readonly<Record<string, FormCall | JsonCall>> = Object.freeze({
  ...form("payments.pay", answerDirectPay, ({ quickpay_id }) => (quickpay_id ? "quickpay.charge" : "payments.pay")),
  ...form("payments.payLegacy", answerDirectPay),
  ...form("payments.createHosted", answerSendTrade),
  ...form("payments.buildHostedForm", answerHostedForm),
  ...form("payments.createLink", answerLink),
  ...form("payments.capture", answerAuthorisation, authorisationOperation),
  ...form("payments.declareCustoms", answerCustoms),
  ...form("quickpay.buildCreateForm", answerQuickpayForm),
  ...query("orders.find", answerOrderQuery),
  ...query("orders.list", answerList),
  ...query("orders.listBusiness", answerList),
  ...query("orders.listDisputes", answerList),
  ...query("orders.uploadTracking", answerTracking, refuseTracking),
  ...query("refunds.create", answerRefund),
  ...query("refunds.find", answerRefundQuery),
  ...json("quickpay.create", createByJson),
  ...json("quickpay.find", queryByJson, "message"),
  ...json("quickpay.cancel", cancelByJson),
  ...json("checks.account", checkAccount),
  ...json("checks.cardBins", checkCardBins),
});

function form(
  operation: OperationName,
  answer: FormHandler,
  operationOf: FormCall["operationOf"] = () => operation,
): Readonly<Record<string, FormCall>> {
  return { [pathOf(operation)]: { format: "form", operationOf, answer } };
}

function query(
  operation: OperationName,
  answer: FormHandler,
  refuseAddress: (fields: WireFields) => Answer = (fields) => refusedQuery(fields, ADDRESS_REFUSAL),
): Readonly<Record<string, FormCall>> {
  return { [pathOf(operation)]: { format: "form", operationOf: () => operation, answer, refuseAddress } };
}

function json(
  operation: OperationName,
  handler: JsonHandler,
  textName: TextName = "msg",
): Readonly<Record<string, JsonCall>> {
  const answer: JsonCall["answer"] = (headers, body, context) => answerJson(handler, textName, headers, body, context);
  return { [pathOf(operation)]: { format: "json", operation, answer } };
}

function pathOf(operation: OperationName): string {
  const row: { readonly path?: string } = operations[operation];
  return row.path ?? "";
}
