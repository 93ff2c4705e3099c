import type { PaymentResult } from "oceanpayment/edge";

/** Where an order can stand. Once paid, no message about a payment moves it. */
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
  | "paid";

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
};

/** What an order may be paid from, for the first time or again. */
export const PAYABLE: readonly OrderState[] = ["created", "declined"];

/** What must be found out before the shopper may pay anything else: money may have moved. */
export const UNCERTAIN: readonly OrderState[] = ["paying", "unknown"];

/** What a shopper may still go on with. */
export const OPEN: readonly OrderState[] = [...UNCERTAIN, "at-gateway", "awaiting-3ds", "pending"];

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
  paid: ["created", "declined", ...OPEN, "authorised", "capturing", "voiding", "voided"],
};

/** The code of an authorisation that was given back (stated, protocol.md §6.3). */
const VOIDED = "80053";

/** Returns the state that a payment's status asks for. */
export function stateOf({
  status,
  gatewayCode,
}: {
  status: PaymentResult["status"];
  gatewayCode?: string;
}): OrderState {
  if (status === "declined") return gatewayCode === VOIDED ? "voided" : "declined";
  return ({ approved: "paid", authorised: "authorised", pending: "pending", redirect: "awaiting-3ds" } as const)[
    status
  ];
}
