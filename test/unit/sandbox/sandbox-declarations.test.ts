import { describe, expect, it } from "vitest";
import { fieldsOf, MERCHANT, payApproved, payHosted, send, sendSigned, signFor } from "./merchant-calls.ts";
import { CARDS, createWorld, type Fields, type World } from "./shopper.ts";

const DAY_MS = 86_400_000;

const paymentOf = async (world: World) => (await world.sandbox.payments("90000101", "A-1")).at(-1);

describe("a declaration to customs", () => {
  const DECLARATION: Fields = { type: "1", pay_userId: "u-1", pay_userName: "李雷", customs: "GUANGZHOU" };

  async function declare(world: World, fields: Fields): Promise<Fields> {
    return fieldsOf(await send(world, "payments.declareCustoms", { ...DECLARATION, ...fields }));
  }

  it.each(["WeChatPay_Web", "WechatPay_Acc", "Alipay_Wap", "UnionPay", "YunShanFu_APP"])(
    "of %s is kept",
    async (methods) => {
      const world = await createWorld();
      const payment_id = await payHosted(world, "approve", { methods });
      expect(await declare(world, { payment_id })).toEqual({
        ...MERCHANT,
        signValue: "",
        payment_id,
        type: "1",
        status: "1",
        details: "80000:Success",
      });
      expect((await paymentOf(world))?.customs).toEqual([DECLARATION]);
    },
  );

  it("is refused for other methods, others' payments, open and old ones, and without a type", async () => {
    const world = await createWorld();
    const payment_id = await payHosted(world, "approve");
    const refused = async (fields: Fields) => {
      const answer = await declare(world, fields);
      expect(answer.status).toBe("0");
      expect(answer.details).toMatch(/^20001:/);
    };
    await refused({ payment_id: await payApproved(world, { order_number: "C" }) });
    await refused({ payment_id: await payHosted(world, "pending", { order_number: "P" }) });
    await refused({ payment_id: await payHosted(world, "approve", { order_number: "K", methods: "Klarna" }) });
    await refused({ payment_id, terminal: "90000102" });
    await refused({ payment_id: "" });
    await refused({ payment_id, type: "" });
    world.clock.nowMs += 180 * DAY_MS;
    await refused({ payment_id });
    expect((await paymentOf(world))?.customs).toEqual([]);
  });

  it("is the merchant's only", async () => {
    const world = await createWorld();
    const payment_id = await payHosted(world, "approve");
    const good = signFor("payments.declareCustoms", { ...MERCHANT, ...DECLARATION, payment_id });
    const answer = fieldsOf(await sendSigned(world, "payments.declareCustoms", { ...good, pay_userId: "u-2" }));
    expect(answer).toMatchObject({ status: "0", signValue: "" });
    expect(answer.details).toMatch(/^20013:/);
    expect((await paymentOf(world))?.customs).toEqual([]);
  });
});

describe("a tracking number", () => {
  const SHIPMENT: Fields = {
    tracking_number: "T-1",
    tracking_site: "https://track.example/T-1",
    tracking_handler: "Carrier",
  };

  async function upload(world: World, fields: Fields): Promise<Fields> {
    return fieldsOf(await send(world, "orders.uploadTracking", { ...SHIPMENT, ...fields }));
  }

  it("is kept with its payment, by either of its names", async () => {
    const world = await createWorld();
    const payment_id = await payApproved(world);
    const expected = { ...MERCHANT, signValue: "", payment_id, order_number: "A-1" };
    for (const name of [{ payment_id }, { order_number: "A-1" }] as Fields[]) {
      const answer = await upload(world, name);
      expect(answer).toEqual({ ...expected, tracking_results: "01", tracking_details: "Success" });
    }
    const kept = { number: "T-1", site: "https://track.example/T-1", handler: "Carrier" };
    expect((await paymentOf(world))?.tracking).toEqual([kept, kept]);
  });

  it("of an order goes to the payment that succeeded", async () => {
    const world = await createWorld();
    await world.pay(CARDS.decline);
    const payment_id = await payApproved(world, { methods: "Credit Card" });
    expect((await upload(world, { order_number: "A-1" })).payment_id).toBe(payment_id);
  });

  it.each<readonly [string, Fields]>([
    ["14", { account: "" }],
    ["15", { terminal: "" }],
    ["02", { account: "900002" }],
    ["03", { terminal: "90000199" }],
    ["12", {}],
    ["06", { order_number: "A-1", tracking_number: "" }],
    ["18", { order_number: "A-1", tracking_site: "" }],
    ["07", { order_number: "A-1", tracking_site: "Carrier" }],
    ["07", { order_number: "A-1", tracking_site: "javascript:alert(1)" }],
    ["16", { order_number: "A-1", tracking_handler: "" }],
    ["09", { payment_id: "123" }],
    ["09", { payment_id: "__proto__" }],
    ["17", { payment_id: "1".repeat(21) }],
    ["19", { order_number: "B" }],
    ["19", { order_number: "A-1", terminal: "90000102" }],
  ])("is refused with %s: %j", async (code, changes) => {
    const world = await createWorld();
    await payApproved(world);
    const answer = await upload(world, changes);
    expect(answer.tracking_results).toBe(code);
    expect(answer.tracking_details).not.toBe("");
    expect((await paymentOf(world))?.tracking).toEqual([]);
  });

  it("is refused with 04 by a wrong signature, with 10 by two names, and after six months", async () => {
    const world = await createWorld();
    const payment_id = await payApproved(world);
    const good = signFor("orders.uploadTracking", { ...MERCHANT, ...SHIPMENT, payment_id });
    const results = async (fields: Fields) =>
      fieldsOf(await sendSigned(world, "orders.uploadTracking", fields)).tracking_results;
    expect(await results({ ...good, tracking_number: "T-2" })).toBe("04");
    expect(await results({ ...good, signValue: "" })).toBe("04");
    expect(await results({ ...good, order_number: "A-1" })).toBe("10");
    expect((await upload(world, { payment_id, terminal: "90000102" })).tracking_results).toBe("17");
    world.clock.nowMs += 184 * DAY_MS;
    expect(await results(good)).toBe("17");
    expect((await upload(world, { order_number: "A-1" })).tracking_results).toBe("19");
    expect((await paymentOf(world))?.tracking).toEqual([]);
  });
});
