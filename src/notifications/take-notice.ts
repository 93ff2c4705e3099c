import type { Work } from "../inbox/order-record.ts";
import type { PaymentFact, PaymentState } from "../inbox/payment-states.ts";
import { orderMismatches, type StoredOrder } from "../results/match-order.ts";
import type { NotifiedPayment } from "../results/payment-result.ts";
import { toFact } from "./effects.ts";
import type { UnverifiedKind, UnverifiedNotice } from "./notice.ts";
import { type Expectation, refundKey, toItemText, toOrderKey, withoutTokens } from "./notice-item.ts";
import type { OrderName } from "../results/find-order.ts";
import type { WorkContext } from "./work-context.ts";

/** What a notice of unknown signature hints at that the gateway can confirm. Of all others it is not asked. */
const CONFIRMABLE: Partial<Readonly<Record<UnverifiedKind, "refund" | "chargeback">>> = {
  refund: "refund",
  chargeback: "chargeback",
};

/** States by which a merchant gives something away. */
const WORTH: readonly PaymentState[] = ["approved", "authorised"];

/**
 * Takes a payment's notice, and returns whether it is done with. A payment that does not match its order pays nothing.
 * One that does, and whose sender is unknown, is only a reason to ask: where a page held the request, the shopper can have
 * paid a part of the amount, and have cut the result to the whole one.
 */
export async function takePayment<Order extends StoredOrder>(
  payment: NotifiedPayment,
  context: WorkContext<Order>,
  { isSenderKnown }: { readonly isSenderKnown: boolean },
): Promise<boolean> {
  const { account, terminal, orderNumber } = payment.signed;
  const about = { account, terminal, orderNumber };
  const order = await findOrStore(payment, about, context);
  const differing = order ? orderMismatches(payment.signed, order) : (["orderNumber"] as const);
  if (differing.length > 0) {
    await context.options.onMismatch?.({ about, order, differing, payment: withoutTokens(payment) });
    // An order that is not there yet may be soon.
    return order !== undefined && context.options.onMismatch !== undefined;
  }
  if (WORTH.includes(payment.status) && !isSenderKnown && context.options.trust === "confirmed") {
    return ask(about, context, toReason(payment));
  }
  const item = toItemText({ kind: "payment", payment: withoutTokens(payment) });
  return context.claimAndRun(about, { key: payment.signature, item, payment: toFact(payment) });
}

/** Looks the order up; where that fails, what the notice tells is kept as a question, so that it does not depend on tries. */
async function findOrStore<Order extends StoredOrder>(
  payment: NotifiedPayment,
  about: OrderName,
  context: WorkContext<Order>,
): Promise<Order | undefined> {
  try {
    return await context.findOrder(about);
  } catch (error) {
    await context.options.store.claim(toOrderKey(about), toQuestion(toReason(payment)), 0);
    throw error;
  }
}

/** `push_status` of a refund (stated, protocol.md §6.7). */
const REFUND_ENDS: Readonly<Record<string, Expectation["end"]>> = { success: "complete", failed: "failed" };

/** Takes a notice that anybody can have sent: what it hints at is asked about where the order is the merchant's. */
export async function takeHint<Order extends StoredOrder>(
  notice: UnverifiedNotice,
  context: WorkContext<Order>,
): Promise<boolean> {
  const { account, terminal, orderNumber, pushId, pushStatus } = notice.claimed;
  const kind = CONFIRMABLE[notice.kind];
  const about = { account, terminal, orderNumber };
  if (kind === undefined || !context.asking.isAskable(about) || !(await context.findOrder(about))) return true;
  // Only of a refund is it stated that push_id is its id (protocol.md §6.7).
  if (kind === "chargeback") return ask(about, context, { expects: { kind, id: "" }, isHint: true });
  const id = /^[\w-]{1,40}$/.test(pushId) ? pushId : "";
  return ask(about, context, { expects: { kind, id, end: REFUND_ENDS[pushStatus ?? ""] }, isHint: true });
}

function toReason(payment: NotifiedPayment): Reason {
  return { expects: { kind: "payment", id: payment.paymentId }, confirms: toFact(payment) };
}

/** What a question is asked for. */
interface Reason {
  /** What was announced. */
  readonly expects?: Expectation;
  /** What it is to confirm: it need not be asked once the order has been told of that. */
  readonly confirms?: PaymentFact;
  /** Whether somebody else brought it up: it pauses once it was answered. */
  readonly isHint?: boolean;
}

/** Asks the gateway about an order. Returns whether it was answered. */
export function ask<Order extends StoredOrder>(
  about: OrderName,
  context: WorkContext<Order>,
  reason: Reason = {},
): Promise<boolean> {
  return context.claimAndRun(about, toQuestion(reason));
}

/** What is announced has a question of its own, so that none is answered by the answer to another. */
function toQuestion({ expects, confirms, isHint }: Reason): Work {
  const named = expects && [expects.kind, expects.id, expects.end].filter(Boolean).join("/");
  const key = `question/${named ?? (isHint ? "doubt" : "order")}`;
  const item = toItemText({ kind: "question", expects });
  const { id: refundId, end: status } = expects?.kind === "refund" ? expects : {};
  const answeredBy = refundId && status ? [refundKey({ refundId, status })] : undefined;
  return { key, item, isQuestion: true, isHint, answeredBy, confirms };
}
