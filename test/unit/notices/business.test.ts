import { describe, expect, it } from "vitest";
import type { Fields } from "../edge/merchant.ts";
import {
  businessNotice,
  chargebackList,
  entryOf,
  noAnswer,
  openNoticeShop,
  ORDER,
  paymentId,
  refundList,
} from "./notice-shop.ts";

const REFUND = "700000000000000001";
const KEY = `${ORDER.account}/${ORDER.terminal}/${ORDER.orderNumber}`;
const LONG_MS = 3_600_000;
const paidWith = (nested: string) => [entryOf("approved", 1, { nested })];
const PAID = `payment approved ${paymentId(1)}`;

describe("a business notice", () => {
  const SILENT = ["re-presentment", "retrieval", "reversal-retrieval", "fraud", "ARN", "highRisk", "identityCheck"];

  it.each([...SILENT, "customsUpload", "dispute", "somethingNew", "Refund", "chargeback"])(
    "of type %s is shown, and nothing else",
    async (type) => {
      const shop = openNoticeShop();
      expect(await shop.answer(businessNotice(type))).toBe("ok");
      expect(shop.told.map(({ name }) => name)).toEqual(["unverified"]);
      expect(shop.told[0]?.event).toMatchObject({ verified: false, noticeType: type });
      expect([shop.asked, shop.texts()]).toEqual([[], ""]);
    },
  );

  it("is shown without a token that pays, or an address to be sent to", async () => {
    const shop = openNoticeShop();
    const tokens = { quickpay_id: "marked", pay_url: "https://marked.example/" };
    await shop.answer(businessNotice("fraud", { ...tokens, other: "kept" }));
    expect(shop.told).toMatchObject([{ event: { fields: { other: "kept" } } }]);
    expect(JSON.stringify(shop.told)).not.toContain("marked");
  });

  it.each(["refund", "partialRefund", "chargeBack"])(
    "of type %s is shown before the gateway is asked",
    async (type) => {
      const shop = openNoticeShop();
      shop.onEffect = () => expect(shop.asked).toEqual([]);
      await shop.answer(businessNotice(type));
      expect(shop.names()[0]).toBe(`unverified ${type === "chargeBack" ? "chargeback" : "refund"}`);
      expect(shop.asked).toEqual([ORDER.orderNumber]);
    },
  );

  it("with a signature of whatever kind is as unverified", async () => {
    for (const signValue of ["", "0".repeat(64), "x"]) {
      const shop = openNoticeShop();
      shop.gateway = paidWith("");
      await shop.answer(businessNotice("refund", { signValue }));
      expect(shop.names().filter((name) => name.startsWith("refund"))).toEqual([]);
    }
  });

  it.each<readonly [string, Fields]>([
    ["an order that is not the merchant's", { order_number: "ORDER-9" }],
    ["no order", { order_number: "" }],
    ["two orders", { order_number: "ORDER-1,ORDER-2" }],
    ["a number with an outcome in it", { order_number: "0180000:x" }],
    ["a number of 51 characters", { order_number: "A".repeat(51) }],
  ])("about %s is shown, and asks nothing", async (_name, changes) => {
    const shop = openNoticeShop({ findOrder: ({ orderNumber }) => (orderNumber === "ORDER-9" ? undefined : ORDER) });
    expect(await shop.answer(businessNotice("refund", changes))).toBe("ok");
    expect([shop.names(), shop.asked, shop.texts()]).toEqual([["unverified refund"], [], ""]);
  });
});

describe("a business notice that names another", () => {
  it.each<readonly [string, Fields]>([
    ["account", { account: "900002" }],
    ["terminal", { terminal: "90000199" }],
    ["terminal, and none", { terminal: "" }],
  ])("%s is discarded as forged", async (_name, changes) => {
    const shop = openNoticeShop({ findOrder: () => ORDER });
    expect(await shop.answer(businessNotice("refund", changes))).toBe("ok");
    expect([shop.names(), shop.asked, shop.texts()]).toEqual([["forged unknown_terminal"], [], ""]);
  });
});

describe("a refund", () => {
  it.each([
    ["1", "complete"],
    ["0", "failed"],
  ])("has ended (%s) when the gateway says so: %s", async (status, told) => {
    const shop = openNoticeShop();
    shop.gateway = paidWith(refundList({ id: REFUND, status }));
    // What the notice claims counts for nothing.
    const claim = { push_status: status, push_amount: "9999.00", refund_number: "FORGED", payment_id: paymentId(7) };
    expect(await shop.answer(businessNotice("partialRefund", claim))).toBe("ok");
    const { event, context } = shop.told.find(({ name }) => name === "refund") ?? {};
    expect(event).toMatchObject({ paymentId: paymentId(1), refundId: REFUND, status: told, amount: "4.00" });
    expect(event).toMatchObject({ refundNumber: "R-1", order: ORDER });
    expect(context).toEqual({ idempotencyKey: `${KEY}/refund/${REFUND}/${told}`, attempt: 1 });
    expect(JSON.stringify([event, shop.texts()])).not.toMatch(/FORGED|9999/);
  });

  it("that a notice announces with another end has the end that the gateway says, and is asked about again", async () => {
    const shop = openNoticeShop();
    shop.gateway = paidWith(refundList({ id: REFUND, status: "1" }));
    expect(await shop.answer(businessNotice("refund", { push_status: "0" }))).toBe(503);
    shop.gateway = paidWith(refundList({ id: REFUND, status: "0" }));
    shop.clock.nowMs += LONG_MS;
    await shop.handler.drain();
    expect(shop.names().filter((name) => name.startsWith("refund"))).toEqual([
      `refund complete ${REFUND}`,
      `refund failed ${REFUND}`,
    ]);
  });

  it("has its effect once, however often it is announced", async () => {
    const shop = openNoticeShop();
    shop.gateway = paidWith(refundList({ id: REFUND, status: "1" }));
    for (let i = 0; i < 4; i++) {
      expect(await shop.answer(businessNotice("refund", { push_dateTime: String(i) }))).toBe("ok");
      shop.clock.nowMs += LONG_MS;
    }
    expect(shop.names().filter((name) => !name.startsWith("unverified"))).toEqual([PAID, `refund complete ${REFUND}`]);
  });

  it("is not run again, nor burned, by forged copies under other ids", async () => {
    for (const isLate of [true, false]) {
      const shop = openNoticeShop();
      const genuine = businessNotice("refund");
      const forge = async () => {
        for (let i = 0; i < 20; i++) {
          await shop.answer(businessNotice("refund", { push_id: `99${i}`, push_status: "0", refund_number: `F-${i}` }));
          shop.clock.nowMs += LONG_MS;
        }
      };
      shop.gateway = paidWith(
        isLate ? refundList({ id: REFUND, status: "1" }) : refundList({ id: REFUND, status: "-1" }),
      );
      if (isLate) expect(await shop.answer(genuine)).toBe("ok");
      await forge();
      if (!isLate) {
        // It still does not show when its notice comes; then it does.
        expect(await shop.answer(genuine)).toBe(503);
        shop.gateway = paidWith(refundList({ id: REFUND, status: "1" }));
        for (let i = 0; i < 3; i++) {
          shop.clock.nowMs += LONG_MS;
          await shop.handler.drain();
        }
      }
      expect(shop.names().filter((name) => name.startsWith("refund"))).toEqual([`refund complete ${REFUND}`]);
      // Forged questions end one day, and the genuine notice is acknowledged then at the latest.
      for (let i = 0; i < 20; i++) {
        shop.clock.nowMs += LONG_MS;
        await shop.handler.drain();
      }
      expect(await shop.answer(genuine)).toBe("ok");
      expect(shop.names().filter((name) => name.startsWith("refund"))).toHaveLength(1);
    }
  });

  it("that is still pending is asked about again, until it has ended", async () => {
    const shop = openNoticeShop();
    shop.gateway = paidWith(refundList({ id: REFUND, status: "-1" }));
    expect(await shop.answer(businessNotice("refund"))).toBe(503);
    // Paused: what anybody can send does not make the gateway be asked more often.
    for (let i = 0; i < 5; i++) expect(await shop.answer(businessNotice("refund"))).toBe(503);
    expect(shop.asked).toHaveLength(1);
    shop.clock.nowMs += 2000;
    expect(await shop.handler.drain()).toMatchObject({ done: 0, failed: 1 });
    shop.gateway = paidWith(refundList({ id: REFUND, status: "1" }));
    shop.clock.nowMs += 4000;
    expect(await shop.handler.drain()).toMatchObject({ done: 1, failed: 0 });
    expect(shop.asked).toHaveLength(3);
    expect(shop.names().at(-1)).toBe(`refund complete ${REFUND}`);
    expect(await shop.answer(businessNotice("refund"))).toBe("ok");
  });

  it("whose question finds the gateway down is driven later", async () => {
    const shop = openNoticeShop();
    shop.gateway = noAnswer;
    expect(await shop.answer(businessNotice("refund"))).toBe(503);
    expect(shop.errors).toHaveLength(1);
    shop.gateway = paidWith(refundList({ id: REFUND, status: "1" }));
    shop.clock.nowMs += 2000;
    expect(await shop.handler.drain()).toMatchObject({ done: 1, failed: 0 });
    expect(shop.names().at(-1)).toBe(`refund complete ${REFUND}`);
  });

  it("that failed after it was complete, or the other way, is told as well", async () => {
    const shop = openNoticeShop();
    for (const status of ["0", "1"]) {
      shop.gateway = paidWith(refundList({ id: REFUND, status }));
      expect(await shop.answer(businessNotice("refund", { push_status: status }))).toBe("ok");
      shop.clock.nowMs += LONG_MS;
    }
    expect(shop.names().filter((name) => name.startsWith("refund"))).toEqual([
      `refund failed ${REFUND}`,
      `refund complete ${REFUND}`,
    ]);
  });

  it("whose callback throws runs again, without another question for it", async () => {
    const shop = openNoticeShop();
    shop.gateway = paidWith(refundList({ id: REFUND, status: "1" }));
    const attempts: unknown[] = [];
    shop.onEffect = ({ name, context }) => {
      if (name !== "refund") return;
      attempts.push(context);
      if (attempts.length === 1) throw new Error("not now");
    };
    expect(await shop.answer(businessNotice("refund"))).toBe(503);
    shop.clock.nowMs += LONG_MS;
    await shop.handler.drain();
    const idempotencyKey = `${KEY}/refund/${REFUND}/complete`;
    expect(attempts).toEqual([1, 2].map((attempt) => ({ idempotencyKey, attempt })));
    expect(await shop.answer(businessNotice("refund"))).toBe("ok");
  });

  it("without a callback is done with", async () => {
    const shop = openNoticeShop({ onRefund: undefined });
    shop.gateway = paidWith(refundList({ id: REFUND, status: "1" }));
    expect(await shop.answer(businessNotice("refund"))).toBe("ok");
  });

  it("under an id of its own has an effect of its own, also where two are announced as one", async () => {
    const shop = openNoticeShop();
    const other = "700000000000000002";
    shop.gateway = paidWith(refundList({ id: REFUND, status: "1" }, { id: other, status: "0" }));
    await shop.answer(businessNotice("partialRefund"));
    expect(shop.names().slice(1)).toEqual([PAID, `refund complete ${REFUND}`, `refund failed ${other}`]);
  });

  it("of an entry without an id, or of an unknown status, confirms nothing", async () => {
    const shop = openNoticeShop();
    shop.gateway = paidWith(refundList({ id: "", status: "1" }, { id: REFUND, status: "9" }));
    expect(await shop.answer(businessNotice("refund"))).toBe(503);
    expect(shop.names()).toEqual(["unverified refund", PAID]);
  });

  it("is read by the merchant's own readFacts, where one is given", async () => {
    const fact = { refundId: "mine", status: "complete", amount: "1", refundNumber: "", fields: {} } as const;
    const shop = openNoticeShop({ readFacts: () => ({ refunds: [fact], chargebacks: [] }) });
    shop.gateway = paidWith("");
    await shop.answer(businessNotice("refund", { push_id: "mine" }));
    expect(shop.names().at(-1)).toBe("refund complete mine");
  });
});

describe("a chargeback", () => {
  it("is told once the gateway shows it, and once for each", async () => {
    const shop = openNoticeShop();
    shop.gateway = paidWith(chargebackList("CB-1"));
    expect(await shop.answer(businessNotice("chargeBack", { push_id: "whatever", push_status: "2" }))).toBe("ok");
    const { event, context } = shop.told.at(-1) ?? {};
    expect(event).toMatchObject({ paymentId: paymentId(1), chargebackId: "CB-1", amount: "10.00", order: ORDER });
    expect(context).toEqual({ idempotencyKey: `${KEY}/chargeback/CB-1`, attempt: 1 });
    for (let i = 0; i < 3; i++) {
      // What anybody can send makes the gateway be asked once a minute at the most.
      expect(await shop.answer(businessNotice("chargeBack", { push_id: `early-${i}` }))).toBe(503);
      expect(shop.asked).toHaveLength(i + 1);
      shop.clock.nowMs += 60_000;
      expect(await shop.answer(businessNotice("chargeBack", { push_id: `forged-${i}` }))).toBe("ok");
    }
    shop.gateway = paidWith(chargebackList("CB-1", "CB-2"));
    shop.clock.nowMs += 60_000;
    expect(await shop.answer(businessNotice("chargeBack"))).toBe("ok");
    const told = shop.names().filter((name) => name.startsWith("chargeback"));
    expect(told).toEqual(["chargeback CB-1", "chargeback CB-2"]);
  });

  it("that nobody but a notice tells of is not told, and is asked about again", async () => {
    const shop = openNoticeShop();
    shop.gateway = paidWith("");
    expect(await shop.answer(businessNotice("chargeBack"))).toBe(503);
    expect(shop.names()).toEqual(["unverified chargeback", PAID]);
    shop.gateway = paidWith(chargebackList("CB-1"));
    shop.clock.nowMs += 2000;
    await shop.handler.drain();
    expect(shop.names().at(-1)).toBe("chargeback CB-1");
  });
});

describe("a question that a hint brought up", () => {
  it("ends one day, where what it announced never shows", async () => {
    const shop = openNoticeShop();
    shop.gateway = paidWith("");
    let answer = await shop.answer(businessNotice("refund"));
    let rounds = 0;
    while (answer !== "ok" && rounds++ < 40) {
      shop.clock.nowMs += LONG_MS;
      answer = await shop.answer(businessNotice("refund"));
    }
    expect(rounds).toBeGreaterThan(2);
    expect(answer).toBe("ok");
    expect(shop.names().filter((name) => name.startsWith("refund"))).toEqual([]);
    expect((await shop.handler.drain()).left).toBe(false);
  });

  it("lets all take effect that the answer confirms, the payment itself first", async () => {
    const shop = openNoticeShop();
    shop.gateway = [
      entryOf("declined", 3),
      entryOf("approved", 1, { nested: refundList({ id: REFUND, status: "1" }) + chargebackList("CB-1") }),
      entryOf("pending", 2),
    ];
    await shop.answer(businessNotice("refund"));
    expect(shop.names().slice(1)).toEqual([PAID, `refund complete ${REFUND}`, "chargeback CB-1"]);
  });

  it("is not flooded: hundreds of hints ask once, and once more", async () => {
    const shop = openNoticeShop();
    shop.gateway = paidWith("");
    const hints = Array.from({ length: 300 }, (_, i) => businessNotice("refund", { push_id: String(i) }));
    await Promise.all(hints.map((hint) => shop.answer(hint)));
    expect(shop.asked.length).toBeLessThan(20);
    expect(shop.texts().length).toBeLessThan(20_000);
  });
});
