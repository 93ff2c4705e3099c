import { describe, expect, it } from "vitest";
import { createMemoryStore } from "../../../src/inbox/memory-store.ts";
import type { NoticeHandler } from "../../../src/notifications/handler-options.ts";
import type { Fault } from "../../../src/testing/faults.ts";
import { openShop, type Shop } from "../gateway-calls/shop.ts";
import { ACCOUNT } from "../sandbox/shopper.ts";
import type { Order } from "./notice-shop.ts";

/** A shop whose noticeUrl is answered by a handler, before the simulated gateway. */
async function openHandledShop(faults: readonly Fault[] = []) {
  const told: string[] = [];
  const orders = new Map<string, Order>();
  const state = { failures: 0 };
  let handler: NoticeHandler | undefined;
  const shop: Shop = await openShop({ faults, fetch: async (url, init) => handler!(new Request(url, init)) });
  const note = (text: string) => {
    if (state.failures-- > 0) throw new Error("not now");
    told.push(text);
  };
  handler = shop.client.notifications.createHandler<Order>({
    store: createMemoryStore({ now: () => shop.world.clock.nowMs }),
    findOrder: ({ orderNumber }) => orders.get(orderNumber),
    onPayment: ({ order, status, paymentId, signature }) => {
      note(`${order.orderNumber} ${status}`);
      if (status === "approved") Object.assign(order, { paymentId, signature });
    },
    onDuplicatePayment: ({ order, isConfirmed }) => note(`${order.orderNumber} double ${isConfirmed}`),
    onRefund: ({ order, status, amount }) => note(`${order.orderNumber} refund ${status} ${amount}`),
    onChargeback: ({ order, amount }) => note(`${order.orderNumber} chargeback ${amount}`),
    onMismatch: ({ differing }) => note(`mismatch ${differing.join()}`),
  });
  const open = (orderNumber: string) => {
    orders.set(orderNumber, { account: ACCOUNT, terminal: "90000101", orderNumber, currency: "USD", amount: "10.00" });
    return orderNumber;
  };
  /** Delivers until nothing waits any more, and drives what is left. */
  const settleAll = async () => {
    for (let round = 0; (await shop.sandbox.nextDeliveryAtMs()) !== undefined; round++) {
      if (round > 60) throw new Error("deliveries do not end");
      await shop.sandbox.deliver();
      shop.pass(1000);
    }
    while ((await handler.drain()).left);
  };
  return { shop, handler, told, orders, state, open, settleAll };
}

describe("with the simulated gateway's own notices", () => {
  it("a payment, its refunds and a chargeback are told, each once", async () => {
    const { shop, told, open, settleAll } = await openHandledShop();
    const paymentId = await shop.paid(open("A-1"));
    await settleAll();
    const refund = { paymentId, type: "partial", amount: "4.00", currency: "USD", description: "Back" } as const;
    const { refundId } = await shop.client.refunds.create(refund);
    await settleAll();
    expect(told).toEqual(["A-1 approved"]);
    await shop.sandbox.settleRefund(refundId, "complete");
    await settleAll();
    const failed = await shop.client.refunds.create({ ...refund, amount: "2.00" });
    await shop.sandbox.settleRefund(failed.refundId, "fail");
    await shop.sandbox.dispute(paymentId);
    await settleAll();
    await shop.sandbox.dispute(paymentId, { won: true });
    await settleAll();
    expect([...told].sort()).toEqual(
      ["A-1 approved", "A-1 chargeback 10.00", "A-1 refund complete 4.00", "A-1 refund failed 2.00"].sort(),
    );
  });

  it("a payment that was pending, an authorisation with its void, and one that was captured", async () => {
    const { shop, told, open, settleAll } = await openHandledShop();
    const { paymentId } = await shop.client.payments.pay(shop.input(open("P-1"), {}, "pending"));
    await settleAll();
    await shop.sandbox.settle(paymentId, "approve");
    await settleAll();
    const voided = await shop.reserved(open("V-1"));
    await settleAll();
    await shop.client.payments.void({ paymentId: voided });
    await settleAll();
    expect(told).toEqual(["P-1 pending", "P-1 approved", "V-1 authorised", "V-1 declined"]);
  });

  it("a declined try and an approved one, and two approvals of one order", async () => {
    const { shop, told, open, settleAll } = await openHandledShop();
    await shop.client.payments.pay(shop.input(open("A-1"), {}, "decline"));
    const ids = [];
    for (let i = 0; i < 2; i++) ids.push((await shop.client.payments.pay(shop.input("A-1", {}, "pending"))).paymentId);
    for (const id of ids) await shop.sandbox.settle(id, "approve");
    await settleAll();
    expect(told.filter((text) => text.includes("approved"))).toHaveLength(1);
    expect(told.filter((text) => text.includes("double"))).toEqual(["A-1 double true"]);
  });

  it.each<readonly [string, readonly Fault[]]>([
    ["doubled", [{ kind: "notice-doubled" }]],
    ["late", [{ kind: "notice-late", rate: 0.5 }]],
    ["out of order", [{ kind: "notice-reordered", rate: 0.5 }]],
    [
      "doubled and out of order",
      [
        { kind: "notice-reordered", rate: 0.5 },
        { kind: "notice-doubled", rate: 0.5 },
      ],
    ],
  ])("%s, to a merchant whose database fails now and then", async (_name, faults) => {
    const { shop, told, open, state, settleAll } = await openHandledShop(faults);
    for (const name of ["A-1", "A-2", "A-3", "A-4"]) {
      const { paymentId } = await shop.client.payments.pay(shop.input(open(name), {}, "pending"));
      await shop.sandbox.settle(paymentId, "approve");
    }
    state.failures = 3;
    await settleAll();
    shop.pass(3_600_000);
    await settleAll();
    const approved = told.filter((text) => text.endsWith("approved")).sort();
    expect(approved).toEqual(["A-1 approved", "A-2 approved", "A-3 approved", "A-4 approved"]);
    for (const name of ["A-1", "A-2", "A-3", "A-4"]) {
      expect(told.filter((text) => text.startsWith(name)).at(-1)).toBe(`${name} approved`);
    }
  });

  it("lost for ever: what reconcile finds, ask brings in", async () => {
    const { shop, handler, told, orders, open, settleAll } = await openHandledShop([{ kind: "notice-lost" }]);
    await shop.paid(open("A-1"));
    await shop.paid(open("A-2"));
    await settleAll();
    expect(told).toEqual([]);
    const day = 86_400_000;
    const { nowMs } = shop.world.clock;
    const range = { from: new Date(nowMs - day), to: new Date(nowMs + day) };
    const findOrder = ({ orderNumber }: { readonly orderNumber: string }) => orders.get(orderNumber);
    for (let i = 0; i < 2; i++) {
      for await (const { orderNumber, terminal } of shop.client.reconcile({ ...range, findOrder })) {
        expect(await handler.ask({ orderNumber, terminal })).toEqual({ isDone: true });
      }
    }
    expect([...told].sort()).toEqual(["A-1 approved", "A-2 approved"]);
  });

  it("not acknowledged while the merchant is down, and acknowledged at the next delivery", async () => {
    const { shop, open, state } = await openHandledShop();
    await shop.paid(open("A-1"));
    state.failures = 2;
    const seen = [];
    for (let i = 0; i < 4; i++) {
      seen.push(
        ...(await shop.sandbox.deliver()).map(({ attempt, acknowledged, status }) => [attempt, acknowledged, status]),
      );
      shop.pass(10_000);
    }
    expect(seen).toEqual([
      [1, false, 503],
      [2, false, 503],
      [3, true, 200],
    ]);
  });
});
