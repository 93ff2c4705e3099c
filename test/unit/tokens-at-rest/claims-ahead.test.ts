// A claim that was made by a clock that is ahead, or before this host's was set back, must not stop renewals for as long.
import { describe, expect, test } from "vitest";
import { createTokenObject } from "../../../src/cloudflare.ts";
import { createDenoKvTokenStore } from "../../../src/deno.ts";
import { createMemoryTokenStore } from "../../../src/opcard/memory-token-store.ts";
import type { TokenStore } from "../../../src/opcard/token-store.ts";

const HOUR_MS = 3_600_000;
const LEASE_MS = 6000;
const KEY = "a-key";

/** Deno KV: one value, written where it has not changed since it was read. */
function denoKv() {
  const kept: { value: unknown; versionstamp: string | null } = { value: null, versionstamp: null };
  let writes = 0;
  const kv = {
    get: async () => ({ ...kept }),
    list: () => ({}),
    atomic: () => ({
      check: ({ versionstamp }: { versionstamp: string | null }) => ({
        set: (_key: unknown, value: unknown) => ({
          commit: async () => {
            if (versionstamp !== kept.versionstamp) return { ok: false };
            Object.assign(kept, { value, versionstamp: `v${++writes}` });
            return { ok: true };
          },
        }),
      }),
    }),
  };
  return { kv: kv as never, kept };
}

/** Stores over one memory, by a clock that the test moves. */
const STORES: readonly (readonly [string, (clock: { nowMs: number }) => TokenStore])[] = [
  ["memory", (clock) => createMemoryTokenStore({ now: () => clock.nowMs })],
  ["Deno KV", (clock) => createDenoKvTokenStore(denoKv().kv, { now: () => clock.nowMs })],
];

describe.each(STORES)("%s", (_name, open) => {
  test("a claim of a clock that was an hour ahead ends nobody's renewals", async () => {
    const clock = { nowMs: 2_000_000_000_000 };
    const store = open(clock);
    expect(await store.claim(KEY, { holder: "a", leaseMs: LEASE_MS })).toBe(true);
    clock.nowMs -= HOUR_MS;
    expect(await store.claim(KEY, { holder: "b", leaseMs: LEASE_MS })).toBe(true);
    expect(await store.write(KEY, "of a", "a"), "whose claim was taken over writes nothing").toBe(false);
    expect(await store.write(KEY, "of b", "b")).toBe(true);
    expect((await store.read(KEY))?.sealed).toBe("of b");
  });

  test("clocks that differ by less than a lease still exclude each other", async () => {
    const clock = { nowMs: 2_000_000_000_000 };
    const store = open(clock);
    for (const skewMs of [0, 50, 1000, LEASE_MS - 1]) {
      expect(await store.claim(KEY, { holder: "a", leaseMs: LEASE_MS })).toBe(true);
      clock.nowMs -= skewMs;
      expect(await store.claim(KEY, { holder: "b", leaseMs: LEASE_MS }), `${skewMs} ms`).toBe(false);
      await store.release(KEY, "a");
    }
  });

  test("a long claim that is made anew for less stays as long", async () => {
    const clock = { nowMs: 2_000_000_000_000 };
    const store = open(clock);
    await store.claim(KEY, { holder: "a", leaseMs: 300_000 });
    await store.claim(KEY, { holder: "a", leaseMs: 10 });
    expect(await store.claim(KEY, { holder: "b", leaseMs: 10 })).toBe(false);
    clock.nowMs += 299_999;
    expect(await store.claim(KEY, { holder: "b", leaseMs: 10 })).toBe(false);
  });
});

describe("what an earlier version has kept", () => {
  const ahead = (ms: number) => JSON.stringify({ claim: { holder: "a", endsAtMs: Date.now() + ms } });
  const ROWS = [
    [HOUR_MS, true],
    [300_000, false],
  ] as const;

  test.each(ROWS)("in Deno KV: a claim that ends in %d ms", async (ms, granted) => {
    const { kv, kept } = denoKv();
    Object.assign(kept, { value: ahead(ms), versionstamp: "v0" });
    expect(await createDenoKvTokenStore(kv).claim(KEY, { holder: "b", leaseMs: LEASE_MS })).toBe(granted);
  });

  test.each(ROWS)("in a Durable Object: a claim that ends in %d ms", async (ms, granted) => {
    let entry = ahead(ms);
    const sql = {
      exec: (query: string, ...values: readonly unknown[]) => {
        if (query.startsWith("INSERT")) entry = String(values[1]);
        return { toArray: () => (query.startsWith("SELECT") ? [{ entry }] : []) };
      },
    };
    const object = new (createTokenObject())({ storage: { sql } });
    const body = JSON.stringify([KEY, { holder: "b", leaseMs: LEASE_MS }]);
    const response = await object.fetch(new Request("https://tokens.internal/claim", { method: "POST", body }));
    expect(await response.json()).toEqual({ answer: granted });
  });
});
