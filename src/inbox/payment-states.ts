/** How far a payment has come. */
export type PaymentState = "declined" | "pending" | "authorised" | "approved";

/** What is known of one payment of an order. */
export interface PaymentFact {
  readonly state: PaymentState;
  /** Where it ends is not protected by a notice's signature (protocol.md §4.3). */
  readonly paymentId: string;
  /** The computed signature of the message that told it, if one did: the same for its every cut. */
  readonly signature?: string | undefined;
}

/** A payment's id, and how far it has come short of an approval. */
export type PaymentMark = readonly [paymentId: string, state: Exclude<PaymentState, "approved">];

/** What an order keeps of its payments. */
interface Payments {
  readonly approvals: readonly Omit<PaymentFact, "state">[];
  readonly payments: readonly PaymentMark[];
}

/** How far a payment is on its own way: a decline ends it, and only an approval comes after that. */
const OWN_WAY: readonly PaymentState[] = ["pending", "authorised", "declined", "approved"];

/** Which of several payments tells how an order stands: money taken first, then money held, then what is still open. */
const ORDER_WAY: readonly PaymentState[] = ["declined", "pending", "authorised", "approved"];

/** How many payments short of an approval an order keeps. */
const MOST_PAYMENTS = 256;

/**
 * Tells why a fact must not take effect: an order never goes back, and no approval counts twice. Nothing where it may.
 *
 * - `"done"`: the order has been told of this approval.
 * - `"superseded"`: the payment, or the order by another payment, has come further.
 */
export function behindOf(known: Payments, fact: PaymentFact): "done" | "superseded" | undefined {
  if (fact.state === "approved") return known.approvals.some((one) => isSame(one, fact)) ? "done" : undefined;
  const own = known.payments.find(([paymentId]) => paymentId === fact.paymentId);
  if (own && OWN_WAY.indexOf(own[1]) >= OWN_WAY.indexOf(fact.state)) return "superseded";
  return isBehindOthers(known, fact) ? "superseded" : undefined;
}

/** Tells whether a fact that was recorded, and has not taken effect yet, must not do so any more. */
export function isOvertaken(known: Payments, fact: PaymentFact): boolean {
  if (fact.state === "approved") return false;
  const own = known.payments.find(([paymentId]) => paymentId === fact.paymentId);
  return own?.[1] !== fact.state || isBehindOthers(known, fact);
}

/** Returns what an order keeps of its payments after it was told a fact. A payment never goes back. */
export function recordPayment({ approvals, payments }: Payments, fact: PaymentFact): Payments {
  const { state, paymentId, signature } = fact;
  if (state === "approved") {
    if (approvals.some((known) => isSame(known, fact))) return { approvals, payments };
    return { approvals: [...approvals, { paymentId, signature }], payments };
  }
  const own = payments.find(([id]) => id === paymentId);
  if (own && OWN_WAY.indexOf(own[1]) >= OWN_WAY.indexOf(state)) return { approvals, payments };
  const others = payments.filter(([id]) => id !== paymentId);
  return { approvals, payments: [...others, [paymentId, state] as const].slice(-MOST_PAYMENTS) };
}

/** Either alone is enough: one payment can be told by two messages, and one message be cut to two ids. */
function isSame(known: Omit<PaymentFact, "state">, { paymentId, signature }: PaymentFact): boolean {
  return known.paymentId === paymentId || (signature !== undefined && known.signature === signature);
}

function isBehindOthers({ approvals, payments }: Payments, { state, paymentId }: PaymentFact): boolean {
  const others = payments.filter(([id]) => id !== paymentId);
  return approvals.length > 0 || others.some(([, other]) => ORDER_WAY.indexOf(other) > ORDER_WAY.indexOf(state));
}
