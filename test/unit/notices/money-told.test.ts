import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fields } from "../edge/merchant.ts";
import { entryOf, noAnswer, noticeOf, openNoticeShop, ORDER, paymentId, type Told } from "./notice-shop.ts";

/** What may happen to an order, whose payments with these numbers are all approved. */
type Step =
  | { readonly kind: "notice" | "recut" | "doubtful"; readonly number: number }
  | { readonly kind: "ask" | "drain" | "wait" | "fail" | "down" | "up" | "lose" };

interface Story {
  readonly numbers: readonly number[];
  /** The payment that the merchant's record names from the start; 9 is one that was declined. */
  readonly recorded: number | undefined;
  /** Whether the merchant stores what onPayment tells. */
  readonly isKeeping: boolean;
  readonly isStored: boolean;
  readonly trust: "confirmed" | "signed";
  readonly steps: readonly Step[];
}

const number = fc.integer({ min: 1, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("notice", "recut", "doubtful"), number }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("ask", "drain", "wait") }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("fail", "down", "up", "lose") }) },
);
const story: fc.Arbitrary<Story> = fc.uniqueArray(number, { minLength: 1, maxLength: 3 }).chain((numbers) =>
  fc.record({
    numbers: fc.constant([...numbers].sort()),
    recorded: fc.constantFrom(undefined, ...numbers, 9),
    isKeeping: fc.boolean(),
    isStored: fc.boolean(),
    trust: fc.constantFrom("confirmed", "signed"),
    steps: fc.array(step, { maxLength: 20 }),
  }),
);

/** The message cut anew: the first digits of the id are the card number's last. */
function recut(fields: Fields): Fields {
  const { card_number = "", payment_id = "" } = fields;
  return { ...fields, card_number: card_number + payment_id.slice(0, 2), payment_id: payment_id.slice(2) };
}

function messageOf({ kind, number }: Extract<Step, { readonly number: number }>): Fields {
  if (kind === "doubtful") return noticeOf("approved", number, { payment_details: "approved" });
  return kind === "recut" ? recut(noticeOf("approved", number)) : noticeOf("approved", number);
}

/** Plays a story in which a merchant's callbacks, its store and the gateway fail, and heals everything at the end. */
async function play({ numbers, recorded, isKeeping, isStored, trust, steps }: Story): Promise<readonly Told[]> {
  const state = { failures: 0, lost: 0 };
  const shop = openNoticeShop({
    acknowledge: isStored ? "stored" : "finished",
    trust,
    changeStore: ({ complete }) => ({
      complete: async (lease) => {
        if (state.lost-- > 0) throw new Error("the process ended here");
        return complete(lease);
      },
    }),
  });
  const { handler, clock, orders } = shop;
  const list = [entryOf("declined", 9), ...numbers.toReversed().map((one) => entryOf("approved", one))];
  shop.gateway = list;
  if (recorded !== undefined) orders.set(ORDER.orderNumber, { ...ORDER, paymentId: paymentId(recorded) });
  shop.onEffect = ({ name, event }) => {
    if (state.failures-- > 0) throw new Error("not now");
    if (name !== "payment" || !isKeeping) return;
    orders.set(ORDER.orderNumber, { ...ORDER, paymentId: event.paymentId as string });
  };
  for (const one of steps) {
    if ("number" in one && numbers.includes(one.number)) await shop.answer(messageOf(one));
    // What the store threw, its caller is told.
    if (one.kind === "ask") await handler.ask({ orderNumber: ORDER.orderNumber }).catch(() => {});
    if (one.kind === "drain") await handler.drain();
    if (one.kind === "wait") clock.nowMs += 120_000;
    if (one.kind === "fail") state.failures = 1;
    if (one.kind === "lose") state.lost = 1;
    if (one.kind === "down") shop.gateway = noAnswer;
    if (one.kind === "up") shop.gateway = list;
  }
  Object.assign(state, { failures: 0, lost: 0 });
  shop.gateway = list;
  const waiting = new Set(numbers);
  for (let round = 0; waiting.size > 0; round++) {
    if (round > 20) throw new Error("a notice is never acknowledged");
    for (const one of waiting) if ((await shop.answer(noticeOf("approved", one))) === "ok") waiting.delete(one);
    clock.nowMs += 4_000_000;
    await handler.drain();
  }
  await handler.ask({ orderNumber: ORDER.orderNumber });
  for (let i = 0; i < 3; i++) {
    clock.nowMs += 4_000_000;
    await handler.drain();
  }
  expect(await shop.store.due(10)).toEqual([]);
  return shop.told;
}

describe("money that was taken", () => {
  it(
    "is told, all of it, and each payment under one name, whatever fails meanwhile",
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(story, async (given) => {
          const told = await play(given);
          const byKey = new Map(told.map((one) => [one.context?.idempotencyKey ?? "", one]));
          const idOf = (id: unknown) => given.numbers.find((one) => paymentId(one).endsWith(String(id).slice(-18)));
          const named = (name: string) =>
            [...byKey.values()].filter((one) => one.name === name).map(({ event }) => idOf(event.paymentId));
          const [payments, doubles] = [named("payment"), [...new Set(named("duplicate"))]];
          expect(payments).toHaveLength(1);
          expect([...payments, ...doubles].sort()).toEqual(given.numbers);
          if (given.recorded !== undefined && given.recorded !== 9) expect(payments).toEqual([given.recorded]);
        }),
        { numRuns: 400 },
      );
    },
  );
});
