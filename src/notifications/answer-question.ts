import type { PaymentState } from "../inbox/payment-states.ts";
import type { OrderAnswer, QueriedPayment } from "../orders/find.ts";
import { type OrderField, orderMismatches, type StoredOrder } from "../results/match-order.ts";
import type { ConfirmedFacts } from "./confirmed-facts.ts";
import { type Expectation, type NoticeItem, toItemText, withoutTokens } from "./notice-item.ts";
import type { EffectEnd, EffectRun } from "./work-context.ts";

/** What comes first: after an approval the rest of an order's payments has no effect. */
const ORDER: readonly PaymentState[] = ["approved", "authorised", "pending", "declined"];

/** What was announced, or not taken, is asked for so many times: with the growing pauses some two hours. */
const MOST_ATTEMPTS = 12;

/** Asks the gateway about an order, and lets all that it confirms take effect. Nothing of the notice that led here counts. */
export async function answerQuestion<Order extends StoredOrder>(
  expects: Expectation | undefined,
  run: EffectRun<Order>,
): Promise<EffectEnd> {
  const { about, attempt, context } = run;
  const answer = await context.asking.find(about);
  const order = await context.findOrder(about);
  const isTaken = order ? await takeAnswer(answer, order, run) : await takeStranger(answer, run);
  const isMissing = expects !== undefined && !shows(answer, expects, context.options.readFacts);
  return (isTaken && !isMissing) || attempt >= MOST_ATTEMPTS ? "done" : "again";
}

/** Claims each fact of the answer and runs it. Returns whether all have taken effect. */
async function takeAnswer<Order extends StoredOrder>(
  { payments }: OrderAnswer,
  order: Order,
  run: EffectRun<Order>,
): Promise<boolean> {
  const rank = ({ status }: QueriedPayment) => ORDER.indexOf(status);
  let isWhole = true;
  for (const payment of [...payments].sort((one, other) => rank(one) - rank(other))) {
    const differing = orderMismatches(payment, order);
    const isTaken =
      differing.length === 0 ? await takePayment(payment, run) : await tellMismatch(payment, { order, differing }, run);
    isWhole &&= isTaken;
  }
  return isWhole;
}

async function takePayment<Order extends StoredOrder>(
  payment: QueriedPayment,
  { about, context }: EffectRun<Order>,
): Promise<boolean> {
  const { status: state, paymentId } = payment;
  const claim = (key: string, item: NoticeItem) => context.claimAndRun(about, { key, item: toItemText(item) });
  const key = `payment/${paymentId}/${state}`;
  const item = toItemText({ kind: "payment", payment: withoutTokens(payment) });
  let isWhole = await context.claimAndRun(about, { key, item, payment: { state, paymentId } });
  const { refunds, chargebacks } = context.options.readFacts(payment);
  for (const refund of refunds) {
    const isTaken = await claim(`refund/${refund.refundId}/${refund.status}`, { kind: "refund", paymentId, refund });
    isWhole &&= isTaken;
  }
  for (const chargeback of chargebacks) {
    const isTaken = await claim(`chargeback/${chargeback.chargebackId}`, { kind: "chargeback", paymentId, chargeback });
    isWhole &&= isTaken;
  }
  return isWhole;
}

/** Money that was taken for something else than the order says. Returns whether somebody was told. */
async function tellMismatch<Order extends StoredOrder>(
  payment: QueriedPayment,
  { order, differing }: { order: Order | undefined; differing: readonly OrderField[] },
  { about, context }: EffectRun<Order>,
): Promise<boolean> {
  if (payment.status !== "approved") return true;
  const { onMismatch } = context.options;
  await onMismatch?.({ about, order, differing, payment: withoutTokens(payment) });
  return onMismatch !== undefined;
}

/** An order that is not there yet may be soon: what was paid for it is not done with. */
async function takeStranger<Order extends StoredOrder>(
  { approvals, payments }: OrderAnswer,
  run: EffectRun<Order>,
): Promise<boolean> {
  for (const payment of payments) await tellMismatch(payment, { order: undefined, differing: ["orderNumber"] }, run);
  return approvals.length === 0;
}

function shows(
  { payments }: OrderAnswer,
  { kind, id }: Expectation,
  readFacts: (payment: QueriedPayment) => ConfirmedFacts,
): boolean {
  const facts = payments.map(readFacts);
  return kind === "refund"
    ? facts.some(({ refunds }) => refunds.some(({ refundId }) => id === "" || refundId === id))
    : facts.some(({ chargebacks }) => chargebacks.some(({ chargebackId }) => id === "" || chargebackId === id));
}
