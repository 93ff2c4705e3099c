import { describe, expect, it } from "vitest";
import { createMemoryStore } from "../../../src/inbox/memory-store.ts";
import type { NoticeHandlerOptions } from "../../../src/notifications/handler-options.ts";
import { orderMismatches, type StoredOrder } from "../../../src/results/match-order.ts";
import { xmlOf } from "../edge/merchant.ts";
import { ACCOUNT, type Fields, isSignedByNode } from "../sandbox/shopper.ts";
import { press, returnForm, submit } from "./browser.ts";
import { FIRST, openShop, orderInput, type Shop } from "./shop.ts";

const ORDER: StoredOrder = { account: ACCOUNT, terminal: FIRST, orderNumber: "A-1", currency: "USD", amount: "10.00" };

/**
 * The shopper's way to the goods for a tenth of their price: the digits that leave the amount go into the first name of the
 * request, and into the notes of the result, and no signature is the wiser (SECURITY.md, "Pay one, be told ten").
 */
async function payOneOfTen({ client, sandbox }: Shop): Promise<{ honest: Fields; cut: Fields }> {
  const { action, fields } = await client.payments.buildHostedForm(orderInput("A-1"));
  const changes = { order_amount: "1", billing_firstName: `0.00${fields.billing_firstName}`, order_notes: "0.00" };
  const page = await submit(sandbox, { action, fields: { ...fields, ...changes } });
  expect(page.html).toContain("USD 1");
  const { fields: honest } = returnForm(await press(sandbox, page, "approve"));
  return { honest, cut: { ...honest, order_amount: "10.00", order_notes: "" } };
}

/** A merchant's handler, and what it was told. */
function takeNotices({ client }: Shop, options: Partial<NoticeHandlerOptions> = {}) {
  const told: string[] = [];
  const handler = client.notifications.createHandler({
    store: createMemoryStore(),
    findOrder: ({ orderNumber }) => (orderNumber === ORDER.orderNumber ? ORDER : undefined),
    onPayment: ({ status, order }) => told.push(`${status} ${order.amount}`),
    onDuplicatePayment: () => told.push("duplicate"),
    onMismatch: ({ differing, payment }) => told.push(`mismatch ${differing.join()} ${payment.verified}`),
    ...options,
  });
  const send = async (fields: Fields, senderAddress?: string) => {
    const request = new Request("https://shop.example/notice", {
      ...{ method: "POST", headers: { "content-type": "application/xml" } },
      body: xmlOf({ ...fields, response_type: "1", notice_type: "transaction" }),
    });
    return (await handler(request, { senderAddress })).status;
  };
  return { told, send };
}

describe("a tenth that was paid, and cut to the whole", () => {
  it("is signed, and matches the order: the attack is real", async () => {
    const shop = await openShop();
    const { honest, cut } = await payOneOfTen(shop);
    expect([isSignedByNode(honest), isSignedByNode(cut)]).toEqual([true, true]);
    const notice = await shop.client.notifications.read(xmlOf({ ...cut, notice_type: "transaction" }));
    expect(notice.kind === "payment" && orderMismatches(notice.payment.signed, ORDER)).toEqual([]);
    // What gives the signature alone the say: only where no page ever holds a request.
    const { told, send } = takeNotices(shop, { trust: "signed" });
    await send(cut);
    expect(told).toEqual(["approved 10.00"]);
  });

  it.each(["the cut one first", "the honest one first"])("has no effect: %s", async (name) => {
    const shop = await openShop();
    const { honest, cut } = await payOneOfTen(shop);
    const { told, send } = takeNotices(shop);
    const [first, second] = name.startsWith("the cut") ? [cut, honest] : [honest, cut];
    for (const fields of [first, second, first]) await send(fields);
    expect(told.length).toBeGreaterThan(1);
    expect(told.filter((what) => !what.startsWith("mismatch amount,notes"))).toEqual([]);
    // The gateway's own list was asked, and shows it.
    expect(told).toContain("mismatch amount,notes false");
  });

  it("reaches nothing from an address that is not the gateway's, whose own notice needs no question then", async () => {
    const shop = await openShop();
    const { cut, honest } = await payOneOfTen(shop);
    const { told, send } = takeNotices(shop, { allowedSenders: ["192.0.2.7"] });
    expect(await send(cut, "198.51.100.1")).toBe(403);
    expect(told).toEqual([]);
    expect(await send(honest, "192.0.2.7")).toBe(200);
    expect(told).toEqual(["mismatch amount,notes true"]);
    expect(shop.sandbox.received().filter(({ operation }) => operation === "orders.find")).toEqual([]);
  });

  it("is not confirmed as a return either", async () => {
    const shop = await openShop();
    const { cut } = await payOneOfTen(shop);
    const returned = await shop.client.returns.read(new URLSearchParams(cut).toString(), { findOrder: () => ORDER });
    expect([returned.isConfirmed, returned.match.kind]).toEqual([false, "match"]);
    const { match } = await shop.client.returns.confirm(returned, { findOrder: () => ORDER });
    expect(match).toEqual({ kind: "other-order", differing: ["amount", "notes"] });
  });
});
