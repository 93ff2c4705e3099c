import {
  behindOf,
  isOvertaken,
  isSameFact,
  type OrderPayments,
  type PaymentFact,
  type PaymentState,
  recordPayment,
  stateOf,
} from "./payment-states.ts";

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
  /** A question that anybody can bring up: once answered, it pauses before it is asked again. */
  readonly isHint?: boolean | undefined;
  /** The keys of work of which any, once done, has answered a question. */
  readonly answeredBy?: readonly string[] | undefined;
  /** What a question is to confirm: it need not be asked once the order has been told of that. */
  readonly confirms?: PaymentFact | undefined;
}

/** Work that was stored and has not been completed. */
export interface OpenWork extends Work {
  /** Whether it is a second approval of an order that another payment had paid. */
  readonly isDouble: boolean;
  /** How far its payment had come before. */
  readonly before?: PaymentState | undefined;
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
export interface OrderRecord extends OrderPayments {
  /** The keys of completed work about a payment's state, oldest first; only so many are kept. */
  readonly told: readonly string[];
  /** The keys of all other completed work. */
  readonly done: readonly string[];
  /** The hints' questions that were answered last, and when. */
  readonly asked: readonly (readonly [key: string, atMs: number])[];
  readonly open: readonly OpenWork[];
}

/** What a claim ended in. */
export type ClaimAnswer =
  /** It is the caller's, until `leaseMs` from now. */
  | {
      readonly kind: "claimed";
      /** The work that was leased: the same that was claimed, or another that is about the same. */
      readonly key: string;
      readonly token: string;
      /** 1 the first time. */
      readonly attempt: number;
      readonly item: string;
      /** Of an approval of an order that another payment has paid: that other payment's id, as it was told. */
      readonly paidBy: string | undefined;
    }
  /** It has taken effect, by this or another message. */
  | { readonly kind: "done" }
  /** The order has come further: it must not take effect any more. */
  | { readonly kind: "superseded" }
  /** It is stored, and nobody may begin it now: somebody works at this order, or it pauses. */
  | { readonly kind: "held" }
  /** It is not stored: too many hints about this order are open, each of which asks for all there is. */
  | { readonly kind: "full" };

/** What became of a record, and the answer to whoever changed it. A record that is not there is unchanged. */
export interface Step<Answer> {
  readonly record?: OrderRecord;
  readonly answer: Answer;
}

/** The moment of a claim. */
export interface Moment {
  readonly nowMs: number;
  /** 0 only stores the work, for somebody else to begin. */
  readonly leaseMs: number;
  /** A fresh token, for the case that the claim succeeds. */
  readonly token: string;
}

const EMPTY: OrderRecord = { approvals: [], payments: [], told: [], done: [], asked: [], open: [] };

/** How many keys of payments' work an order keeps. What is forgotten is still behind the order's own state. */
const MOST_TOLD = 256;

/** How many hints' questions of one order may be open: anybody can bring one up. */
const MOST_HINTS = 8;

/** A hint's question that was answered is not asked again before this has passed. */
const QUESTION_PAUSE_MS = 60_000;

/** Stores work and leases it, unless it is done, overtaken or held. */
export function claimWork(found: OrderRecord | undefined, work: Work, moment: Moment): Step<ClaimAnswer> {
  const { payment } = work;
  const known = found ?? EMPTY;
  // What the order is told of a payment is kept also where it has no effect of its own.
  const record = payment ? recordPayment(known, payment) : known;
  const same = known.open.find((open) => open.key === work.key || isAbout(open, payment ?? work.confirms));
  if (same) return leaseWork(record, same.key, moment);
  const keep = (kind: "done" | "superseded"): Step<ClaimAnswer> =>
    record === known ? { answer: { kind } } : { record, answer: { kind } };
  const isDone = (key: string) => known.done.includes(key) || known.told.includes(key);
  if (isDone(work.key) || work.answeredBy?.some(isDone)) return keep("done");
  const fact = payment ?? work.confirms;
  const behind = fact && behindOf(known, fact);
  if (behind) return keep(behind);
  if (work.isHint && known.open.filter(({ isHint }) => isHint).length >= MOST_HINTS) {
    return { answer: { kind: "full" } };
  }
  const open: OpenWork = {
    ...work,
    isDouble: payment?.state === "approved" && known.approvals.length > 0,
    before: payment && stateOf(known, payment),
    ...{
      attempt: 0,
      token: "",
      dueAtMs: work.isHint ? Math.max(moment.nowMs, mayAskAtMs(known, work.key)) : moment.nowMs,
    },
  };
  return leaseWork({ ...record, open: [...record.open, open] }, work.key, moment);
}

/** Leases work that was stored before. */
export function leaseWork(record: OrderRecord, key: string, { nowMs, leaseMs, token }: Moment): Step<ClaimAnswer> {
  const work = record.open.find((item) => item.key === key);
  if (!work) return { record, answer: { kind: "done" } };
  if (isHeld(work, nowMs)) {
    const again = work.isQuestion ? replace(record, { ...work, isAskedAgain: true }) : record;
    return { record: again, answer: { kind: "held" } };
  }
  // A lower state that waited while the order went on must not take effect after it.
  if (work.payment && isOvertaken(record, work.payment, work.before)) {
    return { record: close(record, work), answer: { kind: "superseded" } };
  }
  // Anybody can bring a question up: one that pauses is not asked before its time.
  if (leaseMs === 0 || (work.isQuestion && work.dueAtMs > nowMs)) return { record, answer: { kind: "held" } };
  // One effect of an order at a time: two at once could end in the wrong order. One question, too.
  const other = record.open.find((item) => !item.isQuestion === !work.isQuestion && isHeld(item, nowMs));
  if (other) {
    return { record: replace(record, { ...work, dueAtMs: other.dueAtMs }), answer: { kind: "held" } };
  }
  const attempt = work.attempt + 1;
  const leased = { ...work, attempt, token, dueAtMs: nowMs + leaseMs, isAskedAgain: undefined };
  const { item } = work;
  const paidBy = work.isDouble ? record.approvals[0]?.paymentId : undefined;
  return { record: replace(record, leased), answer: { kind: "claimed", key, token, attempt, item, paidBy } };
}

/** Ends work for good. Refused to whoever no longer holds its lease. */
export function completeWork(
  record: OrderRecord | undefined,
  key: string,
  { token, nowMs }: Pick<Moment, "token" | "nowMs">,
): Step<boolean> {
  const work = leasedBy(record, key, token);
  if (!record || !work) return { answer: false };
  if (work.isAskedAgain) {
    const dueAtMs = work.isHint ? nowMs + QUESTION_PAUSE_MS : 0;
    const again = { ...work, token: "", attempt: 0, dueAtMs, isAskedAgain: undefined };
    return { record: wake(replace(record, again), work), answer: true };
  }
  const asked = work.isHint
    ? [...record.asked.filter(([other]) => other !== key), [key, nowMs] as const].slice(-MOST_HINTS)
    : record.asked;
  return { record: wake({ ...close(record, work), asked }, work), answer: true };
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

function mayAskAtMs({ asked }: OrderRecord, key: string): number {
  const last = asked.find(([other]) => other === key);
  return last ? last[1] + QUESTION_PAUSE_MS : 0;
}

function isAbout({ payment }: OpenWork, other: PaymentFact | undefined): boolean {
  return payment !== undefined && other !== undefined && isSameFact(payment, other);
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
  const isWaiting = ({ key, token, dueAtMs, isQuestion }: OpenWork) =>
    key !== ended.key && token === "" && dueAtMs === ended.dueAtMs && !isQuestion === !ended.isQuestion;
  return { ...record, open: record.open.map((work) => (isWaiting(work) ? { ...work, dueAtMs: 0 } : work)) };
}

function replace(record: OrderRecord, changed: OpenWork): OrderRecord {
  return { ...record, open: record.open.map((work) => (work.key === changed.key ? changed : work)) };
}
