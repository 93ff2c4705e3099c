import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Fields, SECOND_SECRET, SECOND_TERMINAL, signed, TERMINAL } from "../edge/merchant.ts";
import { NOTICE_SENDERS } from "../../../src/notifications/senders.ts";
import { noticeOf, openNoticeShop, paymentId, START_MS } from "./notice-shop.ts";

const MINUTE_MS = 60_000;
/** Signed with a secret that is not the configured one: a mistyped secureCode, or an attacker. */
const wrong = (terminal = TERMINAL): Fields => signed({ ...noticeOf("approved"), terminal }, "another-secret");
const rightSecond = (number: number): Fields =>
  signed({ ...noticeOf("pending", number), terminal: SECOND_TERMINAL }, SECOND_SECRET);

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START_MS }));
afterEach(() => void vi.useRealTimers());

describe("what is told of a forged notice", () => {
  it("is why, and the terminal where it is the merchant's", async () => {
    const shop = openNoticeShop();
    await shop.answer(wrong());
    await shop.answer({ ...wrong(), signValue: "" });
    await shop.answer(wrong("90000199"));
    await shop.answer({ ...wrong(), account: "1" });
    await shop.answer({ ...wrong(), terminal: "" });
    expect(shop.told.map(({ event }) => [event.code, event.terminal])).toEqual([
      ["invalid_signature", TERMINAL],
      ["missing_signature", TERMINAL],
      ["unknown_terminal", undefined],
      ["unknown_terminal", TERMINAL],
      ["unknown_terminal", undefined],
    ]);
    expect(shop.texts()).toBe("");
  });

  it("is how many there were of late, of ten minutes and no more", async () => {
    const shop = openNoticeShop();
    const last = () => shop.told.filter(({ name }) => name === "forged").at(-1)?.event.lastTenMinutes;
    await shop.answer(wrong());
    expect(last()).toEqual({ forged: 1, genuine: 0 });
    await shop.answer(noticeOf("pending"));
    await shop.answer(noticeOf("approved"));
    await shop.answer(wrong());
    expect(last()).toEqual({ forged: 2, genuine: 2 });
    vi.setSystemTime(START_MS + 9 * MINUTE_MS);
    await shop.answer(wrong());
    expect(last()).toEqual({ forged: 3, genuine: 2 });
    vi.setSystemTime(START_MS + 11 * MINUTE_MS);
    await shop.answer(wrong());
    expect(last()).toEqual({ forged: 2, genuine: 0 });
    vi.setSystemTime(START_MS + 60 * MINUTE_MS);
    await shop.answer(wrong());
    expect(last()).toEqual({ forged: 1, genuine: 0 });
  });

  it("counts a thousand, in bounded memory of one handler alone", async () => {
    const [shop, other] = [openNoticeShop(), openNoticeShop()];
    for (let i = 0; i < 1000; i++) await shop.send(wrong());
    await other.send(wrong());
    const counts = [shop, other].map(({ told }) => told.at(-1)?.event.lastTenMinutes);
    expect(counts).toMatchObject([{ forged: 1000 }, { forged: 1 }]);
  });
});

describe("what is suspected first", () => {
  const suspects = (shop: ReturnType<typeof openNoticeShop>) =>
    shop.told.filter(({ name }) => name === "forged").map(({ event }) => event.suspect);

  it("a mistyped secureCode, where all of a terminal's notices are wrong", async () => {
    const shop = openNoticeShop();
    // The other terminal's are right: it is this one's secret. One or two may be anybody's.
    for (let i = 1; i < 6; i++) {
      await shop.answer(rightSecond(i));
      await shop.answer(wrong());
    }
    expect(suspects(shop)).toEqual(["forgery", "forgery", "secure-code", "secure-code", "secure-code"]);
  });

  it("a forgery, where genuine ones come beside", async () => {
    const shop = openNoticeShop();
    await shop.answer(noticeOf("approved"));
    for (let i = 0; i < 10; i++) await shop.answer(wrong());
    expect(new Set(suspects(shop))).toEqual(new Set(["forgery"]));
  });

  it("a forgery, where a doubtful one was signed with the right secret", async () => {
    const shop = openNoticeShop();
    await shop.answer(noticeOf("approved", 1, { payment_details: "odd" }));
    for (let i = 0; i < 5; i++) await shop.answer(wrong());
    expect(new Set(suspects(shop))).toEqual(new Set(["forgery"]));
  });

  it("a forgery, without a signature, or of no terminal of the merchant's", async () => {
    const shop = openNoticeShop();
    for (let i = 0; i < 5; i++) {
      await shop.answer({ ...wrong(), signValue: "" });
      await shop.answer(wrong("90000199"));
    }
    expect(new Set(suspects(shop))).toEqual(new Set(["forgery"]));
  });

  it("the secureCode again, once the last genuine one was ten minutes ago", async () => {
    const shop = openNoticeShop();
    await shop.answer(noticeOf("approved"));
    vi.setSystemTime(START_MS + 11 * MINUTE_MS);
    for (let i = 0; i < 3; i++) await shop.answer(wrong());
    expect(suspects(shop)).toEqual(["forgery", "forgery", "secure-code"]);
    // And those that are long past do not add up.
    vi.setSystemTime(START_MS + 40 * MINUTE_MS);
    await shop.answer(wrong());
    expect(suspects(shop).at(-1)).toBe("forgery");
  });

  it("the sender, who is not on the list", async () => {
    const shop = openNoticeShop({ allowedSenders: ["192.0.2.1"] });
    expect(await shop.answer(noticeOf("approved"), { senderAddress: "192.0.2.2" })).toBe(403);
    expect(suspects(shop)).toEqual(["sender"]);
    expect(shop.told[0]?.event).toMatchObject({ code: "unknown_sender", terminal: undefined });
  });
});

describe("allowed senders", () => {
  const PAID = [`payment approved ${paymentId(1)}`];

  it.each(["192.0.2.1", "::ffff:192.0.2.1", "::FFFF:192.0.2.1", " 192.0.2.1 ", "2001:db8::1", "2001:DB8::1"])(
    "let %o in",
    async (senderAddress) => {
      const shop = openNoticeShop({ allowedSenders: ["192.0.2.1", "2001:db8::1"] });
      expect(await shop.answer(noticeOf("approved"), { senderAddress })).toBe("ok");
      expect(shop.names()).toEqual(PAID);
    },
  );

  it.each([undefined, "", "192.0.2.10", "92.0.2.1", "192.0.2.1.evil.example", "192.0.2.1, 10.0.0.1", "::ffff:192.0.2.2", "::192.0.2.1"])(
    "keep %o out, also where the notice is genuine",
    async (senderAddress) => {
      const shop = openNoticeShop({ allowedSenders: ["192.0.2.1", "2001:db8::1"] });
      const response = await shop.send(noticeOf("approved"), { senderAddress });
      expect([response.status, await response.text()]).toEqual([403, "unknown_sender"]);
      expect(shop.names()).toEqual(["forged unknown_sender"]);
      expect(shop.texts()).toBe("");
    },
  ); // prettier-ignore

  it("keep out who is only named by a header, and whose host tells no address", async () => {
    const shop = openNoticeShop({ allowedSenders: ["192.0.2.1"] });
    const headers = {
      "content-type": "application/xml",
      ...{ "x-forwarded-for": "192.0.2.1", "cf-connecting-ip": "192.0.2.1", forwarded: "for=192.0.2.1" },
    };
    const request = new Request("https://notify.example/", { method: "POST", headers, body: "<response/>" });
    expect((await shop.handler(request)).status).toBe(403);
  });

  it("that are an empty list keep everybody out; no list lets everybody in", async () => {
    expect(await openNoticeShop({ allowedSenders: [] }).answer(noticeOf("approved"), { senderAddress: "::1" })).toBe(
      403,
    );
    expect(await openNoticeShop().answer(noticeOf("approved"), { senderAddress: "::1" })).toBe("ok");
  });

  it("as the protocol states them (§6.7), cannot be changed by who reads them", () => {
    expect([...NOTICE_SENDERS].sort()).toEqual(
      [
        ...["153.254.110.82", "218.213.69.2", "52.77.42.94", "52.220.14.99"],
        ...["183.47.51.150", "47.76.241.251", "203.131.246.62"],
      ].sort(),
    );
    expect(() => (NOTICE_SENDERS as string[]).push("192.0.2.1")).toThrow(TypeError);
  });
});
