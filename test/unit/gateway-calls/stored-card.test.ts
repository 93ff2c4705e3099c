import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { press, returnForm, submit } from "./browser.ts";
import { DAY_MS, FIRST, openShop, orderInput, type Shop } from "./shop.ts";

const FORM = {
  customerId: "customer-7",
  billing: orderInput("").billing,
  backUrl: "https://shop.example/stored",
  notes: "first",
} as const;

/** Stores a card by the gateway's page, and returns its id. */
async function storeCard({ client, sandbox }: Shop, button = "approve"): Promise<string> {
  const page = await submit(sandbox, await client.quickpay.buildCreateForm(FORM));
  const { action, fields } = returnForm(await press(sandbox, page, button));
  expect(action).toBe(FORM.backUrl);
  expect(fields).toMatchObject({ customer_id: "customer-7", order_notes: "first", quickpay_status: "1" });
  return fields.quickpay_id!;
}

describe("a stored card", () => {
  it("is stored, charged, charged again, cancelled, and charged no more", async () => {
    const shop = await openShop();
    const { quickpay, orders } = shop.client;
    const quickpayId = await storeCard(shop);
    const stored = await quickpay.find({ customerId: "customer-7" });
    expect(stored).toMatchObject({ status: "approved", verified: false, quickpayId, methods: "Credit Card" });

    const first = await quickpay.charge({ ...orderInput("S-1"), quickpayId, serviceMode: "M1" });
    const renewal = await quickpay.charge({ ...orderInput("S-2"), quickpayId, serviceMode: "M2" });
    expect([first, renewal]).toMatchObject([
      { status: "approved", verified: true, signed: { orderNumber: "S-1" } },
      { status: "approved", verified: true, signed: { orderNumber: "S-2" } },
    ]);
    const held = [...(await shop.sandbox.payments(FIRST, "S-1")), ...(await shop.sandbox.payments(FIRST, "S-2"))];
    expect(held.map((payment) => [payment.quickpayId, payment.serviceMode])).toEqual([
      [quickpayId, "M1"],
      [quickpayId, "M2"],
    ]);

    expect(await quickpay.cancel({ quickpayId })).toMatchObject({ status: "approved", verified: false, quickpayId });
    expect(await quickpay.find({ quickpayId })).toMatchObject({ status: "pending", quickpayId });
    const charge = () => quickpay.charge({ ...orderInput("S-3"), quickpayId, serviceMode: "M2" });
    // Signed: the gateway has done nothing.
    expect(await failure(charge, "gateway_refused")).toMatchObject({ outcome: "refused", gatewayCode: "20001" });
    expect((await orders.findMany(["S-1", "S-2", "S-3"])).map(({ status }) => status)).toEqual([
      "approved",
      "approved",
      "not-found",
    ]);
  });

  it("can be paid with by payments.pay too", async () => {
    const shop = await openShop();
    const quickpayId = await storeCard(shop);
    expect((await shop.client.payments.pay({ ...orderInput("S-1"), quickpayId })).status).toBe("approved");
  });

  it("that reserves is captured later", async () => {
    const shop = await openShop();
    const quickpayId = await storeCard(shop);
    const input = { ...orderInput("S-1", { intent: "pre-authorisation" }), quickpayId, serviceMode: "S1" };
    const { status, paymentId } = await shop.client.quickpay.charge(input);
    expect(status).toBe("authorised");
    expect((await shop.client.payments.capture({ paymentId })).status).toBe("approved");
  });

  it.each([
    ["decline", "declined"],
    ["insufficient-funds", "declined"],
    ["pending", "pending"],
    ["challenge", "approved"], // nobody is there to confirm
  ])("whose card is one to %s leads to %s", async (button, status) => {
    const shop = await openShop();
    const quickpayId = await storeCard(shop, button);
    const result = await shop.client.quickpay.charge({ ...orderInput("S-1"), quickpayId, serviceMode: "S1" });
    expect(result.status).toBe(status);
    expect((await shop.client.orders.find("S-1")).status).toBe(status);
  });

  it("is good for three years", async () => {
    const shop = await openShop();
    const quickpayId = await storeCard(shop);
    shop.pass(3 * 365 * DAY_MS);
    expect((await shop.client.quickpay.find({ quickpayId })).status).toBe("pending");
    const charge = { ...orderInput("S-1"), quickpayId, serviceMode: "S1" };
    await failure(() => shop.client.quickpay.charge(charge), "gateway_refused");
  });
});

describe("a card that was not stored", () => {
  it("has no id", async () => {
    const shop = await openShop();
    const page = await submit(shop.sandbox, await shop.client.quickpay.buildCreateForm(FORM));
    expect(await shop.client.quickpay.find({ customerId: "customer-7" })).toMatchObject({
      status: "pending",
      quickpayId: "",
    });
    const { fields } = returnForm(await press(shop.sandbox, page, "cancel"));
    expect(fields).toMatchObject({
      quickpay_id: "",
      quickpay_status: "0",
      quickpay_details: "80101:Cancelled by customer",
    });
    expect((await shop.client.quickpay.find({ customerId: "customer-7" })).status).toBe("pending");
  });

  it.each(["customer_id", "backUrl", "billing_email"])("since its form was changed in %s", async (name) => {
    const shop = await openShop();
    const { action, fields } = await shop.client.quickpay.buildCreateForm(FORM);
    const page = await submit(shop.sandbox, { action, fields: { ...fields, [name]: `${fields[name]}x` } });
    expect(page.status).toBe(400);
    expect(page.html).toContain("20013");
    await failure(() => shop.client.quickpay.find({ customerId: "customer-7" }), "gateway_refused");
  });
});
