import { cleanValue } from "../wire/clean.ts";
import { isSameAmount } from "./amount.ts";
import type { NotifiedPayment, PaymentResult } from "./payment-result.ts";
import type { SignedPayment } from "./signed-payment.ts";

/** An order as the merchant stored it before the payment. */
export interface StoredOrder {
  /** The account number it was to be paid to. */
  readonly account: string;
  /** The terminal it was to be paid by. */
  readonly terminal: string;
  /** What was given to `pay`. */
  readonly orderNumber: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Decimal text. */
  readonly amount: string;
  /** What was given to `pay` as `notes`; compared where it is given, cleaned as it was sent. */
  readonly notes?: string | null | undefined;
  /** The approved payment that the order was paid by; nothing while it is not paid. */
  readonly paymentId?: string | null | undefined;
}

/** What a message says about the order it is about. */
export type OrderFacts = Pick<SignedPayment, "account" | "terminal" | "orderNumber" | "currency" | "amount" | "notes">;

/** A field in which a message and a stored order can differ. */
export type OrderField = keyof OrderFacts;

/**
 * Returns the fields in which a payment message differs from the stored order; none means that it is about that order,
 * whole. A success counts for nothing unless this list is empty (protocol.md §4.3).
 */
export function orderMismatches(signed: OrderFacts, order: StoredOrder): readonly OrderField[] {
  const differs: Record<OrderField, boolean> = {
    account: signed.account !== order.account,
    terminal: signed.terminal !== order.terminal,
    orderNumber: signed.orderNumber !== order.orderNumber,
    currency: signed.currency !== order.currency,
    amount: !isSameAmount(signed.amount, order.amount),
    notes: typeof order.notes === "string" && cleanValue(signed.notes) !== cleanValue(order.notes),
  };
  return (Object.keys(differs) as OrderField[]).filter((field) => differs[field]);
}

/** A payment as a result, a notice or a query tells of it. */
type MatchedPayment =
  NotifiedPayment | PaymentResult | (OrderFacts & { readonly status: string; readonly paymentId: string });

/**
 * How a payment meets a stored order. `"other-order"`: it is not about that order, and pays nothing. `"double-payment"`: it
 * is a second approved payment of an order that another one has paid: real money, to be refunded. `"repeated"`: the
 * approved payment that has paid it, told again. `"match"`: it is about that order; its `status` says the rest.
 */
export type OrderMatch =
  | { readonly kind: "other-order"; readonly differing: readonly OrderField[] }
  | { readonly kind: "double-payment"; readonly paymentId: string; readonly paidBy: string }
  | { readonly kind: "repeated" }
  | { readonly kind: "match" };

/**
 * Returns how a payment meets the order as the merchant stored it. Store the `paymentId` of the approval that pays an
 * order, and give it here: two approvals of one order with different ids are then never taken as the same one.
 */
export function matchOrder(payment: MatchedPayment, order: StoredOrder): OrderMatch {
  const facts: OrderFacts = "signed" in payment ? payment.signed : payment;
  const differing = orderMismatches(facts, order);
  if (differing.length > 0) return { kind: "other-order", differing };
  const { paymentId: paidBy } = order;
  if (payment.status !== "approved" || typeof paidBy !== "string" || paidBy === "") return { kind: "match" };
  if (payment.paymentId === paidBy) return { kind: "repeated" };
  return { kind: "double-payment", paymentId: payment.paymentId, paidBy };
}
