import { cleanValue } from "../wire/clean.ts";
import { isSameAmount } from "./amount.ts";
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
}

/** A field in which a message and a stored order can differ. */
export type OrderField = keyof StoredOrder;

/**
 * Returns the fields in which a payment message differs from the stored order; none means that it is about that order,
 * whole. A success counts for nothing unless this list is empty (protocol.md §4.3).
 */
export function orderMismatches(signed: SignedPayment, order: StoredOrder): readonly OrderField[] {
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
