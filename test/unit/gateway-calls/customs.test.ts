import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { DAY_MS, FIRST, openShop } from "./shop.ts";

const INPUT = { type: "1", payerName: "Ada Lovelace", customs: "01", customsNumber: "C-1" } as const;

describe("a declaration to the customs", () => {
  it("is kept with its payment, under the gateway's names", async () => {
    const shop = await openShop();
    const paymentId = await shop.offline("A-1", "WeChatPay_Web");
    await shop.sandbox.settle(paymentId, "approve");
    const result = await shop.client.payments.declareCustoms({
      ...INPUT,
      paymentId,
      payerId: "11010519491231002X",
      price: "9.00",
      totalAmount: "10.00",
      customsName: "Shop",
      shippingFee: "1.00",
      subOrderNumber: "A-1-1",
    });
    expect(result).toMatchObject({ status: "approved", verified: false, paymentId });
    const [held] = await shop.sandbox.payments(FIRST, "A-1");
    expect(held?.customs).toEqual([
      {
        type: "1",
        pay_userId: "11010519491231002X",
        pay_userName: "Ada Lovelace",
        price: "9.00",
        total_amount: "10.00",
        customs: "01",
        customs_number: "C-1",
        customs_name: "Shop",
        shipping_fee: "1.00",
        sub_order_number: "A-1-1",
      },
    ]);
    expect((await shop.client.orders.find("A-1")).status).toBe("approved");
  });

  it.each([
    ["of the last 180 days", 180 * DAY_MS - 1, 1],
    ["older than that", 180 * DAY_MS, 0],
  ] as const)("of a payment %s", async (_when, ms, kept) => {
    const shop = await openShop();
    const paymentId = await shop.offline("A-1");
    await shop.sandbox.settle(paymentId, "approve");
    shop.pass(ms);
    const declared = shop.client.payments.declareCustoms({ ...INPUT, paymentId });
    if (kept) expect((await declared).status).toBe("approved");
    else await failure(() => declared, "gateway_refused");
    expect((await shop.sandbox.payments(FIRST, "A-1")).map(({ customs }) => customs.length)).toEqual([kept]);
  });

  it("of a card payment, or one that is not paid, is refused", async () => {
    const shop = await openShop();
    for (const paymentId of [await shop.paid("A-1"), await shop.offline("A-2")]) {
      const error = await failure(
        () => shop.client.payments.declareCustoms({ ...INPUT, paymentId }),
        "gateway_refused",
      );
      expect(error).toMatchObject({ outcome: "unknown", order: { paymentId } });
    }
    const held = [...(await shop.sandbox.payments(FIRST, "A-1")), ...(await shop.sandbox.payments(FIRST, "A-2"))];
    expect(held.map(({ customs }) => customs)).toEqual([[], []]);
  });
});
