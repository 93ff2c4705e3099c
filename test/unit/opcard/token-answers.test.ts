import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { CALLS, HOLDER_ID, kindsOf, NOW_MS, openSandbox, openShop, tokensOf } from "./opcard-shop.ts";

const LIFE_MS = 3_600_000;
const HOUR_MS = 3_600_000;

const json = (value: unknown) => new Response(typeof value === "string" ? value : JSON.stringify(value));

/** Answers of both shapes, and what they mean. `ends` is how long the token lives. */
const ANSWERS: readonly (readonly [string, unknown, number])[] = [
  ["tokens in data", { code: "200", data: { access_token: "T", refresh_token: "R", expires_in: 600 } }, 600_000],
  ["tokens at the top", { code: "200", msg: "ok", data: null, access_token: "T", refresh_token: "R" }, LIFE_MS],
  ["no code", { access_token: "T", refresh_token: "R", expires_in: 600 }, 600_000],
  ["a code that is a number", '{"code":200,"data":{"token":"T","refresh_token":"R"}}', LIFE_MS],
  ["the other name", { code: "200", data: { token: "T", refresh_token: "R" } }, LIFE_MS],
  ["seconds as text", { code: "200", data: { access_token: "T", refresh_token: "R", expires_in: "600" } }, 600_000],
  ["more than is stated", { code: "200", data: { token: "T", refresh_token: "R", expires_in: 86400 } }, LIFE_MS],
  ["nonsense seconds", { code: "200", data: { token: "T", refresh_token: "R", expires_in: "soon" } }, LIFE_MS],
  ["no seconds left", { code: "200", data: { token: "T", refresh_token: "R", expires_in: 0 } }, LIFE_MS],
  [
    "an end in seconds",
    { code: "200", data: { token: "T", refresh_token: "R", expires_at: NOW_MS / 1000 + 600 } },
    600_000,
  ],
  [
    "an end in milliseconds",
    { code: "200", data: { token: "T", refresh_token: "R", expires_at: NOW_MS + 600_000 } },
    600_000,
  ],
  [
    "an end that is past",
    { code: "200", data: { token: "T", refresh_token: "R", expires_at: NOW_MS / 1000 - 9 } },
    LIFE_MS,
  ],
  ["an end far off", { code: "200", data: { token: "T", refresh_token: "R", expires_at: NOW_MS * 2 } }, LIFE_MS],
  [
    "seconds before an end",
    { code: "200", data: { token: "T", refresh_token: "R", expires_in: 60, expires_at: 1 } },
    60_000,
  ],
];

const NO_TOKEN: readonly (readonly [string, unknown, string])[] = [
  ["no token", { code: "200", data: {} }, "unexpected_answer"],
  ["an empty token", { code: "200", data: { access_token: "" } }, "unexpected_answer"],
  ["a token that is an object", { code: "200", data: { access_token: { a: "T" } } }, "unexpected_answer"],
  ["a token with a space", { code: "200", data: { access_token: "Bearer T" } }, "unexpected_answer"],
  ["a token with a line break", { code: "200", data: { access_token: "T\r\nx: y" } }, "unexpected_answer"],
  ["a token of 9000 characters", { code: "200", data: { access_token: "T".repeat(9000) } }, "unexpected_answer"],
  ["a token beside another code", { code: "500", data: { access_token: "T" } }, "gateway_refused"],
  ["a token beside an empty code", { code: "", access_token: "T" }, "unexpected_answer"],
  ["a list", [{ access_token: "T" }], "unexpected_answer"],
  ["a text", '"T"', "unexpected_answer"],
  ["nothing", "", "malformed_json"],
];

describe("an answer with tokens", () => {
  it.each(ANSWERS)("is read: %s", async (_what, answer, livesMs) => {
    const { client } = openShop({ tokens: () => json(answer), config: { now: () => NOW_MS } });
    const token = await client.tokens.create();
    expect([token.reveal(), token.expiresAtMs - NOW_MS]).toEqual([{ accessToken: "T", refreshToken: "R" }, livesMs]);
  });

  it.each(NO_TOKEN)("is none: %s", async (_what, answer, code) => {
    const { client, sent } = openShop({ tokens: () => json(answer) });
    const error = await failure(() => client.cards.create(CARD), code as "gateway_refused");
    expect([error.outcome, sent.length]).toEqual(["nothing-sent", 0]);
  });

  it("has no refresh token that could not be sent", async () => {
    const answer = { code: "200", data: { access_token: "T", refresh_token: "two words" } };
    const { client } = openShop({ tokens: () => json(answer) });
    expect((await client.tokens.create()).reveal()).toEqual({ accessToken: "T" });
  });

  it("never lives longer than is stated, nor less than nothing", async () => {
    const anything = fc.oneof(fc.double(), fc.integer(), fc.string(), fc.constant(null), fc.boolean(), fc.constant({}));
    await fc.assert(
      fc.asyncProperty(anything, anything, async (expires_in, expires_at) => {
        const answer = { code: "200", data: { access_token: "T", expires_in, expires_at } };
        const { client } = openShop({ tokens: () => json(answer), config: { now: () => NOW_MS } });
        const { expiresAtMs } = await client.tokens.create();
        expect(expiresAtMs).toBeGreaterThanOrEqual(NOW_MS);
        expect(expiresAtMs).toBeLessThanOrEqual(NOW_MS + LIFE_MS);
      }),
      { numRuns: 100 },
    );
  });
});

describe("a clock that is wrong", () => {
  const SKEWS = [-30, -2, -0.5, 0.5, 2, 30].map((hours) => hours * HOUR_MS);
  const ENDS = ["expires_in", "expires_at", "none"] as const;

  it.each(ENDS.flatMap((tokenEnd) => SKEWS.map((skewMs) => [skewMs / HOUR_MS, tokenEnd, skewMs] as const)))(
    "by %d hours, where the answer has %s, fails no call and makes no storm",
    async (_hours, tokenEnd, skewMs) => {
      const { sandbox, clock, clientWith } = await openSandbox({ opcard: { tokenEnd } });
      const client = clientWith({ now: () => clock.nowMs + skewMs });
      for (let minute = 0; minute < 180; minute += 3) {
        await CALLS["cardholders.list"]?.(client);
        clock.nowMs += 180_000;
      }
      const { create, refresh } = sandbox.tokenCalls();
      // Three lives are over. Half an hour ahead an end that is told leaves half of each.
      expect(create + refresh).toBeLessThanOrEqual(tokenEnd === "expires_at" ? 8 : 5);
    },
  );

  it.each([-5, -1, 1, 5])("and is set by %d hours on the way fails no call", async (hours) => {
    const { sandbox, clock, clientWith } = await openSandbox();
    let skewMs = 0;
    const client = clientWith({ now: () => clock.nowMs + skewMs });
    for (let minute = 0; minute < 300; minute += 5) {
      if (minute === 30) skewMs = hours * HOUR_MS;
      await CALLS["cardholders.list"]?.(client);
      clock.nowMs += 300_000;
    }
    const { create, refresh } = sandbox.tokenCalls();
    expect(create + refresh).toBeLessThanOrEqual(8);
  });

  it("and is set back after a failure does not put the next try off", async () => {
    const clock = { nowMs: NOW_MS };
    let isDown = true;
    const { client, tokenCalls } = openShop({
      config: { now: () => clock.nowMs },
      tokens: () => json(isDown ? { code: "401" } : { code: "200", data: { token: "T" } }),
    });
    await failure(() => client.cardholders.get(HOLDER_ID), "unauthorised");
    isDown = false;
    clock.nowMs -= 2 * HOUR_MS;
    await client.cardholders.get(HOLDER_ID);
    expect(kindsOf(tokenCalls)).toEqual(["create", "create"]);
  });
});

describe("tokens that live for a moment", () => {
  it.each([1, 0.001, 1e-9])("are renewed once a minute, and no call hangs: %d seconds", async (seconds) => {
    const clock = { nowMs: NOW_MS };
    const { client, sent, tokenCalls } = openShop({
      config: { now: () => clock.nowMs },
      tokens: (_one, number) => {
        // Over before it comes.
        clock.nowMs += 2000;
        return json({ code: "200", data: { token: `T${number}`, expires_in: seconds } });
      },
    });
    for (let i = 0; i < 50; i++) await client.cardholders.get(HOLDER_ID);
    expect([sent.length, tokenCalls.length]).toEqual([50, 1]);
    for (let minute = 2; minute <= 4; minute++) {
      clock.nowMs += 60_000;
      for (let i = 0; i < 50; i++) await client.cardholders.get(HOLDER_ID);
      expect(tokenCalls.length).toBe(minute);
    }
    expect(new Set(tokensOf(sent)).size).toBe(4);
  });
});

const CARD = { name: "Travel", validUntil: { year: 2031, month: 5 }, programValue: "01" };
