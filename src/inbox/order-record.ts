import { behindOf, isOvertaken, type PaymentFact, type PaymentMark, recordPayment } from "./payment-states.ts";

/** Something that must take effect once it was claimed: a notice, or a fact that the gateway confirmed. */
export interface Work {
  /** Unique within its order. Never made of anything that was not verified or confirmed. */
  readonly key: string;
  /** What the work is, as text that survives a crash. */
  readonly item: string;
  /** How far it takes a payment of the order; nothing for work that is about no payment's state. */
  readonly payment?: PaymentFact | undefined;
  /** May be done again after it is done: a question, say. Does not wait for other work of its order. */
  readonly isQuestion?: boolean | undefined;
}

/** Work that was stored and has not been completed. */
export interface OpenWork extends Work {
  /** Whether it is a second approval of an order that another payment had paid. */
  readonly isDouble: boolean;
  /** How often it was leased. */
  readonly attempt: number;
  /** The fence: whoever holds this token holds the lease. Empty while nobody does. */
  readonly token: string;
  /** When the lease ends; without one, when it is to be tried again. Unix milliseconds. */
  readonly dueAtMs: number;
  /** A question that was asked again while it was being answered. */
  readonly isAskedAgain?: boolean | undefined;
}

/** All that a store keeps of one order. Plain data: JSON. */
export interface OrderRecord {
  /** The approved payments, the one that paid the order first. */
  readonly approvals: readonly Omit<PaymentFact, "state">[];
  /** How far each other payment has come. */
  readonly payments: readonly PaymentMark[];
  /** The keys of completed work about a payment's state, oldest first; only so many are kept. */
  readonly told: readonly string[];
  /** The keys of all other completed work. */
  readonly done: readonly string[];
  readonly open: readonly OpenWork[];
}

/** What a claim ended in. */
export type ClaimAnswer =
  /** It is the caller's, until `leaseMs` from now. */
  | {
      readonly kind: "claimed";
      readonly token: string;
      /** 1 the first time. */
      readonly attempt: number;
      readonly item: string;
      /** Whether it approves an order that another payment has paid. */
      readonly isDouble: boolean;
    }
  /** It has taken effect, by this or another message. */
  | { readonly kind: "done" }
  /** The order has come further: it must not take effect any more. */
  | { readonly kind: "superseded" }
  /** It is stored, and somebody else works at this order. */
  | { readonly kind: "held" };

/** What became of a record, and the answer to whoever changed it. A record that is not there is unchanged. */
export interface Step<Answer> {
  readonly record?: OrderRecord;
  readonly answer: Answer;
}

/** The moment of a claim. */
export interface Moment {
  readonly nowMs: number;
  readonly leaseMs: number;
  /** A fresh token, for the case that the claim succeeds. */
  readonly token: string;
}

const EMPTY: OrderRecord = { approvals: [], payments: [], told: [], done: [], open: [] };

/** How many keys of payments' work an order keeps. What is forgotten is still behind the order's own state. */
const MOST_TOLD = 256;

/** Stores work and leases it, unless it is done, overtaken or held. */
export function claimWork(found: OrderRecord | undefined, work: Work, moment: Moment): Step<ClaimAnswer> {
  const record = found ?? EMPTY;
  if (record.open.some(({ key }) => key === work.key)) return leaseWork(record, work.key, moment);
  if (record.done.includes(work.key) || record.told.includes(work.key)) return { answer: { kind: "done" } };
  const { payment } = work;
  const behind = payment && behindOf(record, payment);
  // What the order is told of a payment is kept also where it has no effect of its own.
  const recorded = payment ? { ...record, ...recordPayment(record, payment) } : record;
  if (behind) return { record: recorded, answer: { kind: behind } };
  const { key, item, isQuestion } = work;
  const isDouble = payment?.state === "approved" && record.approvals.length > 0;
  const open: OpenWork = { key, item, payment, isQuestion, isDouble, attempt: 0, token: "", dueAtMs: moment.nowMs };
  return leaseWork({ ...recorded, open: [...record.open, open] }, key, moment);
}

/** Leases work that was stored before. */
export function leaseWork(record: OrderRecord, key: string, { nowMs, leaseMs, token }: Moment): Step<ClaimAnswer> {
  const work = record.open.find((item) => item.key === key);
  if (!work) return { record, answer: { kind: "done" } };
  // A lower state that waited while the order went on must not take effect after it.
  if (work.payment && !isHeld(work, nowMs) && isOvertaken(record, work.payment)) {
    return { record: close(record, work), answer: { kind: "superseded" } };
  }
  if (isHeld(work, nowMs)) {
    const again = work.isQuestion ? replace(record, { ...work, isAskedAgain: true }) : record;
    return { record: again, answer: { kind: "held" } };
  }
  // Anybody can bring a question up: one that pauses is not asked before its time.
  if (work.isQuestion && work.dueAtMs > nowMs) return { record, answer: { kind: "held" } };
  // One effect of an order at a time: two at once could end in the wrong order.
  const other = record.open.find((item) => !item.isQuestion && isHeld(item, nowMs));
  if (!work.isQuestion && other) {
    return { record: replace(record, { ...work, dueAtMs: other.dueAtMs }), answer: { kind: "held" } };
  }
  const attempt = work.attempt + 1;
  const leased = { ...work, attempt, token, dueAtMs: nowMs + leaseMs };
  const { item, isDouble } = work;
  return { record: replace(record, leased), answer: { kind: "claimed", token, attempt, item, isDouble } };
}

/** Ends work for good. Refused to whoever no longer holds its lease. */
export function completeWork(record: OrderRecord | undefined, key: string, token: string): Step<boolean> {
  const work = leasedBy(record, key, token);
  if (!record || !work) return { answer: false };
  if (work.isAskedAgain) {
    const again = { ...work, token: "", attempt: 0, dueAtMs: 0, isAskedAgain: undefined };
    return { record: replace(record, again), answer: true };
  }
  return { record: wake(close(record, work), work), answer: true };
}

/** Gives a lease back, for another try later. Refused to whoever no longer holds it. */
export function releaseWork(
  record: OrderRecord | undefined,
  key: string,
  { token, dueAtMs }: Pick<OpenWork, "token" | "dueAtMs">,
): Step<boolean> {
  const work = leasedBy(record, key, token);
  if (!record || !work) return { answer: false };
  return { record: wake(replace(record, { ...work, token: "", dueAtMs }), work), answer: true };
}

/** Returns when the next open work of an order is due, or nothing where none is open. */
export function nextDueAtMs({ open }: OrderRecord): number | undefined {
  return open.length === 0 ? undefined : Math.min(...open.map(({ dueAtMs }) => dueAtMs));
}

/** Returns the keys of the open work whose time has come, longest waiting first. */
export function dueKeys({ open }: OrderRecord, nowMs: number): readonly string[] {
  const due = open.filter(({ dueAtMs }) => dueAtMs <= nowMs);
  return [...due].sort((one, other) => one.dueAtMs - other.dueAtMs).map(({ key }) => key);
}

function isHeld({ token, dueAtMs }: OpenWork, nowMs: number): boolean {
  return token !== "" && dueAtMs > nowMs;
}

function leasedBy(record: OrderRecord | undefined, key: string, token: string): OpenWork | undefined {
  return token === "" ? undefined : record?.open.find((work) => work.key === key && work.token === token);
}

function close(record: OrderRecord, work: OpenWork): OrderRecord {
  const rest = { ...record, open: record.open.filter(({ key }) => key !== work.key) };
  if (work.isQuestion) return rest;
  if (work.payment) return { ...rest, told: [...record.told, work.key].slice(-MOST_TOLD) };
  return { ...rest, done: [...record.done, work.key] };
}

/** Lets those go on who waited for a lease that has ended. */
function wake(record: OrderRecord, ended: OpenWork): OrderRecord {
  if (ended.isQuestion) return record;
  const isWaiting = ({ key, token, dueAtMs }: OpenWork) =>
    key !== ended.key && token === "" && dueAtMs === ended.dueAtMs;
  return { ...record, open: record.open.map((work) => (isWaiting(work) ? { ...work, dueAtMs: 0 } : work)) };
}

function replace(record: OrderRecord, changed: OpenWork): OrderRecord {
  return { ...record, open: record.open.map((work) => (work.key === changed.key ? changed : work)) };
}
