import type { PaymentsClient } from "../../../src/edge/payments-client.ts";
import type { OrderReference } from "../../../src/errors.ts";
import type { CallOptions } from "../../../src/schema/call-options.ts";
import type { HostedInput } from "../../../src/schema/hosted-input.ts";
import type { PaymentsConfig } from "../../../src/schema/payments-config.ts";
import { ACCOUNT, type Fields, INPUT, SECRET, type Spied, spiedClient, TERMINAL } from "../edge/merchant.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";

export const PAYMENT_ID = "230101120000123456789";
export const QUICKPAY_ID = "3f0c6e0e-7d51-4a57-9d6e-0d6f0d3c1b11";
export const MODULUS = `c${"3a7".repeat(85)}`.slice(0, 255) + "1";
export const HOUR = { from: new Date("2030-06-01T00:00:00Z"), to: new Date("2030-06-01T01:00:00Z"), timeZone: "UTC" };

const { cardData: _card, ...order } = INPUT as typeof INPUT & { readonly cardData: string };
/** A payment without what it is paid with. */
export const HOSTED: HostedInput = order;

export const STORED = {
  methods: "Alipay_Web",
  currency: "USD",
  amount: "1.00",
  merchantReference: "M-1",
  customerId: "C-7",
  redirectUrl: "https://shop.example/stored",
  billing: INPUT.billing,
  device: { environment: "WEB", osType: "IOS" },
} as const;
const PARCEL = { trackingNumber: "TRACK-1", site: "https://carrier.example", handler: "Carrier" };
const REFUND = { paymentId: PAYMENT_ID, type: "full", amount: "10.00", currency: "USD", description: "torn" } as const;

/** A call with an input of its own, and what its errors must name. */
export interface SampleCall {
  readonly title: string;
  /** Its name in the operations table. */
  readonly operation: string;
  readonly run: (client: PaymentsClient, options?: CallOptions) => Promise<unknown>;
  readonly order: Omit<OrderReference, "account" | "terminal">;
}

const sample = (operation: string, run: SampleCall["run"], about: SampleCall["order"] = {}, more = ""): SampleCall => ({
  title: more === "" ? operation : `${operation} ${more}`,
  operation,
  run,
  order: about,
});
const ofOrder = { orderNumber: "ORDER-1" };
const ofPayment = { paymentId: PAYMENT_ID, orderNumber: "ORDER-1" };

/** Every call that changes something. */
export const CHANGES: readonly SampleCall[] = [
  // A customer's number may be an address: no error holds it.
  sample("payments.pay", (c, o) => c.payments.pay({ ...INPUT, customerId: "C-7" }, o), ofOrder),
  sample("payments.createHosted", (c, o) => c.payments.createHosted(HOSTED, o), ofOrder),
  sample("payments.createLink", (c, o) => c.payments.createLink(HOSTED, o), ofOrder),
  sample("payments.capture", (c, o) => c.payments.capture(ofPayment, o), ofPayment),
  sample("payments.void", (c, o) => c.payments.void(ofPayment, o), ofPayment),
  sample("payments.voidOffline", (c, o) => c.payments.void(ofOrder, o), ofOrder),
  sample(
    "payments.declareCustoms",
    (c, o) =>
      c.payments.declareCustoms({ ...ofPayment, type: "1", payerName: "Li", customs: "01", customsNumber: "9" }, o),
    ofPayment,
  ),
  sample("orders.uploadTracking", (c, o) => c.orders.uploadTracking({ ...PARCEL, paymentId: PAYMENT_ID }, o), {
    paymentId: PAYMENT_ID,
  }),
  sample("orders.uploadTracking", (c, o) => c.orders.uploadTracking({ ...PARCEL, ...ofOrder }, o), ofOrder, "by order"),
  sample("refunds.create", (c, o) => c.refunds.create({ ...REFUND, refundNumber: "R-1", ...ofOrder }, o), {
    ...ofPayment,
    refundNumber: "R-1",
  }),
  sample("refunds.create", (c, o) => c.refunds.create(REFUND, o), { paymentId: PAYMENT_ID }, "without a number"),
  sample(
    "quickpay.charge",
    (c, o) => c.quickpay.charge({ ...HOSTED, quickpayId: QUICKPAY_ID, serviceMode: "M1" }, o),
    ofOrder,
  ),
  sample("quickpay.create", (c, o) => c.quickpay.create(STORED, o), { merchantReference: "M-1" }),
  // Its one member is a token that pays: no error holds it.
  sample("quickpay.cancel", (c, o) => c.quickpay.cancel({ quickpayId: QUICKPAY_ID }, o)),
];

const first = async (list: AsyncIterable<unknown>) => {
  for await (const item of list) return item;
  return undefined;
};

/** Every call that only asks. */
export const QUERIES: readonly SampleCall[] = [
  sample("orders.find", (c, o) => c.orders.find("ORDER-1", o), ofOrder),
  sample("orders.find", (c, o) => c.orders.findMany(["ORDER-1", "ORDER-2"], o), {}, "of many"),
  sample("orders.list", (c, o) => first(c.orders.list(HOUR, o))),
  sample("orders.listBusiness", (c, o) => first(c.orders.listBusiness(HOUR, o))),
  sample("orders.listDisputes", (c, o) => first(c.orders.listDisputes({ ...HOUR, ...ofPayment }, o)), ofPayment),
  sample("refunds.find", (c, o) => c.refunds.find({ refundId: "42" }, o), { refundId: "42" }),
  sample("quickpay.find", (c, o) => c.quickpay.find({ customerId: "C-7" }, o)),
  sample("checks.account", (c, o) => c.checks.account({ site: "shop.example", publicKey: MODULUS }, o)),
  sample("checks.cardBins", (c, o) => c.checks.cardBins({ bins: ["453908"] }, o)),
];

/** What an error of a sample must name. */
export function referenceOf({ order: about }: SampleCall): OrderReference {
  return { account: ACCOUNT, terminal: TERMINAL, ...about };
}

export type Answer = string | (() => Response | Promise<Response>);

/** Returns a client that gets these answers one after another, the last one for ever. */
export function answered(answers: Answer | readonly Answer[], changes: Partial<PaymentsConfig> = {}): Spied {
  const list = typeof answers === "object" ? answers : [answers];
  let at = 0;
  return spiedClient(() => {
    const answer = list[Math.min(at++, list.length - 1)] as Answer;
    return typeof answer === "function" ? answer() : responseOf(answer);
  }, changes);
}

/** An answer of status 200 under the type its text has. */
export function responseOf(body: string): Response {
  const type = /^\s*[{[]/.test(body) ? "application/json" : "application/xml";
  return new Response(body, { headers: { "content-type": type } });
}

/** The gateway's answer of a hosted payment, signed by the order that was transcribed by hand. */
export function signedHosted(fields: Fields, secret = SECRET): Fields {
  const signValue = expectedSignValue(SIGNED_ORDERS.createHostedAnswer?.orders[0] ?? [], fields, secret).toUpperCase();
  return { ...fields, signValue };
}
