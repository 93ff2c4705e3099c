import type { QueriedPayment } from "../orders/find.ts";
import type { AnswerFields } from "../results/plain-answer.ts";

/** A refund that has ended. */
export interface ConfirmedRefund {
  readonly refundId: string;
  readonly status: "complete" | "failed";
  /** Decimal text; empty where the answer does not say. */
  readonly amount: string;
  readonly refundNumber: string;
  readonly fields: AnswerFields;
}

/** A chargeback. */
export interface ConfirmedChargeback {
  readonly chargebackId: string;
  readonly amount: string;
  readonly fields: AnswerFields;
}

/** What the gateway's answer about a payment confirms. */
export interface ConfirmedFacts {
  readonly refunds: readonly ConfirmedRefund[];
  readonly chargebacks: readonly ConfirmedChargeback[];
}

const REFUND_STATUSES: Readonly<Record<string, ConfirmedRefund["status"]>> = { "1": "complete", "0": "failed" };

/**
 * Returns the refunds that have ended and the chargebacks in an answer about a payment. That the answer has the lists is
 * stated (protocol.md §6.4); the names in their entries, and that a refund's status is written as a payment's is, are
 * inferred. An entry without an id, or of an unknown status, confirms nothing.
 */
export function readConfirmedFacts({ refunds, chargebacks }: QueriedPayment): ConfirmedFacts {
  return {
    refunds: refunds.flatMap((fields) => {
      const { refund_id: refundId = "", refund_status: said = "", refund_amount = "", refund_number = "" } = fields;
      const status = Object.hasOwn(REFUND_STATUSES, said) ? REFUND_STATUSES[said] : undefined;
      return refundId && status
        ? [{ refundId, status, amount: refund_amount, refundNumber: refund_number, fields }]
        : [];
    }),
    chargebacks: chargebacks.flatMap((fields) => {
      const { chargeBack_id: chargebackId = "", chargeBack_amount: amount = "" } = fields;
      return chargebackId ? [{ chargebackId, amount, fields }] : [];
    }),
  };
}
