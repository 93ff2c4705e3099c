import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type Fields, signed, TERMINAL } from "../edge/merchant.ts";
import { businessNotice, entryOf, noticeOf, openNoticeShop, ORDER, paymentId, refundList } from "./notice-shop.ts";

const SECURE_CODE = "Zq7-marked-secure-code-x91";
const MARKED: Fields = { quickpay_id: "0c9e-marked-quickpay-id", pay_url: "https://marked-pay-url.example/go" };
const LEAK = /marked|Zq7-|x91/;
const config = { terminals: [{ terminal: TERMINAL, secureCode: SECURE_CODE }] };

/** A shop with a marked secret whose callbacks all fail, so that all that is stored stays. */
function openMarkedShop(acknowledge: "finished" | "stored") {
  const shop = openNoticeShop({ config, acknowledge });
  const seen: unknown[] = [];
  shop.onEffect = (told) => {
    seen.push(told);
    if (told.name !== "unverified") throw new Error("not now");
  };
  shop.gateway = [
    entryOf("approved", 2, { fields: MARKED, nested: refundList({ id: "R", status: "1" }) }),
    entryOf("approved", 1, { fields: MARKED }),
    entryOf("approved", 3, { fields: { ...MARKED, order_amount: "1.00" } }),
  ];
  return { shop, seen };
}

describe("what is stored, and what callbacks are told", () => {
  it.each(["finished", "stored"] as const)("holds neither a secret, nor a token, nor an address: %s", async (mode) => {
    const { shop, seen } = openMarkedShop(mode);
    const take = (fields: Fields) => shop.answer(signed({ ...fields, ...MARKED }, SECURE_CODE));
    for (const state of ["pending", "authorised", "approved"] as const) await take(noticeOf(state));
    await take(noticeOf("approved", 2));
    await take(noticeOf("approved", 1, { payment_details: "odd" }));
    await take(noticeOf("approved", 1, { order_amount: "1.00" }));
    await take(noticeOf("declined", 1, { payment_details: "20061:x" }));
    await shop.answer({ ...noticeOf("approved"), ...MARKED, signValue: "F".repeat(64) });
    await shop.answer(businessNotice("refund", { push_id: "R" }));
    for (let i = 0; i < 3; i++) {
      shop.clock.nowMs += 3_600_000;
      await shop.handler.drain();
      await shop.handler.ask({ orderNumber: ORDER.orderNumber });
    }
    expect(shop.texts()).toContain(paymentId(1));
    expect(shop.texts()).toContain(paymentId(2));
    expect(shop.texts()).not.toMatch(LEAK);
    expect(seen.length).toBeGreaterThan(5);
    expect(JSON.stringify(seen)).not.toMatch(LEAK);
    expect(inspect(shop.errors, { depth: null, showHidden: true })).not.toMatch(LEAK);
  });

  it("is never the text of a forged or unverified notice", async () => {
    const shop = openNoticeShop();
    shop.gateway = [entryOf("approved")];
    await shop.answer({ ...noticeOf("approved"), order_notes: "marked", signValue: "F".repeat(64) });
    await shop.answer(
      businessNotice("refund", { push_details: "marked", refund_number: "marked", payment_id: "marked" }),
    );
    expect(shop.texts()).not.toMatch(LEAK);
  });

  it("is bounded, however many notices of an order come, and after they are done small", async () => {
    const shop = openNoticeShop();
    for (let i = 0; i < 400; i++) {
      await shop.answer(noticeOf(i % 2 ? "pending" : "declined", i % 500, { payment_risk: `Rule=${i};` }));
    }
    expect(shop.texts().length).toBeLessThan(120_000);
    expect(shop.texts()).not.toContain("Rule=");
  });

  it("survives as JSON: the event of a resumed effect is the one of the first run", async () => {
    const shop = openNoticeShop();
    const seen: unknown[] = [];
    shop.onEffect = ({ event }) => {
      seen.push(event);
      if (seen.length === 1) throw new Error("not now");
    };
    await shop.answer(noticeOf("approved", 1, { order_notes: "", payment_risk: 'Rule="Zoë & 李雷 😀";' }));
    shop.clock.nowMs += 3_600_000;
    await shop.handler.drain();
    expect(seen).toHaveLength(2);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[0]).toMatchObject({ payment: { signed: { risk: 'Rule="Zoë & 李雷 😀";' } } });
  });
});

describe("a handler", () => {
  it("prints no secret", () => {
    const { handler } = openNoticeShop({ config });
    expect(inspect(handler, { depth: null, showHidden: true, getters: true })).not.toMatch(LEAK);
    expect(JSON.stringify(handler) ?? "").not.toMatch(LEAK);
  });
});
