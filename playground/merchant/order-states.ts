import type { ConfirmedFacts, PaymentResult } from "oceanpayment/edge";
import { toCents } from "./refunds.ts";

/**
 * Where an order can stand. Once paid, no message about a payment moves it. Only `"paid"` is to be shipped: `"returned"` is
 * an order whose payment was first heard of when its money had gone back already.
 */
export type OrderState =
  | "created"
  | "paying"
  | "at-gateway"
  | "awaiting-3ds"
  | "pending"
  | "authorised"
  | "capturing"
  | "voiding"
  | "voided"
  | "declined"
  | "unknown"
  | "paid"
  | "returned";

/** What each state is called. */
export const MEANING: Readonly<Record<OrderState, string>> = {
  created: "Not paid",
  paying: "Paying",
  "at-gateway": "The shopper pays at the gateway",
  "awaiting-3ds": "Waiting for the shopper's bank",
  pending: "Pending",
  authorised: "Reserved",
  capturing: "Capturing",
  voiding: "Voiding",
  voided: "Given back",
  declined: "Declined",
  unknown: "Unknown",
  paid: "Paid",
  returned: "Paid, and the money has gone back",
};

/** States of an order that an approved payment has decided. */
export const SETTLED: readonly OrderState[] = ["paid", "returned"];

/** What an order may be paid from, for the first time or again. */
export const PAYABLE: readonly OrderState[] = ["created", "declined"];

/** What must be found out before the shopper may pay anything else: money may have moved. */
export const UNCERTAIN: readonly OrderState[] = ["paying", "unknown"];

/** What a shopper may still go on with. */
export const OPEN: readonly OrderState[] = [...UNCERTAIN, "at-gateway", "awaiting-3ds", "pending"];

/** What an approval moves an order on from. */
const UNPAID: readonly OrderState[] = ["created", "declined", ...OPEN, "authorised", "capturing", "voiding", "voided"];

/** What an order may move on from: a paid order never goes back, and a late "pending" undoes no decision. */
export const MOVABLE: Readonly<Record<OrderState, readonly OrderState[]>> = {
  created: [],
  paying: PAYABLE,
  "at-gateway": ["paying"],
  "awaiting-3ds": ["paying", "unknown", "at-gateway"],
  pending: ["paying", "unknown", "at-gateway"],
  authorised: ["created", "declined", ...OPEN],
  capturing: ["authorised"],
  voiding: ["authorised"],
  voided: ["authorised", "capturing", "voiding", "unknown"],
  declined: OPEN,
  unknown: ["paying", "capturing", "voiding"],
  paid: UNPAID,
  returned: UNPAID,
};

/** The code of an authorisation that was given back (stated, protocol.md §6.3). */
const VOIDED = "80053";

/** Tells whether all of a payment's money has gone back, by what the gateway's answer about it confirms. */
export function isGivenBack(amount: string, { refunds, chargebacks }: ConfirmedFacts): boolean {
  if (chargebacks.length > 0) return true;
  const back = refunds.filter(({ status }) => status === "complete").map((refund) => toCents(refund.amount) ?? 0);
  // A refund whose amount is not told decides nothing: its own event is written down for a person to see.
  return back.length > 0 && back.reduce((sum, one) => sum + one) >= (toCents(amount) ?? Infinity);
}

/** Returns the state that a payment's status asks for, and what is known of its money's way back. */
export function stateOf({
  status,
  gatewayCode,
  isBack = false,
}: {
  readonly status: PaymentResult["status"];
  readonly gatewayCode?: string | undefined;
  readonly isBack?: boolean | undefined;
}): OrderState {
  if (status === "approved" && isBack) return "returned";
  if (status === "declined") return gatewayCode === VOIDED ? "voided" : "declined";
  return ({ approved: "paid", authorised: "authorised", pending: "pending", redirect: "awaiting-3ds" } as const)[
    status
  ];
}
