import { describe, expect, it } from "vitest";
import type { XmlElement } from "../../../src/wire/xml.ts";
import { entriesOf, fieldsOf, MERCHANT, payApproved, send, sendSigned, signFor } from "./merchant-calls.ts";
import { CARDS, createWorld, type Fields, type World } from "./shopper.ts";

const HOUR_MS = 3_600_000;

/** The whole day the tests live at, in the sandbox's own time zone. */
const DAY: Fields = { order_beginDate: "2030-06-15 00:00:00", order_endDate: "2030-06-15 23:59:59" };
const LISTS = ["orders.list", "orders.listBusiness", "orders.listDisputes"] as const;

async function list(world: World, call: string, fields: Fields = {}): Promise<XmlElement> {
  // Where the signed order has pages, it is sent; the order list is proved without.
  return send(world, call, { ...DAY, ...(call !== "orders.list" && { pages: "1" }), ...fields });
}

const infos = (root: XmlElement) => entriesOf(root, "orderInfo").map(fieldsOf);
const numbers = (root: XmlElement) => infos(root).map((info) => info.order_number);

/** Refunds a part of a payment, and gives the refund's id. */
async function refund(world: World, payment_id: string): Promise<string> {
  const fields = { payment_id, refund_type: "2", refund_amount: "1.00", refund_description: "because" };
  return fieldsOf(await send(world, "refunds.create", fields)).refund_id ?? "";
}

describe("the order list", () => {
  it("answers its entries, oldest first", async () => {
    const world = await createWorld();
    const first = await payApproved(world, { order_number: "Z" });
    world.clock.nowMs += HOUR_MS;
    await world.pay(CARDS.decline, { order_number: "A" });
    const root = await list(world, "orders.list");
    expect(fieldsOf(root)).toEqual({ results: "00", details: "Success", count: "2", totalpages: "1", pages: "1" });
    expect(numbers(root)).toEqual(["Z", "A"]);
    expect(infos(root)[0]).toEqual({
      ...MERCHANT,
      payment_id: first,
      order_number: "Z",
      order_currency: "USD",
      order_amount: "10.00",
      methods: "Credit Card",
      payment_dateTime: "2030-06-15 20:00:00",
    });
  });

  it("has pages of ten, and an empty one beyond the last", async () => {
    const world = await createWorld();
    for (let i = 0; i < 21; i++) {
      await world.pay(CARDS.decline, { order_number: `N${i}` });
      world.clock.nowMs += 1000;
    }
    const pages = await Promise.all(["1", "2", "3", "4"].map((pages) => list(world, "orders.list", { pages })));
    expect(pages.map((root) => numbers(root).length)).toEqual([10, 10, 1, 0]);
    expect(pages.flatMap(numbers)).toEqual(Array.from({ length: 21 }, (_, i) => `N${i}`));
    expect(pages.map((root) => fieldsOf(root).pages)).toEqual(["1", "2", "3", "4"]);
    for (const root of pages) expect(fieldsOf(root)).toMatchObject({ count: "21", totalpages: "3", results: "00" });
    expect(numbers(await list(world, "orders.list"))).toEqual(numbers(pages[0] as XmlElement));
  });

  it("takes both dates as included, to the second, in its own time zone", async () => {
    const world = await createWorld();
    world.clock.nowMs += 999;
    await payApproved(world);
    for (const [order_beginDate, order_endDate, count] of [
      ["2030-06-15 20:00:00", "2030-06-15 20:00:00", 1],
      ["2030-06-15 20:00:01", "2030-06-15 20:00:02", 0],
      ["2030-06-15 19:00:00", "2030-06-15 19:59:59", 0],
      ["2030-06-15 12:00:00", "2030-06-15 12:00:00", 0],
    ] as const) {
      expect(infos(await list(world, "orders.list", { order_beginDate, order_endDate })).length).toBe(count);
    }
  });

  it("holds the payments of its terminal and of the last six months only", async () => {
    const world = await createWorld();
    await payApproved(world, { order_number: "old" });
    await payApproved(world, { terminal: "90000102" });
    expect(numbers(await list(world, "orders.list"))).toEqual(["old"]);
    expect(numbers(await list(world, "orders.list", { terminal: "90000102" }))).toEqual(["A-1"]);
    world.clock.nowMs += 184 * 24 * HOUR_MS;
    expect(numbers(await list(world, "orders.list"))).toEqual([]);
  });

  it("is the same in sum however its time is cut", async () => {
    const world = await createWorld();
    for (let i = 0; i < 12; i++) {
      await world.pay(CARDS.decline, { order_number: `N${i}` });
      world.clock.nowMs += 7 * 60_000;
    }
    const cuts = ["20:00:00", "20:13:59", "20:14:00", "20:59:59", "21:00:00", "21:59:59"];
    const parts: (string | undefined)[] = [];
    for (let i = 0; i < cuts.length; i += 2) {
      const fields = { order_beginDate: `2030-06-15 ${cuts[i]}`, order_endDate: `2030-06-15 ${cuts[i + 1]}` };
      parts.push(...numbers(await list(world, "orders.list", fields)));
    }
    expect(parts).toEqual(Array.from({ length: 12 }, (_, i) => `N${i}`));
  });
});

describe("every list", () => {
  it.each(LISTS)("%s refuses dates that are none, the wrong way round, and pages that are none", async (call) => {
    const world = await createWorld();
    for (const changes of [
      { order_beginDate: "" },
      { order_endDate: "" },
      { order_beginDate: "2030-06-15" },
      { order_beginDate: "2030-06-15T00:00:00" },
      { order_beginDate: "2030-06-15 00:00" },
      { order_beginDate: "2030-6-15 00:00:00" },
      { order_beginDate: "2030-02-30 00:00:00" },
      { order_beginDate: "2030-06-15 24:00:00" },
      { order_endDate: "2030-13-01 00:00:00" },
      { order_endDate: "2030-06-14 23:59:59" },
      { pages: "0" },
      { pages: "-1" },
      { pages: "1.5" },
      { pages: "one" },
    ] as Fields[]) {
      const answer = fieldsOf(await list(world, call, changes));
      expect([changes, answer.results]).toEqual([changes, "20001"]);
      expect(answer.details).toMatch(/^20001:/);
    }
  });

  it.each(LISTS)("%s is the merchant's only", async (call) => {
    const world = await createWorld();
    await payApproved(world);
    const good = signFor(call, { ...MERCHANT, ...DAY, pages: "1" });
    for (const [code, changes] of [
      ["20013", { signValue: "" }],
      ["20013", { order_endDate: "2030-06-16 00:00:00" }],
      ["20013", { pages: "2" }],
      ["20004", { terminal: "90000103" }],
    ] as const) {
      const root = await sendSigned(world, call, { ...good, ...changes });
      expect(fieldsOf(root).results).toBe(code);
      expect(infos(root)).toEqual([]);
    }
    expect(fieldsOf(await sendSigned(world, call, good)).results).toBe("00");
  });
});

describe("the business list", () => {
  it("holds refunds and disputes by the time they began", async () => {
    const world = await createWorld();
    const payment_id = await payApproved(world);
    world.clock.nowMs += HOUR_MS;
    const refund_id = await refund(world, payment_id);
    world.clock.nowMs += HOUR_MS;
    await world.sandbox.dispute(payment_id, { amount: "3.00" });
    const [one, two, ...more] = infos(await list(world, "orders.listBusiness"));
    expect(more).toEqual([]);
    expect(one).toEqual({
      ...MERCHANT,
      type: "partialRefund",
      payment_id,
      order_number: "A-1",
      order_currency: "USD",
      order_amount: "10.00",
      methods: "Credit Card",
      payment_dateTime: "2030-06-15 20:00:00",
      payment_debitTime: "2030-06-15 20:00:00",
      payment_cpdTime: "2030-06-15 21:00:00",
      amount: "1.00",
      status: "-1",
      details: "because",
    });
    expect(two).toMatchObject({
      type: "chargeBack",
      amount: "3.00",
      status: "2",
      payment_cpdTime: "2030-06-15 22:00:00",
    });
    await world.sandbox.settleRefund(refund_id, "complete");
    expect(infos(await list(world, "orders.listBusiness"))[0]?.status).toBe("1");
    const late = { order_beginDate: "2030-06-15 21:30:00", order_endDate: "2030-06-15 22:30:00" };
    expect(infos(await list(world, "orders.listBusiness", late)).map((info) => info.type)).toEqual(["chargeBack"]);
    const early = { order_beginDate: "2030-06-15 19:30:00", order_endDate: "2030-06-15 20:30:00" };
    expect(infos(await list(world, "orders.listBusiness", early))).toEqual([]);
    // The transaction's date is another.
    expect(infos(await list(world, "orders.listBusiness", { ...early, date_type: "1" })).length).toBe(2);
  });

  it("has pages of 10, 50 or 100", async () => {
    const world = await createWorld();
    for (let i = 0; i < 12; i++) {
      const id = await payApproved(world, { order_number: `N${i}` });
      await world.sandbox.dispute(id, { kind: "retrieval" });
      world.clock.nowMs += 1000;
    }
    const page = async (fields: Fields) => infos(await list(world, "orders.listBusiness", fields)).length;
    expect(await page({})).toBe(10);
    expect(await page({ pages: "2" })).toBe(2);
    expect(await page({ count: "50" })).toBe(12);
    expect(await page({ count: "100", pages: "2" })).toBe(0);
    for (const changes of [{ count: "20" }, { count: "0" }, { date_type: "3" }] as Fields[]) {
      expect(fieldsOf(await list(world, "orders.listBusiness", changes)).results).toBe("20001");
    }
  });
});

describe("the dispute list", () => {
  it("holds disputes only, by payment and order where they are named", async () => {
    const world = await createWorld();
    const [one, two] = [await payApproved(world), await payApproved(world, { order_number: "B" })];
    await refund(world, one);
    await world.sandbox.dispute(one, { kind: "fraud" });
    await world.sandbox.dispute(two, { kind: "retrieval" });
    const types = async (fields: Fields) =>
      infos(await list(world, "orders.listDisputes", fields)).map((info) => info.type);
    expect(await types({})).toEqual(["fraud", "retrieval"]);
    expect(await types({ notice_type: "dispute" })).toEqual(["fraud", "retrieval"]);
    expect(await types({ payment_id: two })).toEqual(["retrieval"]);
    expect(await types({ order_number: "A-1" })).toEqual(["fraud"]);
    expect(await types({ order_number: "A" })).toEqual([]);
    expect(await types({ payment_id: one, order_number: "B" })).toEqual([]);
    const wrong = await list(world, "orders.listDisputes", { notice_type: "chargeBack" });
    expect(fieldsOf(wrong).results).toBe("20001");
  });
});
