/** How far a payment has come. */
export type PaymentState = "declined" | "pending" | "authorised" | "approved";

/** What is known of one payment of an order. */
export interface PaymentFact {
  readonly state: PaymentState;
  /** Where it begins is not protected by a notice's signature (protocol.md §4.3). */
  readonly paymentId: string;
  /** The computed signature of the message that told it, if one did: the same for its every cut. */
  readonly signature?: string | undefined;
}

/** A payment's id, and how far it has come short of an approval. */
export type PaymentMark = readonly [paymentId: string, state: Exclude<PaymentState, "approved">];

/** What an order keeps of its payments. */
export interface OrderPayments {
  /** The approved ones, the one that paid the order first. */
  readonly approvals: readonly Omit<PaymentFact, "state">[];
  /** How far each other one has come. */
  readonly payments: readonly PaymentMark[];
}

/** How far a payment is on its own way: a decline ends it, and only an approval comes after that. */
const OWN_WAY: readonly PaymentState[] = ["pending", "authorised", "declined", "approved"];

/** Which of several payments tells how an order stands: money taken first, then money held, then what is still open. */
const ORDER_WAY: readonly PaymentState[] = ["declined", "pending", "authorised", "approved"];

/** How many payments short of an approval an order keeps. */
const MOST_PAYMENTS = 256;

/** The fewest digits of a payment's id (stated, protocol.md §6.3). */
const FEWEST_DIGITS = 18;

/**
 * Tells whether two ids are of one payment. A message can be cut so that the id's first digits count as the card number's
 * last ones, or the other way round; its end is fixed by the outcome behind it. So one id ends with the other.
 */
export function isSameId(one: string, other: string): boolean {
  if (one === other) return true;
  return Math.min(one.length, other.length) >= FEWEST_DIGITS && (one.endsWith(other) || other.endsWith(one));
}

/**
 * Tells why a fact must not take effect: an order never goes back, and no approval counts twice. Nothing where it may.
 *
 * - `"done"`: the order has been told of this approval.
 * - `"superseded"`: the payment, or the order by another payment, has come further.
 */
export function behindOf(known: OrderPayments, fact: PaymentFact): "done" | "superseded" | undefined {
  if (fact.state === "approved") return known.approvals.some((one) => isSame(one, fact)) ? "done" : undefined;
  const own = markOf(known, fact);
  if (own && isAsFar(own, fact)) return "superseded";
  return isBehindOthers(known, fact, own?.[1]) ? "superseded" : undefined;
}

/**
 * Tells whether a fact that was recorded, and has not taken effect yet, must not do so any more. `before` is how far its
 * payment had come when it was recorded.
 */
export function isOvertaken(known: OrderPayments, fact: PaymentFact, before: PaymentState | undefined): boolean {
  if (fact.state === "approved") return false;
  return markOf(known, fact)?.[1] !== fact.state || isBehindOthers(known, fact, before);
}

/** Returns how far a payment short of an approval has come, as far as the order knows. */
export function stateOf(known: OrderPayments, fact: PaymentFact): PaymentState | undefined {
  return markOf(known, fact)?.[1];
}

/** Returns what an order keeps of its payments after it was told a fact: itself where that is nothing new. */
export function recordPayment<Known extends OrderPayments>(known: Known, fact: PaymentFact): Known {
  const { approvals, payments } = known;
  const { state, paymentId, signature } = fact;
  if (state === "approved") {
    if (approvals.some((one) => isSame(one, fact))) return known;
    return { ...known, approvals: [...approvals, { paymentId, signature }] };
  }
  const own = markOf(known, fact);
  // A payment never goes back.
  if (own && isAsFar(own, fact)) return known;
  const others = payments.filter((mark) => mark !== own);
  return { ...known, payments: [...others, [paymentId, state] as const].slice(-MOST_PAYMENTS) };
}

/** Tells whether two facts tell the same of one payment. */
export function isSameFact(one: PaymentFact, other: PaymentFact): boolean {
  return one.state === other.state && isSame(one, other);
}

/** Either alone is enough: one payment can be told by two messages, and one message be cut to two ids. */
function isSame(known: Omit<PaymentFact, "state">, { paymentId, signature }: PaymentFact): boolean {
  return isSameId(known.paymentId, paymentId) || (signature !== undefined && known.signature === signature);
}

function markOf({ payments }: OrderPayments, { paymentId }: PaymentFact): PaymentMark | undefined {
  return payments.find(([id]) => isSameId(id, paymentId));
}

function isAsFar([, state]: PaymentMark, fact: PaymentFact): boolean {
  return OWN_WAY.indexOf(state) >= OWN_WAY.indexOf(fact.state);
}

/**
 * Tells whether the order stands by another payment. Money that was held and is not any more is told while another one is
 * only open: the merchant counts on it.
 */
function isBehindOthers(known: OrderPayments, fact: PaymentFact, before: PaymentState | undefined): boolean {
  if (known.approvals.length > 0) return true;
  const own = markOf(known, fact);
  const reached = before === "authorised" ? "pending" : fact.state;
  return known.payments.some((mark) => mark !== own && ORDER_WAY.indexOf(mark[1]) > ORDER_WAY.indexOf(reached));
}
