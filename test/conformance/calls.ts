import {
  createPayments,
  matchOrder,
  type OrderAnswer,
  type PaymentsConfig,
  type RequestEvent,
  toAmount,
} from "../../src/edge.ts";
import { encryptCard } from "../../src/index.ts";
import { createSandbox, type Sandbox, type SandboxOptions, testWalletToken } from "../../src/testing.ts";
import { secretCases } from "./case.ts";
import type { Check } from "./check.ts";
import { ACCOUNT, answer, configOf, SECURE_CODE, signFields, TERMINAL, toXml } from "./gateway.ts";
import { CARD } from "./keys.ts";

const BILLING = { firstName: "Grace", lastName: "Hopper", email: "grace@example.com", country: "US", state: "NY" };
const DETAILS = { billing: BILLING, backUrl: "https://shop.test/back" };
const DAY_MS = 86_400_000;

export const callsCases = secretCases("calls", {
  "a payment is authorised, captured in part, and found": async (t) => {
    const { client, pay } = await start(t);
    const held = await pay("A-1", { intent: "pre-authorisation" });
    t.equal([held.status, (await client.orders.find("A-1")).status], ["authorised", "authorised"]);
    const captured = await client.payments.capture({ paymentId: held.paymentId, amount: "4.00", currency: "USD" });
    t.equal([captured.status, captured.verified], ["approved", false]);
    t.equal((await client.orders.find("A-1")).status, "approved");
  },

  "an authorisation is voided": async (t) => {
    const { client, pay } = await start(t);
    const held = await pay("A-1", { intent: "pre-authorisation" });
    t.equal((await client.payments.void({ paymentId: held.paymentId })).status, "approved");
    t.equal((await client.orders.find("A-1")).status, "declined");
  },

  "a hosted page, a link, a form and the vendor's fields are signed as the gateway expects": async (t) => {
    const { client, sandbox } = await start(t);
    const order = { ...DETAILS, amount: "10.00", currency: "USD" };
    const hosted = await client.payments.createHosted({ ...order, orderNumber: "H-1" });
    t.equal([hosted.status, hosted.verified], ["redirect", true]);
    t.equal((await client.payments.createLink({ ...order, orderNumber: "H-2" })).status, "redirect");
    const { action, fields } = await client.payments.buildHostedForm({ ...order, orderNumber: "H-3" });
    const body = new URLSearchParams({ ...fields });
    const shown = await sandbox.fetch(new Request(action, { method: "POST", body, redirect: "manual" }));
    t.equal(shown.status, 303);
    const findOrder = (orderNumber: string) => ({ orderNumber, amount: "7.00", currency: "USD" });
    const signed = await client.payments.buildEmbeddedFields({ ...DETAILS, orderNumber: "H-4", findOrder });
    t.equal([signed.order_amount, signed.key, signed.signValue?.length], ["7.00", sandbox.publicKey, 64]);
    await t.refuses("unknown_order", () =>
      client.payments.buildEmbeddedFields({ ...DETAILS, orderNumber: "H-5", findOrder: () => undefined }),
    );
  },

  "refunds go up to what was paid": async (t) => {
    const { client, sandbox, pay } = await start(t);
    const { paymentId } = await pay("A-1");
    const refund = { paymentId, type: "partial", currency: "USD", description: "Damaged" } as const;
    const first = await client.refunds.create({ ...refund, amount: "6.00", refundNumber: "R-1" });
    t.equal(first.status, "pending");
    await sandbox.settleRefund(first.refundId, "complete");
    t.equal((await client.refunds.find({ refundId: first.refundId })).status, "approved");
    await t.refuses("gateway_refused", () => client.refunds.create({ ...refund, amount: "4.01" }));
    t.equal((await client.refunds.create({ ...refund, amount: "4.00" })).status, "pending");
  },

  "a stored payment is charged, renewed and cancelled": async (t) => {
    const { client, sandbox } = await start(t);
    const quickpayId = await sandbox.storeQuickpay({ customerId: "C-1" });
    const found = await client.quickpay.find({ customerId: "C-1" });
    t.equal([found.status, found.quickpayId], ["approved", quickpayId]);
    const charge = { ...DETAILS, amount: "5.00", currency: "USD", quickpayId };
    for (const [orderNumber, serviceMode] of [
      ["S-1", "M1"],
      ["S-2", "M2"],
    ] as const) {
      const charged = await client.quickpay.charge({ ...charge, orderNumber, serviceMode });
      t.equal([charged.status, charged.verified], ["approved", true]);
    }
    t.equal((await client.quickpay.cancel({ quickpayId })).status, "approved");
    await t.refuses("gateway_refused", () =>
      client.quickpay.charge({ ...charge, orderNumber: "S-3", serviceMode: "M3" }),
    );
  },

  "JSON calls carry the secret in a header alone": async (t) => {
    const sent: { url: string; init: RequestInit | undefined }[] = [];
    const client = createPayments(
      configOf(t.options, async (url, init) => {
        sent.push({ url, init });
        return answer('{"code":"000","message":"ok","data":{"quickpay":{"id":12345678901234567890}}}');
      }),
    );
    t.equal((await client.quickpay.find({ customerId: "C-1" })).quickpayId, "12345678901234567890");
    const [{ url = "", init } = {}] = sent;
    const headers = new Headers(init?.headers);
    t.equal(headers.get("secureCode"), SECURE_CODE);
    t.ok(!`${url}${String(init?.body)}`.includes(SECURE_CODE), "it is in no address and no body");
    t.equal(init?.redirect, "manual");
  },

  "wallets pay, and checks answer": async (t) => {
    const { client } = await start(t);
    const order = { ...DETAILS, amount: "10.00", currency: "USD" };
    const google = await client.payments.pay({
      ...order,
      orderNumber: "W-1",
      googlePayToken: testWalletToken("approve"),
    });
    const apple = await client.payments.pay({
      ...order,
      orderNumber: "W-2",
      applePayToken: testWalletToken("decline"),
    });
    t.equal([google.status, apple.status], ["approved", "declined"]);
    t.equal((await client.checks.account({ site: "https://shop.test" })).verified, false);
    t.equal((await client.checks.cardBins({ bins: ["411111"] })).answer.code, "000");
  },

  "orders are listed page by page, in the gateway's time zone": async (t) => {
    const nowMs = Date.UTC(2093, 5, 15, 20);
    const { client, pay } = await start(t, { now: () => nowMs, timeZone: "+08:00" });
    for (let i = 1; i <= 12; i++) await pay(`L-${i}`);
    const range = { from: new Date(nowMs - DAY_MS), to: new Date(nowMs + 1000) };
    for (const timeZone of ["+08:00", "Asia/Shanghai"]) {
      const listed: string[] = [];
      for await (const order of client.orders.list({ ...range, timeZone })) listed.push(order.orderNumber);
      t.equal(listed.length, 12, timeZone);
    }
    const missed: unknown[] = [];
    const wrong = { ...range, to: new Date(nowMs - 3_600_000), timeZone: "UTC" };
    for await (const order of client.orders.list(wrong)) missed.push(order);
    t.equal(missed, []);
    await t.refuses("missing_field", async () => {
      for await (const _order of client.orders.list(range));
    });
  },

  "refunds and disputes are listed": async (t) => {
    const { client, sandbox, pay } = await start(t);
    const { paymentId } = await pay("A-1");
    await client.refunds.create({ paymentId, type: "full", amount: "10.00", currency: "USD", description: "Returned" });
    await sandbox.dispute(paymentId);
    const range = { from: new Date(Date.now() - DAY_MS), to: new Date(Date.now() + DAY_MS), timeZone: "+08:00" };
    const count = async (list: AsyncIterable<unknown>) => {
      let found = 0;
      for await (const _item of list) found++;
      return found;
    };
    t.equal([await count(client.orders.listBusiness(range)), await count(client.orders.listDisputes(range))], [2, 1]);
  },

  "a parcel's number and a declaration to the customs are answered": async (t) => {
    const { client, pay } = await start(t);
    const { paymentId } = await pay("A-1");
    const parcel = { trackingNumber: "1Z999", site: "https://carrier.test/", handler: "Carrier" };
    t.equal((await client.orders.uploadTracking({ paymentId, ...parcel })).status, "approved");
    await t.refuses("gateway_refused", () =>
      client.payments.declareCustoms({ paymentId, type: "1", payerName: "Li", customs: "01", customsNumber: "1" }),
    );
  },

  "a query is repeated, a payment never": async (t) => {
    const { client, sandbox, pay } = await start(t);
    await pay("A-1");
    sandbox.setFaults([{ kind: "http-500", times: 1 }]);
    t.equal((await client.orders.find("A-1")).status, "approved");
    sandbox.setFaults([{ kind: "http-500", times: 1 }]);
    await t.refuses("http_status", () => pay("A-2"));
    t.equal(await client.orders.findMany(["A-2", "A-1"]).then(statuses), ["not-found", "approved"]);
  },

  "an unknown outcome is settled by asking": async (t) => {
    const { client, sandbox, pay } = await start(t, { stallMs: 50 });
    sandbox.setFaults([{ kind: "timeout-after", times: 1 }]);
    const error = (await t.refuses("http_status", () => pay("A-1"))) as Error & { outcome?: string };
    t.equal(error.outcome, "unknown");
    const settled = await client.orders.settle("A-1", { patienceMs: 5000, firstPauseMs: 10 });
    t.equal([settled.status, settled.isFinal], ["approved", true]);
    const open = await client.orders.settle("A-9", { patienceMs: 1000, firstPauseMs: 10 });
    t.equal([open.status, open.isFinal], ["not-found", false]);
  },

  "two approvals of one order are a double payment": async (t) => {
    const { client, sandbox, pay } = await start(t);
    const order = { account: "900001", terminal: "90000101", orderNumber: "A-1", currency: "USD", amount: "10.00" };
    const one = await pay("A-1", {}, "4000000000000077");
    const two = await pay("A-1", {}, "4000000000000077");
    for (const { paymentId } of [one, two]) await sandbox.settle(paymentId, "approve");
    const found = await client.orders.find("A-1");
    t.equal([found.isDoublePayment, found.approvals.length], [true, 2]);
    const kinds = found.payments.map((payment) => matchOrder(payment, { ...order, paymentId: one.paymentId }).kind);
    t.equal(kinds.sort(), ["double-payment", "repeated"]);
    t.equal(matchOrder(found, order), { kind: "double-payment", paymentId: two.paymentId, paidBy: one.paymentId });
    t.equal(matchOrder(await client.orders.find("A-2"), order), { kind: "not-found" });
  },

  "hooks see every attempt, and no value of a person": async (t) => {
    const events: (RequestEvent & { readonly code?: string; readonly status?: number })[] = [];
    const tell = (event: RequestEvent) => {
      events.push(event);
      throw new Error("a hook's own");
    };
    const { client, sandbox, pay } = await start(
      t,
      {},
      { hooks: { onRequest: tell, onResponse: tell, onError: tell } },
    );
    await pay("A-1");
    sandbox.setFaults([{ kind: "http-500", times: 1 }]);
    await client.orders.find("A-1");
    t.equal(
      events.map(({ operation, attempt, code }) => [operation, attempt, code]),
      [
        ["payments.pay", 1, undefined],
        ["payments.pay", 1, undefined],
        ["orders.find", 1, undefined],
        ["orders.find", 1, "http_status"],
        ["orders.find", 2, undefined],
        ["orders.find", 2, undefined],
      ],
    );
    t.ok(!JSON.stringify(events).includes("grace"), "the person stays unseen");
  },

  "a message signed with the secret before this one is believed, and nothing is signed with it": async (t) => {
    const order = ["account", "terminal", "order_number", "order_currency", "order_amount", "order_notes"];
    const rest = ["payment_id", "pay_url", "pay_results", "pay_details"];
    const fields = {
      account: ACCOUNT,
      terminal: TERMINAL,
      order_number: "H-1",
      order_currency: "USD",
      order_amount: "10.00",
      payment_id: "260101000000000000123",
      pay_url: "https://test-secure.oceanpayment.com/pay/1",
      pay_results: "1",
      pay_details: "80000:Success",
    };
    const signValue = await signFields([...order, ...rest], fields, "the-secret-before");
    const fetch = async () => answer(toXml({ ...fields, signValue: signValue.toUpperCase() }));
    const make = (previousSecureCode?: string) =>
      createPayments({
        ...configOf(t.options, fetch),
        terminals: [{ terminal: TERMINAL, secureCode: SECURE_CODE, ...(previousSecureCode && { previousSecureCode }) }],
      }).payments.createHosted({ ...DETAILS, orderNumber: "H-1", amount: "10.00", currency: "USD" });
    t.equal((await make("the-secret-before")).status, "redirect");
    await t.refuses("invalid_signature", () => make("another-secret"));
    await t.refuses("invalid_signature", () => make());
  },

  "a caller whose address is not registered is told so": async (t) => {
    const { client } = await start(t, { registeredAddresses: ["203.0.113.7"], addressOf: () => "198.51.100.1" });
    await t.refuses("ip_not_registered", () => client.orders.find("A-1"));
    const parcel = { orderNumber: "A-1", trackingNumber: "1Z", site: "https://carrier.test/", handler: "Carrier" };
    await t.refuses("ip_not_registered", () => client.orders.uploadTracking(parcel));
  },

  "amounts are written with the decimals of their currency": async (t) => {
    t.equal(
      [toAmount(1050, "USD"), toAmount(1050n, "JPY"), toAmount(1500, "KWD"), toAmount(5, "EUR")],
      ["10.50", "1050", "1.50", "0.05"],
    );
    await t.refuses("invalid_amount", () => toAmount(1501, "KWD"));
    const { pay } = await start(t);
    await t.refuses("invalid_amount", () => pay("A-1", { amount: "1.50", currency: "JPY" }));
  },
});

interface Started {
  readonly sandbox: Sandbox;
  readonly client: ReturnType<typeof createPayments>;
  readonly pay: (
    orderNumber: string,
    change?: { intent?: "pre-authorisation"; amount?: string; currency?: string },
    number?: string,
  ) => ReturnType<ReturnType<typeof createPayments>["payments"]["pay"]>;
}

async function start(t: Check, options: SandboxOptions = {}, config: Partial<PaymentsConfig> = {}): Promise<Started> {
  const sandbox = await createSandbox({
    fetch: async () => new Response("receive-ok"),
    ...options,
    ...t.options,
  });
  const client = createPayments({ ...sandbox.paymentsConfig(), ...config, ...t.options });
  return {
    sandbox,
    client,
    pay: async (orderNumber, change = {}, number = CARD.number) => {
      const cardData = await encryptCard({ ...CARD, number }, sandbox.publicKey);
      return client.payments.pay({ ...DETAILS, orderNumber, amount: "10.00", currency: "USD", cardData, ...change });
    },
  };
}

function statuses(orders: readonly OrderAnswer[]): readonly string[] {
  return orders.map(({ status }) => status);
}
