import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entryOf, noticeOf, type NoticeShop, openNoticeShop, ORDER, paymentId, permutations } from "./notice-shop.ts";
import type { STATES } from "./notice-shop.ts";

/** What arrives: a payment by its number, and what its notice says. */
type Arrival = readonly [number: number, state: keyof typeof STATES];

/** What each notice tells of its payment. */
const STATUS = {
  pending: "pending",
  authorised: "authorised",
  declined: "declined",
  voided: "declined",
  approved: "approved",
  captured: "approved",
} as const;
type Status = (typeof STATUS)[keyof typeof STATUS];

const OWN_ORDER: readonly Status[] = ["pending", "authorised", "declined", "approved"];
const ORDER_ORDER: readonly Status[] = ["declined", "pending", "authorised", "approved"];

/** The furthest of some states. */
function furthest(states: readonly Status[], order: readonly Status[]): number {
  return Math.max(-1, ...states.map((state) => order.indexOf(state)));
}

/**
 * What a merchant must be told, by the whole history before each arrival: no payment goes back on its own way, none has an
 * effect while another has come further (but the end of a hold, where another is only open), the first approval pays, each other one is a double
 * payment, and no notice counts twice. Keeps no state of its own.
 */
function expected(arrivals: readonly Arrival[]): readonly string[] {
  return arrivals.flatMap(([number, notice], at) => {
    const status = STATUS[notice];
    const before = arrivals.slice(0, at);
    const own = before.filter(([other]) => other === number).map(([, state]) => STATUS[state]);
    const others = [...new Set(before.map(([other]) => other))].filter((other) => other !== number);
    const stateOf = (other: number) => {
      const states = before.filter(([one]) => one === other).map(([, state]) => STATUS[state]);
      return OWN_ORDER[furthest(states, OWN_ORDER)] as Status;
    };
    if (status === "approved") {
      if (own.includes("approved")) return [];
      const isPaid = others.some((other) => stateOf(other) === "approved");
      return [isPaid ? `duplicate ${paymentId(number)}` : `payment approved ${paymentId(number)}`];
    }
    if (before.some(([, state]) => STATUS[state] === "approved")) return [];
    if (furthest(own, OWN_ORDER) >= OWN_ORDER.indexOf(status)) return [];
    // Money that was held is told when it is not any more, while another payment is only open.
    const isHoldEnded = own.includes("authorised") && status === "declined";
    const reached = ORDER_ORDER.indexOf(isHoldEnded ? "pending" : status);
    if (furthest(others.map(stateOf), ORDER_ORDER) > reached) return [];
    return [`payment ${status} ${paymentId(number)}`];
  });
}

/** A shop whose merchant keeps what paid the order, before a gateway that knows some approvals. */
function openKeepingShop(arrivals: readonly Arrival[]): NoticeShop {
  const shop = openNoticeShop();
  const approved = arrivals.filter(([, state]) => STATUS[state] === "approved").map(([number]) => number);
  shop.gateway = [...new Set(approved)]
    .sort()
    .reverse()
    .map((number) => entryOf("approved", number));
  shop.onEffect = ({ name, event }) => {
    if (name !== "payment" || event.status !== "approved") return;
    const { paymentId: id, signature } = event as { paymentId: string; signature: string };
    shop.orders.set(ORDER.orderNumber, { ...ORDER, paymentId: id, signature });
  };
  return shop;
}

async function told(arrivals: readonly Arrival[]): Promise<readonly string[]> {
  const shop = openKeepingShop(arrivals);
  for (const [number, state] of arrivals) {
    const answer = await shop.answer(noticeOf(state, number));
    if (answer !== "ok") throw new Error(`${state} of ${number} got ${answer}`);
  }
  return shop.names();
}

describe("an order never goes back, in every order of arrival", () => {
  const stories: Readonly<Record<string, readonly Arrival[]>> = {
    "a payment that was pending": [[1, "pending"], [1, "approved"]],
    "an authorisation and its capture": [[1, "pending"], [1, "authorised"], [1, "captured"]],
    "an authorisation and its void": [[1, "pending"], [1, "authorised"], [1, "voided"]],
    "a declined try before an approved one": [[1, "pending"], [1, "declined"], [2, "pending"], [2, "approved"]],
    "a void, another try, a late authorisation": [[1, "authorised"], [1, "voided"], [2, "authorised"], [2, "captured"]],
    "a decline that turned out an approval": [[1, "declined"], [1, "approved"], [2, "declined"]],
    "three approvals": [[1, "approved"], [2, "approved"], [3, "approved"], [1, "pending"]],
    "of all a bit": [[1, "pending"], [1, "authorised"], [1, "voided"], [2, "declined"], [2, "approved"], [3, "approved"]],
  }; // prettier-ignore

  const beginnings = Object.entries(stories).flatMap(([name, story]) =>
    story.map((first, at) => [`${name}: ${first.join(" ")} first`, first, at, story] as const),
  );

  it.each(beginnings)("%s", async (_name, first, at, story) => {
    for (const others of permutations(story.toSpliced(at, 1))) {
      const arrivals = [first, ...others];
      expect(await told(arrivals)).toEqual(expected(arrivals));
    }
  });

  it("the model itself says what the words say", () => {
    const model = (...arrivals: readonly Arrival[]) => expected(arrivals).map((name) => name.replace(/\d{18}/, ""));
    expect(model([1, "approved"], [1, "pending"])).toEqual(["payment approved 001"]);
    expect(model([1, "approved"], [2, "declined"])).toEqual(["payment approved 001"]);
    expect(model([1, "voided"], [1, "authorised"])).toEqual(["payment declined 001"]);
    expect(model([1, "declined"], [1, "approved"])).toEqual(["payment declined 001", "payment approved 001"]);
    expect(model([1, "approved"], [2, "approved"])).toEqual(["payment approved 001", "duplicate 002"]);
    expect(model([2, "authorised"], [1, "pending"])).toEqual(["payment authorised 002"]);
    const held = ["payment authorised 002", "payment declined 002"];
    expect(model([2, "authorised"], [1, "pending"], [2, "voided"])).toEqual(held);
    expect(model([2, "authorised"], [1, "authorised"], [2, "voided"])).toHaveLength(2);
    expect(model([1, "pending"], [2, "declined"])).toEqual(["payment pending 001"]);
  });

  const arrival: fc.Arbitrary<Arrival> = fc.tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.constantFrom<keyof typeof STATES>("pending", "authorised", "declined", "voided", "approved", "captured"),
  );

  it("any arrivals, repeated and mixed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { maxLength: 14 }), async (arrivals) => {
        expect(await told(arrivals)).toEqual(expected(arrivals));
      }),
      { numRuns: 150 },
    );
  });

  it("all at once, redelivered until each is acknowledged: paid once, the rest double, never back", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 8 }), fc.nat(3), async (arrivals, failures) => {
        const shop = openKeepingShop(arrivals);
        const { onEffect } = shop;
        let left = failures;
        let running = 0;
        shop.onEffect = async (one) => {
          if (++running > 1) throw new Error("two effects of one order at a time");
          await new Promise((resolve) => setTimeout(resolve, 0));
          running--;
          if (left-- > 0) throw new Error("not now");
          return onEffect(one);
        };
        let waiting = arrivals;
        for (let round = 0; waiting.length > 0; round++) {
          if (round > 30) throw new Error("never acknowledged");
          const answers = await Promise.all(waiting.map(([number, state]) => shop.answer(noticeOf(state, number))));
          waiting = waiting.filter((_one, i) => answers[i] !== "ok");
          shop.clock.nowMs += 3_600_000;
        }
        while ((await shop.handler.drain()).left) shop.clock.nowMs += 1;
        expect(shop.errors.filter((error) => (error as Error).message.startsWith("two"))).toEqual([]);
        const names = shop.names();
        expect(new Set(names).size).toBe(names.length);
        const approved = new Set(
          arrivals.filter(([, state]) => STATUS[state] === "approved").map(([number]) => number),
        );
        const ids = shop.told.filter(({ event }) => event.status === undefined || event.status === "approved");
        expect(ids.map(({ event }) => event.paymentId).sort()).toEqual([...approved].map(paymentId).sort());
        expect(names.filter((name) => name.startsWith("payment approved")).length).toBe(Math.min(1, approved.size));
        const paidAt = names.findIndex((name) => name.startsWith("payment approved"));
        if (paidAt >= 0) expect(names.slice(paidAt + 1).every((name) => name.startsWith("duplicate"))).toBe(true);
      }),
      { numRuns: 120 },
    );
  });
});
