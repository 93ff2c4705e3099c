import { InputError } from "../errors.ts";
import type { PaymentFact } from "../inbox/payment-states.ts";
import type { QueriedPayment } from "../orders/find.ts";
import type { StoredOrder } from "../results/match-order.ts";
import type { NotifiedPayment } from "../results/payment-result.ts";
import { answerQuestion } from "./answer-question.ts";
import type { EffectContext } from "./notice-events.ts";
import { type NoticeItem, toOrderKey } from "./notice-item.ts";
import { settleDouble } from "./settle-double.ts";
import type { EffectEnd, EffectRun } from "./work-context.ts";

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
    case "payment": {
      if (run.isDouble) return settleDouble(order, item.payment, run);
      const { paymentId, state, signature } = toFact(item.payment);
      await options.onPayment(
        { order, status: state, paymentId, signature, payment: item.payment },
        toContext(state === "approved" ? state : `${state}/${signature ?? paymentId}`, run),
      );
      break;
    }
    case "refund": {
      const { paymentId, refund } = item;
      await options.onRefund?.(
        { order, paymentId, ...refund },
        toContext(`refund/${refund.refundId}/${refund.status}`, run),
      );
      break;
    }
    case "chargeback": {
      const { paymentId, chargeback } = item;
      await options.onChargeback?.(
        { order, paymentId, ...chargeback },
        toContext(`chargeback/${chargeback.chargebackId}`, run),
      );
    }
  }
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
