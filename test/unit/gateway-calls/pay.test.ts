import { describe, expect, it } from "vitest";
import type { PaymentResult } from "../../../src/results/payment-result.ts";
import { testWalletToken } from "../../../src/testing/wallet-tokens.ts";
import { isSignedByNode } from "../sandbox/shopper.ts";
import { press, returnForm, visit } from "./browser.ts";
import { FIRST, openShop, orderInput } from "./shop.ts";

/** What each card leads to: the answer, and what the gateway then says of the order. */
const CARDS = [
  ["approve", { status: "approved", gatewayCode: "80000", reason: "approved" }, "approved"],
  ["decline", { status: "declined", gatewayCode: "80012", reason: "declined" }, "declined"],
  ["insufficient", { status: "declined", gatewayCode: "80022", reason: "insufficient-funds" }, "declined"],
  ["pending", { status: "pending", gatewayCode: "80100", reason: "not-finished" }, "pending"],
] as const;

describe("a direct payment", () => {
  it.each(CARDS)("with the card of %s", async (card, expected, found) => {
    const shop = await openShop();
    const result = await shop.client.payments.pay(shop.input("A-1", { notes: "gift" }, card));
    expect(result).toMatchObject({ ...expected, verified: true });
    expect(result.signed).toMatchObject({ orderNumber: "A-1", amount: "10.00", currency: "USD", notes: "gift" });
    const held = await shop.sandbox.payments(FIRST, "A-1");
    expect(held.map(({ paymentId, amount, email }) => [paymentId, amount, email])).toEqual([
      [result.paymentId, "10.00", "ada@example.com"],
    ]);
    const order = await shop.client.orders.find("A-1");
    expect(order).toMatchObject({ status: found, payment: { paymentId: result.paymentId, reason: expected.reason } });
    expect(order.approvals).toEqual(found === "approved" ? [result.paymentId] : []);
  });

  it("that is pending ends by a notice, and by asking", async () => {
    const shop = await openShop();
    const { paymentId } = await shop.client.payments.pay(shop.input("A-1", {}, "pending"));
    const asked = shop.client.orders.settle("A-1", { patienceMs: 10_000, firstPauseMs: 20 });
    await shop.sandbox.settle(paymentId, "approve");
    expect(await asked).toMatchObject({ status: "approved", isFinal: true, payment: { paymentId } });
    await shop.sandbox.deliver();
    const notices = await Promise.all(shop.world.notices.map(({ body }) => shop.client.notifications.read(body)));
    expect(notices.map((notice) => notice.kind === "payment" && notice.payment.status)).toEqual([
      "pending",
      "approved",
    ]);
  });

  it("after a decline is asked about until the new payment ends", async () => {
    const shop = await openShop();
    const { paymentId: declined } = await shop.client.payments.pay(shop.input("A-1", {}, "decline"));
    const patience = { patienceMs: 2000, firstPauseMs: 600_000 };
    expect((await shop.client.orders.settle("A-1", patience)).isFinal).toBe(true);
    const again = { ...patience, knownPaymentIds: [declined] };
    expect((await shop.client.orders.settle("A-1", again)).isFinal).toBe(false);
    const paymentId = await shop.paid("A-1");
    const order = await shop.client.orders.settle("A-1", again);
    expect(order).toMatchObject({ status: "approved", isFinal: true, payment: { paymentId } });
    // Newest first (§6.4).
    expect(order.payments.map((payment) => payment.paymentId)).toEqual([paymentId, declined]);
  });

  it("reserves the money where it is asked to", async () => {
    const shop = await openShop();
    const result = await shop.client.payments.pay(shop.input("A-1", { intent: "pre-authorisation" }));
    expect(result).toMatchObject({ status: "authorised", signed: { authorisationType: "pre-authorisation" } });
    expect(await shop.client.orders.find("A-1")).toMatchObject({ status: "authorised", approvals: [] });
    const [held] = await shop.sandbox.payments(FIRST, "A-1");
    expect(held).toMatchObject({ status: "-1", isPreAuthorisation: true, authorisedAtMs: shop.world.clock.nowMs });
  });
});

describe("a direct payment with 3-D Secure", () => {
  it.each([
    ["confirm", "sale", "approved", "1", "2"],
    ["reject", "sale", "declined", "0", "2"],
    ["confirm", "pre-authorisation", "authorised", "-1", "3"],
  ] as const)("%s of a %s: %s", async (button, intent, found, status, authType) => {
    const shop = await openShop();
    const result = await shop.client.payments.pay(shop.input("A-1", { intent }, "challenge"));
    const page = await visit(shop.sandbox, redirectOf(result));
    expect((await shop.client.orders.find("A-1")).status).toBe("pending");
    const back = returnForm(await press(shop.sandbox, page, button));
    expect(back.action).toBe("https://shop.example/back");
    expect(isSignedByNode(back.fields)).toBe(true);
    expect(back.fields).toMatchObject({
      payment_id: result.paymentId,
      payment_status: status,
      payment_authType: authType,
    });
    expect((await shop.client.orders.find("A-1")).status).toBe(found);
  });
});

describe("a wallet's payment", () => {
  it.each([
    ["approve", "approved"],
    ["decline", "declined"],
    ["insufficient-funds", "declined"],
    ["pending", "pending"],
  ] as const)("of a token to %s is %s, by either wallet", async (decision, status) => {
    const shop = await openShop();
    const token = testWalletToken(decision);
    const { payments, orders } = shop.client;
    const results = [
      await payments.pay({ ...orderInput("G-1"), googlePayToken: token }),
      await payments.pay({ ...orderInput("P-1"), applePayToken: token }),
    ];
    expect(results.map((result) => result.status)).toEqual([status, status]);
    const found = await orders.findMany(["G-1", "P-1"]);
    expect(found.map((order) => order.status)).toEqual([status, status]);
    expect(found.flatMap((order) => order.payments.map(({ methods }) => methods))).toEqual(["GooglePay", "ApplePay"]);
  });
});

function redirectOf(result: PaymentResult): string {
  if (result.status !== "redirect") throw new Error(`${result.status} in place of a redirect`);
  return result.redirectUrl;
}
