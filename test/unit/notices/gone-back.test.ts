// A payment can be heard of late, when its money has gone back: a shop that ships at "approved" must see it then.
import { describe, expect, it } from "vitest";
import { isGivenBack, stateOf } from "../../../playground/merchant/order-states.ts";
import { createMemoryStore } from "../../../src/inbox/memory-store.ts";
import type { PaymentEvent } from "../../../src/notifications/notice-events.ts";
import { openShop } from "../gateway-calls/shop.ts";
import { ACCOUNT } from "../sandbox/shopper.ts";
import { chargebackList, entryOf, noticeOf, openNoticeShop, type Order, ORDER, refundList } from "./notice-shop.ts";

/** A shop that heard nothing of its orders' payments, before the simulated gateway. */
async function openDeafShop() {
  const shop = await openShop({ faults: [{ kind: "notice-lost" }] });
  const told: string[] = [];
  const approvals: PaymentEvent<Order>[] = [];
  const order: Order = { account: ACCOUNT, terminal: "90000101", orderNumber: "A-1", currency: "USD", amount: "10.00" };
  const handler = shop.client.notifications.createHandler<Order>({
    store: createMemoryStore({ now: () => shop.world.clock.nowMs }),
    findOrder: () => order,
    onPayment: (event) => {
      told.push(`payment ${event.status}`);
      approvals.push(event);
    },
    onDuplicatePayment: () => told.push("duplicate"),
    onRefund: ({ status, amount }) => told.push(`refund ${status} ${amount}`),
    onChargeback: ({ amount }) => told.push(`chargeback ${amount}`),
  });
  const refund = async (paymentId: string, amount: string, outcome: "complete" | "fail") => {
    const type = amount === "10.00" ? "full" : "partial";
    const back = { paymentId, type, amount, currency: "USD", description: "Back" } as const;
    const { refundId } = await shop.client.refunds.create(back);
    await shop.sandbox.settleRefund(refundId, outcome);
    return refundId;
  };
  return { shop, handler, told, approvals, refund };
}

describe("a payment that is confirmed when its money has gone back", () => {
  it("is told with the refunds of the same answer, and each of them by itself, once", async () => {
    const { shop, handler, told, approvals, refund } = await openDeafShop();
    const paymentId = await shop.paid("A-1");
    const refundId = await refund(paymentId, "10.00", "complete");
    for (let i = 0; i < 2; i++) expect(await handler.ask({ orderNumber: "A-1" })).toEqual({ isDone: true });
    expect(told).toEqual(["payment approved", "refund complete 10.00"]);
    expect(approvals[0]?.refunds).toMatchObject([{ refundId, status: "complete", amount: "10.00" }]);
    expect(approvals[0]?.chargebacks).toEqual([]);
  });

  it("is told with its chargebacks", async () => {
    const { shop, handler, told, approvals } = await openDeafShop();
    await shop.sandbox.dispute(await shop.paid("A-1"));
    await handler.ask({ orderNumber: "A-1" });
    expect(told).toEqual(["payment approved", "chargeback 10.00"]);
    expect(approvals[0]?.chargebacks).toMatchObject([{ amount: "10.00" }]);
  });

  it("is told with none where none has ended, or the money is all there", async () => {
    const { shop, handler, approvals, refund } = await openDeafShop();
    const paymentId = await shop.paid("A-1");
    await refund(paymentId, "2.00", "fail");
    await handler.ask({ orderNumber: "A-1" });
    expect(approvals[0]?.refunds).toMatchObject([{ status: "failed", amount: "2.00" }]);
    expect(approvals[0]?.chargebacks).toEqual([]);
  });

  it("is told so also where it is run later, out of the store", async () => {
    const shop = openNoticeShop({ trust: "confirmed" });
    shop.gateway = [entryOf("approved", 1, { nested: refundList({ id: "R1", status: "1" }) + chargebackList("C1") })];
    let failures = 1;
    shop.onEffect = ({ name }) => {
      if (name === "payment" && failures-- > 0) throw new Error("not now");
    };
    await shop.answer(noticeOf("approved"));
    // By now nobody can be asked: what is run is what was kept.
    shop.gateway = [];
    shop.clock.nowMs += 60_000;
    await shop.handler.drain();
    const [payment] = shop.told.filter(({ name }) => name === "payment");
    expect(payment?.event).toMatchObject({
      refunds: [{ refundId: "R1", status: "complete", amount: "4.00" }],
      chargebacks: [{ chargebackId: "C1", amount: "10.00" }],
    });
  });

  it("is told by the merchant's own reading of the answer", async () => {
    const readFacts = () => ({ refunds: [], chargebacks: [{ chargebackId: "own", amount: "1.00", fields: {} }] });
    const shop = openNoticeShop({ readFacts });
    shop.gateway = [entryOf("approved", 1, { nested: refundList({ id: "R1", status: "1" }) })];
    await shop.handler.ask({ orderNumber: ORDER.orderNumber });
    expect(shop.told[0]?.event).toMatchObject({ refunds: [], chargebacks: [{ chargebackId: "own" }] });
  });

  it("is told with empty lists where a notice's signature was enough", async () => {
    const shop = openNoticeShop();
    await shop.answer(noticeOf("approved"));
    expect(shop.told[0]?.event).toMatchObject({ status: "approved", refunds: [], chargebacks: [] });
  });
});

describe("the playground's shop", () => {
  const refund = (amount: string, status: "complete" | "failed" = "complete") => ({
    ...{ refundId: "1", refundNumber: "", fields: {}, amount, status },
  });
  const chargeback = { chargebackId: "1", amount: "10.00", fields: {} };

  it.each([
    ["nothing went back", [], [], "paid"],
    ["all went back", [refund("10.00")], [], "returned"],
    ["all went back, in parts", [refund("9.99"), refund("0.01")], [], "returned"],
    ["a part went back", [refund("9.99")], [], "paid"],
    ["a refund failed", [refund("10.00", "failed")], [], "paid"],
    ["a refund tells no amount", [refund("")], [], "paid"],
    ["the bank took it back", [], [chargeback], "returned"],
  ] as const)("where %s", (_what, refunds, chargebacks, state) => {
    expect(stateOf({ status: "approved", isBack: isGivenBack("10.00", { refunds, chargebacks }) })).toBe(state);
  });
});
