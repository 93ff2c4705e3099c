import { afterEach, describe, expect, it, vi } from "vitest";
import { createMemoryTokenStore } from "../../../src/opcard/memory-token-store.ts";
import type { TokenStore } from "../../../src/opcard/token-store.ts";
import { createOpcard } from "../../../src/edge/create-opcard.ts";
import { stopClock } from "../calls/fake-clock.ts";
import { failure } from "../leaks.ts";
import { until } from "../until.ts";
import { CALLS, HOLDER_ID, kindsOf, NOW_MS, openSandbox, openShop, someTokens, tokensOf } from "./opcard-shop.ts";

const LIFE_MS = 3_600_000;
const keyOf = (id: string, first: number) => ({
  id,
  bytes: Uint8Array.from({ length: 32 }, (_, i) => (first + i * 7) % 256),
});
const SEALING = { key: keyOf("one", 3) };
const METHODS = ["read", "claim", "write", "release"] as const;

afterEach(() => void vi.useRealTimers());

describe("clients over one memory store", () => {
  it("share one token, and renew it once", async () => {
    const { sandbox, clock, clientWith } = await openSandbox({ opcard: { newTokenRevokesOld: true } });
    const tokenStore = createMemoryTokenStore({ now: () => clock.nowMs });
    const clients = Array.from({ length: 5 }, () => clientWith({ tokenStore }));
    const callAll = () =>
      Promise.all(clients.flatMap((client) => [1, 2, 3].map(() => CALLS["cardholders.create"]?.(client))));
    await callAll();
    expect(sandbox.tokenCalls()).toEqual({ create: 1, refresh: 0, refused: 0 });
    clock.nowMs += LIFE_MS * 0.99;
    await callAll();
    expect(sandbox.tokenCalls()).toEqual({ create: 1, refresh: 1, refused: 0 });
    await sandbox.revokeTokens({ refreshTokens: true });
    await callAll();
    expect(sandbox.tokenCalls()).toEqual({ create: 2, refresh: 1, refused: 0 });
    expect((await sandbox.cardholders()).length).toBe(45);
  });

  it("take over what another renewed by hand, where the new one has ended theirs", async () => {
    const { sandbox, clock, clientWith } = await openSandbox({ opcard: { newTokenRevokesOld: true } });
    const tokenStore = createMemoryTokenStore({ now: () => clock.nowMs });
    const [one, other] = [clientWith({ tokenStore }), clientWith({ tokenStore })];
    await CALLS["cardholders.create"]?.(one);
    await CALLS["cardholders.create"]?.(other);
    await one.tokens.rotate();
    await CALLS["cardholders.create"]?.(other);
    expect(sandbox.tokenCalls()).toEqual({ create: 1, refresh: 1, refused: 0 });
  });

  it("of two app keys, or two environments, do not", async () => {
    const tokenStore = createMemoryTokenStore();
    const shops = [
      openShop({ config: { tokenStore } }),
      openShop({ config: { tokenStore, appKey: "another-app" } }),
      openShop({ config: { tokenStore, environment: "production" } }),
    ];
    for (const { client } of shops) await client.cardholders.get(HOLDER_ID);
    expect(shops.map(({ tokenCalls }) => tokenCalls.length)).toEqual([1, 1, 1]);
  });
});

describe("two hosts of one environment", () => {
  it("have a token each, in one store, and neither opens the other's", async () => {
    const texts = new Map<string, string>();
    const inner = createMemoryTokenStore();
    const seen: string[] = [];
    const tokenStore = spied(inner, (given) => seen.push((given as [[string]])[0][0]), "atomic");
    const at = (host: string) => openShop({ config: { tokenStore, sealing: SEALING, host } });
    const one = at("https://one.example");
    const other = at("https://other.example");
    const again = at("https://one.example");
    for (const { client } of [one, other, again]) await client.cardholders.get(HOLDER_ID);
    expect([one, other, again].map(({ tokenCalls }) => tokenCalls.length)).toEqual([1, 1, 0]);
    expect(new Set(seen).size).toBe(2);
    // Also where whoever keeps the texts swaps them.
    for (const key of new Set(seen)) texts.set(key, (await inner.read(key))?.sealed ?? "");
    const [first = "", second = ""] = texts.keys();
    await inner.write(first, texts.get(second) ?? "", "a");
    await inner.write(second, texts.get(first) ?? "", "a");
    const swapped = at("https://other.example");
    await swapped.client.cardholders.get(HOLDER_ID);
    expect(swapped.tokenCalls.length).toBe(1);
  });

  it.each(["host", "resourceHost"] as const)(
    "of which the %s is the other environment's are refused",
    async (field) => {
      for (const [environment, other] of [
        ["sandbox", "https://checkout.oceanpayment.com"],
        ["sandbox", "https://secure.oceanpayment.com"],
        ["production", "https://checkout-s.oceanpayment.com"],
      ] as const) {
        await failure(() => openShop({ config: { environment, [field]: other } }), "invalid_config", field);
      }
      openShop({ config: { environment: "production", [field]: "https://checkout.oceanpayment.com" } });
      openShop({ config: { environment: "sandbox", [field]: "https://checkout-s.oceanpayment.com" } });
    },
  );
});

describe("a store that is shared", () => {
  it("sees no token, no key and no secret: sealed text under a hash", async () => {
    const seen: unknown[] = [];
    const inner = createMemoryTokenStore();
    const tokenStore = spied(inner, (given) => seen.push(given), "atomic");
    const { client, config } = openShop({ config: { tokenStore, sealing: SEALING } });
    await client.tokens.create();
    await client.tokens.refresh();
    const shown = JSON.stringify(seen);
    for (const secret of ["token-1", "token-2", "refresh-", config.appKey, config.appSecret as string])
      expect(shown).not.toContain(secret);
    expect(shown).toContain("v1.one.");
    const another = openShop({ config: { tokenStore, sealing: SEALING } });
    await another.client.cardholders.get(HOLDER_ID);
    expect([another.tokenCalls.length, tokensOf(another.sent)]).toEqual([0, ["token-2"]]);
  });

  it("holds no token where the record does not open, and is written anew", async () => {
    const inner = createMemoryTokenStore();
    const tokenStore = { ...inner, sharing: "atomic" as const };
    const first = openShop({ config: { tokenStore, sealing: SEALING } });
    await first.client.cardholders.get(HOLDER_ID);
    const errors: unknown[] = [];
    const onTokenStoreError = (error: unknown) => errors.push(error);
    const second = openShop({ config: { tokenStore, sealing: { key: keyOf("one", 9) }, onTokenStoreError } });
    await second.client.cardholders.get(HOLDER_ID);
    const third = openShop({
      config: { tokenStore, sealing: { key: keyOf("two", 11), previousKey: keyOf("one", 9) } },
    });
    await third.client.cardholders.get(HOLDER_ID);
    expect([first, second, third].map(({ tokenCalls }) => kindsOf(tokenCalls))).toEqual([["create"], ["create"], []]);
    expect(errors).toEqual([]);
  });

  it.each(["", "v1", "{}", "v1.one.AAAA.AAAA", "null", "\u0000", "v1.one.%%%.%%%", 7, null, undefined])(
    "holds no token where it returns %j",
    async (sealed) => {
      const inner = createMemoryTokenStore();
      const read = async () => ({ sealed, version: "1" }) as never;
      const tokenStore: TokenStore = { ...inner, sharing: "atomic", read };
      const { client, tokenCalls } = openShop({ config: { tokenStore, sealing: SEALING } });
      await client.cardholders.get(HOLDER_ID);
      expect(kindsOf(tokenCalls)).toEqual(["create"]);
    },
  );
});

describe("a store that fails", () => {
  const FAILURES: readonly (readonly [string, () => unknown])[] = [
    ["throws", () => { throw new Error("store"); }], // prettier-ignore
    ["rejects", () => Promise.reject(new Error("store"))],
  ];

  it.each(FAILURES.flatMap(([how, fail]) => [...METHODS, "all"].map((method) => [method, how, fail] as const)))(
    "by %s, which %s, fails no call",
    async (method, _how, fail) => {
      const clock = { nowMs: NOW_MS };
      const errors: unknown[] = [];
      const failing = method === "all" ? METHODS : [method];
      const tokenStore = {
        ...createMemoryTokenStore({ now: () => clock.nowMs }),
        ...Object.fromEntries(failing.map((name) => [name, fail])),
      } as TokenStore;
      const { client, tokenCalls } = openShop({
        config: { tokenStore, now: () => clock.nowMs, onTokenStoreError: (error) => errors.push(error) },
      });
      await client.cardholders.get(HOLDER_ID);
      clock.nowMs += LIFE_MS * 0.99;
      await client.cardholders.get(HOLDER_ID);
      expect(kindsOf(tokenCalls)).toEqual(["create", "refresh"]);
      expect(errors.length).toBeGreaterThanOrEqual(failing.length * 2);
      expect(errors.every((error) => error instanceof Error && error.message === "store")).toBe(true);
    },
  );

  it.each([...METHODS, "all"])("to answer %s, for ever, fails no call", async (method) => {
    const fake = stopClock();
    const errors: { code?: string }[] = [];
    const never = () => new Promise<never>(() => {});
    const failing = method === "all" ? METHODS : [method];
    const tokenStore = {
      ...createMemoryTokenStore({ now: () => NOW_MS }),
      ...Object.fromEntries(failing.map((name) => [name, never])),
    } as TokenStore;
    const { client, tokenCalls } = openShop({
      config: { tokenStore, onTokenStoreError: (error) => errors.push(error as { code?: string }) },
    });
    await fake.finish(client.cardholders.get(HOLDER_ID));
    expect(tokenCalls.length).toBe(1);
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["timeout"]));
  });

  it("and whoever is told of it, and fails too, fails no call", async () => {
    const tokenStore = Object.fromEntries(METHODS.map((name) => [name, () => Promise.reject(new Error("store"))]));
    for (const onTokenStoreError of [
      () => { throw new Error("told"); }, // prettier-ignore
      () => Promise.reject(new Error("told")),
      undefined,
    ]) {
      const { client } = openShop({
        config: { tokenStore: { sharing: "none", ...tokenStore } as never, onTokenStoreError },
      });
      await client.cardholders.get(HOLDER_ID);
    }
  });

  it("to give the right to renew waits for it, and takes what the other has bought", async () => {
    const inner = createMemoryTokenStore();
    const key = await keyUsedBy(inner);
    expect(await inner.claim(key, { holder: "another", leaseMs: 60_000 })).toBe(true);
    const { client, tokenCalls } = openShop({ config: { tokenStore: inner } });
    const call = client.cardholders.get(HOLDER_ID);
    const late = failure(() => CALLS["cards.create"]?.(client, { timeoutMs: 100 }), "timeout");
    expect((await late).outcome).toBe("nothing-sent");
    expect(tokenCalls.length).toBe(0);
    const { sealed } = await boughtElsewhere(key);
    expect(await inner.write(key, sealed, "another")).toBe(true);
    await call;
    expect(tokenCalls.length).toBe(0);
  });
});

describe("whoever began a renewal that nobody waits for", () => {
  it("hands it to the host, which may do with it what it likes", async () => {
    for (const waitUntil of [
      undefined,
      () => {
        throw new Error("host");
      },
    ]) {
      // prettier-ignore
      const clock = { nowMs: NOW_MS };
      const work: Promise<unknown>[] = [];
      const { client, tokenCalls } = openShop({
        config: { now: () => clock.nowMs, waitUntil: waitUntil ?? ((promise) => work.push(promise)) },
        tokens: (one, number) => (number === 2 ? new Response("", { status: 400 }) : someTokens(one, number)),
      });
      await client.cardholders.get(HOLDER_ID);
      expect(work.length).toBe(0);
      clock.nowMs += LIFE_MS * 0.93;
      await client.cardholders.get(HOLDER_ID);
      await until(() => tokenCalls.length === 3);
      // Nothing it ends in reaches the host as a failure.
      if (!waitUntil) expect(await Promise.all(work)).toEqual([undefined]);
    }
  });
});

/** Passes on to a store, and tells what it is given and gives. */
function spied(store: TokenStore, tell: (given: unknown) => unknown, sharing: TokenStore["sharing"]): TokenStore {
  const methods = METHODS.map((name) => [
    name,
    async (...given: never[]) => {
      const answer = await (store[name] as (...given: never[]) => Promise<unknown>)(...given);
      tell([given, answer]);
      return answer;
    },
  ]);
  return { sharing, ...Object.fromEntries(methods) } as TokenStore;
}

/** The key under which a client of these tests keeps its token: what it asks the store for. */
async function keyUsedBy(store: TokenStore): Promise<string> {
  const keys: string[] = [];
  const tokenStore = spied(store, (given) => keys.push((given as [[string]])[0][0]), "none");
  const stop = openShop({ config: { tokenStore }, tokens: () => new Response("", { status: 400 }) });
  await failure(() => stop.client.tokens.create(), "unauthorised");
  return keys[0] as string;
}

/** What another client of the same key writes. */
async function boughtElsewhere(key: string): Promise<{ readonly sealed: string }> {
  const store = createMemoryTokenStore();
  const { config } = openShop({ config: { tokenStore: store } });
  await createOpcard(config).tokens.create();
  return (await store.read(key)) as { sealed: string };
}
