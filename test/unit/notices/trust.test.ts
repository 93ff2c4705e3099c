import { describe, expect, it } from "vitest";
import { type Fields, resultFields, signed, signedTextOf } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import {
  businessNotice,
  entryOf,
  noAnswer,
  noticeOf,
  openNoticeShop,
  ORDER,
  paymentId,
  type ShopOptions,
} from "./notice-shop.ts";

const PAID = `payment approved ${paymentId(1)}`;
const open = (options: ShopOptions = {}) => openNoticeShop({ trust: undefined, ...options });

/**
 * What a shopper can do whose own page held the signed request: pay 1.0 in place of 1.00, with notes that begin with what
 * is missing. The signed text of the result is the one of the whole amount, and so is the signature (protocol.md §4.3).
 */
function paidInPart(): { readonly genuine: Fields; readonly cut: Fields } {
  const genuine = signed(
    resultFields({ order_amount: "1", order_notes: "0.00", payment_id: paymentId(1), notice_type: "transaction" }),
  );
  const cut = { ...genuine, order_amount: "10.00", order_notes: "" };
  expect(signedTextOf(cut)).toBe(signedTextOf(genuine));
  return { genuine, cut };
}

describe("an approval that is only signed", () => {
  it("is asked about, and takes effect as the gateway confirms it", async () => {
    for (const state of ["approved", "authorised"] as const) {
      const shop = open();
      shop.gateway = [entryOf(state)];
      expect(await shop.answer(noticeOf(state))).toBe("ok");
      expect(shop.asked).toEqual([ORDER.orderNumber]);
      expect(shop.names()).toEqual([`payment ${state} ${paymentId(1)}`]);
      expect(shop.told[0]?.event).toMatchObject({ payment: { verified: false } });
    }
  });

  it("of a part of the amount, cut to the whole one, pays nothing", async () => {
    const { genuine, cut } = paidInPart();
    for (const messages of [[cut], [cut, genuine], [genuine, cut], [cut, cut]]) {
      const shop = open();
      shop.gateway = [entryOf("approved", 1, { fields: { order_amount: "1", order_notes: "0.00" } })];
      for (const message of messages) {
        await shop.answer(message);
        shop.clock.nowMs += 3_600_000;
        await shop.handler.drain();
      }
      expect(new Set(shop.names())).toEqual(new Set(["mismatch amount+notes"]));
      expect(shop.orders.get(ORDER.orderNumber)).toEqual(ORDER);
    }
  });

  it('the same attack is what `trust: "signed"` lets through: only for terminals whose requests no page holds', async () => {
    const shop = open({ trust: "signed" });
    expect(await shop.answer(paidInPart().cut)).toBe("ok");
    expect([shop.names(), shop.asked]).toEqual([[PAID], []]);
  });

  it("is not acknowledged while the gateway cannot be asked, and driven later", async () => {
    const shop = open();
    shop.gateway = noAnswer;
    for (let i = 0; i < 20; i++) {
      expect(await shop.answer(noticeOf("approved"))).toBe(503);
      shop.clock.nowMs += 3_600_000;
    }
    expect(shop.names()).toEqual([]);
    shop.gateway = [entryOf("approved")];
    expect(await shop.handler.drain()).toMatchObject({ done: 1, failed: 0 });
    expect(shop.names()).toEqual([PAID]);
  });

  it("that the gateway's answer does not show yet is asked about again", async () => {
    for (const answer of [[], [entryOf("pending")], [entryOf("approved", 2)]]) {
      const shop = open();
      shop.gateway = answer;
      expect(await shop.answer(noticeOf("approved"))).toBe(503);
      shop.gateway = [entryOf("approved"), ...answer.filter((entry) => !entry.includes(paymentId(1)))];
      shop.clock.nowMs += 3_600_000;
      await shop.handler.drain();
      expect(shop.told.filter(({ event }) => event.status !== "pending").map(({ event }) => event.paymentId)).toContain(
        paymentId(1),
      );
      expect(await shop.answer(noticeOf("approved"))).toBe("ok");
    }
  });

  it("that never shows is given up one day, and told", async () => {
    const shop = open();
    let answer = await shop.answer(noticeOf("approved"));
    let rounds = 0;
    while (answer !== "ok" && rounds++ < 40) {
      shop.clock.nowMs += 3_600_000;
      answer = await shop.answer(noticeOf("approved"));
    }
    expect([answer, shop.names()]).toEqual(["ok", []]);
    expect(rounds).toBeGreaterThan(5);
    expect(shop.errors).toMatchObject([{ code: "answer_mismatch" }]);
  });

  it("that the gateway shows as declined is declined", async () => {
    const shop = open();
    shop.gateway = [entryOf("declined")];
    expect(await shop.answer(noticeOf("approved"))).toBe("ok");
    expect(shop.names()).toEqual([`payment declined ${paymentId(1)}`]);
  });

  it("has its effect once, however often it comes, and is not asked about again", async () => {
    const shop = open();
    shop.gateway = [entryOf("approved")];
    for (let i = 0; i < 5; i++) expect(await shop.answer(noticeOf("approved"))).toBe("ok");
    expect([shop.names(), shop.asked.length]).toEqual([[PAID], 1]);
  });

  it("whose effect fails runs again, without being acknowledged", async () => {
    const shop = open();
    shop.gateway = [entryOf("approved")];
    let runs = 0;
    shop.onEffect = () => {
      if (runs++ === 0) throw new Error("not now");
    };
    expect(await shop.answer(noticeOf("approved"))).toBe(503);
    shop.clock.nowMs += 60_000;
    expect(await shop.answer(noticeOf("approved"))).toBe("ok");
    expect(shop.told).toMatchObject([{ name: "payment", context: { attempt: 2 } }]);
    expect(runs).toBe(2);
  });

  it("is acknowledged once it is stored, where that is wanted", async () => {
    const shop = open({ acknowledge: "stored" });
    shop.gateway = [entryOf("approved")];
    expect(await shop.answer(noticeOf("approved"))).toBe("ok");
    expect(shop.names()).toEqual([]);
    await shop.handler.drain();
    expect(shop.names()).toEqual([PAID]);
  });

  it("brings a double payment up as well", async () => {
    const shop = open();
    shop.onEffect = ({ name, event }) => {
      if (name !== "payment") return;
      shop.orders.set(ORDER.orderNumber, { ...ORDER, paymentId: event.paymentId as string });
    };
    shop.gateway = [entryOf("approved", 1)];
    await shop.answer(noticeOf("approved", 1));
    shop.gateway = [entryOf("approved", 2), entryOf("approved", 1)];
    expect(await shop.answer(noticeOf("approved", 2))).toBe("ok");
    expect(shop.names()).toEqual([PAID, `duplicate ${paymentId(2)}`]);
  });
});

describe("what needs no question", () => {
  it("is a decline, and what is pending: nothing is given away for them", async () => {
    const shop = open();
    expect(await shop.answer(noticeOf("pending"))).toBe("ok");
    expect(await shop.answer(noticeOf("declined"))).toBe("ok");
    expect(shop.asked).toEqual([]);
    expect(shop.names()).toEqual([`payment pending ${paymentId(1)}`, `payment declined ${paymentId(1)}`]);
  });

  it("is what came from one of the gateway's own addresses", async () => {
    const shop = open({ allowedSenders: ["192.0.2.1"] });
    expect(await shop.answer(noticeOf("approved"), { senderAddress: "192.0.2.1" })).toBe("ok");
    expect([shop.names(), shop.asked]).toEqual([[PAID], []]);
    // Nobody else gets as far.
    expect(await shop.answer(noticeOf("approved", 2), { senderAddress: "192.0.2.2" })).toBe(403);
    expect(shop.asked).toEqual([]);
  });

  it("is nothing at all where the order does not match", async () => {
    const shop = open();
    expect(await shop.answer(noticeOf("approved", 1, { order_amount: "1.00" }))).toBe("ok");
    expect([shop.names(), shop.asked]).toEqual([["mismatch amount"], []]);
  });
});

describe("trust", () => {
  it.each(["all", "", true, null, "Signed"])("cannot be %o", async (trust) => {
    const codes = ["invalid_config", "invalid_field"] as const;
    await failure(() => open({ trust: trust as "signed" }), codes, "trust");
  });

  it.each(["confirmed", undefined] as const)("of %o asks", async (trust) => {
    const shop = open({ trust });
    shop.gateway = [entryOf("approved")];
    await shop.answer(noticeOf("approved"));
    expect(shop.asked).toHaveLength(1);
  });
});

describe("hints that anybody can send", () => {
  it("take no place from what is signed, however many are open", async () => {
    const shop = open();
    shop.gateway = noAnswer;
    for (let i = 10; i < 24; i++) {
      expect(await shop.answer(businessNotice("refund", { push_id: `7000000000000000${i}` }))).toBe(503);
    }
    expect(shop.texts().match(/"question\/refund\/\d+/g)?.length).toBe(8);
    expect(await shop.answer(noticeOf("approved"))).toBe(503);
    expect(shop.texts()).toContain(`"question/payment/${paymentId(1)}"`);
  });
});
