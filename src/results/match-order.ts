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
  /**
   * What was given to `pay` as `notes`, compared cleaned as it was sent; nothing where none was given. Notes are outside a
   * request's signature: where a page sends the request, a shopper can write what is later signed into the result.
   */
  readonly notes?: string | null | undefined;
  /** The approved payment that the order was paid by; nothing while it is not paid. */
  readonly paymentId?: string | null | undefined;
  /** The `signature` of the result or notice that it was paid by, if one was: all cuts of one message have the same. */
  readonly signature?: string | null | undefined;
}

/** What a message says about the order it is about. */
export type OrderFacts = Pick<SignedPayment, "account" | "terminal" | "orderNumber" | "currency" | "amount" | "notes">;

/** A field in which a message and a stored order can differ. */
export type OrderField = keyof OrderFacts;

/**
 * Returns the fields in which a payment message differs from the stored order; none means that it is about that order,
 * whole. A success counts for nothing unless this list is empty (protocol.md §4.3); and where a page held the signed
 * request, a signed message alone is not enough: ask `orders.find` (SECURITY.md, "Pay one, be told ten").
 */
export function orderMismatches(signed: OrderFacts, order: StoredOrder): readonly OrderField[] {
  const differs: Record<OrderField, boolean> = {
    account: signed.account !== order.account,
    terminal: signed.terminal !== order.terminal,
    orderNumber: signed.orderNumber !== order.orderNumber,
    currency: signed.currency !== order.currency,
    amount: !isSameAmount(signed.amount, order.amount),
    notes: cleanValue(signed.notes) !== cleanValue(order.notes ?? ""),
  };
  return (Object.keys(differs) as OrderField[]).filter((field) => differs[field]);
}

/** What every payment can say. */
type PaymentStatus = PaymentResult["status"];

/** A payment as a query tells of it. */
interface AskedPayment extends OrderFacts {
  readonly status: PaymentStatus;
  readonly paymentId: string;
}

/** All payments of an order, newest first, as a query tells of them. */
interface AskedOrder {
  readonly payments: readonly AskedPayment[];
}

/**
 * How a payment, or all that the gateway knows of an order, meets the order as it was stored.
 *
 * - `"other-order"`: it is not about that order, and pays nothing.
 * - `"match"`: it is about that order; `status` says how it stands.
 * - `"repeated"`: the approved payment that has paid it, told again.
 * - `"double-payment"`: a second approved payment of an order that another one has paid.
 * - `"not-found"`: the gateway knows no payment of it.
 */
export type OrderMatch =
  | { readonly kind: "other-order"; readonly differing: readonly OrderField[] }
  | { readonly kind: "match" | "repeated"; readonly status: PaymentStatus; readonly paymentId: string }
  | { readonly kind: "double-payment"; readonly paymentId: string; readonly paidBy: string }
  | { readonly kind: "not-found" };

/**
 * Returns how a payment meets the order as the merchant stored it. It does not look at money that went back: a payment that
 * was refunded or charged back stays `"approved"`. Look at its `refunds` and `chargebacks`, with `readConfirmedFacts`, before
 * you ship.
 *
 * Store the `paymentId` and the `signature` of the
 * approval that pays an order: two approvals of one order with different ids are then never taken as the same one.
 *
 * Where a payment's id begins is not protected by a message's signature (protocol.md §4.3). Before a double payment is
 * refunded, give this what `orders.find` returned: that tells all approvals by the gateway's own list.
 */
export function matchOrder(
  told: NotifiedPayment | PaymentResult | AskedPayment | AskedOrder,
  order: StoredOrder,
): OrderMatch {
  if ("payments" in told) return matchAsked(told.payments, order);
  const differing = orderMismatches("signed" in told ? told.signed : told, order);
  if (differing.length > 0) return { kind: "other-order", differing };
  const { status, paymentId } = told;
  const isPaid = typeof order.paymentId === "string" && order.paymentId !== "";
  if (status !== "approved" || !isPaid) return { kind: "match", status, paymentId };
  const isSame = paymentId === order.paymentId || ("signature" in told && told.signature === order.signature);
  if (isSame) return { kind: "repeated", status, paymentId };
  return { kind: "double-payment", paymentId, paidBy: order.paymentId ?? "" };
}

/** Which payment decides about an order: money taken first, then money held, then what is still open. */
const RANKS: readonly PaymentStatus[] = ["approved", "authorised", "redirect", "pending", "declined"];

/** The gateway's own list: an id that was stored and is not on it is none, whatever message it came by. */
function matchAsked(payments: readonly AskedPayment[], order: StoredOrder): OrderMatch {
  const [first] = payments;
  if (first === undefined) return { kind: "not-found" };
  const own = payments.filter((payment) => orderMismatches(payment, order).length === 0);
  const rank = ({ status }: AskedPayment) => RANKS.indexOf(status);
  const [deciding] = [...own].sort((one, other) => rank(one) - rank(other));
  if (deciding === undefined) return { kind: "other-order", differing: orderMismatches(first, order) };
  const approvals = [...new Set(own.filter(({ status }) => status === "approved").map(({ paymentId }) => paymentId))];
  const paidBy = approvals.find((id) => id === order.paymentId) ?? approvals.at(-1) ?? "";
  const [extra] = approvals.filter((id) => id !== paidBy);
  if (extra !== undefined) return { kind: "double-payment", paymentId: extra, paidBy };
  const { status, paymentId } = deciding;
  const isPaid = status === "approved" && typeof order.paymentId === "string" && order.paymentId !== "";
  return { kind: isPaid ? "repeated" : "match", status, paymentId };
}
