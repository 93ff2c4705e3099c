import type { QueriedPayment } from "../orders/find.ts";
import { isSameId } from "../inbox/payment-states.ts";
import { orderMismatches, type StoredOrder } from "../results/match-order.ts";
import type { DuplicatePaymentEvent } from "./notice-events.ts";
import type { EffectRun } from "./work-context.ts";

/** So many runs wait for the gateway's list to show a payment before the merchant is told without it. */
const PATIENT_ATTEMPTS = 4;

/**
 * Judges an approval of an order that counts as paid by another payment. Where a payment's id begins is not protected by a
 * notice's signature (protocol.md §4.3), so the gateway's own list decides.
 *
 * @returns `"payer"` for the one that pays the order: what counts as the other is the same one, or none. `"again"` while the
 * list does not show the payment.
 * @throws what the question ended in, the first times.
 */
export async function judgeDouble<Order extends StoredOrder>(
  order: Order,
  paymentId: string,
  { about, attempt, context, paidBy: toldFirst }: EffectRun<Order>,
): Promise<DuplicatePaymentEvent<Order> | "payer" | "again"> {
  const unconfirmed = { order, paymentId, paidBy: order.paymentId ?? toldFirst ?? "", isConfirmed: false };
  let payments: readonly QueriedPayment[];
  try {
    ({ payments } = await context.asking.find(about));
  } catch (error) {
    if (attempt <= PATIENT_ATTEMPTS) throw error;
    return unconfirmed;
  }
  const own = payments.filter((one) => one.status === "approved" && orderMismatches(one, order).length === 0);
  const approvals = own.map((one) => one.paymentId);
  const listed = (told: string | null | undefined) => approvals.find((id) => isSameId(id, told ?? ""));
  const judged = listed(paymentId);
  if (judged === undefined) return attempt <= PATIENT_ATTEMPTS ? "again" : unconfirmed;
  // What the merchant recorded, and what it was told first.
  const paidBy = listed(order.paymentId) ?? listed(toldFirst);
  if (paidBy !== undefined && paidBy !== judged) return { order, paymentId: judged, paidBy, isConfirmed: true };
  // It was told of one that the list no longer has: two came, and somebody must look which one is left.
  if (paidBy === undefined && toldFirst !== undefined) return { ...unconfirmed, paidBy: toldFirst };
  // Recorded too early, and never approved: the first one that is told has paid the order.
  return "payer";
}
