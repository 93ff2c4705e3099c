import { describe, expect, it } from "vitest";
import {
  businessNotice,
  entryOf,
  noAnswer,
  noticeOf,
  openNoticeShop,
  ORDER,
  paymentId,
  refundList,
} from "./notice-shop.ts";

const HOUR_MS = 3_600_000;

/** Each title says what was wrong once; the test holds that it is right. */
describe("what was wrong once:", () => {
  it("of two approvals one is told to nobody, where the first one's effect failed once", async () => {
    const shop = openNoticeShop();
    shop.gateway = [entryOf("approved", 2), entryOf("approved", 1)];
    let runs = 0;
    shop.onEffect = ({ event }) => {
      if (runs++ === 0) throw new Error("the merchant's database is down");
      shop.orders.set(ORDER.orderNumber, { ...ORDER, paymentId: event.paymentId as string });
    };
    // The newer payment's notice comes first.
    expect(await shop.answer(noticeOf("approved", 2))).toBe(503);
    await shop.answer(noticeOf("approved", 1));
    shop.clock.nowMs += HOUR_MS;
    await shop.handler.drain();
    expect(await shop.answer(noticeOf("approved", 2))).toBe("ok");
    expect(await shop.answer(noticeOf("approved", 1))).toBe("ok");
    await shop.handler.ask({ orderNumber: ORDER.orderNumber });
    expect(shop.told.map(({ event }) => event.paymentId).sort()).toEqual([paymentId(1), paymentId(2)]);
  });

  it("of two approvals one is told to nobody, where findOrder does not return which one paid", async () => {
    const shop = openNoticeShop();
    shop.gateway = [entryOf("approved", 2), entryOf("approved", 1)];
    expect(await shop.answer(noticeOf("approved", 2))).toBe("ok");
    expect(await shop.answer(noticeOf("approved", 1))).toBe("ok");
    expect(shop.told.map(({ event }) => event.paymentId).sort()).toEqual([paymentId(1), paymentId(2)]);
  });

  it("`ask` says that a payment is done whose effect has failed, and does not run it", async () => {
    const shop = openNoticeShop();
    shop.gateway = [entryOf("approved")];
    shop.onEffect = () => {
      throw new Error("the merchant's database is down");
    };
    expect(await shop.answer(noticeOf("approved"))).toBe(503);
    shop.onEffect = () => {};
    shop.clock.nowMs += HOUR_MS;
    const { isDone } = await shop.handler.ask({ orderNumber: ORDER.orderNumber });
    expect({ isDone, names: shop.names() }).not.toEqual({ isDone: true, names: [] });
  });

  it("a genuine approval is acknowledged while its effect has failed under another key", async () => {
    const shop = openNoticeShop();
    shop.gateway = [entryOf("approved")];
    shop.onEffect = () => {
      throw new Error("the merchant's database is down");
    };
    await shop.handler.ask({ orderNumber: ORDER.orderNumber });
    expect(shop.names()).toEqual([]);
    // The gateway takes this for the end of it, and sends the notice no more.
    expect(await shop.answer(noticeOf("approved"))).toBe(503);
  });

  it("an effect is run as attempt 2 for the first time, where it was only stored before", async () => {
    const shop = openNoticeShop({ acknowledge: "stored" });
    expect(await shop.answer(noticeOf("approved"))).toBe("ok");
    await shop.handler.drain();
    expect(shop.told.map(({ context }) => context?.attempt)).toEqual([1]);
  });

  it("`drain` says that nothing is left while work of the same order has become due", async () => {
    const shop = openNoticeShop({ acknowledge: "stored" });
    shop.gateway = [entryOf("approved", 2), entryOf("approved", 1)];
    await shop.answer(noticeOf("approved", 1));
    await shop.answer(noticeOf("approved", 2));
    const { left } = await shop.handler.drain();
    const isWaiting = (await shop.store.due(10)).length > 0;
    expect(left).toBe(isWaiting);
  });

  it("`drain` runs effects although it was aborted before it began", async () => {
    const shop = openNoticeShop({ acknowledge: "stored" });
    await shop.answer(noticeOf("approved"));
    const report = await shop.handler.drain({ signal: AbortSignal.abort() });
    expect(shop.names()).toEqual([]);
    expect(report).toEqual({ done: 0, failed: 0, left: true });
  });

  it("the notice of a second refund is acknowledged by the answer to the first one's question", async () => {
    const [first, second] = ["700000000000000001", "700000000000000002"] as const;
    const shop = openNoticeShop();
    shop.gateway = [entryOf("approved", 1, { nested: refundList({ id: first, status: "-1" }) })];
    expect(await shop.answer(businessNotice("partialRefund", { push_id: first }))).toBe(503);
    shop.clock.nowMs += HOUR_MS;
    const both = refundList({ id: first, status: "1" }, { id: second, status: "-1" });
    shop.gateway = [entryOf("approved", 1, { nested: both })];
    expect(await shop.answer(businessNotice("partialRefund", { push_id: second }))).toBe(503);
  });

  it("a forged refund's question uses up the tries of a genuine one", async () => {
    const genuine = "700000000000000001";
    const shop = openNoticeShop();
    shop.gateway = [entryOf("approved", 1, { nested: refundList({ id: genuine, status: "-1" }) })];
    for (let i = 0; i < 3; i++) {
      await shop.answer(businessNotice("refund", { push_id: "1" }));
      shop.clock.nowMs += HOUR_MS;
    }
    // The genuine notice comes for the first time, and the gateway does not show its end yet.
    expect(await shop.answer(businessNotice("refund", { push_id: genuine }))).toBe(503);
  });

  it("a gateway that was down uses up the tries of a refund that does not show yet", async () => {
    const shop = openNoticeShop();
    shop.gateway = noAnswer;
    for (let i = 0; i < 4; i++) {
      expect(await shop.answer(businessNotice("refund"))).toBe(503);
      shop.clock.nowMs += HOUR_MS;
    }
    shop.gateway = [entryOf("approved", 1, { nested: refundList({ id: "700000000000000001", status: "-1" }) })];
    expect(await shop.answer(businessNotice("refund"))).toBe(503);
  });

  it("what the gateway answers is stored with a token that pays, and an address to be sent to", async () => {
    const shop = openNoticeShop();
    const fields = { quickpay_id: "marked-token", pay_url: "https://marked.example/" };
    shop.gateway = [entryOf("approved", 1, { fields })];
    shop.onEffect = () => {
      throw new Error("not now");
    };
    await shop.handler.ask({ orderNumber: ORDER.orderNumber });
    expect(shop.texts()).toContain(paymentId(1));
    expect(shop.texts()).not.toContain("marked");
  });

  it("the void of an authorisation is not told where another payment of the order was left open", async () => {
    const shop = openNoticeShop();
    await shop.answer(noticeOf("pending", 1));
    await shop.answer(noticeOf("authorised", 2));
    await shop.answer(noticeOf("voided", 2));
    // The merchant still takes the money for reserved.
    expect(shop.names().at(-1)).not.toBe(`payment authorised ${paymentId(2)}`);
  });

  it("a message cut anew before the genuine one keeps the end of its payment from being told", async () => {
    const shop = openNoticeShop();
    const genuine = noticeOf("pending");
    // Whoever holds the message can leave the first digits of the id to the card number: the signed text stays.
    const cut = { ...genuine, card_number: `${genuine.card_number}23`, payment_id: paymentId(1).slice(2) };
    expect(await shop.answer(cut)).toBe("ok");
    expect(await shop.answer(genuine)).toBe("ok");
    expect(await shop.answer(noticeOf("declined"))).toBe("ok");
    expect(shop.names().at(-1)).toBe(`payment declined ${paymentId(1)}`);
  });

  it("a doubtful notice of an order that is not there yet is acknowledged", async () => {
    const shop = openNoticeShop();
    shop.gateway = [entryOf("approved")];
    shop.orders.clear();
    const doubtful = noticeOf("approved", 1, { payment_details: "approved" });
    // As a notice of the right shape is not: an order that is not there yet may be soon.
    expect(await shop.answer(noticeOf("approved"))).toBe(503);
    expect(await shop.answer(doubtful)).toBe(503);
  });

  it("without onMismatch, a payment that does not match is acknowledged where the gateway was asked", async () => {
    const shop = openNoticeShop({ onMismatch: undefined });
    shop.gateway = [entryOf("approved", 1, { fields: { order_amount: "0.01" } })];
    expect(await shop.answer(noticeOf("approved", 1, { order_amount: "0.01" }))).toBe(503);
    expect(await shop.answer(noticeOf("approved", 1, { order_amount: "0.01", payment_details: "approved" }))).toBe(503);
  });

  it.each([[1, 2] as const, [2, 1] as const])(
    "of two approvals of an order whose record names a third payment, one pays: %i before %i",
    async (...numbers) => {
      const shop = openNoticeShop();
      // The merchant stored the id of a payment that was declined.
      shop.orders.set(ORDER.orderNumber, { ...ORDER, paymentId: paymentId(9) });
      shop.gateway = [entryOf("approved", 2), entryOf("approved", 1), entryOf("declined", 9)];
      for (const number of numbers) expect(await shop.answer(noticeOf("approved", number))).toBe("ok");
      expect(shop.told.map(({ name }) => name).sort()).toEqual(["duplicate", "payment"]);
    },
  );

  it.each([[1, 2] as const, [2, 1] as const])(
    "a payment that the record names is told, though another one's notice came first: %i before %i",
    async (...numbers) => {
      const shop = openNoticeShop();
      shop.orders.set(ORDER.orderNumber, { ...ORDER, paymentId: paymentId(2) });
      shop.gateway = [entryOf("approved", 2), entryOf("approved", 1)];
      for (const number of numbers) expect(await shop.answer(noticeOf("approved", number))).toBe("ok");
      expect([...shop.names()].sort()).toEqual([`duplicate ${paymentId(1)}`, `payment approved ${paymentId(2)}`]);
    },
  );
});
