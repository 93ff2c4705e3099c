import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEntryStore } from "../../../src/opcard/entry-store.ts";
import { createMemoryTokenStore } from "../../../src/opcard/memory-token-store.ts";
import { casesFor, runTokenCases } from "../../journey/token-stores/token-store-cases.mjs";

describe("memory", () => {
  test.each(casesFor("none").map(({ name, run }) => [name, run] as const))("%s", async (_name, run) => {
    await run(createMemoryTokenStore(), "key");
  });

  test("is one for those who are given it, and no other's", async () => {
    const store = createMemoryTokenStore();
    await store.write("key", "sealed", "a");
    expect(await createMemoryTokenStore().read("key")).toBeUndefined();
    expect(store.sharing).toBe("none");
  });
});

test("the cases tell a lock from none: a store that reads, waits and writes fails them", async () => {
  const texts = new Map<string, string>();
  const tick = () => new Promise((resolve) => setTimeout(resolve));
  const store = createEntryStore(
    {
      read: async (key) => texts.get(key),
      update: async (key, change) => {
        const found = texts.get(key);
        await tick();
        const { answer, text } = change(found);
        await tick();
        if (text !== undefined) texts.set(key, text);
        return answer;
      },
    },
    { sharing: "atomic" },
  );
  const { failures } = await runTokenCases(store);
  expect(failures.map(({ name }: { name: string }) => name)).toEqual([
    "of 50 claims at once one is granted",
    "of 50 claims at once after a lease is over one is granted",
  ]);
});

describe("claims against a model", () => {
  const holder = fc.constantFrom("a", "b", "c", "d");
  const step = fc.oneof(
    fc.record({ kind: fc.constant("claim" as const), holder, leaseMs: fc.integer({ min: 1, max: 50 }) }),
    fc.record({ kind: fc.constant("write" as const), holder }),
    fc.record({ kind: fc.constant("release" as const), holder }),
    fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 40 }) }),
  );

  test("whatever is done in whatever order, the right is one holder's, and only what is right is written", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        let nowMs = 1_000_000;
        const store = createMemoryTokenStore({ now: () => nowMs });
        /** Each holder's claim that was neither given back nor used, and how many times the right had been given then. */
        const claims = new Map<string, { endsAtMs: number; turn: number }>();
        let turn = 0;
        let written: string | undefined;
        const isLive = (name: string) => {
          const claim = claims.get(name);
          return claim !== undefined && claim.turn === turn && claim.endsAtMs > nowMs;
        };
        const isAnothers = (name: string) => ["a", "b", "c", "d"].some((other) => other !== name && isLive(other));
        for (const [at, action] of steps.entries()) {
          if (action.kind === "wait") nowMs += action.ms;
          if (action.kind === "claim") {
            const own = claims.get(action.holder);
            const granted = !isAnothers(action.holder);
            expect(await store.claim("key", action)).toBe(granted);
            if (!granted) continue;
            const isKept = own?.turn === turn;
            if (!isKept) turn++;
            const endsAtMs = Math.max(nowMs + action.leaseMs, isKept ? own.endsAtMs : 0);
            claims.set(action.holder, { endsAtMs, turn });
          }
          if (action.kind === "write") {
            const own = claims.get(action.holder);
            const isRight = !isAnothers(action.holder) && (own === undefined || own.turn === turn);
            expect(await store.write("key", `token ${at}`, action.holder)).toBe(isRight);
            if (!isRight) continue;
            written = `token ${at}`;
            // It ends whatever claim there was: of those that were taken over before, nothing is forgotten.
            for (const [name, claim] of claims) if (claim.turn === turn) claims.delete(name);
          }
          if (action.kind === "release") {
            await store.release("key", action.holder);
            if (claims.get(action.holder)?.turn === turn) claims.delete(action.holder);
          }
          expect((await store.read("key"))?.sealed).toBe(written);
        }
      }),
      { numRuns: 500 },
    );
  });
});
