import { describe, expect, it } from "vitest";
import { matchOrder, type StoredOrder } from "../../../src/results/match-order.ts";
import { failure } from "../leaks.ts";
import { ACCOUNT } from "../sandbox/shopper.ts";
import { FIRST, openShop, type Shop } from "./shop.ts";

const STORED: StoredOrder = { account: ACCOUNT, terminal: FIRST, orderNumber: "A-1", currency: "USD", amount: "10.00" };

/** An order with two payments whose outcome comes later, and then succeeds, oldest first. */
async function paidTwice(): Promise<{ shop: Shop; ids: readonly [string, string] }> {
  const shop = await openShop();
  const pend = async () => (await shop.client.payments.pay(shop.input("A-1", {}, "pending"))).paymentId;
  const ids = [await pend(), await pend()] as const;
  for (const id of ids) await shop.sandbox.settle(id, "approve");
  return { shop, ids };
}

describe("two approvals of one order", () => {
  it("are a double payment to whoever asks", async () => {
    const { shop, ids } = await paidTwice();
    const order = await shop.client.orders.find("A-1");
    expect(order).toMatchObject({ status: "approved", isDoublePayment: true, approvals: [ids[1], ids[0]] });
    expect(order.payments.map(({ fields }) => fields.duplicate_status)).toEqual(["1", "1"]);
    const matches = order.payments.map((payment) => matchOrder(payment, { ...STORED, paymentId: ids[0] }));
    expect(matches).toEqual([
      { kind: "double-payment", paymentId: ids[1], paidBy: ids[0] },
      { kind: "repeated", status: "approved", paymentId: ids[0] },
    ]);
    const double = { kind: "double-payment", paymentId: ids[1], paidBy: ids[0] };
    expect(matchOrder(order, { ...STORED, paymentId: ids[0] })).toEqual(double);
    // Before the order is stored as paid: the older approval counts.
    expect(matchOrder(order, STORED)).toEqual(double);
  });

  it("are a double payment to whoever reads the notices, in whichever order they come", async () => {
    const { shop, ids } = await paidTwice();
    await shop.sandbox.deliver();
    const notices = await Promise.all(shop.world.notices.map(({ body }) => shop.client.notifications.read(body)));
    for (const inTurn of [notices, notices.toReversed()]) {
      let paymentId: string | undefined;
      const kinds: string[] = [];
      for (const notice of inTurn) {
        if (notice.kind !== "payment" || notice.payment.status !== "approved") continue;
        const { kind } = matchOrder(notice.payment, { ...STORED, paymentId });
        kinds.push(kind);
        paymentId ??= notice.payment.paymentId;
      }
      expect(kinds).toEqual(["match", "double-payment"]);
      expect(paymentId).toBe(inTurn === notices ? ids[0] : ids[1]);
    }
  });

  it("stay one until the second is refunded, and the first counts", async () => {
    const { shop, ids } = await paidTwice();
    const { refundId } = await shop.client.refunds.create({
      ...{ paymentId: ids[1], orderNumber: "A-1", type: "full", amount: "10.00", currency: "USD" },
      ...{ description: "Paid twice", refundNumber: "D-1" },
    });
    await shop.sandbox.settleRefund(refundId, "complete");
    const order = await shop.client.orders.find("A-1");
    const refunded = order.payments.map(({ paymentId, fields }) => [paymentId, fields.refund_status]);
    expect(refunded).toEqual([
      [ids[1], "2"],
      [ids[0], "0"],
    ]);
  });
});

describe("a payment whose answer was lost", () => {
  it("and that is made again while it is open becomes a double payment", async () => {
    const shop = await openShop();
    shop.sandbox.setFaults([{ kind: "truncated-answer", times: 1 }]);
    const pay = () => shop.client.payments.pay(shop.input("A-1", {}, "pending"));
    const error = await failure(pay, "malformed_xml");
    expect(error).toMatchObject({ outcome: "unknown", order: { orderNumber: "A-1" } });
    await pay();
    for (const { paymentId } of await shop.sandbox.payments(FIRST, "A-1")) {
      await shop.sandbox.settle(paymentId, "approve");
    }
    expect((await shop.client.orders.settle(error.order!.orderNumber!)).isDoublePayment).toBe(true);
  });

  it("and that is asked about first is paid once", async () => {
    const shop = await openShop();
    shop.sandbox.setFaults([{ kind: "truncated-answer", times: 1 }]);
    const error = await failure(() => shop.client.payments.pay(shop.input("A-1")), "malformed_xml");
    const order = await shop.client.orders.settle(error.order!.orderNumber!);
    expect(order).toMatchObject({ status: "approved", isFinal: true, isDoublePayment: false });
    expect(order.payments.map((payment) => matchOrder(payment, STORED).kind)).toEqual(["match"]);
    // Whoever had not asked is stopped by the gateway itself.
    await failure(() => shop.client.payments.pay(shop.input("A-1")), "duplicate_order");
  });
});
