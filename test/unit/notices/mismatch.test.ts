import { describe, expect, it } from "vitest";
import type { StoredOrder } from "../../../src/results/match-order.ts";
import { type Fields, SECOND_SECRET, SECOND_TERMINAL, signed } from "../edge/merchant.ts";
import { entryOf, noticeOf, openNoticeShop, ORDER, paymentId } from "./notice-shop.ts";

/** Notices of the merchant's own gateway, and nevertheless not about the order as it is stored. */
const CASES: readonly (readonly [string, Fields, Partial<StoredOrder>, readonly string[]])[] = [
  ["another amount", { order_amount: "9.99" }, {}, ["amount"]],
  ["an amount a tenth of a cent off", { order_amount: "10.001" }, {}, ["amount"]],
  ["another currency", { order_currency: "EUR" }, {}, ["currency"]],
  ["both", { order_currency: "EUR", order_amount: "1.00" }, {}, ["currency", "amount"]],
  ["notes where none were given", { order_notes: "cart 7" }, {}, ["notes"]],
  ["other notes", { order_notes: "cart 7" }, { notes: "cart 8" }, ["notes"]],
  ["no notes where some were given", {}, { notes: "cart 8" }, ["notes"]],
  ["an order stored under another number", {}, { orderNumber: "ORDER-9" }, ["orderNumber"]],
  ["an order stored for another terminal", {}, { terminal: SECOND_TERMINAL }, ["terminal"]],
  ["an order stored for another account", {}, { account: "900002" }, ["account"]],
];

describe("a genuine notice that does not match the stored order", () => {
  it.each(CASES)("for %s is told, pays nothing, and leaves no trace", async (_name, changes, stored, differing) => {
    for (const state of ["approved", "authorised", "pending", "declined"] as const) {
      const order = { ...ORDER, ...stored };
      const shop = openNoticeShop({ findOrder: () => order });
      expect(await shop.answer(noticeOf(state, 1, changes))).toBe("ok");
      expect(shop.told).toMatchObject([{ name: "mismatch", event: { differing, order, payment: { status: state } } }]);
      const { account, terminal, orderNumber } = ORDER;
      const about = { account, terminal, orderNumber };
      expect(shop.told[0]?.event.about).toEqual(about);
      expect([shop.texts(), shop.asked]).toEqual(["", []]);
    }
  });

  it("does not keep the genuine payment out that comes later", async () => {
    const shop = openNoticeShop();
    await shop.answer(noticeOf("approved", 1, { order_amount: "0.01" }));
    expect(await shop.answer(noticeOf("approved", 2))).toBe("ok");
    expect(shop.names()).toEqual(["mismatch amount", `payment approved ${paymentId(2)}`]);
  });

  it("of the other terminal, signed with that one's secret, is about no order of the first", async () => {
    const shop = openNoticeShop({ findOrder: () => ORDER });
    const fields = signed({ ...noticeOf("approved"), terminal: SECOND_TERMINAL }, SECOND_SECRET);
    expect(await shop.answer(fields)).toBe("ok");
    expect(shop.names()).toEqual(["mismatch terminal"]);
  });

  it("is looked up by what is signed: account, terminal and number together", async () => {
    const seen: unknown[] = [];
    const shop = openNoticeShop({ findOrder: (about) => void seen.push(about) });
    await shop.answer(signed({ ...noticeOf("approved"), terminal: SECOND_TERMINAL }, SECOND_SECRET));
    expect(seen).toEqual([{ account: ORDER.account, terminal: SECOND_TERMINAL, orderNumber: ORDER.orderNumber }]);
  });
});

describe("the same, spelt otherwise, matches", () => {
  it.each<readonly [string, Fields, Partial<StoredOrder>]>([
    ["an amount without decimals", { order_amount: "10" }, {}],
    ["an amount of three decimals", { order_amount: "10.000" }, {}],
    ["a stored amount without decimals", {}, { amount: "10" }],
    ["notes that were cleaned before they were sent", { order_notes: "its a gift" }, { notes: ` it's a "gift" ` }],
    ["notes of null", {}, { notes: null }],
  ])("%s", async (_name, changes, stored) => {
    const shop = openNoticeShop({ findOrder: () => ({ ...ORDER, ...stored }) });
    expect(await shop.answer(noticeOf("approved", 1, changes))).toBe("ok");
    expect(shop.names()).toEqual([`payment approved ${paymentId(1)}`]);
  });
});

describe("an order that nobody knows", () => {
  it("is told, and its notice comes again until the order is there", async () => {
    const shop = openNoticeShop();
    shop.orders.clear();
    expect(await shop.answer(noticeOf("approved"))).toBe(503);
    expect(shop.told).toMatchObject([{ name: "mismatch", event: { differing: ["orderNumber"] } }]);
    expect(shop.told[0]?.event.order).toBeUndefined();
    shop.orders.set(ORDER.orderNumber, { ...ORDER });
    expect(await shop.answer(noticeOf("approved"))).toBe("ok");
    expect(shop.names().at(-1)).toBe(`payment approved ${paymentId(1)}`);
  });
});

describe("what the gateway answers, asked, that does not match", () => {
  it.each<readonly [string, Fields, string]>([
    ["amount", { order_amount: "0.01" }, "amount"],
    ["currency", { order_currency: "JPY" }, "currency"],
    ["terminal", { terminal: SECOND_TERMINAL }, "terminal"],
    ["notes", { order_notes: "cart 7" }, "notes"],
  ])("in its %s is told, and pays nothing", async (_name, fields, differing) => {
    const shop = openNoticeShop();
    shop.gateway = [entryOf("approved", 1, { fields })];
    expect(await shop.handler.ask({ orderNumber: ORDER.orderNumber })).toEqual({ isDone: true });
    expect(shop.names()).toEqual([`mismatch ${differing}`]);
  });

  it("is told only where money was taken", async () => {
    const shop = openNoticeShop();
    const fields = { order_amount: "0.01" };
    shop.gateway = (["pending", "authorised", "declined"] as const).map((state, i) => entryOf(state, i, { fields }));
    expect(await shop.handler.ask({ orderNumber: ORDER.orderNumber })).toEqual({ isDone: true });
    expect(shop.names()).toEqual([]);
  });

  it("does not keep the order's own payment out", async () => {
    const shop = openNoticeShop();
    shop.gateway = [entryOf("approved", 2, { fields: { order_amount: "0.01" } }), entryOf("approved", 1)];
    await shop.handler.ask({ orderNumber: ORDER.orderNumber });
    expect([...shop.names()].sort()).toEqual(["mismatch amount", `payment approved ${paymentId(1)}`]);
  });
});
