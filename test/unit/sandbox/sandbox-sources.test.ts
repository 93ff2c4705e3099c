import { describe, expect, it } from "vitest";
import { testWalletToken } from "../../../src/testing/wallet-tokens.ts";
import { ORDER, send, fieldsOf, takeNotices } from "./merchant-calls.ts";
import { CARDS, createWorld, type Fields, formRequest, isSignedByNode, type World } from "./shopper.ts";

/** Pays directly by anything but a card. */
async function charge(world: World, changes: Fields): Promise<Fields> {
  return fieldsOf(await send(world, "payments.pay", { ...ORDER, ...changes }));
}

describe("a charge by QuickPay id", () => {
  it.each([
    ["approve", "1", "80000"],
    ["decline", "0", "80012"],
    ["insufficient-funds", "0", "80022"],
    ["pending", "-1", "80100"],
    ["challenge", "1", "80000"], // nobody is there to confirm
  ] as const)("of the decision %s has status %s, code %s", async (decision, status, code) => {
    const world = await createWorld();
    const quickpay_id = await world.sandbox.storeQuickpay({ decision });
    const answer = await charge(world, { quickpay_id, service_mode: "M1" });
    expect(answer).toMatchObject({ payment_status: status, payment_authType: "0", quickpay_id });
    expect(answer.payment_details).toMatch(new RegExp(`^${code}:`));
    expect(isSignedByNode(answer)).toBe(true);
    expect("pay_url" in answer).toBe(false);
    const [payment] = await world.sandbox.payments("90000101", "A-1");
    expect(payment).toMatchObject({ quickpayId: quickpay_id, serviceMode: "M1", status });
    expect((await takeNotices(world))[0]).toMatchObject({ quickpay_id, payment_status: status });
  });

  it("is refused by an id that is unknown, another terminal's or too old, and by a wrong mode", async () => {
    const world = await createWorld();
    const quickpay_id = await world.sandbox.storeQuickpay();
    const other = await world.sandbox.storeQuickpay({ terminal: "90000102" });
    for (const changes of [
      { quickpay_id: quickpay_id.slice(1) },
      { quickpay_id: "__proto__" },
      { quickpay_id: other },
      { quickpay_id, service_mode: "m1" },
      { quickpay_id, service_mode: "M123" },
      { quickpay_id, service_mode: "1" },
    ]) {
      const answer = await charge(world, changes);
      expect(answer).toMatchObject({ payment_status: "0", payment_id: "" });
      expect(answer.payment_details).toMatch(/^20001:/);
    }
    expect((await charge(world, { quickpay_id: other, terminal: "90000102" })).payment_status).toBe("1");
    world.clock.nowMs += 4 * 365 * 86_400_000;
    expect((await charge(world, { quickpay_id })).payment_details).toMatch(/^20001:/);
    expect(await world.sandbox.payments("90000101", "A-1")).toEqual([]);
  });
});

describe("a wallet's payment", () => {
  it.each([
    ["GooglePay", "approve", "1", "80000"],
    ["ApplePay", "approve", "1", "80000"],
    ["GooglePay", "decline", "0", "80012"],
    ["ApplePay", "insufficient-funds", "0", "80022"],
    ["GooglePay", "pending", "-1", "80100"],
  ] as const)("%s, %s", async (methods, decision, status, code) => {
    const world = await createWorld();
    const answer = await charge(world, { methods, pay_accountNumber: testWalletToken(decision) });
    expect(answer).toMatchObject({ methods, payment_status: status });
    expect(answer.payment_details).toMatch(new RegExp(`^${code}:`));
    expect(answer.card_number).toMatch(/^\d{6}\*\*\*\d{4}$/);
  });

  it("is refused by another token, another method or a card beside it", async () => {
    const world = await createWorld();
    const token = testWalletToken("approve");
    expect(JSON.parse(token)).toEqual({ sandboxToken: "approve" });
    const { card_data = "" } = world.payment(CARDS.approve);
    for (const changes of [
      { methods: "GooglePay", pay_accountNumber: token.replace("approve", "approved") },
      { methods: "GooglePay", pay_accountNumber: "4111111111111111" },
      { methods: "GooglePay" },
      { methods: "GooglePay", card_data },
      { pay_accountNumber: token },
      { methods: "GooglePay", pay_accountNumber: token, card_data },
      { card_data, quickpay_id: await world.sandbox.storeQuickpay() },
      {},
    ] as Fields[]) {
      expect((await charge(world, changes)).payment_details).toMatch(/^20001:/);
    }
    expect(await world.sandbox.payments("90000101", "A-1")).toEqual([]);
  });
});

describe("a pre-authorisation", () => {
  it("reserves by an approved card, and is told by notice", async () => {
    const world = await createWorld();
    const answer = await world.pay(CARDS.approve, { ET_NOTES: "pre" });
    expect(answer).toMatchObject({ payment_status: "-1", payment_authType: "1" });
    expect(answer.payment_details).toMatch(/^80000:/);
    expect("pay_url" in answer).toBe(false);
    expect(isSignedByNode(answer)).toBe(true);
    expect((await takeNotices(world))[0]).toMatchObject({ payment_status: "-1", payment_authType: "1" });
    // It took no money yet: the order is no duplicate, and settling changes nothing.
    await world.sandbox.settle(answer.payment_id ?? "", "decline");
    expect((await world.pay(CARDS.approve)).payment_status).toBe("1");
    expect((await world.sandbox.payments("90000101", "A-1")).map((item) => item.status)).toEqual(["-1", "1"]);
  });

  it("waits for the challenge first, and stays pending with authType 3 and no pay_url after it", async () => {
    const world = await createWorld();
    const answer = await world.pay(CARDS.challenge, { ET_NOTES: "pre" });
    expect(answer).toMatchObject({ payment_status: "-1", payment_authType: "3" });
    expect(answer.payment_details).toMatch(/^80100:/);
    const { pathname } = new URL(answer.pay_url ?? "");
    await world.sandbox.fetch(formRequest("answer=confirm", pathname));
    const notice = (await takeNotices(world)).at(-1);
    expect(notice).toMatchObject({ payment_status: "-1", payment_authType: "3" });
    expect(notice?.payment_details).toMatch(/^80000:/);
    const page = await (await world.sandbox.fetch(new Request(answer.pay_url ?? ""))).text();
    expect(page).toContain("data-return");
    expect(page).not.toContain("pay_url");
  });

  it("is none where the card is declined, and none where it says sale", async () => {
    const world = await createWorld();
    expect((await world.pay(CARDS.decline, { ET_NOTES: "pre" })).payment_status).toBe("0");
    expect(await world.pay(CARDS.approve, { ET_NOTES: "sale" })).toMatchObject({
      payment_status: "1",
      payment_authType: "0",
    });
  });

  it("becomes one when a pending payment is settled", async () => {
    const world = await createWorld();
    const answer = await world.pay(CARDS.pending, { ET_NOTES: "pre" });
    // Not yet reserved: a pending result of authType 1 would say so.
    expect(answer.payment_authType).toBe("0");
    await world.sandbox.settle(answer.payment_id ?? "", "approve");
    expect((await takeNotices(world)).at(-1)).toMatchObject({ payment_status: "-1", payment_authType: "1" });
  });

  it.each(["PRE", "auth", "presale", " "])("is refused as %j", async (ET_NOTES) => {
    const world = await createWorld();
    expect((await world.pay(CARDS.approve, { ET_NOTES })).payment_details).toMatch(/^20001:/);
  });
});

describe("a customer_id beside a card", () => {
  it("is kept, and nothing is stored", async () => {
    const world = await createWorld();
    const answer = await world.pay(CARDS.approve, { customer_id: "c-7" });
    expect("quickpay_id" in answer).toBe(false);
    expect((await world.sandbox.payments("90000101", "A-1"))[0]).toMatchObject({ customerId: "c-7", quickpayId: "" });
  });
});

describe("a duplicate", () => {
  it("is one of the same method only, for every call that makes a payment", async () => {
    const world = await createWorld();
    await world.pay(CARDS.approve);
    const wallet = { methods: "GooglePay", pay_accountNumber: testWalletToken("approve") };
    expect((await charge(world, wallet)).payment_status).toBe("1");
    expect((await charge(world, wallet)).payment_details).toMatch(/^20061:/);
    const quickpay_id = await world.sandbox.storeQuickpay();
    expect((await charge(world, { quickpay_id })).payment_details).toMatch(/^20061:/);
    const trade = fieldsOf(await send(world, "payments.createHosted", ORDER));
    expect(trade).toMatchObject({ pay_results: "0", pay_url: "", payment_id: "" });
    expect(trade.pay_details).toMatch(/^20061:/);
    const link = fieldsOf(await send(world, "payments.createLink", ORDER));
    expect(link).toMatchObject({ MOTO_results: "0", MOTO_url: "" });
    expect(link.MOTO_details).toMatch(/^20061:/);
    expect((await world.sandbox.payments("90000101", "A-1")).length).toBe(2);
  });
});
