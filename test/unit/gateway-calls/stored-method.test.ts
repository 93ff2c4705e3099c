import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { type Page, press, returnForm, visit } from "./browser.ts";
import { FIRST, holdings, openShop, orderInput, type Shop } from "./shop.ts";
import { STORED } from "./stored-calls.ts";

async function begin({ client, sandbox }: Shop): Promise<{ page: Page; orderReference: string }> {
  const result = await client.quickpay.create(STORED);
  expect(result).toMatchObject({ status: "redirect", verified: false, merchantReference: "M-1" });
  const page = await visit(sandbox, result.status === "redirect" ? result.redirectUrl : "");
  return { page, orderReference: result.orderReference };
}

describe("a stored method that is no card", () => {
  it("is created, confirmed by its shopper, found by every name, and charged", async () => {
    const shop = await openShop();
    const { page, orderReference } = await begin(shop);
    expect(await shop.client.quickpay.find({ merchantReference: "M-1" })).toMatchObject({
      ...{ status: "pending", quickpayId: "", orderReference },
    });
    const { action, fields } = returnForm(await press(shop.sandbox, page, "confirm"));
    expect(action).toBe(STORED.redirectUrl);
    const quickpayId = fields.quickpay_id!;
    const names = [
      { merchantReference: "M-1" },
      { customerId: "customer-1" },
      { orderReference },
      { quickpayId },
    ] as const;
    const found = await Promise.all(names.map((name) => shop.client.quickpay.find(name)));
    for (const stored of found) {
      expect(stored).toMatchObject({
        ...{ status: "approved", verified: false, quickpayId, orderReference, methods: "Alipay_Web" },
        merchantReference: "M-1",
      });
      expect(stored.expiryTime).toMatch(/^2033-06-14 20:00:00$/); // three years of 365 days, at +08:00
    }
    const charge = { ...orderInput("S-1"), quickpayId, serviceMode: "S1", methods: "Alipay_Web" };
    expect((await shop.client.quickpay.charge(charge)).status).toBe("approved");
    expect((await shop.sandbox.payments(FIRST, "S-1")).map((held) => [held.methods, held.quickpayId])).toEqual([
      ["Alipay_Web", quickpayId],
    ]);
  });

  it("whose shopper refuses can't be charged", async () => {
    const shop = await openShop();
    const { page } = await begin(shop);
    const { fields } = returnForm(await press(shop.sandbox, page, "cancel"));
    expect(fields).toMatchObject({ quickpay_id: "", quickpay_status: "0" });
    expect((await shop.client.quickpay.find({ merchantReference: "M-1" })).status).toBe("pending");
  });

  it("is cancelled as often as it is asked to", async () => {
    const shop = await openShop();
    const { page } = await begin(shop);
    const { fields } = returnForm(await press(shop.sandbox, page, "confirm"));
    const quickpayId = fields.quickpay_id!;
    await shop.client.quickpay.cancel({ quickpayId });
    const before = await holdings(shop);
    expect((await shop.client.quickpay.cancel({ quickpayId })).status).toBe("approved");
    expect(await holdings(shop)).toEqual(before);
    expect((await shop.client.quickpay.find({ quickpayId })).status).toBe("pending");
  });

  it("is answered with the newest where a customer has several", async () => {
    const shop = await openShop();
    const old = await shop.sandbox.storeQuickpay();
    const young = await shop.sandbox.storeQuickpay();
    expect(old).not.toBe(young);
    expect((await shop.client.quickpay.find({ customerId: "customer-1" })).quickpayId).toBe(young);
  });

  it("sends the secret as a header, and in no body", async () => {
    const shop = await openShop();
    const sent: Request[] = [];
    const fetch = (input: string, init?: RequestInit) => {
      sent.push(new Request(input, init));
      return shop.sandbox.paymentsConfig().fetch!(input, init);
    };
    await shop.clientWith({ fetch }).quickpay.create(STORED);
    const [request] = sent;
    expect(request?.headers.get("secureCode")).toBe("secret-of-one");
    expect(await request?.text()).not.toContain("secret-of-one");
    const answer = await failure(() => shop.client.quickpay.find({ merchantReference: "M-2" }), "gateway_refused");
    expect(answer.gatewayCode).toBe("PARAM_ERROR");
  });
});
