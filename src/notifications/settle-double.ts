import type { QueriedPayment } from "../orders/find.ts";
import { orderMismatches, type StoredOrder } from "../results/match-order.ts";
import type { NotifiedPayment } from "../results/payment-result.ts";
import type { DuplicatePaymentEvent } from "./notice-events.ts";
import { toOrderKey } from "./notice-item.ts";
import type { EffectEnd, EffectRun } from "./work-context.ts";

/** So many runs wait for an answer of the gateway before the merchant is told without one. */
const PATIENT_ATTEMPTS = 4;

/**
 * Tells of a second approval of a paid order. Where a payment's id ends is not protected by a notice's signature
 * (protocol.md §4.3), so the gateway's own list decides whether there are two.
 */
export async function settleDouble<Order extends StoredOrder>(
  order: Order,
  payment: NotifiedPayment | QueriedPayment,
  run: EffectRun<Order>,
): Promise<EffectEnd> {
  const event = await confirm(order, payment, run);
  if (event === undefined) return "done";
  const idempotencyKey = `${toOrderKey(run.about)}/duplicate/${event.paymentId}`;
  await run.context.options.onDuplicatePayment(event, { idempotencyKey, attempt: run.attempt });
  return "done";
}

async function confirm<Order extends StoredOrder>(
  order: Order,
  { paymentId }: Pick<NotifiedPayment, "paymentId">,
  { about, attempt, context }: EffectRun<Order>,
): Promise<DuplicatePaymentEvent<Order> | undefined> {
  let payments: readonly QueriedPayment[];
  try {
    ({ payments } = await context.asking.find(about));
  } catch (error) {
    if (attempt <= PATIENT_ATTEMPTS) throw error;
    return { order, paymentId, paidBy: order.paymentId ?? "", isConfirmed: false };
  }
  const own = payments.filter((one) => one.status === "approved" && orderMismatches(one, order).length === 0);
  const approvals = [...new Set(own.map((one) => one.paymentId))];
  // Newest first: without one that the merchant knows, the oldest approval has paid the order.
  const paidBy = approvals.find((id) => id === order.paymentId) ?? approvals.at(-1) ?? "";
  const extras = approvals.filter((id) => id !== paidBy);
  const extra = extras.find((id) => id === paymentId) ?? extras[0];
  return extra === undefined ? undefined : { order, paymentId: extra, paidBy, isConfirmed: true };
}
