import {
  isOceanpaymentError,
  matchOrder,
  type OrderAnswer,
  type QueriedPayment,
  readConfirmedFacts,
} from "oceanpayment/edge";
import { type Context, notFound, type Shop as MerchantShop } from "./context.ts";
import { isGivenBack, MEANING, MOVABLE, SETTLED, stateOf } from "./order-states.ts";
import { isAbout, recordDouble, recordState, toStored } from "./settle.ts";

type Shop = Pick<MerchantShop, "orders" | "refunds" | "oceanpayment">;

/** How long an unknown outcome is asked for after the request that met it. Longer than that, a person asks. */
const PATIENCE_MS = 20_000;

/** Which payment decides about an order: money taken first, then money held, then what is still open. */
const RANKS = ["approved", "authorised", "pending", "declined"] as const;

/** Asks the gateway about an order and moves it by the answer. Returns the answer. */
export async function ask(shop: Shop, orderNumber: string): Promise<OrderAnswer> {
  const answer = await shop.oceanpayment.orders.find(orderNumber);
  await learn(shop, answer);
  return answer;
}

/** Asks about an order whose outcome is unknown until there is one. */
export async function askUntilKnown(shop: Shop, orderNumber: string): Promise<void> {
  const knownPaymentIds = await shop.orders.paymentIds(orderNumber, "declined");
  await learn(shop, await shop.oceanpayment.orders.settle(orderNumber, { patienceMs: PATIENCE_MS, knownPaymentIds }));
}

/**
 * Moves an order by what the gateway tells of it. An order that the gateway does not know stays as it is: a payment that
 * was sent may still arrive.
 */
export async function learn(shop: Shop, answer: OrderAnswer): Promise<void> {
  const { orders } = shop;
  const { orderNumber, payments } = answer;
  const order = await orders.find(orderNumber);
  if (!order) return;
  const declinedBefore = await orders.paymentIds(orderNumber, "declined");
  const own: QueriedPayment[] = [];
  for (const payment of payments) if (await isAbout(shop, order, payment)) own.push(payment);
  for (const status of RANKS) {
    const isIt = (item: QueriedPayment) => item.status === status;
    // They come newest first: of two approvals the first one pays the order, else the newest attempt counts.
    const payment = status === "approved" ? own.findLast(isIt) : own.find(isIt);
    // An earlier attempt's decline says nothing about the one that is asked for.
    if (!payment || (status === "declined" && declinedBefore.includes(payment.paymentId))) continue;
    await move(shop, payment);
    break;
  }
  await correctPayment(shop, answer);
  for (const payment of own) {
    if (payment.status === "approved") await recordDouble(shop, orderNumber, payment);
    await learnRefunds(shop, payment);
  }
}

async function move({ orders }: Shop, payment: QueriedPayment): Promise<void> {
  const { orderNumber, paymentId, gatewayCode, gatewayText, status } = payment;
  const to = stateOf({ ...payment, isBack: isGivenBack(payment.amount, readConfirmedFacts(payment)) });
  const { isMoved } = await orders.settle(orderNumber, { from: MOVABLE[to], to, paymentId, status });
  if (!isMoved) return;
  await orders.record(orderNumber, {
    kind: "asked",
    title: `We asked the gateway: ${status}`,
    text: "Its answer came over TLS from its own host, through the relay whose address is registered.",
    rows: [
      ["payment_id", paymentId],
      ["amount", `${payment.currency} ${payment.amount}`],
      ["gateway", `${gatewayCode ?? ""} ${gatewayText}`.trim()],
    ],
  });
  await recordState(orders, orderNumber, MEANING[to]);
}

/** A message's payment id may be cut wrongly, by whoever carried it here: the gateway's own list tells which is right. */
async function correctPayment(shop: Shop, answer: OrderAnswer): Promise<void> {
  const order = await shop.orders.find(answer.orderNumber);
  if (!order || !SETTLED.includes(order.state)) return;
  const match = matchOrder(answer, toStored(shop, order));
  if (match.kind === "double-payment") await shop.orders.correctPayment(order.orderNumber, match.paidBy);
  if (match.kind === "repeated") await shop.orders.correctPayment(order.orderNumber, match.paymentId);
}

/** What a refund's status in an order's answer means. No source tells its values (inferred, as `refunds.find`'s). */
const REFUND_STATES: Readonly<Record<string, "approved" | "declined">> = { "1": "approved", "0": "declined" };

async function learnRefunds({ refunds }: Shop, { orderNumber, refunds: told }: QueriedPayment): Promise<void> {
  if (told.length === 0) return;
  const stored = await refunds.of(orderNumber);
  for (const { refund_number: number = "", refund_id: id = "", refund_status: status = "" } of told) {
    const refund = stored.find(({ refundNumber }) => refundNumber === number);
    if (refund) await refunds.settle(number, REFUND_STATES[status] ?? "pending", id || null);
  }
}

/** Takes a page's question. Anybody may send it, so it is passed on now and then only. */
export async function askFromPage(context: Context): Promise<Response> {
  const { orders, name } = context;
  if (!(await orders.find(name))) return notFound();
  if (!(await orders.mayAsk(name))) return Response.json({ error: "too_often" }, { status: 429 });
  try {
    const { status } = await ask(context, name);
    return Response.json({ status });
  } catch (error) {
    if (!isOceanpaymentError(error)) throw error;
    return Response.json({ error: error.code, message: error.message }, { status: 502 });
  }
}
