import { createHash } from "node:crypto";

/**
 * The signed field orders of protocol.md §4.1, transcribed by hand from the document, line by line and not from
 * `src/wire/operations.ts`. Hosts and paths are those of §4.1, §6.2 and §6.4. The tests hold the operations table and
 * the simulated gateway against it, so that the library is never its own judge. Change it only with the document open.
 */
export interface SignedOrder {
  readonly from: "merchant" | "gateway";
  /** Nothing where the document names no host (a script's fields, a notification). */
  readonly host?: "payment" | "query" | "quickpay" | "checks";
  readonly path?: string;
  /** Every list of sent fields the document describes, optional fields once with and once without. Empty: unknown. */
  readonly orders: readonly (readonly string[])[];
  readonly grade: "proved" | "stated" | "agreed" | "inferred" | "unknown";
}

const list = (line: string) => line.split(", ");

const hosted = list(
  "account, terminal, backUrl, order_number, order_currency, order_amount, billing_firstName, billing_lastName, billing_email",
);
const direct = list(
  "account, terminal, order_number, order_currency, order_amount, billing_firstName, billing_lastName, billing_email",
);
const dated = list("account, terminal, order_beginDate, order_endDate");
const datedWithPages = list("account, terminal, order_beginDate, order_endDate, pages");
const authorisation = [
  list("account, terminal, payment_id, payment_authType, order_amount"),
  list("account, terminal, payment_id, payment_authType"),
];
const unknown = { from: "gateway", orders: [], grade: "unknown" } as const;

/** By the names that the operations table gives its rows. */
export const SIGNED_ORDERS: Readonly<Record<string, SignedOrder>> = {
  "payments.buildHostedForm": pay("/gateway/service/pay", [hosted], "agreed"),
  "payments.createHosted": pay("/gateway/service/sendTrade", [hosted], "agreed"),
  "payments.buildEmbeddedFields": pay(undefined, [direct], "agreed"),
  "payments.pay": pay("/gateway/direct/pay", [direct], "agreed"),
  "payments.payLegacy": pay("/gateway/directservice/pay", [direct], "agreed"),
  "quickpay.charge": pay("/gateway/direct/pay", [direct], "inferred"),
  "quickpay.buildCreateForm": pay(
    "/gateway/service/create",
    [list("account, terminal, customer_id, backUrl, billing_firstName, billing_lastName, billing_email")],
    "proved",
  ),
  "payments.capture": pay("/gateway/service/auth", authorisation, "proved"),
  "payments.void": pay("/gateway/service/auth", authorisation, "inferred"),
  "payments.voidOffline": pay(
    "/gateway/service/auth",
    [list("account, terminal, order_number, payment_authType")],
    "proved",
  ),
  "payments.declareCustoms": pay(
    "/gateway/service/customsUpload",
    [list("account, terminal, payment_id, type, pay_userId, pay_userName")],
    "proved",
  ),
  "payments.createLink": pay("/gateway/service/moto", [hosted], "inferred"),

  "orders.find": query("/service/check/normal", [list("account, terminal, order_number")], "proved"),
  // Proved without pages; with them inferred, which the row tells apart.
  "orders.list": query("/service/QueryOrdersList", [dated, datedWithPages], "proved"),
  "orders.listBusiness": query("/service/BusinessOrdersList", [datedWithPages], "proved"),
  "orders.listDisputes": query("/service/DisputeOrderList", [datedWithPages], "proved"),
  "orders.uploadTracking": query(
    "/service/uploadTrackingNo",
    [
      list("account, terminal, payment_id, tracking_number, tracking_site, tracking_handler"),
      list("account, terminal, order_number, tracking_number, tracking_site, tracking_handler"),
    ],
    "agreed",
  ),
  "refunds.create": query(
    "/service/applyRefund",
    [
      list("account, terminal, payment_id, refund_type, refund_amount, refund_description"),
      list("account, terminal, payment_id, refund_number, refund_type, refund_amount, refund_description"),
    ],
    "proved",
  ),
  "refunds.find": query("/service/queryRefund", [list("account, terminal, refund_id")], "proved"),

  // §6.5 and §9: JSON, without a signature.
  "quickpay.create": unsigned("quickpay", "/pg/quickPay/create"),
  "quickpay.find": unsigned("quickpay", "/pg/quickPay/query"),
  "quickpay.cancel": unsigned("quickpay", "/pg/quickPay/cancel"),
  "checks.account": unsigned("checks", "/pinc/check-account"),
  "checks.cardBins": unsigned("checks", "/pinc/check-card-bin"),

  createHostedAnswer: {
    from: "gateway",
    orders: [
      list(
        "account, terminal, order_number, order_currency, order_amount, order_notes, payment_id, pay_url, pay_results, pay_details",
      ),
    ],
    grade: "stated",
  },
  paymentResult: {
    from: "gateway",
    orders: [
      list(
        "account, terminal, order_number, order_currency, order_amount, order_notes, card_number, payment_id, payment_authType, payment_status, payment_details, payment_risk",
      ),
    ],
    grade: "agreed",
  },

  // "answers of check, lists, refund, auth, customs, tracking; business-order, customs, dispute, OPCard notifications;
  // QuickPay answers", and the answer of moto.
  findAnswer: unknown,
  listAnswer: unknown,
  refundAnswer: unknown,
  authorisationAnswer: unknown,
  customsAnswer: unknown,
  trackingAnswer: unknown,
  businessNotice: unknown,
  customsNotice: unknown,
  disputeNotice: unknown,
  opcardNotice: unknown,
  quickpayAnswer: unknown,
  createLinkAnswer: unknown,
};

/** The document's formula: hex(sha256(utf8(v1 + v2 + … + vn + secureCode))). */
export function expectedSignValue(
  order: readonly string[],
  fields: Readonly<Record<string, string | undefined>>,
  secureCode: string,
): string {
  const hash = createHash("sha256");
  for (const name of order) hash.update(fields[name] ?? "", "utf8");
  return hash.update(secureCode, "utf8").digest("hex");
}

type Orders = SignedOrder["orders"];

function pay(path: string | undefined, orders: Orders, grade: SignedOrder["grade"]): SignedOrder {
  return { from: "merchant", host: "payment", ...(path === undefined ? {} : { path }), orders, grade };
}

function query(path: string, orders: Orders, grade: SignedOrder["grade"]): SignedOrder {
  return { from: "merchant", host: "query", path, orders, grade };
}

function unsigned(host: "quickpay" | "checks", path: string): SignedOrder {
  return { from: "merchant", host, path, orders: [], grade: "stated" };
}
