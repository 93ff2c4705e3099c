import { MERCHANT, ORDER } from "./merchant-calls.ts";
import type { Fields } from "./shopper.ts";

/** A day, as lists take it. */
export const DATES: Fields = {
  order_beginDate: "2030-06-15 00:00:00",
  order_endDate: "2030-06-15 23:59:59",
  pages: "1",
};

/** A right request of every call, and where its answer holds a refusal; a page for those that a browser sends. */
export const FORMS: readonly (readonly [call: string, fields: Fields, refusal: string])[] = [
  ["payments.pay", { ...ORDER, card_data: "x" }, "payment_details"],
  ["payments.payLegacy", { ...ORDER, card_data: "x" }, "payment_details"],
  ["quickpay.charge", { ...ORDER, quickpay_id: "x" }, "payment_details"],
  ["payments.createHosted", ORDER, "pay_details"],
  ["payments.createLink", ORDER, "MOTO_details"],
  ["payments.buildHostedForm", ORDER, "page"],
  ["quickpay.buildCreateForm", { ...ORDER, customer_id: "c-1" }, "page"],
  ["payments.capture", { ...MERCHANT, payment_id: "1", payment_authType: "1" }, "payment_details"],
  ["payments.void", { ...MERCHANT, payment_id: "1", payment_authType: "2" }, "payment_details"],
  ["payments.voidOffline", { ...MERCHANT, order_number: "A-1", payment_authType: "3" }, "payment_details"],
  [
    "payments.declareCustoms",
    { ...MERCHANT, payment_id: "1", type: "1", pay_userId: "u", pay_userName: "n" },
    "details",
  ],
  ["orders.find", { ...MERCHANT, order_number: "A-1" }, "details"],
  ["orders.list", { ...MERCHANT, ...DATES }, "details"],
  ["orders.listBusiness", { ...MERCHANT, ...DATES }, "details"],
  ["orders.listDisputes", { ...MERCHANT, ...DATES }, "details"],
  [
    "refunds.create",
    { ...MERCHANT, payment_id: "1", refund_type: "1", refund_amount: "1", refund_description: "d" },
    "refund_description",
  ],
  ["refunds.find", { ...MERCHANT, refund_id: "1" }, "details"],
  [
    "orders.uploadTracking",
    {
      ...MERCHANT,
      order_number: "A-1",
      tracking_number: "1",
      tracking_site: "https://x.example",
      tracking_handler: "h",
    },
    "tracking",
  ],
];

/** The calls of JSON. */
export const JSON_CALLS = [
  "quickpay.create",
  "quickpay.find",
  "quickpay.cancel",
  "checks.account",
  "checks.cardBins",
] as const;
