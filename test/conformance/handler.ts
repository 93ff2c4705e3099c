import { createMemoryStore, createPayments, type NoticeHandlerOptions, type StoredOrder } from "../../src/edge.ts";
import { encryptCard } from "../../src/index.ts";
import { createSandbox, type Sandbox } from "../../src/testing.ts";
import { secretCases } from "./case.ts";
import type { Check } from "./check.ts";
import { APPROVED, APPROVED_SIGNATURE, configOf, toXml } from "./gateway.ts";
import { CARD } from "./keys.ts";

const DAY_MS = 86_400_000;

export const handlerCases = secretCases("handler", {
  "a notice takes effect once, and is acknowledged each time": async (t) => {
    const shop = await openShop(t);
    const paymentId = await shop.pay("A-1");
    t.equal(await shop.deliver(), ["200 true"]);
    t.equal(shop.told, [`payment approved ${paymentId} 900001/90000101/A-1/approved 1`]);
    for (const body of shop.bodies.slice()) t.equal(await shop.post(body), "200 receive-ok");
    t.equal(shop.told.length, 1);
  },

  "a callback that throws is run again by drain": async (t) => {
    const shop = await openShop(t);
    await shop.pay("A-1");
    shop.failing.add("A-1");
    t.equal(await shop.deliver(), ["503 false"]);
    shop.failing.delete("A-1");
    shop.clock.ms += DAY_MS;
    // The effect, and the question that brought it up.
    t.equal(await shop.handler.drain(), { done: 2, failed: 0, left: false });
    t.equal(shop.told.at(-1)?.slice(-2), " 2");
  },

  "a forged, a re-cut and a broken notice have no effect": async (t) => {
    const shop = await openShop(t);
    const paymentId = await shop.pay("A-1", "4000000000000002");
    await shop.deliver();
    const [declined = ""] = shop.bodies;
    const told = shop.told.length;
    t.equal(await shop.post(declined.replace("<payment_status>0<", "<payment_status>1<")), "200 receive-ok");
    // The id's last digits as authorisation type and status; what they were goes to the details.
    const recut = declined
      .replace(paymentId, paymentId.slice(0, -2))
      .replace("<payment_authType>0<", `<payment_authType>${paymentId.at(-2)}<`)
      .replace("<payment_status>0<", `<payment_status>${paymentId.at(-1)}<`)
      .replace("<payment_details>", "<payment_details>00");
    t.ok(!(await shop.post(recut)).includes("payment"), "the re-cut one was answered");
    t.equal(await shop.post(declined.slice(0, 200)), "400 malformed_xml");
    t.equal(shop.told.slice(told), ["forged invalid_signature"]);
  },

  "a refund counts once the gateway confirms it": async (t) => {
    const shop = await openShop(t);
    const paymentId = await shop.pay("A-1");
    await shop.deliver();
    const about = { paymentId, type: "partial", amount: "4.00", currency: "USD", description: "Damaged" } as const;
    const { refundId } = await shop.client.refunds.create(about);
    await shop.sandbox.settleRefund(refundId, "complete");
    t.equal(await shop.deliver(), ["200 true"]);
    t.equal(shop.told.slice(1), ["unverified refund", `refund complete 4.00 ${refundId}`]);
    const body = shop.bodies.at(-1) ?? "";
    t.equal(await shop.post(body.replace(/<push_id>\d+</, "<push_id>1<")), "503 ");
    t.equal(shop.told.slice(3), ["unverified refund"]);
  },

  "a second approval is a duplicate payment, and late news changes nothing": async (t) => {
    const shop = await openShop(t);
    const ids = [await shop.pay("A-1", "4000000000000077"), await shop.pay("A-1", "4000000000000077")];
    const pending = shop.bodies.length;
    for (const id of ids) await shop.sandbox.settle(id, "approve");
    await shop.deliver();
    t.equal(shop.told.slice(-2), [
      `payment approved ${ids[0]} 900001/90000101/A-1/approved 1`,
      `duplicate ${ids[1]} by ${ids[0]} true`,
    ]);
    const told = shop.told.length;
    for (const body of shop.bodies.slice(pending)) t.equal(await shop.post(body), "200 receive-ok");
    t.equal(shop.told.length, told);
  },

  "a payment that is not about the order is told, and pays nothing": async (t) => {
    const shop = await openShop(t);
    shop.orders.set("A-1", { ...shop.order("A-1"), amount: "99.00" });
    await shop.pay("A-1");
    t.equal(await shop.deliver(), ["200 true"]);
    t.equal(shop.told, ["mismatch amount"]);
  },

  "reconcile finds what was lost, and ask lets it take effect": async (t) => {
    const shop = await openShop(t);
    shop.sandbox.setFaults([{ kind: "notice-lost" }]);
    const paymentId = await shop.pay("A-1");
    t.equal(await shop.deliver(), []);
    const range = { from: new Date(Date.now() - DAY_MS), to: new Date(Date.now() + DAY_MS), timeZone: "+08:00" };
    const kinds: string[] = [];
    for await (const finding of shop.client.reconcile({ ...range, findOrder: shop.findOrder })) {
      kinds.push(finding.kind);
      t.equal(await shop.handler.ask(finding), { isDone: true });
    }
    t.equal(kinds, ["missed-payment"]);
    t.equal(shop.told, [`payment approved ${paymentId} 900001/90000101/A-1/approved 1`]);
  },

  "what is no store is refused": async (t) => {
    const { client, options } = await openShop(t);
    const kv = { get() {}, put() {}, list() {}, getWithMetadata() {}, delete() {} };
    for (const store of [undefined, {}, kv, new Map()]) {
      const create = () => client.notifications.createHandler({ ...options, store } as unknown as NoticeHandlerOptions);
      const error = await t.refuses("invalid_config", create);
      t.equal(error.message.includes("eventually consistent"), store === kv);
    }
  },

  "a return is read, never confirmed, and sent on": async (t) => {
    const { returns } = createPayments(configOf(t.options));
    const body = new URLSearchParams({ ...APPROVED, signValue: APPROVED_SIGNATURE }).toString();
    const request = (text: string, address = "https://shop.test/back") =>
      new Request(address, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: text,
      });
    const returned = await returns.read(request(body));
    t.equal([returned.isConfirmed, returned.payment.status, returned.match.kind], [false, "approved", "unmatched"]);
    await t.refuses("invalid_signature", () => returns.read(request(body.replace("order_amount=", "order_amount=9"))));
    await t.refuses("malformed_form", () => returns.read(request(`${body}&payment_status=1`)));
    await t.refuses("unknown_terminal", () => returns.read(request("", `https://shop.test/back?${body}`)));
    await t.refuses("unexpected_method", () => returns.read(new Request(`https://shop.test/back?${body}`)));
    await t.refuses("unexpected_content_type", () =>
      returns.read(new Request("https://shop.test/", { method: "POST", body: toXml(APPROVED) })),
    );
    const handler = returns.createHandler({
      location: (found) => (found ? `/orders/${found.payment.signed.orderNumber}` : "/orders"),
    });
    const seen = [];
    for (const text of [body, ""]) {
      const { status, headers } = await handler(request(text));
      seen.push([status, headers.get("location"), headers.get("cache-control")]);
    }
    t.equal(seen, [
      [303, `/orders/${APPROVED.order_number}`, "no-store"],
      [303, "/orders", "no-store"],
    ]);
  },
});

/** A merchant's handler before a simulated gateway, on a clock of its own. */
async function openShop(t: Check) {
  const bodies: string[] = [];
  const told: string[] = [];
  const failing = new Set<string>();
  const orders = new Map<string, StoredOrder>();
  const clock = { ms: Date.now() };
  const post = async (body: string) => {
    const request = new Request("https://shop.test/notice?order_number=X", {
      method: "POST",
      headers: { "content-type": "application/xml; charset=UTF-8" },
      body,
    });
    const response = await handler(request);
    return `${response.status} ${await response.text()}`;
  };
  const sandbox: Sandbox = await createSandbox({
    ...t.options,
    fetch: async (_url, init) => {
      bodies.push(String(init?.body));
      const [status = "", ...text] = (await post(String(init?.body))).split(" ");
      return new Response(text.join(" "), { status: Number(status) });
    },
  });
  const client = createPayments({ ...sandbox.paymentsConfig(), ...t.options });
  const order = (orderNumber: string): StoredOrder => ({
    ...{ account: "900001", terminal: "90000101", orderNumber, amount: "10.00", currency: "USD" },
  });
  const findOrder = ({ orderNumber }: { readonly orderNumber: string }) => orders.get(orderNumber);
  const options: NoticeHandlerOptions = {
    store: createMemoryStore({ now: () => clock.ms }),
    findOrder,
    onPayment: ({ order: found, status, paymentId, signature }, { idempotencyKey, attempt }) => {
      told.push(`payment ${status} ${paymentId} ${idempotencyKey} ${attempt}`);
      if (failing.has(found.orderNumber)) throw new Error("the database is away");
      if (status === "approved") orders.set(found.orderNumber, { ...found, paymentId, signature });
    },
    onDuplicatePayment: ({ paymentId, paidBy, isConfirmed }) =>
      told.push(`duplicate ${paymentId} by ${paidBy} ${isConfirmed}`),
    onRefund: ({ refundId, status, amount }) => told.push(`refund ${status} ${amount} ${refundId}`),
    onMismatch: ({ differing }) => told.push(`mismatch ${differing.join()}`),
    onUnverified: ({ kind }) => told.push(`unverified ${kind}`),
    onForged: ({ code }) => told.push(`forged ${code}`),
  };
  const handler = client.notifications.createHandler(options);
  const pay = async (orderNumber: string, number = CARD.number) => {
    if (!orders.has(orderNumber)) orders.set(orderNumber, order(orderNumber));
    const { paymentId } = await client.payments.pay({
      ...{ orderNumber, amount: "10.00", currency: "USD" },
      cardData: await encryptCard({ ...CARD, number }, sandbox.publicKey),
      billing: { firstName: "Grace", lastName: "Hopper", email: "grace@example.com", country: "US" },
      ...{ backUrl: "https://shop.test/back", noticeUrl: "https://shop.test/notice" },
    });
    return paymentId;
  };
  const deliver = async () => (await sandbox.deliver()).map(({ status, acknowledged }) => `${status} ${acknowledged}`);
  return {
    client,
    sandbox,
    handler,
    options,
    orders,
    order,
    findOrder,
    bodies,
    told,
    failing,
    clock,
    post,
    pay,
    deliver,
  };
}
