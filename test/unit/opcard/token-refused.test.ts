import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { gate } from "../gate.ts";
import { until } from "../until.ts";
import {
  anyData,
  type Answer,
  CALLS,
  HOLDER_ID,
  kindsOf,
  NOW_MS,
  openSandbox,
  openShop,
  refusal,
  tokensOf,
} from "./opcard-shop.ts";

const HOW: readonly (readonly [string, () => Response])[] = [
  ["HTTP status 401", () => refusal("401", 401)],
  [
    "HTTP status 401 with a page",
    () => new Response("<html>", { status: 401, headers: { "content-type": "text/html" } }),
  ],
  ["code 401 of HTTP status 200", () => refusal("401")],
  ["code 401 as a number", () => new Response('{"code":401,"msg":"no","data":null}')],
];

/** Refuses some tokens, and answers others. */
const refusing =
  (tokens: readonly string[], refuse: () => Response = () => refusal("401", 401)): Answer =>
  (one, number) =>
    tokens.includes(one.headers.get("authorization") ?? "") ? refuse() : anyData(one, number);

describe.each(HOW)("a call that is refused by %s", (_how, refuse) => {
  it.each(Object.keys(CALLS))("is made once more with another token: %s", async (name) => {
    const { client, sent, tokenCalls } = openShop({ resources: refusing(["token-1"], refuse) });
    await CALLS[name]?.(client);
    expect(tokensOf(sent)).toEqual(["token-1", "token-2"]);
    // What ended a token early has most likely ended its refresh token too.
    expect(kindsOf(tokenCalls)).toEqual(["create", "create"]);
    const [first, second] = sent.map(({ method, url, body }) => [method, url.href, body.replace(/-{4,}\S+/g, "")]);
    expect(second).toEqual(first);
  });

  it.each(Object.keys(CALLS))("is never made a third time: %s", async (name) => {
    const { client, sent, tokenCalls } = openShop({ resources: refuse });
    const error = await failure(() => CALLS[name]?.(client), "unauthorised");
    expect(tokensOf(sent)).toEqual(["token-1", "token-2"]);
    expect(kindsOf(tokenCalls)).toEqual(["create", "create"]);
    const isQuery = !/create|update|upload/.test(name);
    expect(error.outcome).toBe(isQuery ? "unchanged" : "refused");
  });
});

describe("a generation", () => {
  it("ends alone: what was sent with an older one and comes back late ends nothing", async () => {
    const late = gate();
    const { client, sent, tokenCalls } = openShop({
      resources: async (one, number) => {
        if (one.headers.get("authorization") !== "token-1") return anyData(one, number);
        if (one.url.pathname.startsWith("/dispute-api")) await late.passed;
        return refusal("401", 401);
      },
    });
    const slow = Promise.all(Array.from({ length: 20 }, () => client.disputes.get("D-1")));
    await until(() => sent.length === 20);
    await client.cardholders.get(HOLDER_ID);
    expect(kindsOf(tokenCalls)).toEqual(["create", "create"]);
    late.open();
    await slow;
    expect(kindsOf(tokenCalls)).toEqual(["create", "create"]);
    expect(tokensOf(sent).filter((token) => token === "token-2").length).toBe(21);
  });

  it("that many calls are refused with at once is followed by one renewal", async () => {
    const { client, tokenCalls, sent } = openShop({ resources: refusing(["token-1"]) });
    await client.tokens.create();
    await Promise.all(Array.from({ length: 500 }, () => client.cardholders.get(HOLDER_ID)));
    expect(kindsOf(tokenCalls)).toEqual(["create", "create"]);
    expect(sent.length).toBe(1000);
  });
});

describe("a call that is always refused", () => {
  const always: Answer = (one, number) =>
    one.url.pathname.startsWith("/card-api/v1/cards") ? refusal("401", 401) : anyData(one, number);

  it("does not end everybody else's token again and again", async () => {
    const clock = { nowMs: NOW_MS };
    const { client, sent, tokenCalls } = openShop({ resources: always, config: { now: () => clock.nowMs } });
    for (let i = 0; i < 30; i++) {
      await failure(() => CALLS["cards.create"]?.(client), "unauthorised");
      await client.cardholders.get(HOLDER_ID);
      clock.nowMs += 1000;
    }
    expect(kindsOf(tokenCalls)).toEqual(["create", "create"]);
    expect(sent.length).toBe(2 + 29 + 30);
  });

  it("may end one now and then: its trouble may be over", async () => {
    const clock = { nowMs: NOW_MS };
    const { client, tokenCalls } = openShop({ resources: always, config: { now: () => clock.nowMs } });
    await failure(() => CALLS["cards.create"]?.(client), "unauthorised");
    clock.nowMs += 61_000;
    await failure(() => CALLS["cards.create"]?.(client), "unauthorised");
    expect(tokenCalls.length).toBe(3);
  });

  it("is one call, whatever ids stand in its path", async () => {
    const { client, tokenCalls } = openShop({ resources: always });
    for (let i = 0; i < 20; i++) {
      const path = `/card-api/v1/cards/${HOLDER_ID.slice(0, -2)}${10 + i}/freeze`;
      await failure(() => client.request(path, { method: "POST" }), "unauthorised");
      await client.cardholders.get(HOLDER_ID);
    }
    expect(tokenCalls.length).toBe(2);
  });

  it("is heard again when the clock was set back", async () => {
    const { sandbox, clock, clientWith } = await openSandbox();
    let troubled = true;
    const client = clientWith({
      fetch: async (url, init) =>
        troubled && url.includes("/cardholders") ? refusal("401", 401) : sandbox.opcardConfig().fetch(url, init),
    });
    await failure(() => CALLS["cardholders.list"]?.(client), "unauthorised");
    troubled = false;
    clock.nowMs -= 5 * 3_600_000;
    await client.tokens.create();
    await sandbox.revokeTokens();
    await CALLS["cardholders.list"]?.(client);
  });
});

describe("a revoked token", () => {
  it.each(["status", "code"] as const)("costs no call, refused by %s", async (refusesWith) => {
    const { sandbox, clientWith } = await openSandbox({ opcard: { refusesWith } });
    const client = clientWith();
    await CALLS["cardholders.create"]?.(client);
    for (const refreshTokens of [false, true]) {
      await sandbox.revokeTokens({ refreshTokens });
      await Promise.all(Array.from({ length: 50 }, () => CALLS["cardholders.create"]?.(client)));
    }
    expect((await sandbox.cardholders()).length).toBe(101);
    expect(sandbox.tokenCalls()).toEqual({ create: 3, refresh: 0, refused: 0 });
  });
});

describe("tokens that die young again and again", () => {
  it("end in token_contention, few tokens bought, and recover", async () => {
    const clock = { nowMs: NOW_MS };
    let contended = true;
    const { client, sent, tokenCalls } = openShop({
      config: { now: () => clock.nowMs },
      // Each token is good for one call: somebody else's new one ends it.
      resources: (one, number) =>
        contended && tokensOf(sent).filter((token) => token === one.headers.get("authorization")).length > 1
          ? refusal("401", 401)
          : anyData(one, number),
    });
    const codes: string[] = [];
    for (let i = 0; i < 60; i++) {
      const error = await client.cardholders.get(HOLDER_ID).then(() => undefined, (thrown: { code: string }) => thrown); // prettier-ignore
      codes.push(error?.code ?? "told");
      clock.nowMs += 1000;
    }
    expect(new Set(codes)).toEqual(new Set(["told", "token_contention"]));
    // One at first, six of the allowance, one a minute after that.
    expect(tokenCalls.length).toBeLessThanOrEqual(8);
    const error = await failure(() => client.cardholders.get(HOLDER_ID), "token_contention");
    expect(error.outcome).toBe("unchanged");
    expect(error.retryAfterMs).toBeGreaterThan(0);
    contended = false;
    clock.nowMs += 120_000;
    await client.cardholders.get(HOLDER_ID);
  });
});
