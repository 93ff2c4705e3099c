import { describe, expect, it } from "vitest";
import { signed, xmlOf } from "../edge/merchant.ts";
import { gate } from "../gate.ts";
import { failure } from "../leaks.ts";
import { until } from "../until.ts";
import {
  businessNotice,
  entryOf,
  noAnswer,
  noticeOf,
  type NoticeShop,
  openNoticeShop,
  ORDER,
  paymentId,
  type ShopOptions,
} from "./notice-shop.ts";

const PAID = `payment approved ${paymentId(1)}`;

/** A shop that has stored one approval for each of several orders, and run none. */
async function openWaitingShop(count: number, options: ShopOptions = {}): Promise<NoticeShop> {
  const shop = openNoticeShop({ acknowledge: "stored", ...options });
  for (let i = 1; i <= count; i++) {
    const orderNumber = `W-${i}`;
    shop.orders.set(orderNumber, { ...ORDER, orderNumber });
    expect(await shop.answer(noticeOf("approved", i, { order_number: orderNumber }))).toBe("ok");
    shop.clock.nowMs += 1;
  }
  expect(shop.names()).toEqual([]);
  return shop;
}

describe("take, for a queue's consumer", () => {
  it("takes a genuine body to its end, once", async () => {
    const shop = openNoticeShop();
    const body = xmlOf(noticeOf("approved"));
    expect(await shop.handler.take(body)).toEqual({ isDone: true, isForged: false });
    expect(await shop.handler.take(body)).toEqual({ isDone: true, isForged: false });
    expect(shop.names()).toEqual([PAID]);
  });

  it("says when it must be given again", async () => {
    const shop = openNoticeShop();
    let isDown = true;
    shop.onEffect = () => {
      if (isDown) throw new Error("not now");
    };
    const body = xmlOf(noticeOf("approved"));
    expect(await shop.handler.take(body)).toEqual({ isDone: false, isForged: false });
    isDown = false;
    expect(await shop.handler.take(body)).toEqual({ isDone: true, isForged: false });
    expect(shop.told.map(({ context }) => context?.attempt)).toEqual([2]);
    shop.gateway = noAnswer;
    expect(await shop.handler.take(xmlOf(noticeOf("approved", 2, { payment_details: "odd" })))).toEqual({
      isDone: false,
      isForged: false,
    });
  });

  it("discards what is forged, as a request is", async () => {
    const shop = openNoticeShop();
    expect(await shop.handler.take(xmlOf(signed(noticeOf("approved"), "x")))).toEqual({ isDone: true, isForged: true });
    expect(shop.names()).toEqual(["forged invalid_signature"]);
  });

  it("runs the effect itself, however requests are acknowledged", async () => {
    const shop = openNoticeShop({ acknowledge: "stored" });
    expect(await shop.handler.take(xmlOf(noticeOf("approved")))).toMatchObject({ isDone: true });
    expect(shop.names()).toEqual([PAID]);
  });

  it("holds the sender against the list, as the queue's producer passes it on", async () => {
    const shop = openNoticeShop({ allowedSenders: ["192.0.2.1"] });
    const body = xmlOf(noticeOf("approved"));
    await failure(() => shop.handler.take(body), "unknown_sender");
    await failure(() => shop.handler.take(body, { senderAddress: "192.0.2.2" }), "unknown_sender");
    expect(shop.texts()).toBe("");
    expect(await shop.handler.take(body, { senderAddress: "192.0.2.1" })).toMatchObject({ isDone: true });
    expect(shop.names()).toEqual([PAID]);
  });

  it("refuses what will never be a notice", async () => {
    const { handler } = openNoticeShop();
    for (const body of ["", "x", "<response>", "{}"]) await failure(() => handler.take(body), "malformed_xml");
    await failure(() => handler.take(xmlOf(noticeOf("approved")).padEnd(32_769)), "body_too_large");
    await failure(() => handler.take(undefined as unknown as string), "invalid_argument");
  });
});

describe("ask", () => {
  const { orderNumber } = ORDER;

  it("lets all take effect that the gateway confirms, once", async () => {
    const shop = openNoticeShop();
    shop.gateway = [entryOf("declined", 2), entryOf("approved", 1)];
    expect(await shop.handler.ask({ orderNumber })).toEqual({ isDone: true });
    expect(await shop.handler.ask({ orderNumber })).toEqual({ isDone: true });
    expect([shop.names(), shop.asked.length]).toEqual([[PAID], 2]);
  });

  it("asks also where notices are acknowledged once stored", async () => {
    const shop = openNoticeShop({ acknowledge: "stored" });
    shop.gateway = [entryOf("approved")];
    expect(await shop.handler.ask({ orderNumber })).toEqual({ isDone: true });
    expect(shop.names()).toEqual([PAID]);
  });

  it("of an order the gateway does not know is done, and of a gateway that is down is not", async () => {
    const shop = openNoticeShop();
    expect(await shop.handler.ask({ orderNumber })).toEqual({ isDone: true });
    shop.gateway = noAnswer;
    expect(await shop.handler.ask({ orderNumber })).toEqual({ isDone: false });
    shop.gateway = [entryOf("approved")];
    shop.clock.nowMs += 2000;
    expect(await shop.handler.drain()).toMatchObject({ done: 1 });
    expect(shop.names()).toEqual([PAID]);
  });

  it("is refused for what cannot be asked about", async () => {
    const { handler, asked } = openNoticeShop();
    for (const wrong of ["", "A,B", "A".repeat(51), "<A>", undefined, 7]) {
      await failure(
        () => handler.ask({ orderNumber: wrong as string }),
        ["invalid_field", "missing_field", "field_too_long"],
      );
    }
    await failure(() => handler.ask({ orderNumber, terminal: "90000199" }), "invalid_argument", "terminal");
    await failure(() => handler.ask(undefined as never), ["invalid_argument", "missing_field", "invalid_field"]);
    expect(asked).toEqual([]);
  });
});

describe("drain", () => {
  it("drives what was stored, longest waiting first, no more than its limit at a time", async () => {
    const shop = await openWaitingShop(25);
    expect(await shop.handler.drain({ limit: 10 })).toEqual({ done: 10, failed: 0, left: true });
    const numbers = shop.told.map(({ event }) => event.paymentId).sort();
    expect(numbers).toEqual(Array.from({ length: 10 }, (_, i) => paymentId(i + 1)));
    expect(await shop.handler.drain({ limit: 15 })).toMatchObject({ done: 15, failed: 0 });
    expect(await shop.handler.drain()).toEqual({ done: 0, failed: 0, left: false });
    expect(shop.told).toHaveLength(25);
    expect(new Set(shop.told.map(({ event }) => event.paymentId)).size).toBe(25);
  });

  it("drives more than a hundred, until nothing is left, where it is called while something is", async () => {
    const shop = await openWaitingShop(130);
    let calls = 0;
    while ((await shop.handler.drain()).left && calls++ < 10);
    expect(shop.told).toHaveLength(130);
  });

  it("runs several at once, and not all", async () => {
    const shop = await openWaitingShop(40);
    let running = 0;
    let most = 0;
    shop.onEffect = async () => {
      most = Math.max(most, ++running);
      // As long as nobody runs beside it, and then a little more, for those who must not.
      await until(() => most > 1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
    };
    await shop.handler.drain();
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(10);
  });

  it("stops when it is aborted, and loses nothing", async () => {
    const shop = await openWaitingShop(40);
    const controller = new AbortController();
    shop.onEffect = () => controller.abort();
    const { done, failed, left } = await shop.handler.drain({ signal: controller.signal });
    expect([done < 40, failed, left]).toEqual([true, 0, true]);
    expect(await shop.handler.drain()).toMatchObject({ done: 40 - done, left: false });
    expect(shop.told).toHaveLength(40);
  });

  it("counts what failed, goes on with the rest, and tries it again later", async () => {
    const shop = await openWaitingShop(5);
    shop.onEffect = ({ event }) => {
      if (event.paymentId === paymentId(2)) throw new Error("not this one");
    };
    expect(await shop.handler.drain()).toEqual({ done: 4, failed: 1, left: false });
    shop.onEffect = () => {};
    shop.clock.nowMs += 2000;
    expect(await shop.handler.drain()).toEqual({ done: 1, failed: 0, left: false });
  });

  it("twice at once runs each effect once", async () => {
    const shop = await openWaitingShop(20);
    const reports = await Promise.all([shop.handler.drain(), shop.handler.drain(), shop.handler.drain()]);
    expect(reports.reduce((sum, { failed }) => sum + failed, 0)).toBe(0);
    expect(shop.told).toHaveLength(20);
  });

  it("leaves what somebody else is running", async () => {
    const shop = openNoticeShop();
    const [begun, end] = [gate(), gate()];
    shop.onEffect = () => {
      begun.open();
      return end.passed;
    };
    const first = shop.answer(noticeOf("approved"));
    await begun.passed;
    expect(await shop.handler.drain()).toEqual({ done: 0, failed: 0, left: false });
    end.open();
    expect(await first).toBe("ok");
  });

  it("drives questions too", async () => {
    const shop = openNoticeShop({ acknowledge: "stored" });
    await shop.answer(businessNotice("refund"));
    shop.gateway = [entryOf("approved")];
    await shop.handler.drain();
    expect(shop.asked).toHaveLength(1);
    expect(shop.names().at(-1)).toBe(PAID);
  });

  it("tells what fails of a piece, and goes on", async () => {
    const { store } = openNoticeShop();
    let broken = 2;
    const resume: typeof store.resume = (work, leaseMs) =>
      broken-- > 0 ? Promise.reject(new Error("the store is down")) : store.resume(work, leaseMs);
    const shop = await openWaitingShop(0, { store: { ...store, resume } });
    for (let i = 1; i <= 4; i++) {
      shop.orders.set(`W-${i}`, { ...ORDER, orderNumber: `W-${i}` });
      await shop.answer(noticeOf("approved", i, { order_number: `W-${i}` }));
    }
    let rounds = 0;
    while (shop.told.length < 4 && rounds++ < 5) await shop.handler.drain();
    expect(shop.told).toHaveLength(4);
    expect(shop.errors).toHaveLength(2);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity, "7", null])("refuses a limit of %o", async (limit) => {
    const shop = await openWaitingShop(1);
    await failure(() => shop.handler.drain({ limit: limit as number }), ["invalid_field", "missing_field"], "limit");
    expect(shop.names()).toEqual([]);
  });
});
