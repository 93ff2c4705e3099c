import { afterEach, describe, expect, it, vi } from "vitest";
import { stopClock } from "../calls/fake-clock.ts";
import { failure } from "../leaks.ts";
import { until } from "../until.ts";
import {
  type Answer,
  CALLS,
  HOLDER_ID,
  kindsOf,
  NOW_MS,
  openSandbox,
  openShop,
  refusal,
  someTokens,
  tokensOf,
} from "./opcard-shop.ts";

const LIFE_MS = 3_600_000;
const down: Answer = () => new Response("", { status: 503 });
const unreachable: Answer = () => Promise.reject(new TypeError("fetch failed"));
const page: Answer = () => new Response("<html>busy</html>", { headers: { "content-type": "text/html" } });
const TROUBLES: readonly (readonly [string, Answer])[] = [
  ["HTTP status 503", down],
  ["no connection", unreachable],
  ["a page in place of JSON", page],
  ["HTTP status 400", () => new Response("", { status: 400 })],
  ["HTTP status 401", () => new Response("", { status: 401 })],
  ["code 401", () => refusal("401")],
  ["an answer without a token", () => Response.json({ code: "200", data: {} })],
  ["a redirect", () => new Response(null, { status: 307, headers: { location: "https://a.invalid/" } })],
];

afterEach(() => void vi.useRealTimers());

describe("a renewal that fails while the token lives", () => {
  it.each(TROUBLES)("fails no call: %s", async (_what, trouble) => {
    const fake = stopClock();
    const clock = { nowMs: NOW_MS };
    let isTroubled = false;
    const { client, sent, tokenCalls } = openShop({
      config: { now: () => clock.nowMs },
      tokens: (one, number) => (isTroubled ? trouble(one, number) : someTokens(one, number)),
    });
    const call = () => fake.finish(CALLS["cards.create"]?.(client) ?? Promise.reject(new Error()));
    await call();
    isTroubled = true;
    // To the last second of its life, the part where a call would rather wait for the new one included.
    for (const share of [0.93, 0.97, 0.985, 0.999]) {
      clock.nowMs = NOW_MS + LIFE_MS * share;
      await call();
    }
    expect(new Set(tokensOf(sent))).toEqual(new Set(["token-1"]));
    expect(tokenCalls.length).toBeGreaterThan(1);
    isTroubled = false;
    clock.nowMs = NOW_MS + LIFE_MS + 60_000;
    await call();
    expect(tokensOf(sent).at(-1)).toBe(`token-${tokenCalls.length}`);
  });

  it("is not tried again at once by every call", async () => {
    const clock = { nowMs: NOW_MS };
    const { client, tokenCalls } = openShop({
      config: { now: () => clock.nowMs },
      tokens: (one, number) => (number === 1 ? someTokens(one, number) : refusal("500")),
    });
    await client.cardholders.get(HOLDER_ID);
    clock.nowMs += LIFE_MS * 0.93;
    for (let i = 0; i < 100; i++) await client.cardholders.get(HOLDER_ID);
    await until(() => tokenCalls.length >= 3);
    for (let i = 0; i < 100; i++) await client.cardholders.get(HOLDER_ID);
    expect(kindsOf(tokenCalls)).toEqual(["create", "refresh", "create"]);
  });
});

describe("where no token lives and none is given", () => {
  it.each(TROUBLES)("nothing is sent, and calls go on when it is over: %s", async (_what, trouble) => {
    const fake = stopClock();
    const clock = { nowMs: NOW_MS };
    let isTroubled = true;
    const { client, sent } = openShop({
      config: { now: () => clock.nowMs + performance.now() },
      tokens: (one, number) => (isTroubled ? trouble(one, number) : someTokens(one, number)),
    });
    const error = await fake.finish(
      failure(() => CALLS["cards.create"]?.(client), [
        ...["http_status", "connection_failed", "malformed_json", "unauthorised", "unexpected_answer"],
        ...["unexpected_content_type", "redirected"],
      ] as never),
    );
    expect([error.outcome, sent.length]).toEqual(["nothing-sent", 0]);
    isTroubled = false;
    await fake.pass(300);
    await fake.finish(CALLS["cards.create"]?.(client) ?? Promise.reject(new Error()));
    expect(sent.length).toBe(1);
  });

  it("a call that waits long enough is answered when the trouble is over", async () => {
    const fake = stopClock();
    const { client, tokenCalls } = openShop({
      tokens: (one, number) =>
        number < 4 ? (number === 2 ? unreachable : down)(one, number) : someTokens(one, number),
    });
    await fake.finish(client.cardholders.get(HOLDER_ID));
    expect(kindsOf(tokenCalls)).toEqual(["create", "create", "create", "create"]);
  });

  it("the pause that the gateway asks for is kept, by this call and by those after it", async () => {
    const fake = stopClock();
    const times: number[] = [];
    const { client } = openShop({
      config: { now: () => NOW_MS + performance.now() },
      tokens: (one, number) => {
        times.push(performance.now());
        return number < 3
          ? new Response("", { status: 503, headers: { "retry-after": "7" } })
          : someTokens(one, number);
      },
    });
    await fake.finish(client.cardholders.get(HOLDER_ID));
    expect(times.length).toBe(3);
    for (const [i, at] of times.entries()) if (i > 0) expect(at - (times[i - 1] ?? 0)).toBeGreaterThanOrEqual(7000);
  });

  it("a pause longer than calls wait is kept all the same: no call asks within it", async () => {
    const fake = stopClock();
    const { client, tokenCalls } = openShop({
      config: { now: () => NOW_MS + performance.now() },
      tokens: (one, number) =>
        number === 1 ? new Response("", { status: 429, headers: { "retry-after": "600" } }) : someTokens(one, number),
    });
    for (let i = 0; i < 20; i++) {
      const error = await fake.finish(failure(() => CALLS["cards.create"]?.(client), "http_status"));
      expect([error.outcome, error.status]).toEqual(["nothing-sent", 429]);
    }
    expect(tokenCalls.length).toBe(1);
    await fake.pass(600_000);
    await fake.finish(CALLS["cards.create"]?.(client) ?? Promise.reject(new Error()));
    expect(tokenCalls.length).toBe(2);
  });

  it("a revoked token and a trouble of the token service are no contention", async () => {
    const clock = { nowMs: NOW_MS };
    let isTroubled = false;
    const { client, sent } = openShop({
      config: { now: () => clock.nowMs },
      resources: (one) => (one.headers.get("authorization") === "token-1" ? refusal("401", 401) : someData()),
      tokens: (one, number) => (isTroubled ? page(one, number) : someTokens(one, number)),
    });
    await client.tokens.create();
    isTroubled = true;
    for (let i = 0; i < 12; i++) {
      await failure(() => client.cardholders.get(HOLDER_ID), ["malformed_json", "unexpected_content_type"]);
      // The longest that may pass before the next try.
      clock.nowMs += Math.min(30_000, 250 * 2 ** i);
    }
    isTroubled = false;
    clock.nowMs += 31_000;
    await client.cardholders.get(HOLDER_ID);
    expect(sent.length).toBeGreaterThan(1);
  });
});

describe("a wrong secret", () => {
  it.each(TROUBLES.slice(3, 6))("is asked about once by many calls: %s", async (_what, trouble) => {
    const clock = { nowMs: NOW_MS };
    const { client, sent, tokenCalls } = openShop({ tokens: trouble, config: { now: () => clock.nowMs } });
    const together = Array.from({ length: 100 }, () =>
      failure(() => client.cardholders.get(HOLDER_ID), "unauthorised"),
    );
    await Promise.all(together);
    for (let i = 0; i < 100; i++) await failure(() => client.cardholders.get(HOLDER_ID), "unauthorised");
    expect([kindsOf(tokenCalls), sent.length]).toEqual([["create"], 0]);
  });

  it("asks ever more seldom: a handful of questions an hour for thousands of calls", async () => {
    const clock = { nowMs: NOW_MS };
    const { client, tokenCalls } = openShop({ tokens: () => refusal("401"), config: { now: () => clock.nowMs } });
    for (let second = 0; second < 600; second++) {
      await failure(() => client.cardholders.get(HOLDER_ID), "unauthorised");
      clock.nowMs += 1000;
    }
    // Pauses of 15 to 30 seconds, after some shorter ones.
    expect(tokenCalls.length).toBeLessThan(55);
    expect(tokenCalls.length).toBeGreaterThan(15);
  });

  it.each([
    ["sandbox", "20015"],
    ["production", "20014"],
  ] as const)("of the other environment is told so by the gateway of %s", async (environment, gatewayCode) => {
    const app = { appKey: "app-of-the-other", appSecret: "secret-of-the-other" };
    const own = { appKey: "app-of-this", appSecret: "secret-of-this" };
    const opcard = { apps: [own], foreignApps: [app.appKey] };
    const { sandbox, clientWith } = await openSandbox({ environment, opcard });
    const client = clientWith(app);
    for (const call of [
      () => client.cardholders.get("1"),
      () => client.tokens.create(),
      () => client.tokens.rotate(),
    ]) {
      const error = await failure(call, "wrong_environment");
      expect(error.gatewayCode).toBe(gatewayCode);
    }
    const wrong = clientWith({ ...own, appSecret: "not-the-secret" });
    expect((await failure(() => wrong.cards.create(CARD), "unauthorised")).outcome).toBe("nothing-sent");
    expect(await sandbox.cards()).toEqual([]);
  });
});

const CARD = { name: "Travel", validUntil: { year: 2031, month: 5 }, programValue: "01" };

function someData(): Response {
  return Response.json({ code: "200", data: { card_holder_id: "1" } });
}
