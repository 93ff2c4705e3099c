import { describe, expect, it } from "vitest";
import type { RefundInput } from "../../../src/schema/refund-input.ts";
import { failure } from "../leaks.ts";
import { FIRST, openShop, type Shop } from "./shop.ts";

/** A paid order, and how it is refunded. */
async function paidOrder() {
  const shop = await openShop();
  const paymentId = await shop.paid("A-1");
  const input = (amount: string, changes: Partial<RefundInput> = {}): RefundInput => ({
    ...{ paymentId, type: "partial", amount, currency: "USD", description: "Sent back" },
    ...changes,
  });
  return { shop, paymentId, input, refunds: shop.client.refunds };
}

/** The refunds that the gateway holds. */
async function held({ sandbox }: Shop): Promise<readonly string[]> {
  const payments = await sandbox.payments(FIRST, "A-1");
  return payments.flatMap((payment) => payment.refunds.map(({ amount, status }) => `${amount} ${status}`));
}

describe("a refund in part", () => {
  it("is begun, can be asked for, and ends", async () => {
    const { shop, input, refunds } = await paidOrder();
    const begun = await refunds.create(input("4.00", { refundNumber: "R-1" }));
    expect(begun).toMatchObject({ status: "pending", verified: false });
    const { refundId } = begun;
    expect(await refunds.find({ refundId })).toMatchObject({
      ...{ status: "pending", verified: false, refundId },
      fields: { refund_amount: "4.00", refund_number: "R-1", order_number: "A-1", refund_description: "Sent back" },
    });
    await shop.sandbox.settleRefund(refundId, "complete");
    expect((await refunds.find({ refundId })).status).toBe("approved");
    // A refund that has ended does not end again.
    await shop.sandbox.settleRefund(refundId, "fail");
    expect((await refunds.find({ refundId })).status).toBe("approved");
  });

  it("comes again up to what was paid, and not a cent beyond", async () => {
    const { shop, input, refunds } = await paidOrder();
    await refunds.create(input("3.33"));
    await refunds.create(input("3.33"));
    const error = await failure(() => refunds.create(input("3.35")), "gateway_refused");
    expect(error).toMatchObject({ gatewayCode: "20021", outcome: "unknown" });
    await refunds.create(input("3.34"));
    await failure(() => refunds.create(input("0.01")), "gateway_refused");
    expect(await held(shop)).toEqual(["3.33 pending", "3.33 pending", "3.34 pending"]);
  });

  it("that failed gives its amount back", async () => {
    const { shop, input, refunds } = await paidOrder();
    const { refundId } = await refunds.create(input("10.00"));
    await shop.sandbox.settleRefund(refundId, "fail");
    expect((await refunds.find({ refundId })).status).toBe("declined");
    expect((await refunds.create(input("10.00", { type: "full" }))).status).toBe("pending");
    expect(await held(shop)).toEqual(["10.00 fail", "10.00 pending"]);
  });
});

describe("a refund in full", () => {
  it("is of the whole amount, and comes once", async () => {
    const { shop, input, refunds } = await paidOrder();
    await failure(() => refunds.create(input("9.99", { type: "full" })), "gateway_refused");
    expect((await refunds.create(input("10.00", { type: "full" }))).status).toBe("pending");
    const error = await failure(() => refunds.create(input("10.00", { type: "full" })), "gateway_refused");
    expect(error.gatewayCode).toBe("20021");
    expect(await held(shop)).toEqual(["10.00 pending"]);
  });

  it("comes not after one in part", async () => {
    const { shop, input, refunds } = await paidOrder();
    await refunds.create(input("1.00"));
    await failure(() => refunds.create(input("10.00", { type: "full" })), "gateway_refused");
    await failure(() => refunds.create(input("9.00", { type: "full" })), "gateway_refused");
    expect(await held(shop)).toEqual(["1.00 pending"]);
  });
});

describe("a refund's own number", () => {
  it("is taken once: the same refund sent again is none", async () => {
    const { shop, paymentId, input, refunds } = await paidOrder();
    await refunds.create(input("2.00", { refundNumber: "R-1" }));
    const again = input("2.00", { refundNumber: "R-1", orderNumber: "A-1" });
    const error = await failure(() => refunds.create(again), "duplicate_order");
    expect(error).toMatchObject({ gatewayCode: "20061", outcome: "unknown" });
    expect(error.order).toMatchObject({ paymentId, orderNumber: "A-1", refundNumber: "R-1" });
    await refunds.create(input("2.00", { refundNumber: "R-2" }));
    expect(await held(shop)).toEqual(["2.00 pending", "2.00 pending"]);
  });
});

describe("a refund of what is not paid", () => {
  it.each(["decline", "pending"] as const)("is refused: %s", async (card) => {
    const shop = await openShop();
    const { paymentId } = await shop.client.payments.pay(shop.input("A-1", {}, card));
    const input = { paymentId, type: "full", amount: "10.00", currency: "USD", description: "Back" } as const;
    await failure(() => shop.client.refunds.create(input), "gateway_refused");
    expect(await held(shop)).toEqual([]);
  });
});

describe("the end of a refund", () => {
  it.each([
    ["complete", "1", "approved"],
    ["fail", "0", "declined"],
  ] as const)("%s is told by a notice that nobody can verify, and by asking", async (outcome, pushStatus, status) => {
    const { shop, input, refunds } = await paidOrder();
    await shop.sandbox.deliver();
    const { refundId } = await refunds.create(input("4.00", { refundNumber: "R-1" }));
    await shop.sandbox.settleRefund(refundId, outcome);
    await shop.sandbox.deliver();
    const notice = await shop.client.notifications.read(shop.world.notices.at(-1)!.body);
    expect(notice).toMatchObject({
      ...{ kind: "refund", verified: false, noticeType: "partialRefund" },
      fields: { push_id: refundId, push_status: pushStatus, refund_number: "R-1" },
    });
    expect((await refunds.find({ refundId })).status).toBe(status);
  });
});
