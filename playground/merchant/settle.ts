import { matchOrder, type PaymentResult, type QueriedPayment, type StoredOrder } from "oceanpayment/edge";
import type { Context } from "./context.ts";
import { MEANING, MOVABLE, stateOf } from "./order-states.ts";
import type { Order, Orders, TraceStep } from "./orders.ts";

type Shop = Pick<Context, "orders" | "oceanpayment">;

/** Moves the order by what a verified message says, if it is new and speaks of that order with that amount. */
export async function settle(shop: Shop, result: PaymentResult, { isNotice = false } = {}): Promise<void> {
  const { orders } = shop;
  const { signed, signature, paymentId, gatewayCode, gatewayText } = result;
  const order = await orders.find(signed.orderNumber);
  if (!order || !(await isAbout(shop, order, result))) return;
  if (isNotice) await recordNotice(orders, result);
  const to = stateOf(result);
  const status = toKnown(result.status);
  const { isMoved, isNew } = await orders.settle(order.orderNumber, {
    ...{ from: MOVABLE[to], to, paymentId, status, signature },
  });
  if (isMoved) await recordState(orders, order.orderNumber, `${MEANING[to]} (${gatewayCode} ${gatewayText})`);
  else if (isNew) await recordDouble(shop, order.orderNumber, result);
}

/** Tells whether a payment is about an order, whole; what is not pays nothing, and is written down. */
export async function isAbout(shop: Shop, order: Order, payment: PaymentResult | QueriedPayment): Promise<boolean> {
  const match = matchOrder(payment, toStored(shop, order));
  if (match.kind !== "other-order") return true;
  const what = `Ignored payment ${payment.paymentId}: it differs from the stored order in ${match.differing.join(", ")}`;
  if (!(await shop.orders.steps(order.orderNumber)).some(({ text }) => text === what)) {
    await recordState(shop.orders, order.orderNumber, what);
  }
  return false;
}

/**
 * Writes a second approval of a paid order down, once: it is real money, to be given back. Before that is done the gateway
 * is asked: where a payment's id ends is not protected by a message's signature (protocol.md §4.3).
 */
export async function recordDouble(
  shop: Shop,
  orderNumber: string,
  payment: PaymentResult | QueriedPayment,
): Promise<void> {
  // Read again: of two approvals that come at once, the database has let one move the order.
  const order = await shop.orders.find(orderNumber);
  if (order?.state !== "paid" || matchOrder(payment, toStored(shop, order)).kind !== "double-payment") return;
  const steps = await shop.orders.steps(orderNumber);
  if (steps.some(({ kind, rows }) => kind === "double" && rows[0]?.[1] === payment.paymentId)) return;
  await shop.orders.record(orderNumber, {
    kind: "double",
    title: "Paid twice: refund one",
    text: "A second payment of this order was approved.",
    rows: [["payment_id", payment.paymentId]],
  });
}

/** Returns what is known of a payment, in the words that the merchant stores. */
export function toKnown(status: PaymentResult["status"]): string {
  return status === "redirect" ? "pending" : status;
}

/** Writes down where an order stands now, and why. */
export function recordState(orders: Orders, orderNumber: string, text: string): Promise<void> {
  return orders.record(orderNumber, { kind: "state", title: "The order moved", text, rows: [] });
}

/** The order with what it is to be compared by: only the approval that has paid it is its payment. */
export function toStored({ oceanpayment }: Shop, order: Order): StoredOrder {
  const { account, terminal } = oceanpayment.publicConfig();
  const { orderNumber, amount, currency, state, paymentId } = order;
  return { account, terminal, orderNumber, amount, currency, paymentId: state === "paid" ? paymentId : null };
}

/** Writes down a notice, each once however often it comes. What it does to the order is `orders.settle`'s to decide. */
async function recordNotice(orders: Orders, { status, signed, signature }: PaymentResult): Promise<void> {
  const known = await orders.steps(signed.orderNumber);
  const mark = ["signature", `${signature.slice(0, 12)}…`] as const;
  const isKnown = ({ kind, rows }: TraceStep) => kind === "notification" && rows.at(-1)?.[1] === mark[1];
  if (known.some(isKnown)) return;
  await orders.record(signed.orderNumber, {
    kind: "notification",
    title: `The gateway notified: ${status}`,
    text: "The signature is right: everything that decides is signed, and was checked with the terminal's secureCode.",
    rows: [...Object.entries(signed).filter(([, value]) => value !== ""), mark],
  });
}
