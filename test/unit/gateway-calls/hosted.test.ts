import { describe, expect, it } from "vitest";
import type { HostedInput } from "../../../src/schema/hosted-input.ts";
import { isSignedByNode } from "../sandbox/shopper.ts";
import { type Page, press, returnForm, submit, visit } from "./browser.ts";
import { FIRST, openShop, orderInput, type Shop } from "./shop.ts";

/** What each button of the gateway's page leads to. */
const BUTTONS = [
  ["approve", "1", "approved", "80000"],
  ["decline", "0", "declined", "80012"],
  ["insufficient-funds", "0", "declined", "80022"],
  ["pending", "-1", "pending", "80100"],
  ["cancel", "0", "declined", "80101"],
] as const;

/** The two ways to the page. */
const WAYS: Readonly<Record<string, (shop: Shop, input: HostedInput) => Promise<Page>>> = {
  createHosted: async ({ client, sandbox }, input) => {
    const result = await client.payments.createHosted(input);
    expect(result).toMatchObject({ status: "redirect", verified: true, orderNumber: input.orderNumber });
    const [held] = await sandbox.payments(FIRST, input.orderNumber);
    expect(held?.paymentId).toBe(result.paymentId);
    return visit(sandbox, result.status === "redirect" ? result.redirectUrl : "");
  },
  buildHostedForm: async ({ client, sandbox }, input) => {
    const form = await client.payments.buildHostedForm(input);
    expect(form.action).toBe("https://sandbox.test/gateway/service/pay");
    // Nothing was sent yet.
    expect(sandbox.received()).toEqual([]);
    return submit(sandbox, form);
  },
};

describe.each(Object.entries(WAYS))("a hosted payment by %s", (_name, toPage) => {
  it.each(BUTTONS)("ends by the button %s", async (button, status, found, code) => {
    const shop = await openShop();
    const page = await toPage(shop, orderInput("H-1", { notes: 'a & "b"' }));
    expect(page.html).toContain("USD 10.00");
    expect((await shop.client.orders.find("H-1")).status).toBe("pending");
    const back = returnForm(await press(shop.sandbox, page, button));
    expect(back.action).toBe("https://shop.example/back");
    expect(isSignedByNode(back.fields)).toBe(true);
    // The quotes were removed before anything was signed (§4.2).
    expect(back.fields).toMatchObject({ order_number: "H-1", order_notes: "a & b", payment_status: status });
    const order = await shop.client.orders.find("H-1");
    expect(order).toMatchObject({ status: found, payment: { gatewayCode: code, notes: "a & b" } });
  });

  it("goes through 3-D Secure", async () => {
    const shop = await openShop();
    const page = await toPage(shop, orderInput("H-1"));
    const challenge = await press(shop.sandbox, page, "challenge");
    expect(challenge.url).toContain("/3ds/");
    const back = returnForm(await press(shop.sandbox, challenge, "confirm"));
    expect(isSignedByNode(back.fields)).toBe(true);
    expect(back.fields).toMatchObject({ payment_status: "1", payment_authType: "2" });
    expect((await shop.client.orders.find("H-1")).status).toBe("approved");
  });

  it("reserves the money where it is asked to", async () => {
    const shop = await openShop();
    const page = await toPage(shop, orderInput("H-1", { intent: "pre-authorisation" }));
    await press(shop.sandbox, page, "approve");
    expect((await shop.client.orders.find("H-1")).status).toBe("authorised");
  });

  it("is decided once: a second answer changes nothing", async () => {
    const shop = await openShop();
    const page = await toPage(shop, orderInput("H-1"));
    await press(shop.sandbox, page, "approve");
    const back = returnForm(await press(shop.sandbox, page, "decline"));
    expect(back.fields.payment_status).toBe("1");
    expect((await shop.client.orders.find("H-1")).status).toBe("approved");
  });

  it("of another method than a card waits for its money", async () => {
    const shop = await openShop();
    const page = await toPage(shop, { ...orderInput("H-1"), methods: "Alipay_Web" });
    const { fields } = returnForm(await press(shop.sandbox, page, "pending"));
    await shop.sandbox.settle(fields.payment_id!, "approve");
    const order = await shop.client.orders.find("H-1");
    expect(order).toMatchObject({
      status: "approved",
      payment: { methods: "Alipay_Web", paymentId: fields.payment_id },
    });
  });
});

describe("a hosted form that was changed on its way", () => {
  it.each(["order_amount", "order_currency", "backUrl", "billing_email", "signValue"])(
    "in %s is refused",
    async (name) => {
      const shop = await openShop();
      const { action, fields } = await shop.client.payments.buildHostedForm(orderInput("H-1"));
      const changed = { ...fields, [name]: `${fields[name]!.slice(0, -1)}7` };
      const page = await submit(shop.sandbox, { action, fields: changed });
      expect(page.status).toBe(400);
      expect(page.html).toContain("20013");
      expect((await shop.client.orders.find("H-1")).status).toBe("not-found");
    },
  );
});
