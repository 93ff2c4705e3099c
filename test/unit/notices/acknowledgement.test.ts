import { describe, expect, it } from "vitest";
import { type Fields, signed, xmlOf } from "../edge/merchant.ts";
import { gate } from "../gate.ts";
import {
  businessNotice,
  entryOf,
  noAnswer,
  NOTICE_URL,
  noticeOf,
  noticeRequest,
  openNoticeShop,
  ORDER,
  paymentId,
  type ShopOptions,
} from "./notice-shop.ts";

const APPROVED = `payment approved ${paymentId(1)}`;
const fails = () => {
  throw new Error("not now");
};

describe("what is acknowledged, in the words the gateway asks for", () => {
  const genuine: readonly (readonly [string, Fields])[] = [
    ["an approval", noticeOf("approved")],
    ["a decline", noticeOf("declined")],
    ["what is pending", noticeOf("pending")],
    ["an authorisation", noticeOf("authorised")],
    ["a forged notice", { ...noticeOf("approved"), signValue: "0".repeat(64) }],
    ["a notice of an unknown terminal", signed({ ...noticeOf("approved"), terminal: "1" })],
    ["a payment that does not match, once it was told", noticeOf("approved", 1, { order_amount: "1.00" })],
    ["a business notice of no order of the merchant's", businessNotice("refund", { order_number: "X" })],
    ["a business notice that nothing is asked for", businessNotice("fraud")],
  ];

  it.each(genuine)("%s", async (_name, fields) => {
    const response = await openNoticeShop().send(fields);
    expect([response.status, await response.text()]).toEqual([200, "receive-ok"]);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  });

  it("and again, as often as it comes, without another effect", async () => {
    const shop = openNoticeShop();
    for (let i = 0; i < 4; i++) {
      expect(await shop.answer(noticeOf("approved"))).toBe("ok");
      shop.clock.nowMs += 86_400_000;
    }
    expect(shop.names()).toEqual([APPROVED]);
  });

  it("under either XML type", async () => {
    for (const type of ["application/xml", "text/xml", "APPLICATION/XML;charset=utf-8"]) {
      const { handler } = openNoticeShop();
      expect((await handler(noticeRequest(xmlOf(noticeOf("approved")), type))).status).toBe(200);
    }
  });
});

describe("what is not acknowledged, and comes again", () => {
  const held: readonly (readonly [string, ShopOptions, Fields])[] = [
    ["a callback that throws", { onPayment: fails }, noticeOf("approved")],
    ["a callback that rejects", { onPayment: () => Promise.reject(new Error("no")) }, noticeOf("approved")],
    ["an order that cannot be looked up", { findOrder: fails }, noticeOf("approved")],
    ["an order that is not there yet", { findOrder: () => undefined }, noticeOf("approved")],
    ["an order that is null", { findOrder: async () => null }, noticeOf("approved")],
    ["a mismatch that nobody is told", { onMismatch: undefined }, noticeOf("approved", 1, { order_amount: "1.00" })],
    ["a mismatch whose telling fails", { onMismatch: fails }, noticeOf("approved", 1, { order_amount: "1.00" })],
    ["an unverified notice that could not be shown", { onUnverified: fails }, businessNotice("fraud")],
    ["an order of a hint that cannot be looked up", { findOrder: fails }, businessNotice("refund")],
  ];

  it.each(held)("%s", async (_name, options, fields) => {
    const shop = openNoticeShop(options);
    const response = await shop.send(fields);
    expect([response.status, await response.text()]).toEqual([503, ""]);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("an order that cannot be looked up, which is asked about later, without another notice", async () => {
    for (const state of ["approved", "pending", "declined"] as const) {
      let isDown = true;
      const shop = openNoticeShop({ findOrder: () => (isDown ? fails() : ORDER) });
      shop.gateway = [entryOf(state)];
      expect(await shop.answer(noticeOf(state))).toBe(503);
      expect([shop.names(), shop.asked]).toEqual([[], []]);
      isDown = false;
      await shop.handler.drain();
      expect(shop.names()).toEqual([`payment ${state} ${paymentId(1)}`]);
    }
  });

  const METHODS = ["claim", "complete", "release"] as const;
  it.each(METHODS)("a store whose %s fails", async (method) => {
    const { store } = openNoticeShop();
    const broken = { ...store, [method]: () => Promise.reject(new Error("the store is down")) };
    const shop = openNoticeShop({ store: broken, ...(method === "release" && { onPayment: fails }) });
    expect(await shop.answer(noticeOf("approved"))).toBe(503);
    expect(shop.errors.map((error) => (error as Error).message)).toContain("the store is down");
  });

  it("a question to the gateway that fails", async () => {
    const shop = openNoticeShop();
    shop.gateway = noAnswer;
    expect(await shop.answer(noticeOf("approved", 1, { payment_details: "odd" }))).toBe(503);
    expect(await shop.answer(businessNotice("refund"))).toBe(503);
  });
});

describe("what is no notice", () => {
  const xml = xmlOf(noticeOf("approved"));
  const wrong: readonly (readonly [string, () => Request, number])[] = [
    ["GET", () => new Request(NOTICE_URL), 405],
    ["HEAD", () => new Request(NOTICE_URL, { method: "HEAD" }), 405],
    ["PUT", () => new Request(NOTICE_URL, { method: "PUT", body: xml }), 405],
    ["a form", () => noticeRequest(xml, "application/x-www-form-urlencoded"), 415],
    ["JSON", () => noticeRequest("{}", "application/json"), 415],
    ["no type", () => new Request(NOTICE_URL, { method: "POST", body: new TextEncoder().encode(xml) }), 415],
    ["over 32 kB", () => noticeRequest(xml.padEnd(32_769, " ")), 413],
    ["no body", () => noticeRequest(null), 400],
    ["no XML", () => noticeRequest("hello"), 400],
    ["half a notice", () => noticeRequest(xml.slice(0, -20)), 400],
    ["no UTF-8", () => noticeRequest(new Uint8Array([0x3c, 0xff, 0xfe])), 400],
    ["a body that breaks off", () => noticeRequest(brokenBody()), 400],
  ];

  it.each(wrong)("%s", async (_name, make, status) => {
    const shop = openNoticeShop();
    const response = await shop.handler(make());
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain("receive-ok");
    expect(response.headers.get("allow")).toBe(status === 405 ? "POST" : null);
    expect([shop.names(), shop.texts(), shop.asked]).toEqual([[], "", []]);
    // A genuine notice of another form would be lost in silence.
    expect(shop.errors).toHaveLength(1);
    expect(shop.errors[0]).toHaveProperty("code");
  });

  it("32 kB is still one", async () => {
    expect(await openNoticeShop().answer(xml.padEnd(32_768, " "))).toBe("ok");
  });
});

describe("callbacks that only are told", () => {
  const all = { onForged: fails, onError: fails };
  const rejecting = Object.fromEntries(Object.keys(all).map((name) => [name, () => Promise.reject(new Error("no"))]));

  it.each([all, rejecting])("never break the answer", async (callbacks) => {
    const shop = openNoticeShop(callbacks as ShopOptions);
    expect(await shop.answer({ ...noticeOf("approved"), signValue: "" })).toBe("ok");
    expect(await shop.answer(noticeOf("approved", 1, { payment_details: "odd" }))).toBe("ok");
    shop.gateway = noAnswer;
    expect(await shop.answer(noticeOf("approved", 2, { payment_details: "odd" }))).toBe(503);
    const guarded = openNoticeShop({ ...(callbacks as ShopOptions), allowedSenders: ["192.0.2.1"] });
    expect(await guarded.answer(noticeOf("approved"), { senderAddress: "192.0.2.2" })).toBe(403);
  });

  it("that fail are told as errors, but for onError itself", async () => {
    const shop = openNoticeShop({ onForged: fails });
    await shop.answer({ ...noticeOf("approved"), signValue: "" });
    expect(shop.errors).toEqual([new Error("not now")]);
  });

  it("may all be left out", async () => {
    const none = { onRefund: undefined, onChargeback: undefined, onError: undefined };
    const shop = openNoticeShop({ ...none, onUnverified: undefined, onForged: undefined, onMismatch: undefined });
    expect(await shop.answer(noticeOf("approved"))).toBe("ok");
    expect(await shop.answer(businessNotice("fraud"))).toBe("ok");
    expect(await shop.answer({ ...noticeOf("declined"), signValue: "" })).toBe("ok");
  });
});

describe('acknowledge: "stored"', () => {
  it("acknowledges before the effect, which goes on under waitUntil", async () => {
    const { passed, open } = gate();
    const shop = openNoticeShop({ acknowledge: "stored" });
    shop.onEffect = () => passed;
    const waiting: Promise<unknown>[] = [];
    const waitUntil = (work: Promise<unknown>) => void waiting.push(work);
    expect(await shop.answer(noticeOf("approved"), { waitUntil })).toBe("ok");
    expect([shop.names(), waiting.length]).toEqual([[], 1]);
    expect(shop.texts()).toContain(paymentId(1));
    open();
    await Promise.all(waiting);
    expect(shop.names()).toEqual([APPROVED]);
    expect(await shop.handler.drain()).toEqual({ done: 0, failed: 0, left: false });
  });

  it("never lets what runs behind the answer reject", async () => {
    const shop = openNoticeShop({ acknowledge: "stored", onPayment: fails });
    const waiting: Promise<unknown>[] = [];
    await shop.answer(noticeOf("approved"), { waitUntil: (work) => void waiting.push(work) });
    await Promise.all(waiting);
    expect(shop.errors).toHaveLength(1);
    const { store } = openNoticeShop();
    const lost = { ...store, complete: () => Promise.reject(new Error("lost")) };
    const other = openNoticeShop({ acknowledge: "stored", store: lost });
    await other.answer(noticeOf("approved"), { waitUntil: (work) => void waiting.push(work) });
    await Promise.all(waiting);
    expect(other.errors).toEqual([new Error("lost")]);
  });

  it("without waitUntil leaves the effect to drain, at once", async () => {
    const shop = openNoticeShop({ acknowledge: "stored" });
    expect(await shop.answer(noticeOf("approved"))).toBe("ok");
    expect(shop.names()).toEqual([]);
    expect(await shop.handler.drain()).toEqual({ done: 1, failed: 0, left: false });
    expect(shop.names()).toEqual([APPROVED]);
  });

  it("acknowledges a doubtful notice once its question is stored", async () => {
    const shop = openNoticeShop({ acknowledge: "stored" });
    shop.gateway = [entryOf("approved")];
    expect(await shop.answer(noticeOf("approved", 1, { payment_details: "odd" }))).toBe("ok");
    expect(shop.asked).toEqual([]);
    await shop.handler.drain();
    expect([shop.asked.length, shop.names()]).toEqual([1, [APPROVED]]);
  });

  it("acknowledges a doublet while the effect runs: both are stored", async () => {
    const { passed, open } = gate();
    const shop = openNoticeShop({ acknowledge: "stored" });
    shop.onEffect = () => passed;
    const waiting: Promise<unknown>[] = [];
    const info = { waitUntil: (work: Promise<unknown>) => void waiting.push(work) };
    expect(await shop.answer(noticeOf("approved"), info)).toBe("ok");
    expect(await shop.answer(noticeOf("approved"), info)).toBe("ok");
    open();
    await Promise.all(waiting);
    expect([waiting.length, shop.names()]).toEqual([1, [APPROVED]]);
  });

  it("acknowledges nothing that the store has not", async () => {
    const { store } = openNoticeShop();
    const broken = { ...store, claim: () => Promise.reject(new Error("the store is down")) };
    const shop = openNoticeShop({ acknowledge: "stored", store: broken });
    expect(await shop.answer(noticeOf("approved"))).toBe(503);
    expect(await openNoticeShop({ acknowledge: "stored", findOrder: fails }).answer(noticeOf("approved"))).toBe(503);
  });
});

function brokenBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode("<response>"));
      controller.error(new Error("reset"));
    },
  });
}
