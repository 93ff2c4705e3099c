import { ResponseError } from "../errors.ts";
import {
  type AnswerContext,
  type AnswerFields,
  ANSWERS,
  assertNotRefused,
  readOutcome,
  readRoot,
} from "../results/plain-answer.ts";
import { type PaymentReason, readDetails, reasonOf } from "../results/codes.ts";
import type { FindRefundInput, RefundInput } from "../schema/refund-input.ts";
import type { Merchant } from "../wire/merchant.ts";
import type { WireFields } from "../wire/signing.ts";

interface RefundFacts {
  /** No source tells how this answer is signed: it is believed because it came over TLS from the gateway's host. */
  readonly verified: false;
  /** Oceanpayment's id of the refund; empty where it made none. */
  readonly refundId: string;
  /** The gateway's five-digit code, where its text begins with one. */
  readonly gatewayCode?: string;
  readonly gatewayText: string;
  /** What the code means; `"not-finished"` for a refund that is begun. */
  readonly reason: PaymentReason;
  /** Oceanpayment's id of the payment; empty where the answer names none. */
  readonly paymentId: string;
  /** All fields of the answer by their wire names. */
  readonly fields: AnswerFields;
}

/**
 * What a refund's request answered. `"pending"`: it was taken, and is only begun: where the balance is short the gateway
 * tries for up to 30 days (stated). `"declined"`: it was not taken. Its end is told by a notification, or by `refunds.find`.
 */
export interface RefundResult extends RefundFacts {
  readonly status: "pending" | "declined";
}

/** How a refund stands. `"pending"` is every state that is not known to be an end. */
export interface RefundState extends RefundFacts {
  readonly status: "approved" | "declined" | "pending";
}

/** Returns the fields of a refund by their wire names, not yet signed. */
export function buildRefund(input: RefundInput, { account, terminal }: Merchant): WireFields {
  return {
    account,
    terminal,
    payment_id: input.paymentId,
    refund_number: input.refundNumber,
    refund_type: { full: "1", partial: "2" }[input.type],
    refund_amount: input.amount,
    refund_description: input.description,
  };
}

/** Returns the fields of a question about a refund by their wire names, not yet signed. */
export function buildFindRefund({ refundId }: FindRefundInput, { account, terminal }: Merchant): WireFields {
  return { account, terminal, refund_id: refundId };
}

/**
 * Returns what the answer of a refund's request says. `00` is taken in one integration, `1` in another: both are (inferred,
 * protocol.md §6.4). On `0`, which is inferred too, `refund_description` holds the reason in place of what was sent.
 *
 * @throws ResponseError `unexpected_answer` for any other word, whose outcome is unknown; `gateway_refused`, `ip_not_registered`, `duplicate_order`, `answer_mismatch`, `malformed_xml`.
 */
export function readRefundAnswer(body: string, context: AnswerContext): RefundResult {
  const { fields } = readRoot(body, context);
  const { refund_results: results = "" } = fields;
  if (results === "") {
    assertNotRefused([fields.details ?? "", fields.results ?? ""], context.row);
    throw new ResponseError("unexpected_answer", "the answer must say in refund_results whether the refund was taken");
  }
  const { status } = readOutcome(ANSWERS.refund, fields, context);
  const paymentId = context.sent.payment_id ?? "";
  const facts = { verified: false, refundId: fields.refund_id ?? "", paymentId, fields } as const;
  if (status === "approved") return { status: "pending", gatewayText: "", reason: "not-finished", ...facts };
  // Any other word is neither: who took it for a refusal would refund again.
  if (status === "pending") {
    throw new ResponseError("unexpected_answer", "the answer's refund_results is none that a source explains");
  }
  const said = readDetails(fields.refund_description ?? "");
  return { status: "declined", ...said, reason: reasonOf(said.gatewayCode, "declined"), ...facts };
}

/**
 * Returns how a refund stands. Which fields the answer has no source tells: `refund_status` is read, where it is there,
 * as a payment's status is (inferred).
 *
 * @throws ResponseError `gateway_refused`, `ip_not_registered`, `wrong_environment`, `answer_mismatch`, `malformed_xml`.
 */
export function readFindRefundAnswer(body: string, context: AnswerContext): RefundState {
  const { fields } = readRoot(body, context);
  if (fields.refund_status === undefined) {
    assertNotRefused([fields.details ?? "", fields.results ?? ""], context.row);
  }
  const { status, ...said } = readOutcome(ANSWERS.refundState, fields, context);
  const { payment_id: paymentId = "" } = fields;
  return { status, verified: false, refundId: context.sent.refund_id ?? "", paymentId, ...said, fields };
}
