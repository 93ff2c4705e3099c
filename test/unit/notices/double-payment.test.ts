import { describe, expect, it } from "vitest";
import type { Fields } from "../edge/merchant.ts";
import { signedTextOf } from "../edge/merchant.ts";
import { entryOf, noAnswer, noticeOf, type NoticeShop, openNoticeShop, ORDER, paymentId } from "./notice-shop.ts";

const KEY = `${ORDER.account}/${ORDER.terminal}/${ORDER.orderNumber}`;
const LONG_MS = 3_600_000;

/** A shop whose order the first payment's notice has paid, as the merchant's record says too. */
async function openPaidShop(): Promise<NoticeShop> {
  const shop = openNoticeShop();
  const paid = noticeOf("approved");
  expect(await shop.answer(paid)).toBe("ok");
  const signature = signatureOf(paid);
  shop.orders.set(ORDER.orderNumber, { ...ORDER, paymentId: paymentId(1), signature });
  expect(shop.told[0]?.event).toMatchObject({ paymentId: paymentId(1), signature });
  shop.told.length = 0;
  return shop;
}

function signatureOf({ signValue = "" }: Fields): string {
  return signValue.toLowerCase();
}

/** The genuine notice, its signed text cut anew so that the payment's id is another one. */
function recutId(genuine: Fields): Fields {
  const { card_number = "", payment_id = "" } = genuine;
  const cut = { ...genuine, card_number: card_number + payment_id.slice(0, 2), payment_id: payment_id.slice(2) };
  expect(signedTextOf(cut)).toBe(signedTextOf(genuine));
  return cut;
}

describe("a second approval of a paid order", () => {
  it("is told as a double payment, once the gateway's own list shows both", async () => {
    const shop = await openPaidShop();
    shop.gateway = [entryOf("approved", 2), entryOf("declined", 3), entryOf("approved", 1)];
    expect(await shop.answer(noticeOf("approved", 2))).toBe("ok");
    expect(shop.asked).toEqual([ORDER.orderNumber]);
    expect(shop.told).toMatchObject([
      {
        name: "duplicate",
        event: { paymentId: paymentId(2), paidBy: paymentId(1), isConfirmed: true },
        context: { idempotencyKey: `${KEY}/duplicate/${signatureOf(noticeOf("approved", 2))}`, attempt: 1 },
      },
    ]);
    expect(await shop.answer(noticeOf("approved", 2))).toBe("ok");
    expect(await shop.answer(noticeOf("approved", 1))).toBe("ok");
    expect(shop.told).toHaveLength(1);
    // A third one has a key of its own.
    shop.gateway = [entryOf("approved", 3), entryOf("approved", 2), entryOf("approved", 1)];
    expect(await shop.answer(noticeOf("approved", 3))).toBe("ok");
    expect(shop.names()).toEqual([`duplicate ${paymentId(2)}`, `duplicate ${paymentId(3)}`]);
  });

  it("runs again where its callback throws, under the same key", async () => {
    const shop = await openPaidShop();
    shop.gateway = [entryOf("approved", 2), entryOf("approved", 1)];
    const keys: unknown[] = [];
    shop.onEffect = ({ context }) => {
      keys.push(context);
      if (keys.length === 1) throw new Error("not now");
    };
    expect(await shop.answer(noticeOf("approved", 2))).toBe(503);
    shop.clock.nowMs += LONG_MS;
    expect(await shop.handler.drain()).toMatchObject({ done: 1, failed: 0 });
    const idempotencyKey = `${KEY}/duplicate/${signatureOf(noticeOf("approved", 2))}`;
    expect(keys).toEqual([1, 2].map((attempt) => ({ idempotencyKey, attempt })));
  });

  it("is confirmed against what was told first, where the record names nothing", async () => {
    const shop = openNoticeShop();
    shop.gateway = [entryOf("approved", 2), entryOf("approved", 1)];
    // The newer one first: not the gateway's order decides.
    for (const number of [2, 1]) expect(await shop.answer(noticeOf("approved", number))).toBe("ok");
    const event = { paymentId: paymentId(1), paidBy: paymentId(2), isConfirmed: true };
    expect(shop.told).toMatchObject([{ name: "payment" }, { name: "duplicate", event }]);
  });

  it("of one that the gateway no longer shows is told unconfirmed: somebody must look which one is left", async () => {
    const shop = openNoticeShop();
    expect(await shop.answer(noticeOf("approved", 2))).toBe("ok");
    shop.gateway = [entryOf("approved", 1), entryOf("declined", 2)];
    expect(await shop.answer(noticeOf("approved", 1))).toBe("ok");
    const event = { paymentId: paymentId(1), paidBy: paymentId(2), isConfirmed: false };
    expect(shop.told).toMatchObject([{ name: "payment" }, { name: "duplicate", event }]);
  });

  it("of another amount on the gateway's list is none of this order's", async () => {
    const shop = await openPaidShop();
    shop.gateway = [entryOf("approved", 2, { fields: { order_amount: "1.00" } }), entryOf("approved", 1)];
    expect(await shop.answer(noticeOf("approved", 2))).toBe(503);
    expect(shop.names()).toEqual([]);
  });

  it.each([
    ["that fails", noAnswer],
    ["that does not show it", [entryOf("approved", 1)]],
    ["that shows it declined", [entryOf("declined", 2), entryOf("approved", 1)]],
    ["that shows nothing", []],
  ] as const)("with a question %s four times is told unconfirmed", async (_name, gateway) => {
    const shop = await openPaidShop();
    shop.gateway = gateway;
    for (let attempt = 1; attempt <= 4; attempt++) {
      expect(await shop.answer(noticeOf("approved", 2))).toBe(503);
      expect(shop.names()).toEqual([]);
      shop.clock.nowMs += LONG_MS;
    }
    expect(await shop.answer(noticeOf("approved", 2))).toBe("ok");
    expect(shop.asked).toHaveLength(5);
    const event = { paymentId: paymentId(2), paidBy: paymentId(1), isConfirmed: false };
    expect(shop.told).toMatchObject([{ name: "duplicate", event, context: { attempt: 5 } }]);
  });

  it("is confirmed as soon as the question is answered", async () => {
    const shop = await openPaidShop();
    shop.gateway = noAnswer;
    for (let i = 0; i < 3; i++) {
      await shop.answer(noticeOf("approved", 2));
      shop.clock.nowMs += LONG_MS;
    }
    shop.gateway = [entryOf("approved", 2), entryOf("approved", 1)];
    expect(await shop.answer(noticeOf("approved", 2))).toBe("ok");
    expect(shop.told).toMatchObject([{ event: { isConfirmed: true }, context: { attempt: 4 } }]);
  });
});

describe("the same approval, told again", () => {
  it("cut anew to another id is no double payment, whichever comes first", async () => {
    const genuine = noticeOf("approved");
    for (const messages of [
      [genuine, recutId(genuine)],
      [recutId(genuine), genuine],
    ]) {
      const shop = openNoticeShop();
      shop.gateway = [entryOf("approved", 1)];
      for (const message of messages) expect(await shop.answer(message)).toBe("ok");
      await shop.handler.ask({ orderNumber: ORDER.orderNumber });
      expect(shop.names()).toHaveLength(1);
      expect(shop.names()[0]).toMatch(/^payment approved/);
    }
  });

  it("cut anew is none either where only the merchant's own record knows it", async () => {
    const genuine = noticeOf("approved");
    const shop = openNoticeShop();
    shop.gateway = [entryOf("approved", 1)];
    const signature = signatureOf(genuine);
    shop.orders.set(ORDER.orderNumber, { ...ORDER, paymentId: paymentId(1), signature });
    expect(await shop.answer(recutId(genuine))).toBe("ok");
    expect(shop.told).toMatchObject([{ name: "payment", event: { isRecorded: true } }]);
  });

  it("by another message of the same payment is none", async () => {
    const shop = await openPaidShop();
    expect(await shop.answer(noticeOf("approved", 1, { payment_risk: "Rule=1;" }))).toBe("ok");
    expect(await shop.answer(noticeOf("captured", 1))).toBe("ok");
    expect([shop.asked, shop.names()]).toEqual([[], []]);
  });
});

describe("an order that the merchant's own record says is paid", () => {
  it("by this payment: onPayment runs once, and is told so", async () => {
    for (const by of ["paymentId", "both"] as const) {
      const notice = noticeOf("approved");
      const signature = by === "both" ? signatureOf(notice) : null;
      const shop = openNoticeShop();
      shop.orders.set(ORDER.orderNumber, { ...ORDER, paymentId: paymentId(1), signature });
      expect(await shop.answer(notice)).toBe("ok");
      expect(await shop.answer(notice)).toBe("ok");
      expect(shop.told).toMatchObject([{ name: "payment", event: { status: "approved", isRecorded: true } }]);
      expect([shop.told.length, shop.asked]).toEqual([1, []]);
    }
  });

  it("by another payment, which the gateway shows: a double payment", async () => {
    const shop = openNoticeShop();
    shop.orders.set(ORDER.orderNumber, { ...ORDER, paymentId: paymentId(1) });
    shop.gateway = [entryOf("approved", 2), entryOf("approved", 1)];
    expect(await shop.answer(noticeOf("approved", 2))).toBe("ok");
    const event = { paymentId: paymentId(2), paidBy: paymentId(1), isConfirmed: true };
    expect(shop.told).toMatchObject([{ name: "duplicate", event }]);
  });

  it("by another payment, which the gateway does not know as approved: this one pays it", async () => {
    const shop = openNoticeShop();
    shop.orders.set(ORDER.orderNumber, { ...ORDER, paymentId: paymentId(1) });
    shop.gateway = [entryOf("approved", 2), entryOf("declined", 1)];
    expect(await shop.answer(noticeOf("approved", 2))).toBe("ok");
    expect(shop.told).toMatchObject([
      { name: "payment", event: { status: "approved", paymentId: paymentId(2), isRecorded: false } },
    ]);
  });

  it("is touched by nothing less than an approval", async () => {
    const shop = openNoticeShop();
    shop.orders.set(ORDER.orderNumber, { ...ORDER, paymentId: paymentId(9) });
    for (const state of ["pending", "authorised", "declined"] as const) {
      expect(await shop.answer(noticeOf(state, 9))).toBe("ok");
      expect(await shop.answer(noticeOf(state, 2))).toBe("ok");
    }
    expect([shop.names(), shop.asked]).toEqual([[], []]);
  });

  it.each(["", null, undefined])("says nothing with a payment id of %o", async (recorded) => {
    const shop = openNoticeShop();
    shop.orders.set(ORDER.orderNumber, { ...ORDER, paymentId: recorded, signature: recorded });
    expect(await shop.answer(noticeOf("pending"))).toBe("ok");
    expect(await shop.answer(noticeOf("approved"))).toBe("ok");
    expect(shop.told).toMatchObject([{ event: { status: "pending" } }, { event: { isRecorded: false } }]);
  });
});
