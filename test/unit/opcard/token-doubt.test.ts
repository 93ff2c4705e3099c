// What a token manager believes, and for how long: of refusals, of stores that are late, of renewals that come too late.
import { afterEach, describe, expect, it, vi } from "vitest";
import { createMemoryTokenStore } from "../../../src/opcard/memory-token-store.ts";
import type { StoredToken, TokenStore } from "../../../src/opcard/token-store.ts";
import { stopClock } from "../calls/fake-clock.ts";
import { gate } from "../gate.ts";
import { failure } from "../leaks.ts";
import { until } from "../until.ts";
import {
  type Answer,
  anyData,
  CALLS,
  CARD,
  HOLDER_ID,
  kindsOf,
  NOW_MS,
  openShop,
  refusal,
  someTokens,
  success,
  tokensOf,
} from "./opcard-shop.ts";

const LIFE_MS = 3_600_000;

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Accepts these tokens alone. */
const accepting =
  (tokens: readonly string[]): Answer =>
  (one, number) =>
    tokens.includes(one.headers.get("authorization") ?? "") ? anyData(one, number) : refusal("401", 401);

describe("a call that is refused with a fresh token too", () => {
  it("is cured by the next one, where no call was accepted with that token", async () => {
    const clock = { nowMs: NOW_MS };
    const { client, sent, tokenCalls } = openShop({
      config: { now: () => clock.nowMs },
      resources: accepting(["token-3"]),
    });
    await failure(() => client.cardholders.get(HOLDER_ID), "unauthorised");
    clock.nowMs += 1000;
    for (let i = 0; i < 5; i++) await client.cardholders.get(HOLDER_ID);
    expect(tokensOf(sent)).toEqual(["token-1", "token-2", "token-2", ...Array(5).fill("token-3")]);
    expect(kindsOf(tokenCalls)).toEqual(["create", "create", "create"]);
  });

  it("is heard again at once when the cure has ended as well", async () => {
    const clock = { nowMs: NOW_MS };
    let good = ["token-3"];
    const { client, tokenCalls } = openShop({
      config: { now: () => clock.nowMs },
      resources: (one, number) => accepting(good)(one, number),
    });
    await failure(() => client.cardholders.get(HOLDER_ID), "unauthorised");
    await client.cardholders.get(HOLDER_ID);
    good = ["token-4"];
    clock.nowMs += 1000;
    await client.cardholders.get(HOLDER_ID);
    expect(tokenCalls.length).toBe(4);
  });

  it("and alone in that buys no more than the allowance has", async () => {
    const clock = { nowMs: NOW_MS };
    const { client, tokenCalls } = openShop({ config: { now: () => clock.nowMs }, resources: accepting([]) });
    for (let i = 0; i < 60; i++) {
      await failure(() => client.cardholders.get(HOLDER_ID), ["unauthorised", "token_contention"]);
      clock.nowMs += 1000;
    }
    // One at first, six of the allowance, one a minute after that.
    expect(tokenCalls.length).toBeLessThanOrEqual(8);
  });
});

/** Two clients over one store that shows the second one, for ever, what the first one wrote first. */
async function openLate(resources?: Answer) {
  const clock = { nowMs: NOW_MS };
  const inner = createMemoryTokenStore({ now: () => clock.nowMs });
  let first: StoredToken | undefined;
  const tokenStore: TokenStore = {
    ...inner,
    read: async (key) => (first ??= await inner.read(key)),
  };
  const tokens =
    (name: string): Answer =>
    (_one, number) =>
      success(`{"access_token":"${name}-${number}","refresh_token":"${name}-refresh-${number}","expires_in":3600}`);
  const config = { tokenStore, now: () => clock.nowMs };
  const one = openShop({ config, tokens: tokens("one") });
  const other = openShop({ config, tokens: tokens("other"), resources });
  await one.client.tokens.create();
  await other.client.cardholders.get(HOLDER_ID);
  expect(tokensOf(other.sent)).toEqual(["one-1"]);
  clock.nowMs += LIFE_MS / 2;
  await other.client.tokens.create();
  return { clock, other };
}

describe("a store that is late", () => {
  it("gives no older token in place of one that was refused", async () => {
    const isGood = (token: string | null) => token !== "other-1";
    const { other } = await openLate((one, number) =>
      isGood(one.headers.get("authorization")) ? anyData(one, number) : refusal("401", 401),
    );
    await other.client.cardholders.get(HOLDER_ID);
    expect(tokensOf(other.sent)).toEqual(["one-1", "other-1", "other-2"]);
  });

  it("gives no older refresh token, which may be used up", async () => {
    const { clock, other } = await openLate();
    clock.nowMs += LIFE_MS * 0.99;
    await other.client.cardholders.get(HOLDER_ID);
    expect(kindsOf(other.tokenCalls)).toEqual(["create", "refresh"]);
    expect(other.tokenCalls[1]?.body).toBe('{"refresh_token":"other-refresh-1"}');
  });
});

describe("a store that hangs", () => {
  const METHODS = ["read", "claim", "write", "release"] as const;
  const never = () => new Promise<never>(() => {});
  const hanging = (methods: readonly string[]) =>
    ({
      ...createMemoryTokenStore({ now: () => NOW_MS }),
      ...Object.fromEntries(methods.map((name) => [name, never])),
    }) as TokenStore;

  it.each([...METHODS.map((name) => [name]), METHODS])("in %s costs a renewal one wait", async (...methods) => {
    const fake = stopClock();
    const { client, tokenCalls } = openShop({ config: { tokenStore: hanging(methods) } });
    const startMs = performance.now();
    await fake.finish(client.cardholders.get(HOLDER_ID));
    // A store may take 3 s to answer.
    expect(performance.now() - startMs).toBeLessThan(4000);
    expect(tokenCalls.length).toBe(1);
  });

  it("is asked again by the next renewal", async () => {
    const fake = stopClock();
    const clock = { nowMs: NOW_MS };
    let isHanging = true;
    const inner = createMemoryTokenStore({ now: () => clock.nowMs });
    const tokenStore: TokenStore = { ...inner, read: (key) => (isHanging ? never() : inner.read(key)) };
    const { client } = openShop({ config: { tokenStore, now: () => clock.nowMs } });
    await fake.finish(client.cardholders.get(HOLDER_ID));
    isHanging = false;
    clock.nowMs += LIFE_MS;
    await fake.finish(client.cardholders.get(HOLDER_ID));
    const another = openShop({ config: { tokenStore, now: () => clock.nowMs } });
    await fake.finish(another.client.cardholders.get(HOLDER_ID));
    expect(tokensOf(another.sent)).toEqual(["token-2"]);
  });

  it.each(["write", "release"])("in %s holds up nobody who waits for the token", async (method) => {
    const fake = stopClock();
    const { client, tokenCalls } = openShop({ config: { tokenStore: hanging([method]) } });
    const startMs = performance.now();
    const first = client.cardholders.get(HOLDER_ID);
    const second = client.cardholders.get(HOLDER_ID);
    await fake.finish(second);
    expect(performance.now() - startMs).toBeLessThan(1000);
    await fake.finish(first);
    expect(tokenCalls.length).toBe(1);
  });
});

describe("whoever was to renew, and comes back after another has", () => {
  it("does not put its older token in the place of the newer one", async () => {
    const clock = { nowMs: NOW_MS };
    const late = gate();
    const { client, sent, tokenCalls } = openShop({
      config: { now: () => clock.nowMs },
      tokens: async (one, number) => {
        if (number === 1) await late.passed;
        return someTokens(one, number);
      },
    });
    // Whoever begins is a request that stands still: it shows no beat.
    vi.spyOn(globalThis, "setInterval").mockImplementationOnce(() => 0 as never);
    const stopped = client.cardholders.get(HOLDER_ID);
    await until(() => tokenCalls.length === 1);
    clock.nowMs += 1000;
    await client.cardholders.get(HOLDER_ID);
    late.open();
    await stopped;
    await client.cardholders.get(HOLDER_ID);
    expect(tokensOf(sent)).toEqual(["token-2", "token-2", "token-2"]);
    expect(tokenCalls.length).toBe(2);
  });
});

describe("the error of a token that was refused", () => {
  it("is each caller's own, and says how long it is until the next try", async () => {
    const clock = { nowMs: NOW_MS };
    const { client } = openShop({ tokens: () => refusal("401"), config: { now: () => clock.nowMs } });
    const fail = () => failure(() => client.cards.create(CARD), "unauthorised");
    const together = await Promise.all([fail(), fail(), fail()]);
    expect(new Set(together).size).toBe(3);
    const next = await fail();
    clock.nowMs += 100;
    const after = await fail();
    expect(new Set([...together, next, after]).size).toBe(5);
    // The first pause is an eighth to a quarter of a second.
    expect(next.retryAfterMs).toBeGreaterThanOrEqual(125);
    expect(next.retryAfterMs).toBeLessThanOrEqual(250);
    expect(after.retryAfterMs).toBe((next.retryAfterMs ?? 0) - 100);
    // What is written into one of them is in no other.
    Object.assign(next, { outcome: "unknown" });
    expect((await fail()).outcome).toBe("nothing-sent");
    expect([after.outcome, after.name, after.message]).toEqual(["nothing-sent", next.name, next.message]);
  });
});

describe("what a token call is answered with", () => {
  it.each([
    [400, "unauthorised"],
    [401, "unauthorised"],
    [403, "unauthorised"],
    [404, "http_status"],
    [405, "http_status"],
    [410, "http_status"],
  ] as const)("HTTP status %d is told as %s, and asked about once by many calls", async (status, code) => {
    const { client, tokenCalls } = openShop({
      config: { now: () => NOW_MS },
      tokens: () => new Response("", { status }),
    });
    for (let i = 0; i < 20; i++) {
      const error = await failure(() => client.cardholders.get(HOLDER_ID), code);
      expect([error.status, error.outcome]).toEqual([status, "nothing-sent"]);
    }
    expect(tokenCalls.length).toBe(1);
  });

  it.each([
    ["a page", () => new Response("<html>back soon", { headers: { "content-type": "text/html" } }), "malformed_json"],
    ["an image", () => new Response("x", { headers: { "content-type": "image/png" } }), "unexpected_content_type"],
    ["no UTF-8", () => new Response(Uint8Array.of(0xff)), "malformed_text"],
  ] as const)("%s is a failure that passes: the next call asks", async (_what, page, code) => {
    const { client, sent } = openShop({
      config: { now: () => NOW_MS },
      tokens: (one, number) => (number === 1 ? page() : someTokens(one, number)),
    });
    await failure(() => client.cardholders.get(HOLDER_ID), code);
    await client.cardholders.get(HOLDER_ID);
    expect(tokensOf(sent)).toEqual(["token-2"]);
  });

  it("a refresh without another refresh token leaves the one there was (RFC 6749 §6)", async () => {
    const clock = { nowMs: NOW_MS };
    const { client, tokenCalls } = openShop({
      config: { now: () => clock.nowMs },
      tokens: (one, number) => (number === 1 ? someTokens(one, 1) : success(`{"access_token":"token-${number}"}`)),
    });
    await client.cardholders.get(HOLDER_ID);
    for (let i = 0; i < 2; i++) {
      clock.nowMs += LIFE_MS;
      await client.cardholders.get(HOLDER_ID);
    }
    expect(kindsOf(tokenCalls)).toEqual(["create", "refresh", "refresh"]);
    expect(tokenCalls[2]?.body).toBe('{"refresh_token":"refresh-1"}');
    expect((await client.tokens.refresh()).reveal()).toEqual({ accessToken: "token-4", refreshToken: "refresh-1" });
  });
});

describe("a waitUntil that was taken off its object", () => {
  class Context {
    readonly works: Promise<unknown>[] = [];
    waitUntil(this: unknown, work: Promise<unknown>): void {
      if (!(this instanceof Context)) throw new TypeError("Illegal invocation");
      this.works.push(work);
    }
  }

  it("fails no call, and is told once", async () => {
    const clock = { nowMs: NOW_MS };
    const told: unknown[] = [];
    const { client, tokenCalls } = openShop({
      config: {
        now: () => clock.nowMs,
        waitUntil: new Context().waitUntil,
        onTokenStoreError: (error) => {
          told.push(error);
          throw new Error("told");
        },
      },
    });
    await client.cardholders.get(HOLDER_ID);
    for (let renewals = 2; renewals <= 3; renewals++) {
      clock.nowMs += LIFE_MS * 0.95;
      await client.cardholders.get(HOLDER_ID);
      await until(() => tokenCalls.length === renewals);
      await until(async () => (await CALLS["cardholders.get"]?.(client), true));
    }
    expect(told).toMatchObject([{ code: "invalid_config", field: "waitUntil" }]);
  });
});
