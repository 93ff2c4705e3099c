import { describe, expect, it } from "vitest";
import type { FailedEffect } from "../../../src/notifications/notice-events.ts";
import { gate } from "../gate.ts";
import { until } from "../until.ts";
import { noticeOf, openNoticeShop, ORDER, paymentId, type ShopOptions } from "./notice-shop.ts";

const KEY = `${ORDER.account}/${ORDER.terminal}/${ORDER.orderNumber}/approved`;
const LEASE_MS = 60_000;
const APPROVED = `payment approved ${paymentId(1)}`;

describe("an effect that fails", () => {
  it("runs again with the same key and the next attempt, when the notice comes again", async () => {
    const shop = openNoticeShop();
    const runs: unknown[] = [];
    shop.onEffect = ({ context }) => {
      runs.push(context);
      if (runs.length < 3) throw new Error("not now");
    };
    const answers = [];
    for (let i = 0; i < 4; i++) {
      answers.push(await shop.answer(noticeOf("approved")));
      shop.clock.nowMs += 60_000;
    }
    expect(answers).toEqual([503, 503, "ok", "ok"]);
    expect(runs).toEqual([1, 2, 3].map((attempt) => ({ idempotencyKey: KEY, attempt })));
    expect(shop.names()).toEqual([APPROVED]);
  });

  it("is told, with where it stands", async () => {
    const told: (readonly [unknown, FailedEffect | undefined])[] = [];
    const error = new Error("the merchant's database is down");
    const shop = openNoticeShop({
      onPayment: () => Promise.reject(error),
      onError: (thrown, effect) => void told.push([thrown, effect]),
    });
    await shop.answer(noticeOf("approved"));
    const { account, terminal, orderNumber } = ORDER;
    const workKey = (noticeOf("approved").signValue ?? "").toLowerCase();
    expect(told).toEqual([[error, { about: { account, terminal, orderNumber }, workKey, attempt: 1 }]]);
  });

  it("pauses, and is driven by drain after that, without any notice", async () => {
    const shop = openNoticeShop();
    let isDown = true;
    shop.onEffect = () => {
      if (isDown) throw new Error("not now");
    };
    expect(await shop.answer(noticeOf("approved"))).toBe(503);
    // Not at once: a pause of at least a second.
    expect(await shop.handler.drain()).toEqual({ done: 0, failed: 0, left: false });
    shop.clock.nowMs += 999;
    expect(await shop.handler.drain()).toEqual({ done: 0, failed: 0, left: false });
    shop.clock.nowMs += 1001;
    expect(await shop.handler.drain()).toEqual({ done: 0, failed: 1, left: false });
    isDown = false;
    shop.clock.nowMs += 4000;
    expect(await shop.handler.drain()).toEqual({ done: 1, failed: 0, left: false });
    expect(shop.told.map(({ context }) => context)).toEqual([{ idempotencyKey: KEY, attempt: 3 }]);
    shop.clock.nowMs += 86_400_000;
    expect(await shop.handler.drain()).toEqual({ done: 0, failed: 0, left: false });
    expect(await shop.answer(noticeOf("approved"))).toBe("ok");
    expect(shop.names()).toEqual([APPROVED]);
  });

  it("pauses longer each time, up to an hour, and is never given up", async () => {
    const shop = openNoticeShop({ onPayment: () => Promise.reject(new Error("no")) });
    await shop.answer(noticeOf("approved"));
    for (let attempt = 1; attempt < 20; attempt++) {
      const wholeMs = Math.min(3_600_000, 2000 * 2 ** (attempt - 1));
      shop.clock.nowMs += Math.floor(wholeMs / 2) - 1;
      expect(await shop.handler.drain()).toEqual({ done: 0, failed: 0, left: false });
      shop.clock.nowMs += Math.ceil(wholeMs / 2) + 1;
      expect(await shop.handler.drain()).toEqual({ done: 0, failed: 1, left: false });
    }
  });

  it("is given the order as it stands by then", async () => {
    const shop = openNoticeShop();
    const seen: unknown[] = [];
    shop.onEffect = ({ event }) => {
      seen.push({ ...(event.order as object) });
      if (seen.length === 1) throw new Error("not now");
    };
    await shop.answer(noticeOf("approved"));
    shop.orders.set(ORDER.orderNumber, { ...ORDER, notes: null, signature: "later" });
    shop.clock.nowMs += 3000;
    await shop.handler.drain();
    expect(seen).toEqual([ORDER, { ...ORDER, notes: null, signature: "later" }]);
  });

  it("pays nothing any more where the order was changed meanwhile, and says so", async () => {
    for (const state of ["approved", "pending"] as const) {
      const shop = openNoticeShop({ acknowledge: "stored" });
      await shop.answer(noticeOf(state));
      shop.orders.set(ORDER.orderNumber, { ...ORDER, amount: "20.00" });
      expect(await shop.handler.drain()).toMatchObject({ done: 1, failed: 0 });
      expect(shop.names()).toEqual(state === "approved" ? ["mismatch amount"] : []);
    }
    // Without anybody to be told it is kept.
    const shop = openNoticeShop({ acknowledge: "stored", onMismatch: undefined });
    await shop.answer(noticeOf("approved"));
    shop.orders.set(ORDER.orderNumber, { ...ORDER, amount: "20.00" });
    expect(await shop.handler.drain()).toMatchObject({ done: 0, failed: 1 });
  });

  it("waits while its order is gone", async () => {
    const shop = openNoticeShop({ acknowledge: "stored" });
    await shop.answer(noticeOf("approved"));
    shop.orders.clear();
    expect(await shop.handler.drain()).toMatchObject({ done: 0, failed: 1 });
    expect(shop.errors).toMatchObject([{ code: "unknown_order" }]);
    shop.orders.set(ORDER.orderNumber, { ...ORDER });
    shop.clock.nowMs += 60_000;
    expect(await shop.handler.drain()).toMatchObject({ done: 1, failed: 0 });
  });
});

describe("a crash between an effect and the store's note of it", () => {
  it("runs it again after the lease, with the same key and attempt 2", async () => {
    let isLost = true;
    const shop = openNoticeShop({
      changeStore: ({ complete }) => ({
        complete: async (lease) => {
          if (isLost) throw new Error("the process ended here");
          return complete(lease);
        },
      }),
    });
    expect(await shop.answer(noticeOf("approved"))).toBe(503);
    isLost = false;
    // The lease is not over: whoever ran it may still live.
    expect(await shop.answer(noticeOf("approved"))).toBe(503);
    expect(await shop.handler.drain()).toEqual({ done: 0, failed: 0, left: false });
    shop.clock.nowMs += LEASE_MS - 1;
    expect(await shop.answer(noticeOf("approved"))).toBe(503);
    shop.clock.nowMs += 1;
    expect(await shop.handler.drain()).toEqual({ done: 1, failed: 0, left: false });
    expect(shop.told.map(({ context }) => context)).toEqual([
      { idempotencyKey: KEY, attempt: 1 },
      { idempotencyKey: KEY, attempt: 2 },
    ]);
    expect(await shop.answer(noticeOf("approved"))).toBe("ok");
    expect(shop.told).toHaveLength(2);
  });

  it("before the effect loses nothing either", async () => {
    const begun = gate();
    const shop = openNoticeShop();
    // The process ends in the callback: it never returns.
    shop.onEffect = () => {
      begun.open();
      return new Promise(() => {});
    };
    void shop.send(noticeOf("approved"));
    await begun.passed;
    shop.onEffect = () => {};
    shop.clock.nowMs += LEASE_MS;
    expect(await shop.handler.drain()).toEqual({ done: 1, failed: 0, left: false });
    expect(shop.told.map(({ context }) => context?.attempt)).toEqual([2]);
  });
});

describe("the lease", () => {
  it("keeps a doublet from running at the same time, and from being acknowledged", async () => {
    const { passed, open } = gate();
    const shop = openNoticeShop();
    let running = 0;
    shop.onEffect = async () => {
      running++;
      await passed;
    };
    const first = shop.answer(noticeOf("approved"));
    // Until then any of them may be the first to claim it.
    await until(() => running === 1);
    const doublets = await Promise.all(Array.from({ length: 5 }, () => shop.answer(noticeOf("approved"))));
    expect(doublets).toEqual([503, 503, 503, 503, 503]);
    expect(running).toBe(1);
    open();
    expect(await first).toBe("ok");
    expect(await shop.answer(noticeOf("approved"))).toBe("ok");
    expect(running).toBe(1);
  });

  it("that was taken over: the slow one is not acknowledged, the other one is", async () => {
    const [slow, quick] = [gate(), gate()];
    const shop = openNoticeShop({ leaseMs: 5000 });
    const gates = [slow, quick];
    shop.onEffect = () => gates.shift()?.passed;
    const first = shop.answer(noticeOf("approved"));
    await until(() => gates.length === 1);
    shop.clock.nowMs += 5000;
    const second = shop.answer(noticeOf("approved"));
    await until(() => gates.length === 0);
    slow.open();
    expect(await first).toBe(503);
    // Not the first one's end has ended the second one's lease.
    expect(await shop.answer(noticeOf("approved"))).toBe(503);
    quick.open();
    expect(await second).toBe("ok");
    const attempts = shop.told.map(({ context }) => context);
    expect(attempts).toEqual([1, 2].map((attempt) => ({ idempotencyKey: KEY, attempt })));
  });

  it("that was taken over and failed does not give the other one's lease back", async () => {
    const [slow, quick] = [gate(), gate()];
    const shop = openNoticeShop({ leaseMs: 5000 });
    let runs = 0;
    shop.onEffect = async () => {
      const isFirst = runs++ === 0;
      await (isFirst ? slow : quick).passed;
      if (isFirst) throw new Error("late");
    };
    const first = shop.answer(noticeOf("approved"));
    await until(() => runs === 1);
    shop.clock.nowMs += 5000;
    const second = shop.answer(noticeOf("approved"));
    await until(() => runs === 2);
    slow.open();
    expect(await first).toBe(503);
    expect(await shop.answer(noticeOf("approved"))).toBe(503);
    expect(runs).toBe(2);
    quick.open();
    expect(await second).toBe("ok");
  });

  it("that ended untaken is still good", async () => {
    const [begun, end] = [gate(), gate()];
    const shop = openNoticeShop({ leaseMs: 5000 });
    shop.onEffect = () => {
      begun.open();
      return end.passed;
    };
    const first = shop.answer(noticeOf("approved"));
    await begun.passed;
    shop.clock.nowMs += 50_000;
    end.open();
    expect(await first).toBe("ok");
  });

  it("lasts for 60 s where nothing else is said", async () => {
    const leases: number[] = [];
    const spy = (options: ShopOptions) =>
      openNoticeShop({
        ...options,
        changeStore: ({ claim }) => ({
          claim: (order, work, leaseMs) => {
            leases.push(leaseMs);
            return claim(order, work, leaseMs);
          },
        }),
      });
    await spy({}).answer(noticeOf("approved"));
    await spy({ leaseMs: 1234 }).answer(noticeOf("approved"));
    expect(leases).toEqual([60_000, 1234]);
  });
});

describe("one effect of an order at a time", () => {
  it("another payment's waits, and is not acknowledged meanwhile; another order's does not", async () => {
    const { passed, open } = gate();
    const shop = openNoticeShop();
    shop.orders.set("ORDER-2", { ...ORDER, orderNumber: "ORDER-2" });
    let most = 0;
    let running = 0;
    shop.onEffect = async ({ event }) => {
      if ((event.order as { orderNumber: string }).orderNumber !== ORDER.orderNumber) return;
      most = Math.max(most, ++running);
      await passed;
      running--;
    };
    const first = shop.answer(noticeOf("pending", 1));
    await until(() => running === 1);
    expect(await shop.answer(noticeOf("approved", 2))).toBe(503);
    expect(await shop.answer(noticeOf("approved", 3, { order_number: "ORDER-2" }))).toBe("ok");
    open();
    expect(await first).toBe("ok");
    // Stored when it came: it needs no notice any more, only somebody who drives.
    expect(await shop.handler.drain()).toMatchObject({ done: 1, failed: 0 });
    expect(shop.names()).toEqual([
      `payment approved ${paymentId(3)}`,
      `payment pending ${paymentId(1)}`,
      `payment approved ${paymentId(2)}`,
    ]);
    expect(most).toBe(1);
  });

  it("a lower state that waited while the order went on has no effect any more", async () => {
    const shop = openNoticeShop();
    let isDown = true;
    shop.onEffect = () => {
      if (isDown) throw new Error("not now");
    };
    expect(await shop.answer(noticeOf("pending"))).toBe(503);
    isDown = false;
    expect(await shop.answer(noticeOf("approved"))).toBe("ok");
    shop.clock.nowMs += 60_000;
    expect(await shop.handler.drain()).toEqual({ done: 1, failed: 0, left: false });
    expect(await shop.answer(noticeOf("pending"))).toBe("ok");
    expect(shop.names()).toEqual([APPROVED]);
  });
});
