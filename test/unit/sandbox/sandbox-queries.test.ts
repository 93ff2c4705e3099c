import { describe, expect, it } from "vitest";
import {
  choose,
  entriesOf,
  fieldsOf,
  findOrder,
  MERCHANT,
  ORDER,
  payApproved,
  payHosted,
  send,
  sendSigned,
  signFor,
} from "./merchant-calls.ts";
import { CARDS, createWorld, type World } from "./shopper.ts";

const DAY_MS = 86_400_000;

async function find(world: World, order_number: string, terminal = "90000101") {
  const root = await send(world, "orders.find", { order_number, terminal });
  return entriesOf(root, "paymentInfo").map(fieldsOf);
}

describe("check/normal", () => {
  it("tells all of a paid order", async () => {
    const world = await createWorld();
    const payment_id = await payApproved(world, { order_notes: "a & b" });
    world.clock.nowMs += DAY_MS;
    const info = await findOrder(world);
    expect(fieldsOf(info)).toEqual({
      account: "900001",
      terminal: "90000101",
      signValue: "",
      order_number: "A-1",
      order_currency: "USD",
      order_amount: "10.00",
      order_sourceUrl: "https://shop.example",
      order_notes: "a & b",
      methods: "Credit Card",
      payment_id,
      payment_results: "1",
      payment_details: "80000:Transaction Approved",
      payment_risk: "",
      payment_authCode: expect.stringMatching(/^\d{6}$/) as string,
      payment_eci: "07",
      // Noon of UTC, eight hours further east.
      payment_dateTime: "2030-06-15 20:00:00",
      auth_status: "0",
      payment_debitTime: "2030-06-15 20:00:00",
      refund_status: "0",
      refundList: "",
      chargeBack_status: "0",
      chargeBackList: "",
      duplicate_status: "0",
      update_status: "",
    });
    expect(fieldsOf(entriesOf(info, "networkToken")[0])).toEqual({ create_status: "", recurring_type: "" });
  });

  it.each([
    [CARDS.decline, "0"],
    [CARDS.pending, "-1"],
    [CARDS.challenge, "-1"],
  ])("tells the state of the card %s: %s, without a debit", async (card, payment_results) => {
    const world = await createWorld();
    await world.pay(card);
    expect(fieldsOf(await findOrder(world))).toMatchObject({
      payment_results,
      payment_debitTime: "",
      payment_authCode: "",
    });
  });

  it("tells when a pending payment was debited, and that a challenge was confirmed", async () => {
    const world = await createWorld();
    const { pay_url = "" } = await world.pay(CARDS.challenge);
    world.clock.nowMs += 3_600_000;
    await choose(world, new URL(pay_url).pathname, "confirm");
    expect(fieldsOf(await findOrder(world))).toMatchObject({
      payment_dateTime: "2030-06-15 20:00:00",
      payment_debitTime: "2030-06-15 21:00:00",
      payment_eci: "05",
    });
  });

  it("tells several payments of one order newest first, and several orders as they were asked for", async () => {
    const world = await createWorld();
    const ids: string[] = [];
    for (const card of [CARDS.decline, CARDS.insufficient, CARDS.approve]) {
      ids.push((await world.pay(card)).payment_id ?? "");
    }
    expect((await find(world, "A-1")).map((info) => info.duplicate_status)).toEqual(["0", "0", "0"]);
    const other = await payApproved(world, { order_number: "B" });
    expect((await find(world, "A-1")).map((info) => info.payment_id)).toEqual([...ids].reverse());
    expect((await find(world, "B,unknown,A-1,B")).map((info) => info.payment_id)).toEqual([
      other,
      ...[...ids].reverse(),
    ]);
  });

  it("knows no order of others, of beginnings, or from before six months: an answer without entries", async () => {
    const world = await createWorld();
    await payApproved(world, { order_number: "A-10" });
    for (const number of ["A-1", "A-1/", "a-10", "__proto__"]) expect(await find(world, number)).toEqual([]);
    expect(await find(world, "A-10", "90000102")).toEqual([]);
    world.clock.nowMs += 183 * DAY_MS;
    expect((await find(world, "A-10")).length).toBe(1);
    world.clock.nowMs += 1000;
    const root = await send(world, "orders.find", { order_number: "A-10" });
    expect(root).toMatchObject({ name: "response", children: [] });
  });

  it("takes a hundred order numbers, and no more", async () => {
    const world = await createWorld();
    await payApproved(world, { order_number: "N99" });
    const numbers = Array.from({ length: 101 }, (_, i) => `N${i}`);
    expect((await find(world, numbers.slice(0, 100).join(","))).length).toBe(1);
    const root = fieldsOf(await send(world, "orders.find", { order_number: numbers.join(",") }));
    expect(root).toEqual({ ...MERCHANT, results: "20001", details: "20001:too many order numbers" });
  });

  it("refuses what is not the merchant's, and what names no order", async () => {
    const world = await createWorld();
    await payApproved(world);
    const good = signFor("orders.find", { ...MERCHANT, order_number: "A-1" });
    for (const [code, fields] of [
      ["20013", { ...good, signValue: "0".repeat(64) }],
      ["20013", { ...good, order_number: "A-2" }],
      ["20013", { ...good, terminal: "90000102" }],
      ["20004", { ...good, terminal: "90000199" }],
      ["20004", { ...good, account: "900002" }],
      ["20001", signFor("orders.find", { ...MERCHANT, order_number: "" })],
      ["20001", signFor("orders.find", { ...MERCHANT, order_number: "A-1," })],
    ] as const) {
      const answer = await sendSigned(world, "orders.find", fields);
      const { account = "", terminal = "" } = fields as { account?: string; terminal?: string };
      expect(fieldsOf(answer)).toMatchObject({ account, terminal, results: code });
      expect(fieldsOf(answer).details).toMatch(new RegExp(`^${code}:.`));
      expect(entriesOf(answer, "paymentInfo")).toEqual([]);
    }
  });

  it("writes dates in the time zone that is asked for", async () => {
    const world = await createWorld({ timeZone: "-03:30" });
    await payApproved(world);
    expect(fieldsOf(await findOrder(world)).payment_dateTime).toBe("2030-06-15 08:30:00");
    for (const timeZone of ["", "8", "+8:00", "+24:00", "Asia/Shanghai", "+08:60"]) {
      await expect(createWorld({ timeZone })).rejects.toMatchObject({ code: "invalid_argument", field: "timeZone" });
    }
  });

  it("tells of hosted payments that nobody has decided", async () => {
    const world = await createWorld();
    await payHosted(world, "");
    expect(fieldsOf(await findOrder(world))).toMatchObject({ payment_results: "-1", methods: "WeChatPay_Web" });
    await send(world, "payments.createHosted", { ...ORDER, order_number: "H" });
    expect((await find(world, "H,A-1")).length).toBe(2);
  });
});
