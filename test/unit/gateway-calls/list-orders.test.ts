import { describe, expect, it } from "vitest";
import { testWalletToken } from "../../../src/testing/wallet-tokens.ts";
import { NOW_MS } from "../card-samples.ts";
import { failure } from "../leaks.ts";
import { all, DAY_MS, openShop, orderInput, type Shop } from "./shop.ts";

const RANGE = { from: new Date(NOW_MS - DAY_MS), to: new Date(NOW_MS + DAY_MS) };

/** What a clock on the wall shows in a time zone, by the platform's own calendar. */
function onTheWall(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(ms);
}

/** Pays some orders, each a second after the one before. */
async function payMany({ client, pass }: Shop, count: number): Promise<readonly string[]> {
  const numbers = Array.from({ length: count }, (_, at) => `A-${`${at + 1}`.padStart(2, "0")}`);
  for (const number of numbers) {
    await client.payments.pay({ ...orderInput(number), googlePayToken: testWalletToken("approve") });
    pass(1000);
  }
  return numbers;
}

describe("the list of orders", () => {
  it.each([
    [0, 1],
    [10, 1],
    [11, 2],
    [25, 3],
  ])("of %i orders is read to its end in %i pages", async (count, pages) => {
    const shop = await openShop();
    const numbers = await payMany(shop, count);
    const items = await all(shop.client.orders.list(RANGE));
    expect(items.map(({ orderNumber }) => orderNumber)).toEqual(numbers);
    expect(new Set(items.map(({ paymentId }) => paymentId)).size).toBe(count);
    const asked = shop.sandbox.received().filter(({ operation }) => operation === "orders.list");
    // The first page without a number: the form that is proved.
    expect(asked.map(({ fields }) => fields.pages)).toEqual([undefined, "2", "3"].slice(0, pages));
  });

  it("asks for a page when it is wanted", async () => {
    const shop = await openShop();
    await payMany(shop, 12);
    const seen: string[] = [];
    for await (const { orderNumber } of shop.client.orders.list(RANGE)) {
      seen.push(orderNumber);
      if (seen.length === 10) break;
    }
    expect(shop.sandbox.received().filter(({ operation }) => operation === "orders.list").length).toBe(1);
  });

  it("has of each order what was paid, and when on the gateway's wall", async () => {
    const shop = await openShop();
    const paymentId = await shop.paid("A-1", { amount: "0.99", currency: "EUR" });
    expect(await all(shop.client.orders.list(RANGE))).toMatchObject([
      {
        ...{ verified: false, account: "900001", terminal: "90000101", orderNumber: "A-1", paymentId },
        ...{ amount: "0.99", currency: "EUR", methods: "Credit Card" },
        gatewayTime: onTheWall(NOW_MS, "Asia/Shanghai"),
      },
    ]);
  });
});

describe("the bounds of a list", () => {
  it.each([
    ["both included", 0, 0, 1],
    ["begins a second later", 1000, 2000, 0],
    ["ends a second earlier", -2000, -1000, 0],
    ["a whole second is one", 999, 999, 1],
  ])("%s", async (_what, from, to, count) => {
    const shop = await openShop();
    await shop.paid("A-1");
    const range = { from: new Date(NOW_MS + from), to: new Date(NOW_MS + to) };
    expect((await all(shop.client.orders.list(range))).length).toBe(count);
  });

  it.each(["+08:00", "Asia/Shanghai"])("are read in the zone of a gateway at +08:00 as %s", async (timeZone) => {
    const shop = await openShop();
    await shop.paid("A-1");
    const range = { from: new Date(NOW_MS), to: new Date(NOW_MS), timeZone };
    expect((await all(shop.client.orders.list(range))).length).toBe(1);
    const [asked] = shop.sandbox.received().filter(({ operation }) => operation === "orders.list");
    expect(asked?.fields).toMatchObject({
      order_beginDate: onTheWall(NOW_MS, "Asia/Shanghai"),
      order_endDate: onTheWall(NOW_MS, "Asia/Shanghai"),
    });
  });

  it.each([
    ["-05:00", "-05:00", 1],
    ["-05:00", "+08:00", 0],
    ["+05:30", "Asia/Kolkata", 1],
    ["-04:00", "America/New_York", 1], // June: daylight saving time
  ] as const)("meet a gateway whose clock is at %s, asked in %s, in %i order", async (zone, timeZone, count) => {
    const shop = await openShop({ timeZone: zone });
    await shop.paid("A-1");
    const range = { from: new Date(NOW_MS - 60_000), to: new Date(NOW_MS + 60_000), timeZone };
    expect((await all(shop.client.orders.list(range))).length).toBe(count);
  });

  it("need a time zone, the call's or the client's", async () => {
    const shop = await openShop();
    const client = shop.clientWith({ gatewayTimeZone: undefined });
    const error = await failure(() => all(client.orders.list(RANGE)), "missing_field", "timeZone");
    expect(error.outcome).toBe("nothing-sent");
    expect(await all(client.orders.list({ ...RANGE, timeZone: "+08:00" }))).toEqual([]);
    expect(shop.sandbox.received().length).toBe(1);
  });

  it("must be in order", async () => {
    const shop = await openShop();
    await failure(() => all(shop.client.orders.list({ from: RANGE.to, to: RANGE.from })), "invalid_field", "to");
    expect(shop.sandbox.received()).toEqual([]);
  });
});
