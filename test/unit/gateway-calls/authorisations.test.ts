import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { DAY_MS, FIRST, openShop } from "./shop.ts";

describe("a capture", () => {
  it("takes all that was reserved", async () => {
    const shop = await openShop();
    const paymentId = await shop.reserved("A-1");
    const result = await shop.client.payments.capture({ paymentId });
    expect(result).toMatchObject({ status: "approved", verified: false, paymentId, gatewayCode: "80000" });
    expect(await shop.client.orders.find("A-1")).toMatchObject({ status: "approved", approvals: [paymentId] });
    expect((await shop.sandbox.payments(FIRST, "A-1")).map((held) => held.capturedAmount)).toEqual(["10.00"]);
  });

  it("takes a part, and only that can be refunded", async () => {
    const shop = await openShop();
    const paymentId = await shop.reserved("A-1");
    const result = await shop.client.payments.capture({ paymentId, amount: "6.50", currency: "USD" });
    expect(result).toMatchObject({ status: "approved", fields: { payment_amount: "6.50" } });
    const refund = { paymentId, type: "full", currency: "USD", description: "Back" } as const;
    const error = await failure(() => shop.client.refunds.create({ ...refund, amount: "10.00" }), "gateway_refused");
    expect(error.gatewayCode).toBe("20021");
    expect((await shop.client.refunds.create({ ...refund, amount: "6.50" })).status).toBe("pending");
  });

  it("of more than was reserved takes nothing", async () => {
    const shop = await openShop();
    const paymentId = await shop.reserved("A-1");
    const result = await shop.client.payments.capture({ paymentId, amount: "10.01", currency: "USD" });
    expect(result).toMatchObject({ status: "declined", gatewayCode: "80020", reason: "invalid-amount" });
    expect((await shop.client.orders.find("A-1")).status).toBe("authorised");
  });

  it("comes once", async () => {
    const shop = await openShop();
    const paymentId = await shop.reserved("A-1");
    await shop.client.payments.capture({ paymentId, amount: "4.00", currency: "USD" });
    const again = await shop.client.payments.capture({ paymentId, amount: "6.00", currency: "USD" });
    expect(again).toMatchObject({ status: "declined", gatewayCode: "80014", reason: "duplicate" });
    expect((await shop.sandbox.payments(FIRST, "A-1")).map((held) => held.capturedAmount)).toEqual(["4.00"]);
  });

  it.each([
    ["just before seven days are over", 7 * DAY_MS - 1, "approved", "approved"],
    ["after seven days", 7 * DAY_MS, "declined", "declined"],
  ] as const)("%s", async (_when, ms, status, found) => {
    const shop = await openShop();
    const paymentId = await shop.reserved("A-1");
    shop.pass(ms);
    const result = await shop.client.payments.capture({ paymentId });
    expect(result.status).toBe(status);
    if (status === "declined") expect(result.reason).toBe("authorisation-voided");
    const order = await shop.client.orders.find("A-1");
    expect(order).toMatchObject({ status: found });
    expect(order.payments.length).toBe(1);
  });

  it("of a payment that was no pre-authorisation is refused", async () => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1");
    const error = await failure(() => shop.client.payments.capture({ paymentId }), "gateway_refused");
    expect(error).toMatchObject({ gatewayCode: "20001", outcome: "unknown", order: { paymentId } });
    expect((await shop.client.orders.find("A-1")).status).toBe("approved");
  });
});

describe("a void of a card payment", () => {
  it("gives back what was reserved, for good", async () => {
    const shop = await openShop();
    const paymentId = await shop.reserved("A-1");
    const result = await shop.client.payments.void({ paymentId });
    expect(result).toMatchObject({ status: "approved", verified: false, reason: "authorisation-voided" });
    expect(await shop.client.orders.find("A-1")).toMatchObject({
      status: "declined",
      payment: { reason: "authorisation-voided" },
    });
    expect((await shop.client.payments.capture({ paymentId })).status).toBe("declined");
    expect((await shop.sandbox.payments(FIRST, "A-1")).map((held) => held.capturedAmount)).toEqual([undefined]);
  });

  it.each(["capture", "void"] as const)("after a %s does nothing", async (step) => {
    const shop = await openShop();
    const paymentId = await shop.reserved("A-1");
    await shop.client.payments[step]({ paymentId });
    const before = await shop.client.orders.find("A-1");
    expect(await shop.client.payments.void({ paymentId })).toMatchObject({ status: "declined", reason: "duplicate" });
    expect(await shop.client.orders.find("A-1")).toEqual(before);
  });
});

describe("a void of an offline payment", () => {
  it("ends the order that waits for its money", async () => {
    const shop = await openShop();
    const paymentId = await shop.offline("A-1");
    const result = await shop.client.payments.void({ orderNumber: "A-1" });
    expect(result).toMatchObject({ status: "approved", verified: false, gatewayCode: "80053" });
    expect((await shop.client.orders.find("A-1")).status).toBe("declined");
    // What comes later pays nothing.
    await shop.sandbox.settle(paymentId, "approve");
    expect((await shop.client.orders.find("A-1")).status).toBe("declined");
  });

  it("of an order that is paid changes nothing", async () => {
    const shop = await openShop();
    await shop.sandbox.settle(await shop.offline("A-1"), "approve");
    await failure(() => shop.client.payments.void({ orderNumber: "A-1" }), "gateway_refused");
    expect((await shop.client.orders.find("A-1")).status).toBe("approved");
  });
});
