import { describe, expect, it } from "vitest";
import type { CallHooks, RequestEvent } from "../../../src/http/call-hooks.ts";
import type { PaymentsClient } from "../../../src/edge/payments-client.ts";
import { ACCOUNT, CARD_DATA, type Fields, SECRET, spiedClient, TERMINAL } from "../edge/merchant.ts";
import { MODULUS, PAYMENT_ID } from "./sample-calls.ts";

/** Every value that is nobody's to see holds this word, or is one of the tokens below. */
const MARK = "canary";
const TOKEN = "ca9a27ca-9a27-4a57-9d6e-ca9a27ca9a27";
const IP = "203.0.113.217";
const CPF = "canary-cpf";
const SECRETS = [MARK, TOKEN, IP, SECRET, CARD_DATA.slice(0, 40), CARD_DATA.slice(-40), MODULUS.slice(0, 40), "453908"];
const word = (name: string) => `${MARK}-${name}`;
const url = (name: string) => `https://${MARK}.example/${name}`;

const address = {
  firstName: word("first"),
  lastName: word("last"),
  email: `${MARK}@mail.example`,
  country: "GB",
  phone: word("phone"),
  state: word("state"),
  city: word("city"),
  address: word("address"),
  zip: word("zip"),
};
const billing = { ...address, ip: IP };
const order = { orderNumber: "ORDER-1", amount: "10.00", currency: "USD", notes: word("notes") };
const details = {
  billing,
  shipping: address,
  products: [{ sku: word("sku"), name: word("product"), quantity: 1, price: "10.00" }],
  backUrl: url("back"),
  noticeUrl: url("notice"),
  intent: "pre-authorisation",
  device: "mobile",
  customerId: word("customer"),
} as const;
const page = {
  logoUrl: url("logo"),
  cssUrl: url("css"),
  language: word("lang"),
  cartInfo: word("cart"),
  cartApi: word("api"),
};
const HOUR = { from: new Date("2030-06-01T00:00:00Z"), to: new Date("2030-06-01T01:00:00Z"), timeZone: "UTC" };
const wallet = JSON.stringify({ signature: word("wallet") });
const about = { paymentId: PAYMENT_ID, orderNumber: "ORDER-1" };
const walk = async (list: AsyncIterable<unknown>) => void (await list[Symbol.asyncIterator]().next());

/** The largest input of every call. */
const LARGEST: Readonly<Record<string, (client: PaymentsClient) => Promise<unknown>>> = {
  "payments.pay by card": ({ payments }) =>
    payments.pay({
      ...order,
      ...details,
      cardData: CARD_DATA,
      cardName: word("holder"),
      cardIssuer: word("bank"),
      installments: 3,
      cpf: CPF,
      cnpj: word("cnpj"),
    }),
  "payments.pay by token": ({ payments }) =>
    payments.pay({ ...order, ...details, quickpayId: TOKEN, methods: "Credit Card" }),
  "payments.pay by Google Pay": ({ payments }) => payments.pay({ ...order, ...details, googlePayToken: wallet }),
  "payments.pay by Apple Pay": ({ payments }) => payments.pay({ ...order, ...details, applePayToken: wallet }),
  "payments.createHosted": ({ payments }) =>
    payments.createHosted({ ...order, ...details, ...page, itemList: JSON.stringify([word("item")]) }),
  "payments.createLink": ({ payments }) => payments.createLink({ ...order, ...details, ...page }),
  "payments.capture": ({ payments }) => payments.capture({ ...about, amount: "1.00", currency: "USD" }),
  "payments.void": ({ payments }) => payments.void(about),
  "payments.voidOffline": ({ payments }) => payments.void({ orderNumber: "ORDER-1" }),
  "payments.declareCustoms": ({ payments }) =>
    payments.declareCustoms({
      ...about, type: "1", payerId: word("payer"), payerName: word("name"), price: "1.00", totalAmount: "2.00", customs: "01",
      customsNumber: word("number"), customsName: word("customs"), shippingFee: "1.00", subOrderNumber: word("sub"),
    }), // prettier-ignore
  "orders.find": ({ orders }) => orders.find("ORDER-1"),
  "orders.list": ({ orders }) => walk(orders.list(HOUR)),
  "orders.listBusiness": ({ orders }) => walk(orders.listBusiness({ ...HOUR, pageSize: 50, dateType: "review" })),
  "orders.listDisputes": ({ orders }) => walk(orders.listDisputes({ ...HOUR, ...about, noticeType: "dispute" })),
  "orders.uploadTracking": ({ orders }) =>
    orders.uploadTracking({
      paymentId: PAYMENT_ID,
      trackingNumber: word("track"),
      site: url("site"),
      handler: word("post"),
    }),
  "refunds.create": ({ refunds }) =>
    refunds.create({
      ...about,
      type: "partial",
      amount: "1.00",
      currency: "USD",
      description: word("why"),
      refundNumber: "R-1",
    }),
  "refunds.find": ({ refunds }) => refunds.find({ refundId: "42" }),
  "quickpay.create": ({ quickpay }) =>
    quickpay.create({
      methods: "Alipay_Web", currency: "USD", amount: "1.00", merchantReference: "M-1", customerId: word("customer"), redirectUrl: url("to"),
      noticeUrl: url("notice"), billing, description: word("what"), remark: word("remark"), device: { environment: word("env"), osType: word("os") },
      more: { subscription: { plan: [word("plan"), { deep: word("deep") }] }, customer_info: { name: word("name") }, voucher_info: [TOKEN] },
    }), // prettier-ignore
  "quickpay.find": ({ quickpay }) => quickpay.find({ quickpayId: TOKEN }),
  "quickpay.find by customer": ({ quickpay }) => quickpay.find({ customerId: word("customer") }),
  "quickpay.cancel": ({ quickpay }) => quickpay.cancel({ quickpayId: TOKEN }),
  "quickpay.charge": ({ quickpay }) =>
    quickpay.charge({ ...order, ...details, quickpayId: TOKEN, methods: "Credit Card", serviceMode: "M1" }),
  "checks.account": ({ checks }) => checks.account({ site: url("site"), publicKey: MODULUS }),
  "checks.cardBins": ({ checks }) => checks.cardBins({ bins: ["453908", "45390872"] }),
};

/** What may be shown: names of orders, payments and pages, and amounts. Written by hand; a longer list is a reviewed line. */
const SHOWN: Fields = {
  account: ACCOUNT,
  terminal: TERMINAL,
  methods: "Credit Card|GooglePay|ApplePay",
  order_number: "ORDER-1",
  order_currency: "USD",
  order_amount: "10.00|1.00",
  order_beginDate: "2030-06-01 00:00:00",
  order_endDate: "2030-06-01 01:00:00",
  pages: "1",
  count: "50",
  date_type: "0",
  notice_type: "dispute",
  payment_id: PAYMENT_ID,
  payment_authType: "1|2|3",
  refund_id: "42",
  refund_number: "R-1",
  refund_type: "2",
  refund_amount: "1.00",
  service_mode: "M1",
  ET_NOTES: "pre",
  type: "1",
  customs: "01",
  "order.currency": "USD",
  "order.amount": "1.00",
  "order.methods": "Alipay_Web",
  "merchant.referenceId": "M-1",
};

/** Runs a call and returns what its hooks were told, and what was sent. */
async function watched(run: (client: PaymentsClient) => Promise<unknown>, answer: () => Response) {
  const told: RequestEvent[] = [];
  const tell = (event: RequestEvent) => void told.push(event);
  const hooks: CallHooks = { onRequest: tell, onResponse: tell, onError: tell };
  const client = spiedClient(answer, { hooks, queryBudgetMs: 1 });
  await run(client).catch(() => undefined);
  return { told, sent: client.sent };
}

describe.each(Object.entries(LARGEST))("those who watch %s", (_name, run) => {
  it("see neither secrets nor tokens, cards, people or addresses", async () => {
    const echo = `<respon><details>${MARK} ${TOKEN}</details><code>${MARK}</code></respon>`;
    for (const answer of [
      () => new Response("", { status: 500 }),
      () => new Response(echo, { headers: { "content-type": "text/xml" } }),
      () => new Response(`{"code":"${MARK} x","msg":"${MARK}"}`, { headers: { "content-type": "application/json" } }),
    ]) {
      const { told, sent } = await watched(run, answer);
      expect(sent.length).toBe(1);
      expect(told.length).toBe(2);
      const shown = JSON.stringify(told);
      const { body } = sent[0]!;
      const signValue = new URLSearchParams(body).get("signValue") ?? SECRET;
      for (const secret of [...SECRETS, signValue]) expect(shown).not.toContain(secret);
    }
  });

  it("see what names an order, a payment or a page, and the names of all else", async () => {
    const { told, sent } = await watched(run, () => new Response("", { status: 500 }));
    const masked = new Set<string>();
    for (const { fields } of told) {
      for (const [name, value] of Object.entries(fields)) {
        if (SHOWN[name]?.split("|").includes(value)) continue;
        masked.add(value);
        expect(Object.keys(SHOWN)).not.toContain(name);
      }
      expect(fields).toMatchObject({ account: ACCOUNT, terminal: TERMINAL });
    }
    // One mask for all: not even a length shows.
    expect(masked.size).toBeLessThanOrEqual(1);
    const { body, headers } = sent[0]!;
    if (headers["content-type"]?.includes("json")) return;
    const names = [...new URLSearchParams(body).keys()].filter((name) => name !== "signValue");
    expect(Object.keys(told[0]!.fields).sort()).toEqual(names.sort());
  });
});
