import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMemoryStore } from "../../../src/inbox/memory-store.ts";
import { createWatch, type Message, type State } from "./ledger-watch.ts";

const ORDERS = ["900001/90000101/A-1", "900001/90000101/A-2", "900001/90000102/A-1"];
const STATES: readonly State[] = ["declined", "pending", "authorised", "approved"];
const LEASES_MS = [0, 10, 1000, 60_000];

/** A payment's id as three cuts of a message can show it: 18 to 20 digits that end alike. */
const idOf = (payment: number, cut: number) => `12${String(payment + 3).repeat(18)}`.slice(cut);

const paymentMessage: fc.Arbitrary<Message> = fc
  .record({
    number: fc.nat(2),
    state: fc.constantFrom(...STATES),
    cut: fc.nat(2),
    // Two messages of the gateway, or an answer of its, which has no signature.
    message: fc.constantFrom("m1", "m2", undefined),
  })
  .map(({ number, state, cut, message }) => {
    const paymentId = idOf(number, cut);
    const signature = message && `${message}-${number}-${state}`;
    const key = signature ?? `payment/${paymentId}/${state}`;
    const work = { key, item: key, payment: { state, paymentId, signature } };
    return { work, effect: `${number}/${state}`, payment: { number, state } };
  });

const factMessage: fc.Arbitrary<Message> = fc
  .constantFrom("refund/1/done", "chargeback/1")
  .map((key) => ({ work: { key, item: key }, effect: key }));

const questionMessage: fc.Arbitrary<Message> = fc
  .nat(9)
  .map((number) => `question/${number}`)
  .map((key) => ({ work: { key, item: key, isQuestion: true, isHint: key.endsWith("1") }, effect: key }));

const message = fc.oneof(
  { arbitrary: paymentMessage, weight: 6 },
  { arbitrary: factMessage, weight: 1 },
  { arbitrary: questionMessage, weight: 1 },
);
const order = fc.constantFrom(...ORDERS);
const leaseMs = fc.constantFrom(...LEASES_MS);

/** What workers do, in any order: each of them may be late, or never come back. */
const step = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant("claim" as const), order, message, leaseMs }), weight: 6 },
  { arbitrary: fc.record({ kind: fc.constant("drive" as const), which: fc.nat(), leaseMs }), weight: 3 },
  { arbitrary: fc.record({ kind: fc.constant("complete" as const), which: fc.nat() }), weight: 4 },
  {
    arbitrary: fc.record({
      kind: fc.constant("release" as const),
      which: fc.nat(),
      pauseMs: fc.constantFrom(0, 5, 500),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1, 9, 10, 400, 60_000) }),
    weight: 3,
  },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function play(steps: readonly Step[]): Promise<{ handedOut: number; takenOver: number }> {
  let nowMs = 1_800_000_000_000;
  const now = () => nowMs;
  const store = createMemoryStore({ now });
  const watch = createWatch(store, now);
  const pick = <Value>(values: readonly Value[], which: number) => values[which % values.length];
  for (const next of steps) {
    if (next.kind === "claim") await watch.claim(next.order, next.message, next.leaseMs);
    if (next.kind === "wait") nowMs += next.ms;
    if (next.kind === "drive") {
      const due = pick(await store.due(100), next.which);
      if (due) await watch.resume(due.order, due.key, next.leaseMs);
    }
    if (next.kind === "complete" || next.kind === "release") {
      // Also one that was taken over, or ended before.
      const lease = pick(watch.leases, next.which);
      if (lease) await watch.end(lease, next.kind === "release" ? next.pauseMs : undefined);
    }
  }
  const takenOver = watch.leases.filter((lease) => lease.isOver).length;
  // Somebody who drives everything to its end.
  for (let rounds = 0; rounds < 100; rounds++) {
    nowMs += 3_600_000;
    const due = await store.due(100);
    if (due.length === 0) {
      watch.checkNothingLost();
      return { handedOut: watch.leases.length, takenOver };
    }
    for (const { order, key } of due) {
      await watch.resume(order, key, 60_000);
      for (const lease of watch.leases.filter(({ isOver }) => !isOver)) await watch.end(lease, undefined);
    }
  }
  throw new Error("it never ends");
}

describe("the ledger of an order, whatever workers do", () => {
  test("keeps every rule, and loses nothing", async () => {
    const seen = { handedOut: 0, takenOver: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60, size: "max" }), async (steps) => {
        const { handedOut, takenOver } = await play(steps);
        seen.handedOut += handedOut;
        seen.takenOver += takenOver;
      }),
      { numRuns: 1000 },
    );
    // A run that hands nothing out would keep every rule.
    expect(seen.handedOut).toBeGreaterThan(5000);
    expect(seen.takenOver).toBeGreaterThan(1000);
  }, 60_000);
});
