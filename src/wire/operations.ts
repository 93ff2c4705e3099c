import type { HostName } from "../environment.ts";
import { InputError } from "../errors.ts";

/** How certain a fact of the protocol is: the grades of protocol.md. */
export type Grade = "proved" | "stated" | "agreed" | "inferred" | "unknown";

/** A message that is signed, or whose signature is unknown: one row of the operations table. */
export interface Operation {
  /** Who makes the message: a request of the merchant's, or an answer or notification of the gateway's. */
  readonly from: "merchant" | "gateway";
  readonly host: HostName;
  /** The path on the host, or nothing where the message has no path of its own (a script's fields, a notification). */
  readonly path?: string;
  /**
   * The signed fields in their order, by wire names; `secureCode` follows them. `undefined` where no source tells the
   * order, and for JSON requests, which carry no signature.
   */
  readonly signed: readonly string[] | undefined;
  /** How certain the order of the signed fields is; of a JSON request, its path and headers. */
  readonly grade: Grade;
  /** How a request travels: a signed form answered in XML, or JSON both ways under the `secureCode` header (§4.3, §6.5). */
  readonly format?: "form" | "json";
  /** What a request does: a query may be repeated, a change never is once a byte has left. */
  readonly effect?: "query" | "change";
  /** The grade where a field is sent that may be left out, when it is another. */
  readonly gradeWith?: Readonly<Record<string, Grade>>;
  /** Names of which exactly one may be present. */
  readonly oneOf?: readonly string[];
}

const HOSTED_ORDER = [
  "account",
  "terminal",
  "backUrl",
  "order_number",
  "order_currency",
  "order_amount",
  "billing_firstName",
  "billing_lastName",
  "billing_email",
] as const;

const DIRECT_ORDER = HOSTED_ORDER.filter((name) => name !== "backUrl");

const AUTHORISATION_ORDER = ["account", "terminal", "payment_id", "payment_authType", "order_amount"] as const;

const DATED_LIST_ORDER = ["account", "terminal", "order_beginDate", "order_endDate", "pages"] as const;

/**
 * Every signed message of protocol.md §4.1 with its host, its path and the grade of its order. A message whose order no
 * source tells stands here too, without one, so that signing and verifying it is refused by name.
 */
export const operations = Object.freeze({
  // Requests to the payment host
  "payments.buildHostedForm": request("payment", "/gateway/service/pay", HOSTED_ORDER, "agreed"),
  "payments.createHosted": request("payment", "/gateway/service/sendTrade", HOSTED_ORDER, "agreed"),
  "payments.buildEmbeddedFields": request("payment", undefined, DIRECT_ORDER, "agreed"),
  "payments.pay": request("payment", "/gateway/direct/pay", DIRECT_ORDER, "agreed"),
  "payments.payLegacy": request("payment", "/gateway/directservice/pay", DIRECT_ORDER, "agreed"),
  "quickpay.charge": request("payment", "/gateway/direct/pay", DIRECT_ORDER, "inferred"),
  "quickpay.buildCreateForm": request(
    "payment",
    "/gateway/service/create",
    ["account", "terminal", "customer_id", "backUrl", "billing_firstName", "billing_lastName", "billing_email"],
    "proved",
  ),
  "payments.capture": request("payment", "/gateway/service/auth", AUTHORISATION_ORDER, "proved"),
  "payments.void": request("payment", "/gateway/service/auth", AUTHORISATION_ORDER, "inferred"),
  "payments.voidOffline": request(
    "payment",
    "/gateway/service/auth",
    ["account", "terminal", "order_number", "payment_authType"],
    "proved",
  ),
  "payments.declareCustoms": request(
    "payment",
    "/gateway/service/customsUpload",
    ["account", "terminal", "payment_id", "type", "pay_userId", "pay_userName"],
    "proved",
  ),
  "payments.createLink": request("payment", "/gateway/service/moto", HOSTED_ORDER, "inferred"),

  // Requests to the query host
  "orders.find": query("/service/check/normal", ["account", "terminal", "order_number"], "proved"),
  "orders.list": Object.freeze({
    ...query("/service/QueryOrdersList", DATED_LIST_ORDER, "proved"),
    gradeWith: Object.freeze({ pages: "inferred" as const }),
  }),
  "orders.listBusiness": query("/service/BusinessOrdersList", DATED_LIST_ORDER, "proved"),
  "orders.listDisputes": query("/service/DisputeOrderList", DATED_LIST_ORDER, "proved"),
  "orders.uploadTracking": Object.freeze({
    ...request(
      "query",
      "/service/uploadTrackingNo",
      ["account", "terminal", "payment_id", "order_number", "tracking_number", "tracking_site", "tracking_handler"],
      "agreed",
    ),
    oneOf: Object.freeze(["payment_id", "order_number"]),
  }),
  "refunds.create": Object.freeze({
    ...request(
      "query",
      "/service/applyRefund",
      ["account", "terminal", "payment_id", "refund_number", "refund_type", "refund_amount", "refund_description"],
      "proved",
    ),
    gradeWith: Object.freeze({ refund_number: "stated" as const }),
  }),
  "refunds.find": query("/service/queryRefund", ["account", "terminal", "refund_id"], "proved"),

  // JSON requests, which the secureCode header authorises (stated, §4.3)
  "quickpay.create": json("quickpay", "/pg/quickPay/create", "change"),
  "quickpay.find": json("quickpay", "/pg/quickPay/query", "query"),
  "quickpay.cancel": json("quickpay", "/pg/quickPay/cancel", "change"),
  "checks.account": json("checks", "/pinc/check-account", "query"),
  "checks.cardBins": json("checks", "/pinc/check-card-bin", "query"),

  // Messages of the gateway
  createHostedAnswer: message(
    "payment",
    [
      "account",
      "terminal",
      "order_number",
      "order_currency",
      "order_amount",
      "order_notes",
      "payment_id",
      "pay_url",
      "pay_results",
      "pay_details",
    ],
    "stated",
  ),
  paymentResult: message(
    "payment",
    [
      "account",
      "terminal",
      "order_number",
      "order_currency",
      "order_amount",
      "order_notes",
      "card_number",
      "payment_id",
      "payment_authType",
      "payment_status",
      "payment_details",
      "payment_risk",
    ],
    "agreed",
  ),
  authorisationAnswer: message("payment", undefined, "unknown"),
  customsAnswer: message("payment", undefined, "unknown"),
  createLinkAnswer: message("payment", undefined, "unknown"),
  quickpayAnswer: message("quickpay", undefined, "unknown"),
  findAnswer: message("query", undefined, "unknown"),
  listAnswer: message("query", undefined, "unknown"),
  refundAnswer: message("query", undefined, "unknown"),
  trackingAnswer: message("query", undefined, "unknown"),
  businessNotice: message("payment", undefined, "unknown"),
  customsNotice: message("payment", undefined, "unknown"),
  disputeNotice: message("payment", undefined, "unknown"),
  opcardNotice: message("opcard", undefined, "unknown"),
} satisfies Record<string, Operation>);

/** The name of a row of the operations table. */
export type OperationName = keyof typeof operations;

/**
 * Returns a row of the operations table.
 *
 * @throws InputError `unknown_operation`.
 */
export function operation(name: OperationName): Operation {
  if (!Object.hasOwn(operations, name)) {
    throw new InputError("unknown_operation", `"operation" must be a name of the operations table`, {
      field: "operation",
    });
  }
  return operations[name];
}

function request(host: HostName, path: string | undefined, signed: readonly string[], grade: Grade): Operation {
  const travel = { format: "form", effect: "change" } as const;
  return Object.freeze({
    from: "merchant",
    host,
    ...(path && { path }),
    signed: Object.freeze([...signed]),
    grade,
    ...travel,
  });
}

function query(path: string, signed: readonly string[], grade: Grade): Operation {
  return Object.freeze({ ...request("query", path, signed, grade), effect: "query" });
}

function json(host: HostName, path: string, effect: "query" | "change"): Operation {
  return Object.freeze({ from: "merchant", host, path, signed: undefined, grade: "stated", format: "json", effect });
}

function message(host: HostName, signed: readonly string[] | undefined, grade: Grade): Operation {
  return Object.freeze({ from: "gateway", host, signed: signed && Object.freeze([...signed]), grade });
}
