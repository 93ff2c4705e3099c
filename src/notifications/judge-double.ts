import type { QueriedPayment } from "../orders/find.ts";
import { orderMismatches, type StoredOrder } from "../results/match-order.ts";
import type { DuplicatePaymentEvent } from "./notice-events.ts";
import type { EffectRun } from "./work-context.ts";

/** So many runs wait for the gateway's list to show a payment before the merchant is told without it. */
const PATIENT_ATTEMPTS = 4;

/**
 * Judges an approval of an order that counts as paid by another payment. Where a payment's id ends is not protected by a
 * notice's signature (protocol.md §4.3), so the gateway's own list decides.
 *
 * @returns `"payer"` for the one that pays the order: the one that counts as such is none. `"again"` while the list does not
 * show the payment.
 * @throws what the question ended in, the first times.
 */
export async function judgeDouble<Order extends StoredOrder>(
  order: Order,
  paymentId: string,
  { about, attempt, context }: EffectRun<Order>,
): Promise<DuplicatePaymentEvent<Order> | "payer" | "again"> {
  const unconfirmed = { order, paymentId, paidBy: order.paymentId ?? "", isConfirmed: false };
  let payments: readonly QueriedPayment[];
  try {
    ({ payments } = await context.asking.find(about));
  } catch (error) {
    if (attempt <= PATIENT_ATTEMPTS) throw error;
    return unconfirmed;
  }
  const own = payments.filter((one) => one.status === "approved" && orderMismatches(one, order).length === 0);
  const approvals = own.map((one) => one.paymentId);
  if (!approvals.includes(paymentId)) return attempt <= PATIENT_ATTEMPTS ? "again" : unconfirmed;
  // Newest first: without one that the merchant knows, the oldest approval has paid the order.
  const paidBy = approvals.find((id) => id === order.paymentId) ?? approvals.at(-1) ?? "";
  return paymentId === paidBy ? "payer" : { order, paymentId, paidBy, isConfirmed: true };
}
