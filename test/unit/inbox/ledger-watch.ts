import { expect } from "vitest";
import type { NoticeStore } from "../../../src/inbox/notice-store.ts";
import type { ClaimAnswer, Work } from "../../../src/inbox/order-record.ts";

export type State = "declined" | "pending" | "authorised" | "approved";

/** What a message of these tests is about: one of an order's payments, or something that is about none. */
export interface Message {
  readonly work: Work;
  /** Names what it tells: two messages with one name are to take effect once between them. */
  readonly effect: string;
  readonly payment?: { readonly number: number; readonly state: State };
}

interface LeaseSeen {
  readonly order: string;
  readonly effect: string;
  readonly key: string;
  readonly token: string;
  readonly untilMs: number;
  readonly isQuestion: boolean;
  isOver: boolean;
}

/** Further on its own way, and for the whole order: written down again, and not taken from the library. */
const OWN: Readonly<Record<State, number>> = { pending: 0, authorised: 1, declined: 2, approved: 3 };
const WHOLE: Readonly<Record<State, number>> = { declined: 0, pending: 1, authorised: 2, approved: 3 };

/** Everything one order was told and handed out. */
interface OrderSeen {
  readonly told: { number: number; state: State; id: string }[];
  readonly submitted: Map<string, Message>;
  readonly keys: Map<string, string>;
  readonly finished: Set<string>;
  readonly attempts: Map<string, number>;
}

/**
 * Watches a store from outside: it knows what was said to it and what it answered, and holds that against the rules. It
 * knows nothing of how a record is kept.
 */
export function createWatch(store: NoticeStore, now: () => number) {
  const orders = new Map<string, OrderSeen>();
  const leases: LeaseSeen[] = [];
  const seenOf = (order: string): OrderSeen => {
    const empty = { told: [], submitted: new Map(), keys: new Map(), finished: new Set<string>(), attempts: new Map() };
    const seen = orders.get(order) ?? empty;
    orders.set(order, seen);
    return seen;
  };

  function judge(order: string, effect: string, answer: ClaimAnswer, leaseMs: number, isQuestion: boolean): void {
    const seen = seenOf(order);
    const earlier = leases.filter((lease) => lease.order === order && lease.effect === effect && !lease.isOver);
    const live = leases.filter((lease) => lease.order === order && !lease.isOver && lease.untilMs > now());
    if (answer.kind === "done" && !isQuestion) expect(isSettled(seen, effect), `${effect} is done`).toBe(true);
    if (answer.kind === "superseded") {
      expect(isSettled(seen, effect), `${effect} is superseded`).toBe(true);
      // Whoever held it and let its lease end has lost it.
      for (const lease of earlier) lease.isOver = true;
    }
    if (answer.kind !== "claimed") return;
    expect(leaseMs, "a lease of no time").toBeGreaterThan(0);
    const alike = live.filter((lease) => lease.isQuestion === isQuestion);
    expect(alike, "one live lease of an order at a time").toEqual([]);
    if (!isQuestion) {
      expect(seen.finished.has(effect), `${effect} is handed out after it was done`).toBe(false);
      const attempt = (seen.attempts.get(effect) ?? 0) + 1;
      expect(answer.attempt, "no attempt twice, none left out").toBe(attempt);
      seen.attempts.set(effect, attempt);
      checkState(seen, effect, answer);
    }
    for (const lease of earlier) lease.isOver = true;
    const { key, token } = answer;
    expect(
      leases.some((lease) => lease.token === token),
      "a fresh token",
    ).toBe(false);
    leases.push({ order, effect, key, token, untilMs: now() + leaseMs, isQuestion, isOver: false });
  }

  function checkState(seen: OrderSeen, effect: string, { paidBy }: ClaimAnswer & { readonly kind: "claimed" }): void {
    const payment = seen.submitted.get(effect)?.payment;
    if (!payment) return expect(paidBy).toBe(undefined);
    const { number, state } = payment;
    const first = seen.told.find((told) => told.state === "approved");
    if (state === "approved") {
      expect(paidBy, "a second approval names the first").toBe(first?.number === number ? undefined : first?.id);
      return;
    }
    expect(first, `${effect} after an approval`).toBe(undefined);
    const reached = furthest(seen, number);
    expect(reached, `${effect} after its own payment went on`).toBe(state);
    const wasHeld =
      state === "declined" && seen.told.some((told) => told.number === number && told.state === "authorised");
    for (const other of new Set(seen.told.map((told) => told.number))) {
      const far = furthest(seen, other);
      if (other === number || far === undefined) continue;
      // Money that was held and is not any more is told while another payment is only open.
      const least = wasHeld ? WHOLE.pending : WHOLE[state];
      expect(WHOLE[far], `${effect} while payment ${other} is ${far}`).toBeLessThanOrEqual(least);
    }
  }

  return {
    leases,
    claim: async (order: string, message: Message, leaseMs: number): Promise<void> => {
      const seen = seenOf(order);
      const { work, effect, payment } = message;
      const isQuestion = work.isQuestion ?? false;
      const answer = await store.claim(order, work, leaseMs);
      if (payment) seen.told.push({ ...payment, id: work.payment?.paymentId ?? "" });
      if (!seen.submitted.has(effect)) seen.submitted.set(effect, message);
      seen.keys.set(work.key, effect);
      judge(order, effect, answer, leaseMs, isQuestion);
    },
    resume: async (order: string, key: string, leaseMs: number): Promise<void> => {
      const seen = seenOf(order);
      const effect = seen.keys.get(key) ?? key;
      const answer = await store.resume({ order, key }, leaseMs);
      // Of a key that is not open, a store only says that it has nothing to do.
      if (answer.kind !== "done") judge(order, effect, answer, leaseMs, effect.startsWith("question"));
    },
    end: async (lease: LeaseSeen, pauseMs: number | undefined): Promise<void> => {
      const { order, key, token, effect } = lease;
      const isTaken =
        pauseMs === undefined
          ? await store.complete({ order, key, token })
          : await store.release({ order, key, token }, pauseMs);
      expect(isTaken, `a lease that is ${lease.isOver ? "over" : "held"}`).toBe(!lease.isOver);
      lease.isOver = true;
      if (isTaken && pauseMs === undefined && !lease.isQuestion) seenOf(order).finished.add(effect);
    },
    /** Holds what is left, when nothing is due any more, against all that was submitted. */
    checkNothingLost: (): void => {
      for (const seen of orders.values()) {
        for (const [effect, { payment, work }] of seen.submitted) {
          expect(work.isQuestion || isSettled(seen, effect), `${effect} is lost`).toBe(true);
          if (payment?.state === "approved") expect(seen.finished.has(effect), `${effect} took effect`).toBe(true);
        }
      }
    },
  };
}

/** Whether an effect is done, or must not be any more. */
function isSettled(seen: OrderSeen, effect: string): boolean {
  const payment = seen.submitted.get(effect)?.payment;
  return seen.finished.has(effect) || (payment !== undefined && isPassed(seen, payment));
}

/** Whether the order has been told of something that a payment's state must not follow. */
function isPassed({ told }: OrderSeen, { number, state }: { number: number; state: State }): boolean {
  if (state === "approved") return false;
  return told.some((other) =>
    other.number === number ? OWN[other.state] > OWN[state] : WHOLE[other.state] > WHOLE[state],
  );
}

function furthest({ told }: OrderSeen, number: number): State | undefined {
  const states = told.filter((other) => other.number === number).map(({ state }) => state);
  return states.sort((one, other) => OWN[other] - OWN[one])[0];
}
