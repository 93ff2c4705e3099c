import { describe, expect, it } from "vitest";
import { fieldsOf, findOrder, payApproved, payHosted, send, takeNotices } from "./merchant-calls.ts";
import { CARDS, createWorld, type Fields, formRequest, isSignedByNode, type World } from "./shopper.ts";

const DAY_MS = 86_400_000;

async function capture(world: World, fields: Fields): Promise<Fields> {
  return fieldsOf(await send(world, "payments.capture", { payment_authType: "1", ...fields }));
}
async function voidCard(world: World, fields: Fields): Promise<Fields> {
  return fieldsOf(await send(world, "payments.void", { payment_authType: "2", ...fields }));
}
async function voidOffline(world: World, fields: Fields): Promise<Fields> {
  return fieldsOf(await send(world, "payments.voidOffline", { payment_authType: "3", ...fields }));
}

const authorise = (world: World) => payApproved(world, { ET_NOTES: "pre" });
const paymentOf = async (world: World) => (await world.sandbox.payments("90000101", "A-1")).at(-1);

describe("a capture", () => {
  it("takes the whole amount where none is named, answers all fields and notifies", async () => {
    const world = await createWorld();
    const payment_id = await authorise(world);
    await takeNotices(world);
    const root = await send(world, "payments.capture", { payment_authType: "1", payment_id });
    expect(root.name).toBe("respon");
    expect(fieldsOf(root)).toEqual({
      account: "900001",
      terminal: "90000101",
      signValue: "",
      order_number: "A-1",
      order_currency: "USD",
      order_amount: "10.00",
      payment_id,
      payment_authType: "1",
      payment_status: "1",
      payment_details: "80000:Transaction Approved",
      payment_amount: "10.00",
    });
    const [notice, ...more] = await takeNotices(world);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({
      notice_type: "transaction",
      payment_status: "1",
      payment_authType: "1",
      payment_id,
    });
    expect(isSignedByNode(notice ?? {})).toBe(true);
    expect(fieldsOf(await findOrder(world))).toMatchObject({ payment_results: "1", auth_status: "2" });
  });

  it("takes a part, and keeps how much", async () => {
    const world = await createWorld();
    const payment_id = await authorise(world);
    expect(await capture(world, { payment_id, order_amount: "9.99" })).toMatchObject({ payment_status: "1" });
    expect((await takeNotices(world)).at(-1)).toMatchObject({ order_amount: "10.00", payment_amount: "9.99" });
    expect(await paymentOf(world)).toMatchObject({ status: "1", capturedAmount: "9.99", amount: "10.00" });
  });

  it("takes the same amount however it is written, and no more than was reserved", async () => {
    const world = await createWorld();
    const payment_id = await authorise(world);
    for (const order_amount of ["10.01", "11", "100.00"]) {
      const answer = await capture(world, { payment_id, order_amount });
      expect(answer).toMatchObject({ payment_status: "0", payment_id });
      expect(answer.payment_details).toMatch(/^80020:/);
    }
    expect((await capture(world, { payment_id, order_amount: "0" })).payment_details).toMatch(/^20021:/);
    expect((await capture(world, { payment_id, order_amount: "1.001" })).payment_details).toMatch(/^20021:/);
    expect(await paymentOf(world)).toMatchObject({ status: "-1" });
    expect((await capture(world, { payment_id, order_amount: "10" })).payment_status).toBe("1");
  });

  it("is done once: the second is a duplicate and changes nothing, also at the same time", async () => {
    const world = await createWorld();
    const payment_id = await authorise(world);
    await takeNotices(world);
    const answers = await Promise.all([
      capture(world, { payment_id }),
      capture(world, { payment_id, order_amount: "1" }),
    ]);
    expect(answers.map((answer) => answer.payment_status).sort()).toEqual(["0", "1"]);
    expect(answers.find((answer) => answer.payment_status === "0")?.payment_details).toMatch(/^80014:/);
    expect((await takeNotices(world)).length).toBe(1);
    expect(await paymentOf(world)).toMatchObject({ capturedAmount: "10.00" });
  });

  it("follows a challenge, and keeps authType 3", async () => {
    const world = await createWorld();
    const { pay_url = "", payment_id = "" } = await world.pay(CARDS.challenge, { ET_NOTES: "pre" });
    expect((await capture(world, { payment_id })).payment_details).toMatch(/^20001:/);
    await world.sandbox.fetch(formRequest("answer=confirm", new URL(pay_url).pathname));
    expect((await capture(world, { payment_id })).payment_status).toBe("1");
    expect((await takeNotices(world)).at(-1)).toMatchObject({ payment_authType: "3", payment_status: "1" });
  });

  it("comes too late after seven days: the system has voided it", async () => {
    const world = await createWorld();
    const payment_id = await authorise(world);
    world.clock.nowMs += 7 * DAY_MS - 1;
    expect(fieldsOf(await findOrder(world)).auth_status).toBe("1");
    world.clock.nowMs += 1;
    const answer = await capture(world, { payment_id });
    expect(answer).toMatchObject({ payment_status: "0" });
    expect(answer.payment_details).toMatch(/^80053:/);
    expect(fieldsOf(await findOrder(world))).toMatchObject({ payment_results: "0", auth_status: "3" });
    expect(fieldsOf(await findOrder(world)).payment_details).toMatch(/^80053:/);
  });

  it("makes the order one that succeeded", async () => {
    const world = await createWorld();
    await capture(world, { payment_id: await authorise(world) });
    expect((await world.pay(CARDS.approve)).payment_details).toMatch(/^20061:/);
  });

  it("is refused for ids that are unknown, another terminal's, or no pre-authorisation", async () => {
    const world = await createWorld();
    const payment_id = await authorise(world);
    const sale = await payApproved(world, { order_number: "S" });
    for (const fields of [
      { payment_id: "1".repeat(21) },
      { payment_id: "" },
      { payment_id: "__proto__" },
      { payment_id, terminal: "90000102" },
      { payment_id: sale },
    ] as Fields[]) {
      for (const answer of [await capture(world, fields), await voidCard(world, fields)]) {
        expect(answer.payment_status).toBe("0");
        expect(answer.payment_details).toMatch(/^20001:/);
      }
    }
    expect((await capture(world, { payment_id, payment_authType: "4" })).payment_details).toMatch(/^20001:/);
    expect((await capture(world, { payment_id, payment_authType: "" })).payment_details).toMatch(/^20001:/);
    expect(await paymentOf(world)).toMatchObject({ status: "-1" });
  });
});

describe("a void", () => {
  it("of a card ends the reservation, once, and notifies", async () => {
    const world = await createWorld();
    const payment_id = await authorise(world);
    await takeNotices(world);
    expect(await voidCard(world, { payment_id })).toMatchObject({
      payment_id,
      payment_authType: "2",
      payment_status: "0",
      payment_details: "80053:Authorisation void",
    });
    expect((await takeNotices(world)).map((notice) => [notice.payment_status, notice.payment_details])).toEqual([
      ["0", "80053:Authorisation void"],
    ]);
    expect((await voidCard(world, { payment_id })).payment_details).toMatch(/^80014:/);
    expect((await capture(world, { payment_id })).payment_details).toMatch(/^80053:/);
    expect(await takeNotices(world)).toEqual([]);
    expect(fieldsOf(await findOrder(world))).toMatchObject({ payment_results: "0", auth_status: "3" });
  });

  it("of a card comes too late after its capture", async () => {
    const world = await createWorld();
    const payment_id = await authorise(world);
    await capture(world, { payment_id });
    expect((await voidCard(world, { payment_id })).payment_details).toMatch(/^80014:/);
    expect(await paymentOf(world)).toMatchObject({ status: "1" });
  });

  it("of an offline order ends what is pending, by its number", async () => {
    const world = await createWorld();
    const payment_id = await payHosted(world, "");
    expect(await voidOffline(world, { order_number: "A-1" })).toMatchObject({
      payment_id,
      order_number: "A-1",
      payment_status: "0",
      payment_details: "80053:Authorisation void",
    });
    expect((await takeNotices(world)).map((notice) => notice.payment_status)).toEqual(["0"]);
    expect((await voidOffline(world, { order_number: "A-1" })).payment_details).toMatch(/^20001:/);
  });

  it("of an offline order touches neither cards, nor what has ended, nor other terminals", async () => {
    const world = await createWorld();
    await world.pay(CARDS.pending);
    await payHosted(world, "approve", { order_number: "P" });
    await payHosted(world, "", { order_number: "O", terminal: "90000102" });
    for (const order_number of ["A-1", "P", "O", "unknown", ""]) {
      expect((await voidOffline(world, { order_number })).payment_details).toMatch(/^20001:/);
    }
    expect(await paymentOf(world)).toMatchObject({ status: "-1" });
  });
});
