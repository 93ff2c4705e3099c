import { sumHundredths, toHundredths } from "./amounts.ts";
import { toDateText } from "./calendar.ts";
import { CARD_METHODS } from "./decisions.ts";
import type { GatewayContext } from "./gateway-context.ts";
import type { XmlFields } from "./gateway-xml.ts";
import { INFERRED } from "./inferred.ts";
import {
  isAuthorised,
  isVoided,
  paidAmount,
  type SandboxDispute,
  type SandboxPayment,
  type SandboxRefund,
} from "./sandbox-payment.ts";

/** What the codes below are the values of stands in `inferred.ts`. */
type Status<Name extends "authStatus" | "refundedStatus"> = (typeof INFERRED)[Name][keyof (typeof INFERRED)[Name]];

/**
 * Returns a payment as `check/normal` tells of it. The names are stated (protocol.md §6.4); the values of all states but
 * `payment_results`, and what the nested lists hold, are inferred.
 */
export function toPaymentInfo(
  payment: SandboxPayment,
  ofOrder: readonly SandboxPayment[],
  { zoneMs }: GatewayContext,
): XmlFields {
  const { chargebackStatus, duplicateStatus, eci } = INFERRED;
  const isPaid = payment.status === "1";
  const isCard = CARD_METHODS.includes(payment.methods) && payment.cardNumber !== "";
  const isDecidedWell = isPaid || isAuthorised(payment);
  const successes = ofOrder.filter((item) => item.status === "1" && item.methods === payment.methods);
  const debitedAtMs = isPaid ? (payment.endedAtMs ?? payment.createdAtMs) : undefined;
  return {
    account: payment.account,
    terminal: payment.terminal,
    // No source tells how an entry is signed.
    signValue: "",
    order_number: payment.orderNumber,
    order_currency: payment.currency,
    order_amount: payment.amount,
    order_sourceUrl: new URL(payment.backUrl).origin,
    order_notes: payment.notes,
    methods: payment.methods,
    payment_id: payment.paymentId,
    payment_results: payment.status,
    payment_details: payment.details,
    payment_risk: "",
    payment_authCode: isCard && isDecidedWell ? payment.paymentId.slice(-6) : "",
    payment_eci: isCard && isDecidedWell ? (payment.challenge ? eci.confirmed : eci.plain) : "",
    payment_dateTime: toDateText(payment.createdAtMs, zoneMs),
    auth_status: authStatusOf(payment),
    payment_debitTime: debitedAtMs === undefined ? "" : toDateText(debitedAtMs, zoneMs),
    refund_status: refundedStatusOf(payment),
    refundList: { refund: payment.refunds.map(toRefundEntry) },
    chargeBack_status: payment.disputes.some(isChargeback) ? chargebackStatus.present : chargebackStatus.none,
    chargeBackList: { chargeBack: payment.disputes.filter(isChargeback).map((item) => toChargeback(item, zoneMs)) },
    duplicate_status: successes.length > 1 ? duplicateStatus.present : duplicateStatus.none,
    update_status: "",
    networkToken: { create_status: "", recurring_type: "" },
  };
}

function authStatusOf(payment: SandboxPayment): Status<"authStatus"> {
  const { none, waiting, captured, voided } = INFERRED.authStatus;
  if (payment.authorisedAtMs === undefined) return none;
  if (isVoided(payment)) return voided;
  return isAuthorised(payment) ? waiting : captured;
}

/** Only what has reached the shopper counts. */
function refundedStatusOf(payment: SandboxPayment): Status<"refundedStatus"> {
  const { none, part, full } = INFERRED.refundedStatus;
  const complete = payment.refunds.filter((refund) => refund.status === "complete").map((refund) => refund.amount);
  if (complete.length === 0) return none;
  return sumHundredths(complete) >= toHundredths(paidAmount(payment)) ? full : part;
}

function toRefundEntry({ refundId, amount, status, refundNumber }: SandboxRefund): XmlFields {
  return {
    refund_id: refundId,
    refund_amount: amount,
    refund_status: INFERRED.refundStatus[status],
    refund_number: refundNumber,
  };
}

function isChargeback({ kind }: SandboxDispute): boolean {
  return kind === "chargeback";
}

function toChargeback({ disputeId, amount, createdAtMs }: SandboxDispute, zoneMs: number): XmlFields {
  return {
    chargeBack_id: disputeId,
    chargeBack_amount: amount,
    chargeBack_dateTime: toDateText(createdAtMs, zoneMs),
  };
}
