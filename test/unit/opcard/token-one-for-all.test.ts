import { describe, expect, it } from "vitest";
import { createOpcard } from "../../../src/edge/create-opcard.ts";
import { failure } from "../leaks.ts";
import { gate } from "../gate.ts";
import { until } from "../until.ts";
import { anyData, HOLDER_ID, kindsOf, openShop, NOW_MS, someTokens, success, tokensOf } from "./opcard-shop.ts";

const MANY = 10_000;
const LIFE_MS = 3_600_000;
/** Longer than any test: whoever waits so long waits for ever. */
const PATIENT = { timeoutMs: 120_000 };

describe("one token for all", () => {
  it("is created once however many calls begin without any", { timeout: 60_000 }, async () => {
    const door = gate();
    const seen = { create: 0, calls: 0 };
    const { config } = openShop();
    const client = createOpcard({
      ...config,
      // Ten thousand requests that nobody looks at again.
      fetch: async (url, init) => {
        if (url.endsWith("/oauth/token/create")) {
          seen.create++;
          await door.passed;
          return success('{"access_token":"token-1"}');
        }
        if (new Headers(init?.headers).get("authorization") === "token-1") seen.calls++;
        return success("{}");
      },
    });
    const calls = Array.from({ length: MANY }, () => client.request("/card-api/v1/cards", {}, PATIENT));
    await until(() => seen.create > 0);
    door.open();
    const ended = await Promise.allSettled(calls);
    expect(ended.filter(({ status }) => status === "fulfilled").length).toBe(MANY);
    expect(seen).toEqual({ create: 1, calls: MANY });
  });

  it("is refreshed once, behind the calls, when most of its life is over", async () => {
    const clock = { nowMs: NOW_MS };
    const door = gate();
    const { client, sent, tokenCalls } = openShop({
      config: { now: () => clock.nowMs },
      tokens: async (one, number) => {
        if (number > 1) await door.passed;
        return someTokens(one, number);
      },
    });
    const callAll = () => Promise.all(Array.from({ length: 200 }, () => client.cardholders.get(HOLDER_ID)));
    await callAll();
    clock.nowMs += LIFE_MS * 0.84;
    await callAll();
    expect(kindsOf(tokenCalls)).toEqual(["create"]);
    // In the last 8 to 15 of 100 parts whoever calls begins it, and goes on with the old one.
    clock.nowMs += LIFE_MS * 0.1;
    await callAll();
    await callAll();
    expect(kindsOf(tokenCalls)).toEqual(["create", "refresh"]);
    expect(tokenCalls[1]?.body).toBe('{"refresh_token":"refresh-1"}');
    expect(new Set(tokensOf(sent))).toEqual(new Set(["token-1"]));
    door.open();
    await until(async () => {
      await client.cardholders.get(HOLDER_ID);
      return tokensOf(sent).at(-1) === "token-2";
    });
    expect(kindsOf(tokenCalls)).toEqual(["create", "refresh"]);
  });

  it("is refreshed once, before the calls, at the very end of its life", async () => {
    const clock = { nowMs: NOW_MS };
    const { client, sent, tokenCalls } = openShop({ config: { now: () => clock.nowMs } });
    await client.cardholders.get(HOLDER_ID);
    for (const share of [0.99, 1, 1.5]) {
      clock.nowMs += LIFE_MS * share;
      await Promise.all(Array.from({ length: 300 }, () => client.cardholders.get(HOLDER_ID)));
    }
    expect(kindsOf(tokenCalls)).toEqual(["create", "refresh", "refresh", "refresh"]);
    expect(tokenCalls.slice(1).map(({ body }) => body)).toEqual(
      [1, 2, 3].map((number) => `{"refresh_token":"refresh-${number}"}`),
    );
    expect(sent.length).toBe(901);
  });

  it("is created anew where there is no refresh token, or where it is refused", async () => {
    const clock = { nowMs: NOW_MS };
    const without = openShop({
      config: { now: () => clock.nowMs },
      tokens: (_one, number) => success(`{"access_token":"token-${number}"}`),
    });
    const refused = openShop({
      config: { now: () => clock.nowMs },
      tokens: (one, number) =>
        one.url.pathname.endsWith("/refresh") ? Response.json({ code: "401", msg: "no" }) : someTokens(one, number),
    });
    for (const { client } of [without, refused]) await client.cardholders.get(HOLDER_ID);
    clock.nowMs += LIFE_MS;
    for (const { client } of [without, refused]) await client.cardholders.get(HOLDER_ID);
    expect(kindsOf(without.tokenCalls)).toEqual(["create", "create"]);
    expect(kindsOf(refused.tokenCalls)).toEqual(["create", "refresh", "create"]);
    expect(tokensOf(refused.sent)).toEqual(["token-1", "token-3"]);
  });
});

describe("renewed by hand", () => {
  it("the new token is the one of all calls from then on", async () => {
    const { client, sent, tokenCalls } = openShop();
    const first = await client.tokens.create();
    await client.cardholders.get(HOLDER_ID);
    const second = await client.tokens.refresh();
    await client.cardholders.get(HOLDER_ID);
    const third = await client.tokens.rotate();
    await client.cardholders.get(HOLDER_ID);
    const fourth = await client.tokens.create();
    await client.cardholders.get(HOLDER_ID);
    expect(kindsOf(tokenCalls)).toEqual(["create", "refresh", "refresh", "create"]);
    expect(tokensOf(sent)).toEqual(["token-1", "token-2", "token-3", "token-4"]);
    expect([first, second, third, fourth].map((token) => token.reveal())).toEqual(
      [1, 2, 3, 4].map((n) => ({ accessToken: `token-${n}`, refreshToken: `refresh-${n}` })),
    );
    expect(Object.keys(first)).toEqual(["expiresAtMs", "reveal"]);
  });

  it("rotate creates where there is nothing to refresh by, or where that is refused", async () => {
    const { client, tokenCalls } = openShop({
      tokens: (one, number) =>
        one.url.pathname.endsWith("/refresh") ? Response.json({ code: "401", msg: "no" }) : someTokens(one, number),
    });
    await client.tokens.rotate();
    await client.tokens.rotate();
    expect(kindsOf(tokenCalls)).toEqual(["create", "refresh", "create"]);
  });

  it("refresh creates nothing: what it lacks, or what is refused, is an error of its caller's alone", async () => {
    const { client, sent, tokenCalls } = openShop({
      tokens: (one, number) =>
        one.url.pathname.endsWith("/refresh") ? Response.json({ code: "401", msg: "no" }) : someTokens(one, number),
    });
    const error = await failure(() => client.tokens.refresh(), "unauthorised");
    expect([error.outcome, tokenCalls.length]).toEqual(["nothing-sent", 0]);
    // At once: no pause that the caller's own mistake would have made.
    await client.cardholders.get(HOLDER_ID);
    await failure(() => client.tokens.refresh(), "unauthorised");
    await client.cardholders.get(HOLDER_ID);
    expect(kindsOf(tokenCalls)).toEqual(["create", "refresh"]);
    expect(tokensOf(sent)).toEqual(["token-1", "token-1"]);
  });

  it("a call that waits meanwhile does not end as a refresh by hand does", async () => {
    const door = gate();
    const clock = { nowMs: NOW_MS };
    const { client, tokenCalls } = openShop({
      config: { now: () => clock.nowMs },
      tokens: async (one, number) => {
        if (!one.url.pathname.endsWith("/refresh")) return someTokens(one, number);
        await door.passed;
        return Response.json({ code: "401", msg: "no" });
      },
    });
    await client.tokens.create();
    clock.nowMs += LIFE_MS;
    const refresh = failure(() => client.tokens.refresh(), "unauthorised");
    await until(() => tokenCalls.length === 2);
    const call = client.cardholders.get(HOLDER_ID);
    door.open();
    await refresh;
    expect((await call).cardholderId).toBe(HOLDER_ID);
  });

  it("each caller of create buys one, one after the other", async () => {
    let under = 0;
    let most = 0;
    const { client, tokenCalls } = openShop({
      tokens: async (one, number) => {
        most = Math.max(most, ++under);
        await new Promise((resolve) => setTimeout(resolve, 1));
        under--;
        return someTokens(one, number);
      },
    });
    await Promise.all([client.tokens.create(), client.tokens.create(), client.tokens.create()]);
    expect([kindsOf(tokenCalls), most]).toEqual([["create", "create", "create"], 1]);
  });

  it("says when the token ends, by this host's clock, from before it was asked for", async () => {
    const clock = { nowMs: NOW_MS };
    const { client } = openShop({
      config: { now: () => clock.nowMs },
      tokens: (one, number) => {
        clock.nowMs += 5000;
        return someTokens(one, number);
      },
    });
    expect((await client.tokens.create()).expiresAtMs).toBe(NOW_MS + LIFE_MS);
  });
});

describe("whoever stops waiting", () => {
  const held = () => {
    const door = gate();
    const shop = openShop({
      tokens: async (one, number) => {
        await door.passed;
        return someTokens(one, number);
      },
    });
    return { ...shop, door };
  };

  it.each(["the one that asks for the token", "one of those that wait"])("%s ends alone", async (which) => {
    const { client, door, tokenCalls, sent } = held();
    const stop = new AbortController();
    const signal = stop.signal;
    const leads = which === "the one that asks for the token";
    const first = leads ? failure(() => client.cards.create(CARD_INPUT, { signal }), "aborted") : undefined;
    const others = Array.from({ length: 20 }, () => client.cardholders.get(HOLDER_ID));
    const follower = leads ? undefined : failure(() => client.cards.create(CARD_INPUT, { signal }), "aborted");
    await until(() => tokenCalls.length === 1);
    stop.abort();
    expect((await (first ?? follower))?.outcome).toBe("nothing-sent");
    door.open();
    expect((await Promise.all(others)).length).toBe(20);
    expect([kindsOf(tokenCalls), sent.length]).toEqual([["create"], 20]);
  });

  it("before it begins asks for nothing", async () => {
    const { client, sent } = openShop();
    await failure(() => client.cards.create(CARD_INPUT, { signal: AbortSignal.abort() }), "aborted");
    expect(sent.length).toBe(0);
  });

  it("by its own time-out ends alone, and nothing of it was sent", async () => {
    const { client, door, tokenCalls, sent } = held();
    const short = failure(() => client.cards.create(CARD_INPUT, { timeoutMs: 30 }), "timeout");
    const alsoShort = failure(() => client.cards.create(CARD_INPUT, { timeoutMs: 60 }), "timeout");
    const long = client.cardholders.get(HOLDER_ID);
    expect([(await short).outcome, (await alsoShort).outcome]).toEqual(["nothing-sent", "nothing-sent"]);
    door.open();
    await long;
    expect([kindsOf(tokenCalls), sent.length]).toEqual([["create"], 1]);
  });

  it("leaves no listener on a signal that lives on", async () => {
    const { client } = openShop({ resources: anyData });
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...given: Parameters<typeof add>) => (listeners++, add(...given));
    signal.removeEventListener = (...given: Parameters<typeof remove>) => (listeners--, remove(...given));
    await Promise.all(Array.from({ length: 5 }, () => client.cardholders.get(HOLDER_ID, { signal })));
    expect(listeners).toBe(0);
  });
});

const CARD_INPUT = { name: "Travel", validUntil: { year: 2031, month: 5 }, programValue: "01" };
