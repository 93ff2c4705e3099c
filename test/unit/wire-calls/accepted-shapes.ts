import type { Slot } from "./recutter.ts";

/** What validation lets through, per signed field: written by hand from the rules that the inputs document. */
const isPerson = (most: number) => (value: string) =>
  [...value].length <= most && value === value.trim() && !/[<>'"]|\p{Cc}/u.test(value);
const isIdentifier = (most: number) => (value: string) => value.length <= most && /^[!#-&(-+\--;=?-~]+$/.test(value);
const is = (pattern: RegExp) => (value: string) => pattern.test(value);
const only = (fixed: string) => (value: string) => value === fixed;
const isAddress = (value: string) =>
  value.length <= 500 && /^https?:\/\/[^\s<>'"]+$/i.test(value) && URL.canParse(value);
const isAmount = (value: string) => value.length <= 10 && /^(0|[1-9]\d*)(\.\d{1,2})?$/.test(value) && Number(value) > 0;
const isEmail = (value: string) => isPerson(50)(value) && /^[^\s@]+@[^\s@]+$/.test(value);

const slot = (name: string, accepts: Slot["accepts"]): Slot => ({ name, accepts });
const optional = (one: Slot): Slot => ({ ...one, optional: true });

// The terminal's secret is in the signature, so that no cut moves to another terminal; nor to another account.
const merchant = [slot("account", only("900001")), slot("terminal", only("90000101"))];
const paymentId = slot("payment_id", is(/^\d{18,21}$/));
const orderNumber = slot("order_number", isIdentifier(50));
const backUrl = slot("backUrl", isAddress);
const persons = [
  slot("billing_firstName", isPerson(50)),
  slot("billing_lastName", isPerson(50)),
  slot("billing_email", isEmail),
];
const order = [orderNumber, slot("order_currency", is(/^[A-Z]{3}$/)), slot("order_amount", isAmount), ...persons];
const hosted = [...merchant, backUrl, ...order];
const direct = [...merchant, ...order];
const date = is(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
const dated = [...merchant, slot("order_beginDate", date), slot("order_endDate", date)];
const pages = slot("pages", is(/^([1-9]\d{0,5}|1000000)$/));
const parcel = [
  slot("tracking_number", isPerson(100)),
  slot("tracking_site", isAddress),
  slot("tracking_handler", isPerson(100)),
];

/** The signed fields of each operation in their order (protocol.md §4.1), with what each may hold. */
export const SHAPES: Readonly<Record<string, readonly Slot[]>> = {
  "payments.createHosted": hosted,
  "payments.buildHostedForm": hosted,
  "payments.createLink": hosted,
  "payments.pay": direct,
  "payments.buildEmbeddedFields": direct,
  "quickpay.charge": direct,
  "quickpay.buildCreateForm": [...merchant, slot("customer_id", isIdentifier(50)), backUrl, ...persons],
  "payments.capture": [...merchant, paymentId, slot("payment_authType", only("1")), optional(slot("order_amount", isAmount))], // prettier-ignore
  // A void has no amount, though its place is in the order.
  "payments.void": [...merchant, paymentId, slot("payment_authType", only("2")), optional(slot("order_amount", () => false))], // prettier-ignore
  "payments.voidOffline": [...merchant, orderNumber, slot("payment_authType", only("3"))],
  "payments.declareCustoms": [
    ...merchant,
    paymentId,
    slot("type", isIdentifier(10)),
    optional(slot("pay_userId", isIdentifier(50))),
    slot("pay_userName", isPerson(50)),
  ],
  "orders.find": [...merchant, slot("order_number", (value) => value.split(",").every(isIdentifier(50)))],
  "orders.list": [...dated, optional(pages)],
  "orders.listBusiness": [...dated, pages],
  "orders.listDisputes": [...dated, pages],
  // One of the two keys is always empty: the fields that both leave open show in either reading.
  "orders.uploadTracking": [...merchant, optional(paymentId), optional(orderNumber), ...parcel],
  "refunds.create": [
    ...merchant,
    paymentId,
    optional(slot("refund_number", isIdentifier(50))),
    slot("refund_type", is(/^[12]$/)),
    slot("refund_amount", isAmount),
    slot("refund_description", isPerson(500)),
  ],
  "refunds.find": [...merchant, slot("refund_id", is(/^\d{1,32}$/))],
};
