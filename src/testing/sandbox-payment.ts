import { ENDINGS } from "./decisions.ts";
import { STATED } from "./inferred.ts";

/** A refund as the simulated gateway keeps it. */
export interface SandboxRefund {
  readonly refundId: string;
  /** The merchant's own number for it; empty where it gave none. */
  readonly refundNumber: string;
  readonly kind: "full" | "partial";
  readonly amount: string;
  readonly description: string;
  readonly status: "pending" | "complete" | "fail";
  readonly createdAtMs: number;
  readonly endedAtMs?: number | undefined;
}

/** A dispute as the simulated gateway keeps it. */
export interface SandboxDispute {
  readonly disputeId: string;
  readonly kind: "chargeback" | "retrieval" | "fraud";
  readonly amount: string;
  readonly status: "open" | "won" | "lost";
  readonly createdAtMs: number;
}

/** A shipment of a payment's order. */
export interface SandboxTracking {
  readonly number: string;
  readonly site: string;
  readonly handler: string;
}

/** The page of the gateway's where a payment's shopper chooses. */
export interface SandboxHostedPage {
  /** The part of the page's address that names it. */
  readonly token: string;
  /** Nothing where the page stays good. */
  readonly expiresAtMs?: number | undefined;
  readonly isDecided: boolean;
}

/** A payment as the simulated gateway keeps it. */
export interface SandboxPayment {
  readonly paymentId: string;
  readonly account: string;
  readonly terminal: string;
  readonly orderNumber: string;
  readonly currency: string;
  readonly amount: string;
  readonly notes: string;
  readonly methods: string;
  /** First six and last four digits; empty where no card is known. */
  readonly cardNumber: string;
  readonly email: string;
  readonly backUrl: string;
  readonly noticeUrl: string;
  readonly createdAtMs: number;
  /** When it succeeded or failed. */
  readonly endedAtMs?: number | undefined;
  readonly authType: "0" | "1" | "2" | "3";
  readonly status: "1" | "0" | "-1";
  readonly details: string;
  /** The part of `pay_url` that names the 3-D Secure step still due. */
  readonly challenge?: string | undefined;
  readonly hosted?: SandboxHostedPage | undefined;
  /** Whether success reserves the money only, for a capture. */
  readonly isPreAuthorisation: boolean;
  /** When the money was reserved. */
  readonly authorisedAtMs?: number | undefined;
  /** What was captured of a reserved amount. */
  readonly capturedAmount?: string | undefined;
  readonly voidedAtMs?: number | undefined;
  readonly customerId: string;
  /** The QuickPay id it was paid with; empty where it was not. */
  readonly quickpayId: string;
  readonly serviceMode: string;
  /** Oldest first. */
  readonly refunds: readonly SandboxRefund[];
  readonly disputes: readonly SandboxDispute[];
  readonly tracking: readonly SandboxTracking[];
  /** The declarations to customs, by wire names. */
  readonly customs: readonly Readonly<Record<string, string>>[];
}

/** Tells whether a payment waits for its capture. */
export function isAuthorised(payment: SandboxPayment): boolean {
  return payment.status === "-1" && payment.authorisedAtMs !== undefined;
}

/** Tells whether a payment's outcome is open: a reserved amount is an outcome. */
export function isOpen(payment: SandboxPayment): boolean {
  return payment.status === "-1" && payment.authorisedAtMs === undefined;
}

/** Tells whether a payment's shopper still has to confirm by 3-D Secure. */
export function isChallenged(payment: SandboxPayment): boolean {
  return isOpen(payment) && payment.challenge !== undefined;
}

/** Tells whether a payment succeeded, at a time not longer ago than given. */
export function hasSucceededWithin(payment: SandboxPayment, nowMs: number, withinMs: number): boolean {
  return payment.status === "1" && nowMs - (payment.endedAtMs ?? payment.createdAtMs) < withinMs;
}

/** Returns the amount that was taken, or reserved. */
export function paidAmount(payment: SandboxPayment): string {
  return payment.capturedAmount ?? payment.amount;
}

/** Returns a payment as of a time: a reserved amount is given back after seven days (stated, §6.2). */
export function asOf(payment: SandboxPayment, nowMs: number): SandboxPayment {
  const endsAtMs = (payment.authorisedAtMs ?? 0) + STATED.authorisationMs;
  if (!isAuthorised(payment) || nowMs < endsAtMs) return payment;
  return { ...payment, ...ENDINGS.void, voidedAtMs: endsAtMs, endedAtMs: endsAtMs };
}

/** Tells whether a payment's reserved amount was given back. */
export function isVoided(payment: SandboxPayment): boolean {
  return payment.voidedAtMs !== undefined;
}
