import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { press, submit, visit } from "./browser.ts";
import { DAY_MS, holdings, openShop, orderInput, SECOND, type Shop } from "./shop.ts";

/** Every call that begins a card payment of an order. */
const BEGINNINGS: Readonly<Record<string, (shop: Shop) => Promise<unknown>>> = {
  pay: ({ client, input }) => client.payments.pay(input("A-1")),
  createHosted: ({ client }) => client.payments.createHosted(orderInput("A-1")),
  createLink: ({ client }) => client.payments.createLink(orderInput("A-1")),
  charge: async ({ client, sandbox }) =>
    client.quickpay.charge({
      ...{ ...orderInput("A-1"), quickpayId: await sandbox.storeQuickpay(), serviceMode: "S1" },
    }),
};

describe("an order that is paid already", () => {
  it.each(Object.entries(BEGINNINGS))("is a duplicate for %s", async (_name, begin) => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1");
    const error = await failure(() => begin(shop), "duplicate_order");
    // Nothing was done now; that it is paid is what the caller must not overlook.
    expect(error).toMatchObject({ gatewayCode: "20061", outcome: "unknown", order: { orderNumber: "A-1" } });
    const order = await shop.client.orders.settle(error.order!.orderNumber!);
    expect(order).toMatchObject({ status: "approved", approvals: [paymentId], isFinal: true });
    expect(order.payments.length).toBe(1);
  });

  it("is a duplicate for the hosted form", async () => {
    const shop = await openShop();
    await shop.paid("A-1");
    const before = await holdings(shop);
    const page = await submit(shop.sandbox, await shop.client.payments.buildHostedForm(orderInput("A-1")));
    expect(page.status).toBe(400);
    expect(page.html).toContain("20061");
    expect(await holdings(shop)).toEqual(before);
  });

  it.each([
    [30 * DAY_MS - 1, false],
    [30 * DAY_MS, true],
  ])("stays one for thirty days: after %i ms it is paid again, %s", async (ms, isPaid) => {
    const shop = await openShop();
    await shop.paid("A-1");
    shop.pass(ms);
    const again = shop.client.payments.pay(shop.input("A-1"));
    if (isPaid) expect((await again).status).toBe("approved");
    else await failure(() => again, "duplicate_order");
    expect((await shop.client.orders.find("A-1")).isDoublePayment).toBe(isPaid);
  });

  it("is none on another terminal", async () => {
    const shop = await openShop();
    await shop.paid("A-1");
    expect((await shop.client.payments.pay(shop.input("A-1", { terminal: SECOND }))).status).toBe("approved");
  });

  it("is one when it was captured, not while its money is only held", async () => {
    const shop = await openShop();
    const paymentId = await shop.reserved("A-1");
    expect((await shop.client.payments.createHosted(orderInput("A-1"))).status).toBe("redirect");
    await shop.client.payments.capture({ paymentId });
    await failure(() => shop.client.payments.createHosted(orderInput("A-1")), "duplicate_order");
  });
});

describe("an order that is not paid", () => {
  it.each(["decline", "pending", "challenge"] as const)("can be paid after a payment of %s", async (card) => {
    const shop = await openShop();
    await shop.client.payments.pay(shop.input("A-1", {}, card));
    const paymentId = await shop.paid("A-1");
    expect(await shop.client.orders.find("A-1")).toMatchObject({ status: "approved", approvals: [paymentId] });
  });

  it("can be paid after the shopper left the gateway's page", async () => {
    const shop = await openShop();
    const result = await shop.client.payments.createHosted(orderInput("A-1"));
    const page = await visit(shop.sandbox, result.status === "redirect" ? result.redirectUrl : "");
    await press(shop.sandbox, page, "cancel");
    expect((await shop.client.orders.find("A-1")).payments.map(({ reason }) => reason)).toEqual([
      "cancelled-by-customer",
    ]);
    await shop.paid("A-1");
    expect((await shop.client.orders.find("A-1")).status).toBe("approved");
  });
});
