import type { CardDecision } from "./test-cards.ts";

/** A stored means of payment as the simulated gateway keeps it. */
export interface SandboxQuickpay {
  readonly id: string;
  readonly terminal: string;
  readonly customerId: string;
  readonly methods: string;
  /** Which way charges by this id go. A challenge is an approval: nobody is there to confirm. */
  readonly decision: CardDecision;
  /** The id exists, for the merchant, once its shopper confirmed. */
  readonly status: "pending" | "active" | "cancelled";
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** The part of the page's address that names it. */
  readonly token: string;
  readonly backUrl: string;
  /** The order notes of the form, or the remark of the JSON call. */
  readonly notes: string;
  readonly description: string;
  /** The gateway's number for the request, and the merchant's. */
  readonly referenceId: string;
  readonly merchantReferenceId: string;
  /** Whether its page lets the shopper choose a card, or only confirm. */
  readonly asks: "card" | "consent";
}

/** Tells whether an id can be charged. */
export function isChargeable(quickpay: SandboxQuickpay, nowMs: number): boolean {
  return quickpay.status === "active" && nowMs < quickpay.expiresAtMs;
}
