import { InputError } from "../errors.ts";
import { isSameId, type PaymentFact } from "../inbox/payment-states.ts";
import type { QueriedPayment } from "../orders/find.ts";
import { orderMismatches, type StoredOrder } from "../results/match-order.ts";
import type { NotifiedPayment } from "../results/payment-result.ts";
import { answerQuestion } from "./answer-question.ts";
import type { ConfirmedFacts } from "./confirmed-facts.ts";
import type { EffectContext } from "./notice-events.ts";
import { type NoticeItem, toOrderKey } from "./notice-item.ts";
import { judgeDouble } from "./judge-double.ts";
import type { EffectEnd, EffectRun } from "./work-context.ts";

/** A notice tells of its payment alone. */
const NOTHING_ELSE: ConfirmedFacts = Object.freeze({ refunds: Object.freeze([]), chargebacks: Object.freeze([]) });

/** Runs what a piece of work is for. @throws whatever the merchant's callback throws. */
export async function runEffect<Order extends StoredOrder>(
  item: NoticeItem,
  run: EffectRun<Order>,
): Promise<EffectEnd> {
  if (item.kind === "question") return answerQuestion(item.expects, run);
  const { options } = run.context;
  // Read anew: the order may have moved since the work was stored.
  const order = await run.context.findOrder(run.about);
  if (!order) throw new InputError("unknown_order", "findOrder must know the order that a notice was stored for");
  switch (item.kind) {
    case "payment":
      return runPayment(order, item.payment, run);
    case "refund": {
      const { paymentId, refund } = item;
      await options.onRefund?.({ order, paymentId, ...refund }, toContext(run.key, run));
      break;
    }
    case "chargeback": {
      const { paymentId, chargeback } = item;
      await options.onChargeback?.({ order, paymentId, ...chargeback }, toContext(run.key, run));
    }
  }
  return "done";
}

async function runPayment<Order extends StoredOrder>(
  order: Order,
  payment: NotifiedPayment | QueriedPayment,
  run: EffectRun<Order>,
): Promise<EffectEnd> {
  const { paymentId, state, signature } = toFact(payment);
  const { onMismatch, onPayment, onDuplicatePayment, readFacts } = run.context.options;
  // The order may have been changed since the payment was held against it.
  const differing = orderMismatches(payment.verified ? payment.signed : payment, order);
  if (differing.length > 0) {
    if (state === "approved") await onMismatch?.({ about: run.about, order, differing, payment });
    return state !== "approved" || onMismatch ? "done" : "again";
  }
  const isPaid = typeof order.paymentId === "string" && order.paymentId !== "";
  const isRecorded =
    isPaid &&
    (isSameId(order.paymentId ?? "", paymentId) || (signature !== undefined && order.signature === signature));
  // Paid by the merchant's own record: nothing less than an approval may touch it.
  if (isPaid && state !== "approved") return "done";
  if (run.paidBy !== undefined || (isPaid && !isRecorded)) {
    const verdict = await judgeDouble(order, paymentId, run);
    if (verdict === "again") return "again";
    if (verdict !== "payer") {
      await onDuplicatePayment(verdict, toContext(`duplicate/${run.key}`, run));
      return "done";
    }
  }
  // What the same answer says of the money's way back: a late answer confirms both at once.
  const { refunds, chargebacks } = payment.verified ? NOTHING_ELSE : readFacts(payment);
  await onPayment(
    { order, status: state, isRecorded, paymentId, signature, payment, refunds, chargebacks },
    toContext(state === "approved" ? state : `${state}/${signature ?? paymentId}`, run),
  );
  return "done";
}

/** Returns what a payment says, as an order's record keeps it. */
export function toFact(payment: NotifiedPayment | QueriedPayment): PaymentFact {
  const { status: state, paymentId } = payment;
  return { state, paymentId, signature: payment.verified ? payment.signature : undefined };
}

/** Returns what an effect is run with. An order is approved once, so its approval needs no more to its key. */
export function toContext(
  name: string,
  { about, attempt }: Pick<EffectRun<never>, "about" | "attempt">,
): EffectContext {
  return { idempotencyKey: `${toOrderKey(about)}/${name}`, attempt };
}
