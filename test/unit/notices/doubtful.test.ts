import { describe, expect, it } from "vitest";
import { type Fields, SECOND_SECRET, SECOND_TERMINAL, signed } from "../edge/merchant.ts";
import { until } from "../until.ts";
import { entryOf, noAnswer, noticeOf, openNoticeShop, ORDER, paymentId } from "./notice-shop.ts";

const PAID = `payment approved ${paymentId(1)}`;

/** Signed by the gateway, and no result of a payment. */
const DOUBTFUL: Readonly<Record<string, Fields>> = {
  "details without a code": noticeOf("approved", 1, { payment_details: "Approved" }),
  "an id of 22 digits": noticeOf("approved", 1, { payment_id: "1".repeat(22) }),
  "a status that nobody knows": noticeOf("approved", 1, { payment_status: "2" }),
  "no id beside a success": noticeOf("approved", 1, { payment_id: "" }),
  "two outcomes": noticeOf("approved", 1, { order_notes: "0180000:x" }),
  "two outcomes, the second in what the risk says": noticeOf("approved", 1, { payment_risk: "0180000:x" }),
  "two outcomes, the second in the details": noticeOf("approved", 1, { payment_details: "80000:ok 0080012:x" }),
  "a duplicate order": noticeOf("declined", 1, { payment_details: "20061:Duplicate order", payment_id: "" }),
  "a refused request": noticeOf("declined", 1, { payment_details: "20013:sign error", payment_id: "" }),
  "a test terminal in production": noticeOf("declined", 1, { payment_details: "20014:test terminal" }),
  "a shape that is odd, and a type of a business notice": {
    ...noticeOf("approved", 1, { payment_details: "Approved" }),
    notice_type: "refund",
  },
};

describe("a doubtful notice, signed", () => {
  it.each(Object.entries(DOUBTFUL))("by %s is asked about, and what the gateway says counts", async (_name, fields) => {
    const shop = openNoticeShop();
    shop.gateway = [entryOf("approved")];
    expect(await shop.answer(fields)).toBe("ok");
    expect(shop.asked).toEqual([ORDER.orderNumber]);
    expect(shop.names()).toEqual([PAID]);
    expect(shop.told[0]?.event).toMatchObject({ payment: { verified: false }, isRecorded: false });
    expect(shop.told[0]?.event.signature).toBeUndefined();
    expect(shop.errors).toHaveLength(1);
  });

  it.each(Object.entries(DOUBTFUL))("by %s is not acknowledged before that", async (_name, fields) => {
    const shop = openNoticeShop();
    shop.gateway = noAnswer;
    for (let i = 0; i < 6; i++) {
      expect(await shop.answer(fields)).toBe(503);
      shop.clock.nowMs += 3_600_000;
    }
    expect(shop.names()).toEqual([]);
    shop.gateway = [entryOf("approved")];
    expect(await shop.answer(fields)).toBe("ok");
    expect(shop.names()).toEqual([PAID]);
  });

  it.each(["pending", "authorised", "declined"] as const)("of a payment that is %s says so", async (state) => {
    const shop = openNoticeShop();
    shop.gateway = [entryOf(state)];
    expect(await shop.answer(noticeOf("approved", 1, { payment_details: "Approved" }))).toBe("ok");
    expect(shop.names()).toEqual([`payment ${state} ${paymentId(1)}`]);
  });

  it("and then the genuine notice: one payment, told once", async () => {
    for (const first of ["doubtful", "genuine"] as const) {
      const shop = openNoticeShop();
      shop.gateway = [entryOf("approved")];
      const messages = [noticeOf("approved", 1, { payment_details: "Approved" }), noticeOf("approved")];
      for (const message of first === "doubtful" ? messages : messages.toReversed()) {
        expect(await shop.answer(message)).toBe("ok");
      }
      expect(shop.names()).toEqual([PAID]);
    }
  });

  it("while the question about it runs is held, and the question asked once more", async () => {
    const shop = openNoticeShop();
    let release: () => void = () => {};
    const wait = new Promise<void>((resolve) => (release = resolve));
    shop.gateway = async () => {
      if (shop.asked.length === 1) await wait;
      return new Response(`<response>${entryOf("approved")}</response>`, {
        headers: { "content-type": "application/xml" },
      });
    };
    const fields = DOUBTFUL["two outcomes"] as Fields;
    const first = shop.answer(fields);
    await until(() => shop.asked.length === 1);
    expect(await shop.answer(DOUBTFUL["a duplicate order"] as Fields)).toBe(503);
    release();
    expect(await first).toBe("ok");
    // It came while the answer was on its way: that may not have told of it yet. Asked again, and not at once.
    expect(await shop.handler.drain()).toMatchObject({ done: 0, failed: 0 });
    shop.clock.nowMs += 60_000;
    expect(await shop.handler.drain()).toMatchObject({ done: 1, failed: 0 });
    expect([shop.asked.length, shop.names()]).toEqual([2, [PAID]]);
  });

  it("about nothing that can be asked is neither acknowledged nor asked", async () => {
    for (const order_number of ["", "A,B", "A".repeat(51)]) {
      const shop = openNoticeShop();
      expect(await shop.answer(noticeOf("approved", 1, { payment_details: "Approved", order_number }))).toBe(503);
      expect([shop.asked, shop.names(), shop.texts()]).toEqual([[], [], ""]);
    }
  });

  it("is asked about on the terminal that signed it", async () => {
    const terminals: unknown[] = [];
    const fetch = async (_url: string, init?: RequestInit) => {
      terminals.push(new URLSearchParams(String(init?.body)).get("terminal"));
      return new Response("<response></response>", { headers: { "content-type": "application/xml" } });
    };
    const shop = openNoticeShop({ config: { fetch }, findOrder: (about) => ({ ...ORDER, ...about }) });
    const fields = { ...noticeOf("approved", 1, { payment_details: "Approved" }), terminal: SECOND_TERMINAL };
    await shop.answer(signed(fields, SECOND_SECRET));
    expect(terminals).toEqual([SECOND_TERMINAL]);
  });
});
