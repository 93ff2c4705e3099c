import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { DAY_MS, FIRST, openShop } from "./shop.ts";

describe("finding orders", () => {
  it("tells of each that was asked, in the order of the question", async () => {
    const shop = await openShop();
    await shop.paid("A-1");
    await shop.reserved("A-3");
    await shop.client.payments.pay(shop.input("A-2", {}, "decline"));
    const found = await shop.client.orders.findMany(["A-3", "A-none", "A-1", "A-2"]);
    expect(found.map(({ orderNumber, status }) => [orderNumber, status])).toEqual([
      ["A-3", "authorised"],
      ["A-none", "not-found"],
      ["A-1", "approved"],
      ["A-2", "declined"],
    ]);
  });

  it("asks about a hundred at once, and goes on", async () => {
    const shop = await openShop();
    await shop.paid("A-001");
    await shop.paid("A-205");
    const numbers = Array.from({ length: 205 }, (_, at) => `A-${`${at + 1}`.padStart(3, "0")}`);
    const found = await shop.client.orders.findMany(numbers);
    expect(found.map(({ orderNumber }) => orderNumber)).toEqual(numbers);
    expect(found.filter(({ status }) => status === "approved").map(({ orderNumber }) => orderNumber)).toEqual([
      "A-001",
      "A-205",
    ]);
    const asked = shop.sandbox.received().filter(({ operation }) => operation === "orders.find");
    expect(asked.map(({ fields }) => fields.order_number!.split(",").length)).toEqual([100, 100, 5]);
  });

  it("asks nothing where there is nothing to ask", async () => {
    const shop = await openShop();
    expect(await shop.client.orders.findMany([])).toEqual([]);
    expect(shop.sandbox.received()).toEqual([]);
    await failure(() => shop.client.orders.findMany(["A-1", "A,2"]), "invalid_field");
  });

  it("tells of refunds and chargebacks", async () => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1");
    const { refundId } = await shop.client.refunds.create({
      ...{ paymentId, type: "partial", amount: "4.00", currency: "USD", description: "Late", refundNumber: "R-1" },
    });
    const disputeId = await shop.sandbox.dispute(paymentId, { amount: "6.00" });
    const order = await shop.client.orders.find("A-1");
    expect(order.payments[0]).toMatchObject({
      refunds: [{ refund_id: refundId, refund_amount: "4.00", refund_number: "R-1", refund_status: "-1" }],
      chargebacks: [{ chargeBack_id: disputeId, chargeBack_amount: "6.00" }],
      fields: { chargeBack_status: "1", refund_status: "0" },
    });
    await shop.sandbox.settleRefund(refundId, "complete");
    const after = await shop.client.orders.find("A-1");
    expect(after.payments[0]).toMatchObject({ refunds: [{ refund_status: "1" }], fields: { refund_status: "1" } });
  });

  it("goes back six months", async () => {
    const shop = await openShop();
    await shop.paid("A-1");
    shop.pass(183 * DAY_MS);
    expect((await shop.client.orders.find("A-1")).status).toBe("approved");
    shop.pass(1);
    expect((await shop.client.orders.find("A-1")).status).toBe("not-found");
    expect((await shop.sandbox.payments(FIRST, "A-1")).length).toBe(1);
  });
});

describe("a parcel's number", () => {
  const PARCEL = { trackingNumber: "T-1", site: "https://post.example/?a=1&b=2", handler: "Post & Co" } as const;
  const KEPT = { number: PARCEL.trackingNumber, site: PARCEL.site, handler: PARCEL.handler };

  it("is kept with the payment, by its id or its order", async () => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1");
    await shop.paid("A-2");
    const { orders } = shop.client;
    expect(await orders.uploadTracking({ ...PARCEL, paymentId })).toMatchObject({
      status: "approved",
      verified: false,
    });
    expect(await orders.uploadTracking({ ...PARCEL, orderNumber: "A-2" })).toMatchObject({
      fields: { tracking_results: "01" },
    });
    for (const order of ["A-1", "A-2"]) {
      expect((await shop.sandbox.payments(FIRST, order)).map(({ tracking }) => tracking)).toEqual([[KEPT]]);
    }
  });

  it("goes to the payment that succeeded", async () => {
    const shop = await openShop();
    await shop.client.payments.pay(shop.input("A-1", {}, "decline"));
    await shop.paid("A-1");
    await shop.client.orders.uploadTracking({ ...PARCEL, orderNumber: "A-1" });
    expect((await shop.sandbox.payments(FIRST, "A-1")).map(({ tracking }) => tracking.length)).toEqual([0, 1]);
  });

  it.each([
    [{ orderNumber: "A-none" }, "19"],
    [{ paymentId: "999999999999999999" }, "17"],
  ] as const)("of what the gateway does not know is refused: %o", async (about, gatewayCode) => {
    const shop = await openShop();
    const error = await failure(() => shop.client.orders.uploadTracking({ ...PARCEL, ...about }), "gateway_refused");
    expect(error).toMatchObject({ gatewayCode, order: about });
  });
});
