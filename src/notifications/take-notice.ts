import { orderMismatches, type StoredOrder } from "../results/match-order.ts";
import type { NotifiedPayment } from "../results/payment-result.ts";
import { toFact } from "./effects.ts";
import type { UnverifiedKind, UnverifiedNotice } from "./notice.ts";
import { type Expectation, toItemText, withoutTokens } from "./notice-item.ts";
import type { OrderName } from "../results/find-order.ts";
import type { WorkContext } from "./work-context.ts";

/** What a notice of unknown signature hints at that the gateway can confirm. Of all others it is not asked. */
const CONFIRMABLE: Partial<Readonly<Record<UnverifiedKind, Expectation["kind"]>>> = {
  refund: "refund",
  chargeback: "chargeback",
};

/** Takes a payment's notice, and returns whether it is done with. A payment that does not match its order pays nothing. */
export async function takePayment<Order extends StoredOrder>(
  payment: NotifiedPayment,
  context: WorkContext<Order>,
): Promise<boolean> {
  const { account, terminal, orderNumber } = payment.signed;
  const about = { account, terminal, orderNumber };
  const order = await context.findOrder(about);
  const differing = order ? orderMismatches(payment.signed, order) : (["orderNumber"] as const);
  if (differing.length > 0) {
    await context.options.onMismatch?.({ about, order, differing, payment: withoutTokens(payment) });
    // An order that is not there yet may be soon.
    return order !== undefined && context.options.onMismatch !== undefined;
  }
  const item = toItemText({ kind: "payment", payment: withoutTokens(payment) });
  return context.claimAndRun(about, { key: payment.signature, item, payment: toFact(payment) });
}

/** Takes a notice that anybody can have sent: what it hints at is asked about where the order is the merchant's. */
export async function takeHint<Order extends StoredOrder>(
  notice: UnverifiedNotice,
  context: WorkContext<Order>,
): Promise<boolean> {
  const { account, terminal, orderNumber, pushId } = notice.claimed;
  const kind = CONFIRMABLE[notice.kind];
  const about = { account, terminal, orderNumber };
  if (kind === undefined || !context.asking.isAskable(about) || !(await context.findOrder(about))) return true;
  // Only of a refund is it stated that push_id is its id (protocol.md §6.7).
  return ask(about, context, { kind, id: kind === "refund" && /^[\w-]{1,40}$/.test(pushId) ? pushId : "" });
}

/** Asks the gateway about an order. Returns whether it was answered. */
export function ask<Order extends StoredOrder>(
  about: OrderName,
  context: WorkContext<Order>,
  expects?: Expectation,
): Promise<boolean> {
  // What each hint announces has a question of its own, so that none is answered by the answer to another.
  const key = expects ? `question/${expects.kind}/${expects.id}` : "question";
  return context.claimAndRun(about, { key, item: toItemText({ kind: "question", expects }), isQuestion: true });
}
