import { describe, expect, it } from "vitest";
import { createMemoryStore } from "../../../src/inbox/memory-store.ts";
import type { ReconcileFinding, ReconcileInput } from "../../../src/orders/reconcile.ts";
import type { StoredOrder } from "../../../src/results/match-order.ts";
import { testWalletToken } from "../../../src/testing/wallet-tokens.ts";
import { NOW_MS } from "../card-samples.ts";
import { all, DAY_MS, FIRST, openShop, orderInput, SECOND, type Shop } from "../gateway-calls/shop.ts";
import { failure } from "../leaks.ts";
import { ACCOUNT } from "../sandbox/shopper.ts";

const RANGE = { from: new Date(NOW_MS - DAY_MS), to: new Date(NOW_MS + DAY_MS) };
type Orders = Map<string, StoredOrder>;

function stored(orderNumber: string, changes: Partial<StoredOrder> = {}): StoredOrder {
  return { account: ACCOUNT, terminal: FIRST, orderNumber, currency: "USD", amount: "10.00", ...changes };
}

function toOrders(...orders: readonly StoredOrder[]): Orders {
  return new Map(orders.map((order) => [`${order.terminal}/${order.orderNumber}`, order]));
}

function reconcile(
  { client }: Shop,
  orders: Orders,
  changes: Partial<ReconcileInput> = {},
): Promise<readonly ReconcileFinding[]> {
  const findOrder: ReconcileInput["findOrder"] = ({ terminal, orderNumber }) =>
    orders.get(`${terminal}/${orderNumber}`);
  return all(client.reconcile({ ...RANGE, findOrder, ...changes }));
}

/** What a finding says, without the objects it hands on. */
function inShort(findings: readonly ReconcileFinding[]): readonly (readonly string[])[] {
  return findings.map(({ kind, terminal, orderNumber }) => [kind, terminal, orderNumber]);
}

async function paidTwice(shop: Shop, orderNumber: string): Promise<readonly [string, string]> {
  const pend = async () => (await shop.client.payments.pay(shop.input(orderNumber, {}, "pending"))).paymentId;
  const ids = [await pend(), await pend()] as const;
  for (const id of ids) await shop.sandbox.settle(id, "approve");
  return ids;
}

describe("reconcile", () => {
  it("finds nothing where both sides agree, whatever else was tried", async () => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1");
    await shop.client.payments.pay(shop.input("A-2", {}, "decline"));
    await shop.client.payments.pay(shop.input("A-3", {}, "pending"));
    await shop.reserved("A-4");
    expect(await reconcile(shop, toOrders(stored("A-1", { paymentId }), stored("A-2"), stored("A-3")))).toEqual([]);
  });

  it("finds the payment whose notices were all lost", async () => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1");
    const order = stored("A-1");
    const [finding, ...more] = await reconcile(shop, toOrders(order));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ kind: "missed-payment", account: ACCOUNT, terminal: FIRST, orderNumber: "A-1" });
    expect(finding).toMatchObject({ order, payment: { paymentId, status: "approved" } });
  });

  it("finds both of a double payment that was missed, and one once the other is known", async () => {
    const shop = await openShop();
    const [first, second] = await paidTwice(shop, "A-1");
    const missed = await reconcile(shop, toOrders(stored("A-1")));
    expect(missed).toMatchObject([
      { kind: "missed-payment", payment: { paymentId: first } },
      { kind: "duplicate-payment", payment: { paymentId: second }, paidBy: first },
    ]);
    for (const [paymentId, extra] of [
      [first, second],
      [second, first],
    ] as const) {
      const known = await reconcile(shop, toOrders(stored("A-1", { paymentId })));
      expect(known).toMatchObject([{ kind: "duplicate-payment", payment: { paymentId: extra }, paidBy: paymentId }]);
      expect(known.length).toBe(1);
    }
  });

  it.each<[string, Partial<StoredOrder>, string]>([
    ["another amount", { amount: "10.01" }, "amount"],
    ["another currency", { currency: "EUR" }, "currency"],
    ["other notes", { notes: "gift" }, "notes"],
  ])("finds a payment with %s, which pays nothing", async (_name, changes, field) => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1");
    const findings = await reconcile(shop, toOrders(stored("A-1", changes)));
    expect(findings).toMatchObject([{ kind: "mismatch", differing: [field], payment: { paymentId } }]);
  });

  it("finds a payment of an order that nobody knows", async () => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1");
    expect(await reconcile(shop, new Map())).toMatchObject([{ kind: "unknown-order", payment: { paymentId } }]);
  });

  it("finds an order that counts as paid by a payment the gateway does not have as approved", async () => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1");
    const declined = (await shop.client.payments.pay(shop.input("A-2", {}, "decline"))).paymentId;
    const orders = toOrders(stored("A-1", { paymentId: paymentId.slice(1) }), stored("A-2", { paymentId: declined }));
    expect(await reconcile(shop, orders)).toMatchObject([
      { kind: "unconfirmed-payment", orderNumber: "A-1", approvals: [paymentId] },
      { kind: "unconfirmed-payment", orderNumber: "A-2", approvals: [] },
    ]);
  });

  it("hands on refunds and disputes, but for those that are known", async () => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1");
    const about = { paymentId, orderNumber: "A-1", currency: "USD", description: "Returned" };
    const { refundId } = await shop.client.refunds.create({ ...about, type: "partial", amount: "4.00" });
    await shop.sandbox.settleRefund(refundId, "complete");
    await shop.sandbox.dispute(paymentId);
    const orders = toOrders(stored("A-1", { paymentId }));
    const found = await reconcile(shop, orders);
    const types = found.map((finding) => finding.kind === "business" && finding.entry.type);
    // The business list has all of them, the dispute list the disputes once more.
    expect(types).toEqual(["partialRefund", "chargeBack", "chargeBack"]);
    expect(found.every((finding) => finding.kind === "business" && finding.order?.paymentId === paymentId)).toBe(true);
    const isKnown = async ({ type }: { readonly type: string }) => type === "partialRefund";
    expect((await reconcile(shop, orders, { isKnown })).length).toBe(2);
    expect(await reconcile(shop, orders, { isKnown: () => true })).toEqual([]);
  });

  it("looks at every terminal, or at those that are named, each under its own secret", async () => {
    const shop = await openShop();
    await shop.paid("A-1");
    await shop.paid("A-1", { terminal: SECOND });
    const orders = toOrders(stored("A-1"), stored("A-1", { terminal: SECOND }));
    expect(inShort(await reconcile(shop, orders))).toEqual([
      ["missed-payment", FIRST, "A-1"],
      ["missed-payment", SECOND, "A-1"],
    ]);
    expect(inShort(await reconcile(shop, orders, { terminals: [SECOND] }))).toEqual([
      ["missed-payment", SECOND, "A-1"],
    ]);
  });

  it("asks about each order once, a hundred at a time", async () => {
    const shop = await openShop();
    const numbers = Array.from({ length: 203 }, (_, at) => `A-${at}`);
    for (const number of numbers) {
      await shop.client.payments.pay({ ...orderInput(number), googlePayToken: testWalletToken("approve") });
    }
    // Two payments of one order are two entries of the list.
    await shop.client.payments.pay({ ...orderInput("B-1"), googlePayToken: testWalletToken("decline") });
    await shop.client.payments.pay({ ...orderInput("B-1"), googlePayToken: testWalletToken("approve") });
    const before = shop.sandbox.received().filter(({ operation }) => operation === "orders.find").length;
    const found = await reconcile(shop, new Map());
    expect(inShort(found).map(([, , number]) => number)).toEqual([...numbers, "B-1"]);
    const asked = shop.sandbox.received().filter(({ operation }) => operation === "orders.find");
    expect(before).toBe(0);
    expect(asked.map(({ fields }) => fields.order_number?.split(",").length)).toEqual([100, 100, 4]);
  });

  it("asks nothing before it is walked, and again when it is walked again", async () => {
    const shop = await openShop();
    await shop.paid("A-1");
    const findings = shop.client.reconcile({ ...RANGE, findOrder: () => undefined });
    const before = shop.sandbox.received().length;
    expect(await all(findings)).toHaveLength(1);
    const first = shop.sandbox.received().length;
    expect(await all(findings)).toHaveLength(1);
    expect(first).toBeGreaterThan(before);
    expect(shop.sandbox.received().length - first).toBe(first - before);
  });

  it("gives each finding to a handler's ask, and finds nothing more after that", async () => {
    const shop = await openShop();
    await shop.paid("A-1");
    const orders = toOrders(stored("A-1"));
    const paid: string[] = [];
    const notices = shop.client.notifications.createHandler({
      store: createMemoryStore(),
      findOrder: ({ terminal, orderNumber }) => orders.get(`${terminal}/${orderNumber}`),
      onPayment: ({ order, paymentId, status }) => {
        paid.push(`${order.orderNumber} ${status}`);
        orders.set(`${order.terminal}/${order.orderNumber}`, { ...order, paymentId });
      },
      onDuplicatePayment: () => {},
    });
    for (const finding of await reconcile(shop, orders)) {
      expect(await notices.ask(finding)).toEqual({ isDone: true });
    }
    expect(paid).toEqual(["A-1 approved"]);
    expect(await reconcile(shop, orders)).toEqual([]);
  });

  it("refuses what it cannot compare with, and says why", async () => {
    const { client } = await openShop();
    const findOrder = () => undefined;
    const wrong: readonly [unknown, string][] = [
      [{ ...RANGE }, "findOrder"],
      [{ ...RANGE, findOrder: {} }, "findOrder"],
      [{ ...RANGE, findOrder, isKnown: [] }, "isKnown"],
      [{ ...RANGE, findOrder, terminals: "90000101" }, "terminals"],
      [{ findOrder, to: RANGE.to }, "from"],
      [{ ...RANGE, findOrder, page: 1 }, "page"],
    ];
    for (const [input, field] of wrong) {
      const error = await failure(
        async () => client.reconcile(input as ReconcileInput),
        field in (input as object) || field === "page" ? "invalid_field" : "missing_field",
        field,
      );
      expect(error.outcome).toBe("nothing-sent");
    }
    const unknown = client.reconcile({ ...RANGE, findOrder, terminals: ["90000199"] });
    await failure(() => all(unknown), "invalid_argument", "terminal");
  });
});
