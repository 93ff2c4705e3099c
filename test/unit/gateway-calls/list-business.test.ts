import { describe, expect, it } from "vitest";
import { NOW_MS } from "../card-samples.ts";
import { all, DAY_MS, openShop, type Shop } from "./shop.ts";

const RANGE = { from: new Date(NOW_MS - DAY_MS), to: new Date(NOW_MS + 90 * DAY_MS) };

function refund({ client }: Shop, paymentId: string, amount: string) {
  return client.refunds.create({ paymentId, type: "partial", amount, currency: "USD", description: "Late" });
}

describe("the list of business orders", () => {
  it("holds refunds and disputes, oldest first, each with its own amount", async () => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1");
    shop.pass(1000);
    const { refundId } = await refund(shop, paymentId, "4.00");
    shop.pass(1000);
    await shop.sandbox.dispute(paymentId, { kind: "retrieval", amount: "6.00" });
    const rowsOf = async () =>
      (await all(shop.client.orders.listBusiness(RANGE))).map((item) => [
        item.type,
        item.businessAmount,
        item.businessStatus,
        item.amount,
        item.paymentId === paymentId,
      ]);
    expect(await rowsOf()).toEqual([
      ["partialRefund", "4.00", "-1", "10.00", true],
      ["retrieval", "6.00", "2", "10.00", true],
    ]);
    await shop.sandbox.settleRefund(refundId, "complete");
    await shop.sandbox.dispute(paymentId, { kind: "retrieval", won: true });
    expect(await rowsOf()).toEqual([
      ["partialRefund", "4.00", "1", "10.00", true],
      ["reversal-retrieval", "6.00", "1", "10.00", true],
    ]);
  });

  it.each([
    [10, 2],
    [50, 1],
    [undefined, 1],
  ] as const)("comes in pages of %s: %i", async (pageSize, pages) => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1");
    const amounts = Array.from({ length: 12 }, (_, at) => `0.${at + 10}`);
    for (const amount of amounts) await refund(shop, paymentId, amount);
    const items = await all(shop.client.orders.listBusiness({ ...RANGE, pageSize }));
    expect(items.map(({ businessAmount }) => businessAmount)).toEqual(amounts);
    const asked = shop.sandbox.received().filter(({ operation }) => operation === "orders.listBusiness");
    expect(asked.map(({ fields }) => [fields.pages, fields.count])).toEqual(
      ["1", "2"].slice(0, pages).map((page) => [page, `${pageSize ?? 100}`]),
    );
  });

  it("counts by the date it is asked to", async () => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1");
    shop.pass(60 * DAY_MS);
    await refund(shop, paymentId, "4.00");
    const dayOfPayment = { from: new Date(NOW_MS), to: new Date(NOW_MS) };
    const dayOfRefund = { from: new Date(NOW_MS + 60 * DAY_MS), to: new Date(NOW_MS + 60 * DAY_MS) };
    const count = async (input: Parameters<typeof shop.client.orders.listBusiness>[0]) =>
      (await all(shop.client.orders.listBusiness(input))).length;
    expect(await count({ ...dayOfPayment, dateType: "transaction" })).toBe(1);
    expect(await count(dayOfPayment)).toBe(0);
    expect(await count({ ...dayOfRefund, dateType: "transaction" })).toBe(0);
    expect(await count(dayOfRefund)).toBe(1);
  });
});

describe("the list of disputes", () => {
  it("holds disputes only, of one payment or one order where it is asked to", async () => {
    const shop = await openShop();
    const [first, second] = [await shop.paid("A-1"), await shop.paid("A-2")];
    await refund(shop, first, "4.00");
    await shop.sandbox.dispute(first);
    await shop.sandbox.dispute(second, { kind: "fraud" });
    const types = async (filter: object) =>
      (await all(shop.client.orders.listDisputes({ ...RANGE, ...filter }))).map(({ type, paymentId }) => [
        type,
        paymentId,
      ]);
    const [chargeback, fraud] = [
      ["chargeBack", first],
      ["fraud", second],
    ];
    expect(await types({})).toEqual([chargeback, fraud]);
    expect(await types({ paymentId: second })).toEqual([fraud]);
    expect(await types({ orderNumber: "A-1", noticeType: "dispute" })).toEqual([chargeback]);
    expect(await types({ orderNumber: "A-3" })).toEqual([]);
  });

  it("goes on over more than one page", async () => {
    const shop = await openShop();
    const ids: string[] = [];
    for (let at = 1; at <= 11; at++) {
      const paymentId = await shop.paid(`A-${at}`);
      await shop.sandbox.dispute(paymentId);
      ids.push(paymentId);
      shop.pass(1000);
    }
    expect((await all(shop.client.orders.listDisputes(RANGE))).map(({ paymentId }) => paymentId)).toEqual(ids);
  });

  it("tells how a dispute ended", async () => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1");
    await shop.sandbox.dispute(paymentId);
    await shop.sandbox.dispute(paymentId, { won: false });
    const items = await all(shop.client.orders.listDisputes(RANGE));
    expect(items).toMatchObject([
      { type: "chargeBack", businessStatus: "0", details: "Lost", businessAmount: "10.00" },
    ]);
  });
});
