import { CARD_DATA } from "../edge/merchant.ts";
import { DETAILS, ORDER, QUICKPAY_ID } from "./order-samples.ts";

const ORDER_FIELDS = ["billing_email", "billing_firstName", "billing_lastName", "order_amount", "order_currency", "order_number"]; // prettier-ignore
const HOSTED_FIELDS = ["backUrl", ...ORDER_FIELDS];

/**
 * The operations of which two different accepted requests can share one signed text, with the signed fields in which they
 * can differ, sorted. The gateway's format has no separators (protocol.md §4.3), so validation can't close these; each
 * line says why no money moves by it. What is not listed here has one reading.
 */
export const AMBIGUOUS: Readonly<Record<string, readonly string[]>> = {
  // Sent by the server over TLS: no shopper sees the signature, and the answer is held against what was sent.
  "payments.createHosted": HOSTED_FIELDS,
  "payments.createLink": HOSTED_FIELDS,
  "payments.pay": ORDER_FIELDS,
  "quickpay.charge": ORDER_FIELDS,
  // Handed to the shopper, who can cut them anew and pay less: the gateway's result then names the other amount, currency
  // or number, and `orderMismatches` holds it against the stored order. See embedded-recut.test.ts.
  "payments.buildHostedForm": HOSTED_FIELDS,
  "payments.buildEmbeddedFields": ORDER_FIELDS,
  // Handed to the shopper, moves no money: a card may be stored under a customer id that goes on with this shop's own
  // backUrl, and only where that holds a second address unescaped. It is no id of another customer's.
  "quickpay.buildCreateForm": ["backUrl", "billing_email", "billing_firstName", "billing_lastName", "customer_id"],
  // Server over TLS. Cut anew it is about a payment whose id is shorter, and the gateway knows one payment by each id.
  "payments.capture": ["order_amount", "payment_id"],
  // Server over TLS, and the same. The refund's answer and notification name the payment and the amount.
  "refunds.create": ["payment_id", "refund_amount", "refund_description", "refund_number", "refund_type"],
  // Server over TLS, moves no money.
  "payments.declareCustoms": ["pay_userId", "pay_userName", "payment_id", "type"],
  "orders.uploadTracking": ["order_number", "payment_id", "tracking_handler", "tracking_number", "tracking_site"],
};

type Pair = readonly [one: object, other: object];

const [ID, LONGER] = ["230101120000123456", "230101120000123456123"];
const person = (firstName: string, lastName: string, email: string) => ({ billing: { ...DETAILS.billing, firstName, lastName, email } }); // prettier-ignore
const PERSONS: readonly Pair[] = [
  [person("Ada", "Lovelace", "a@x.example"), person("AdaLove", "lace", "a@x.example")],
  [person("Ada", "Love", "lace@x.example"), person("Ada", "Lovel", "ace@x.example")],
];
const ORDERS: readonly Pair[] = [
  [{ amount: "10.00" }, { amount: "1", ...person("0.00Ada", "Lovelace", "ada@example.com") }],
  [
    { orderNumber: "XEUR5", currency: "USD", amount: "10" },
    { orderNumber: "X", currency: "EUR", amount: "5", ...person("USD10Ada", "Lovelace", "ada@example.com") },
  ],
  ...PERSONS,
];
const HOSTED: readonly Pair[] = [
  ...ORDERS,
  [{ backUrl: "https://shop.example/back" }, { backUrl: "https://shop.example/backORDER", orderNumber: "-1" }],
];
const parcel = { trackingNumber: "2", site: "https://c.example/", handler: "DHL" };

/** What each operation is asked for where a pair says nothing else. */
export const BASES: Readonly<Record<string, object>> = {
  "payments.createHosted": { ...ORDER, ...DETAILS },
  "payments.buildHostedForm": { ...ORDER, ...DETAILS },
  "payments.createLink": { ...ORDER, ...DETAILS },
  "payments.pay": { ...ORDER, ...DETAILS, cardData: CARD_DATA },
  "payments.buildEmbeddedFields": { ...ORDER, ...DETAILS, methods: "GooglePay" },
  "quickpay.charge": { ...ORDER, ...DETAILS, quickpayId: QUICKPAY_ID, serviceMode: "M1" },
  "quickpay.buildCreateForm": { ...DETAILS, customerId: "C-1" },
  "payments.capture": {},
  "refunds.create": { paymentId: ID, type: "full", amount: "10.00", currency: "USD", description: "x" },
  "payments.declareCustoms": { paymentId: ID, type: "1", payerName: "Li", customs: "01", customsNumber: "1" },
  "orders.uploadTracking": parcel,
};

/** Two different accepted inputs of one signed text each: all of them together differ in every field that is listed. */
export const PAIRS: Readonly<Record<string, readonly Pair[]>> = {
  "payments.createHosted": HOSTED,
  "payments.buildHostedForm": HOSTED,
  "payments.createLink": HOSTED,
  "payments.pay": ORDERS,
  "payments.buildEmbeddedFields": ORDERS,
  "quickpay.charge": ORDERS,
  "quickpay.buildCreateForm": [
    ...PERSONS,
    [
      { customerId: "C-1", backUrl: "https://a.example/?to=https://b.example/" },
      { customerId: "C-1https://a.example/?to=", backUrl: "https://b.example/" },
    ],
  ],
  "payments.capture": [
    [
      { paymentId: LONGER, amount: "10.00", currency: "USD" },
      { paymentId: ID, amount: "23110.00", currency: "USD" },
    ],
    [{ paymentId: LONGER }, { paymentId: ID, amount: "231", currency: "USD" }],
  ],
  "refunds.create": [
    [{ paymentId: LONGER }, { amount: "23110.00" }],
    [{ refundNumber: "R-1" }, { refundNumber: "R-", amount: "110.00" }],
    [
      { refundNumber: "R-2", amount: "5" },
      { refundNumber: "R-", type: "partial", amount: "15" },
    ],
    [{ amount: "10.00" }, { amount: "1", description: "0.00x" }],
  ],
  "payments.declareCustoms": [
    [{ paymentId: `${ID}1` }, { type: "11" }],
    [{ payerId: "23" }, { type: "12", payerId: "3" }],
    [{ payerId: "3" }, { payerId: "3L", payerName: "i" }],
  ],
  "orders.uploadTracking": [
    [{ paymentId: `${ID}1` }, { paymentId: ID, trackingNumber: "12" }],
    [{ orderNumber: "A1" }, { orderNumber: "A", trackingNumber: "12" }],
    [{ paymentId: ID }, { orderNumber: ID }],
    [
      { paymentId: ID, handler: "DHL" },
      { paymentId: ID, site: "https://c.example/D", handler: "HL" },
    ],
  ],
};
