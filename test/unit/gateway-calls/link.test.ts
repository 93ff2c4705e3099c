import { describe, expect, it } from "vitest";
import type { LinkResult } from "../../../src/payments/link.ts";
import { isSignedByNode } from "../sandbox/shopper.ts";
import { press, returnForm, visit } from "./browser.ts";
import { openShop, orderInput } from "./shop.ts";

const HOUR_MS = 3_600_000;

describe("a payment link", () => {
  it("is paid by whoever opens it", async () => {
    const shop = await openShop();
    const result = await shop.client.payments.createLink(orderInput("L-1"));
    expect(result).toMatchObject({ status: "redirect", verified: false, orderNumber: "L-1", gatewayCode: "80000" });
    shop.pass(48 * HOUR_MS - 1);
    const page = await visit(shop.sandbox, urlOf(result));
    const { fields } = returnForm(await press(shop.sandbox, page, "approve"));
    expect(isSignedByNode(fields)).toBe(true);
    expect(fields.payment_status).toBe("1");
    expect((await shop.client.orders.find("L-1")).approvals).toEqual([fields.payment_id]);
  });

  it("is good for 48 hours", async () => {
    const shop = await openShop();
    const url = urlOf(await shop.client.payments.createLink(orderInput("L-1")));
    const page = await visit(shop.sandbox, url);
    shop.pass(48 * HOUR_MS);
    const late = await visit(shop.sandbox, url);
    expect(late.status).toBe(410);
    // Whoever had the page open is late too.
    expect((await press(shop.sandbox, page, "approve")).status).toBe(410);
    expect(await shop.client.orders.find("L-1")).toMatchObject({ status: "pending", approvals: [] });
  });

  it("that is made twice leads to two pages of one order, of which each can be paid", async () => {
    const shop = await openShop();
    const urls = [urlOf(await shop.client.payments.createLink(orderInput("L-1")))];
    urls.push(urlOf(await shop.client.payments.createLink(orderInput("L-1"))));
    expect(new Set(urls).size).toBe(2);
    for (const url of urls) await press(shop.sandbox, await visit(shop.sandbox, url), "approve");
    const order = await shop.client.orders.find("L-1");
    expect(order.isDoublePayment).toBe(true);
    expect(new Set(order.approvals).size).toBe(2);
  });
});

function urlOf(result: LinkResult): string {
  if (result.status !== "redirect") throw new Error(`${result.status} in place of a link`);
  return result.redirectUrl;
}
