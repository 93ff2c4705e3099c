import type { CardDecision } from "./test-cards.ts";

/** What a payment becomes. */
export interface Outcome {
  /** 1 success, 0 failed or cancelled, -1 pending (stated, protocol.md §6.3). */
  readonly status: "1" | "0" | "-1";
  /** A code of five digits, a colon and its text. */
  readonly details: string;
}

const APPROVED = { status: "1", details: "80000:Transaction Approved" } as const;
const DECLINED = { status: "0", details: "80012:Transaction Declined" } as const;

/** What a card's decision makes of a payment. The codes are stated (§6.3); which one a step that is due has is inferred. */
export const DECISIONS: Readonly<Record<CardDecision, Outcome>> = {
  approve: APPROVED,
  decline: DECLINED,
  "insufficient-funds": { status: "0", details: "80022:Insufficient Funds" },
  challenge: { status: "-1", details: "80100:3-D Secure is due" },
  pending: { status: "-1", details: "80100:Transaction Processing" },
};

/** What a card that nobody knows makes of a payment. */
export const UNKNOWN_CARD: Outcome = { status: "0", details: "80021:Invalid Card Number" };

/** A payment whose shopper has not chosen yet. */
export const UNDECIDED: Outcome = { status: "-1", details: "80100:Transaction not finished" };

/** How a payment ends that is still pending. */
export const ENDINGS = {
  approve: APPROVED,
  decline: DECLINED,
  confirm: APPROVED,
  reject: { status: "0", details: "80091:Cardholder failed 3-D Secure" },
  cancel: { status: "0", details: "80101:Cancelled by customer" },
  void: { status: "0", details: "80053:Authorisation void" },
} as const satisfies Record<string, Outcome>;

/** The methods whose payments are decided by a card. */
export const CARD_METHODS: readonly string[] = ["Credit Card", "GooglePay", "ApplePay"];
