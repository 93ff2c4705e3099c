import { ResponseError } from "../errors.ts";
import { isSameId, type PaymentState } from "../inbox/payment-states.ts";
import type { OrderAnswer, QueriedPayment } from "../orders/find.ts";
import { type OrderField, orderMismatches, type StoredOrder } from "../results/match-order.ts";
import type { ConfirmedFacts } from "./confirmed-facts.ts";
import { type Expectation, type NoticeItem, refundKey, toItemText, withoutTokens } from "./notice-item.ts";
import type { EffectEnd, EffectRun } from "./work-context.ts";

/** What comes first: after an approval the rest of an order's payments has no effect. */
const ORDER: readonly PaymentState[] = ["approved", "authorised", "pending", "declined"];

/** What was announced, or not taken, is asked for so many times: with the growing pauses about an hour. */
const MOST_ATTEMPTS = 12;

/** Asks the gateway about an order, and lets all that it confirms take effect. Nothing of the notice that led here counts. */
export async function answerQuestion<Order extends StoredOrder>(
  expects: Expectation | undefined,
  run: EffectRun<Order>,
): Promise<EffectEnd> {
  const { about, key, attempt, context } = run;
  const answer = await find(expects, run);
  if (answer === undefined) return "done";
  const order = await context.findOrder(about);
  const isTaken = order ? await takeAnswer(answer, order, run) : await takeStranger(answer, run);
  const isMissing = expects !== undefined && !shows(answer, expects, context.options.readFacts);
  if (isTaken && !isMissing) return "done";
  if (attempt < MOST_ATTEMPTS) return "again";
  // Given up, and not in silence: somebody should look at the order.
  if (isMissing) await context.tellError(notShown(expects), { about, workKey: key, attempt });
  return "done";
}

/** Asks. A hint that anybody can have sent is not asked about for ever; what is signed is. */
async function find<Order extends StoredOrder>(
  expects: Expectation | undefined,
  { about, key, attempt, context }: EffectRun<Order>,
): Promise<OrderAnswer | undefined> {
  try {
    return await context.asking.find(about);
  } catch (error) {
    const isHint = expects !== undefined && expects.kind !== "payment";
    if (!isHint || attempt < MOST_ATTEMPTS) throw error;
    await context.tellError(error, { about, workKey: key, attempt });
    return undefined;
  }
}

function notShown({ kind }: Expectation): ResponseError {
  return new ResponseError(
    "answer_mismatch",
    `the gateway, asked ${MOST_ATTEMPTS} times, does not show a ${kind} that was notified`,
  );
}

/** Claims each fact of the answer and runs it. Returns whether all have taken effect. */
async function takeAnswer<Order extends StoredOrder>(
  { payments }: OrderAnswer,
  order: Order,
  run: EffectRun<Order>,
): Promise<boolean> {
  const rank = ({ status }: QueriedPayment) => ORDER.indexOf(status);
  // The oldest approval is the one that pays.
  const ranked = [...payments].reverse().sort((one, other) => rank(one) - rank(other));
  const compared = ranked.map((payment) => ({ payment, differing: orderMismatches(payment, order) }));
  const ends: boolean[] = [];
  for (const { payment, differing } of compared) {
    if (differing.length === 0) ends.push(await takePayment(payment, run));
    // Of a payment that differs, too: money that goes back is told.
    ends.push(await takeFacts(payment, run));
  }
  // Last, so that nobody's trouble with them holds up what is right.
  for (const { payment, differing } of compared) {
    if (differing.length > 0) ends.push(await tellMismatch(payment, { order, differing }, run));
  }
  return ends.every(Boolean);
}

async function takePayment<Order extends StoredOrder>(
  payment: QueriedPayment,
  { about, context }: EffectRun<Order>,
): Promise<boolean> {
  const { status: state, paymentId } = payment;
  const item = toItemText({ kind: "payment", payment: withoutTokens(payment) });
  return context.claimAndRun(about, { key: `payment/${paymentId}/${state}`, item, payment: { state, paymentId } });
}

async function takeFacts<Order extends StoredOrder>(
  payment: QueriedPayment,
  { about, context }: EffectRun<Order>,
): Promise<boolean> {
  const { paymentId } = payment;
  const { refunds, chargebacks } = context.options.readFacts(payment);
  const works: readonly (readonly [key: string, item: NoticeItem])[] = [
    ...refunds.map((refund) => [refundKey(refund), { kind: "refund", paymentId, refund }] as const),
    ...chargebacks.map(
      (chargeback) => [`chargeback/${chargeback.chargebackId}`, { kind: "chargeback", paymentId, chargeback }] as const,
    ),
  ];
  let isWhole = true;
  for (const [key, item] of works) {
    const isTaken = await context.claimAndRun(about, { key, item: toItemText(item) });
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

/** Whether the answer shows what was announced: a payment's end or hold, a refund's end, a chargeback. */
function shows(
  { payments }: OrderAnswer,
  { kind, id, end }: Expectation,
  readFacts: (payment: QueriedPayment) => ConfirmedFacts,
): boolean {
  if (kind === "payment") {
    return payments.some(({ paymentId, status }) => isSameId(paymentId, id) && status !== "pending");
  }
  const facts = payments.map(readFacts);
  return kind === "refund"
    ? facts.some(({ refunds }) => refunds.some((one) => (!id || one.refundId === id) && (!end || one.status === end)))
    : facts.some(({ chargebacks }) => chargebacks.some(({ chargebackId }) => id === "" || chargebackId === id));
}
