import {
  matchOrder,
  type OrderField,
  type PaymentEvent,
  type PaymentResult,
  type QueriedPayment,
  type StoredOrder,
} from "oceanpayment/edge";
import type { Shop } from "./context.ts";
import { MEANING, MOVABLE, SETTLED, stateOf } from "./order-states.ts";
import type { Order, Orders, Settled } from "./orders.ts";

type Asker = Pick<Shop, "orders" | "oceanpayment">;

/** What a payment tells of an order that it is about, whole. */
type Fact = Pick<PaymentResult, "status" | "paymentId"> & {
  readonly gatewayCode?: string | undefined;
  readonly gatewayText: string;
  readonly signature?: PaymentEvent<never>["signature"];
  /** Whether its money has gone back already, where that was told beside it. */
  readonly isBack?: boolean;
};

/** Moves the order by the verified answer to a payment, if that is new and speaks of that order with that amount. */
export async function settle(shop: Asker, result: PaymentResult): Promise<void> {
  const { orders } = shop;
  const order = await orders.find(result.signed.orderNumber);
  if (!order || !(await isAbout(shop, order, result))) return;
  const { isMoved, isNew } = await settleFact(orders, order, result);
  if (!isMoved && isNew) await recordDouble(shop, order.orderNumber, result);
}

/** Moves the order by a payment that is known to be about it, and does nothing the second time. */
export async function settleFact(orders: Orders, { orderNumber }: Order, fact: Fact): Promise<Settled> {
  const { status, paymentId, signature, gatewayCode = "", gatewayText, isBack } = fact;
  const to = stateOf({ status, gatewayCode, isBack });
  const settled = await orders.settle(orderNumber, {
    ...{ from: MOVABLE[to], to, paymentId, status: toKnown(status), signature },
  });
  if (settled.isMoved) await recordState(orders, orderNumber, `${MEANING[to]} (${gatewayCode} ${gatewayText})`);
  return settled;
}

/** Tells whether a payment is about an order, whole; what is not pays nothing, and is written down. */
export async function isAbout(shop: Asker, order: Order, payment: PaymentResult | QueriedPayment): Promise<boolean> {
  const match = matchOrder(payment, toStored(shop, order));
  if (match.kind !== "other-order") return true;
  const { paymentId } = payment;
  await recordMismatch(shop.orders, order.orderNumber, { paymentId, differing: match.differing });
  return false;
}

/** Writes down, once, that a payment is not about the order as it is stored. */
export function recordMismatch(
  orders: Orders,
  orderNumber: string,
  { paymentId, differing }: { readonly paymentId: string; readonly differing: readonly OrderField[] },
): Promise<void> {
  const text = `Ignored payment ${paymentId}: it differs from the stored order in ${differing.join(", ")}`;
  return recordState(orders, orderNumber, text, `mismatch/${orderNumber}/${paymentId}`);
}

/**
 * Writes a second approval of a paid order down: it is real money, to be given back. Before that is done the gateway is
 * asked: where a payment's id ends is not protected by a message's signature (protocol.md §4.3).
 */
export async function recordDouble(
  shop: Asker,
  orderNumber: string,
  payment: PaymentResult | QueriedPayment,
): Promise<void> {
  // Read again: of two approvals that come at once, the database has let one move the order.
  const order = await shop.orders.find(orderNumber);
  if (!order || !SETTLED.includes(order.state) || matchOrder(payment, toStored(shop, order)).kind !== "double-payment")
    return;
  await recordSecond(shop.orders, orderNumber, payment.paymentId, "A second payment of this order was approved.");
}

/** Writes down, once, that a payment of a paid order is too much. */
export function recordSecond(orders: Orders, orderNumber: string, paymentId: string, text: string): Promise<void> {
  const step = { kind: "double", title: "Paid twice: refund one", text, rows: [["payment_id", paymentId]] } as const;
  return orders.record(orderNumber, step, `double/${orderNumber}/${paymentId}`);
}

/** Returns what is known of a payment, in the words that the merchant stores. */
export function toKnown(status: PaymentResult["status"]): string {
  return status === "redirect" ? "pending" : status;
}

/** Writes down where an order stands now, and why; what is about a named event, once. */
export function recordState(orders: Orders, orderNumber: string, text: string, event?: string): Promise<void> {
  return orders.record(orderNumber, { kind: "state", title: "The order moved", text, rows: [] }, event);
}

/**
 * The order with what it is to be compared by: only the approval that has paid it is its payment. By id and signature both
 * its notice is known again.
 */
export function toStored(
  { oceanpayment }: Pick<Shop, "oceanpayment">,
  order: Order,
): StoredOrder & Pick<Order, "paymentId" | "signature"> {
  const { account, terminal } = oceanpayment.publicConfig();
  const { orderNumber, amount, currency, state } = order;
  const paidBy = SETTLED.includes(state) ? order : { paymentId: null, signature: null };
  const { paymentId, signature } = paidBy;
  return { account, terminal, orderNumber, amount, currency, paymentId, signature };
}
