import type { WireFields } from "../wire/signing.ts";
import { toDateText } from "./calendar.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { toXml } from "./gateway-xml.ts";
import { queueNotice } from "./notices.ts";
import type { SandboxDispute, SandboxPayment, SandboxRefund } from "./sandbox-payment.ts";

/** `notice_type` of a refund (stated, protocol.md §6.7). */
export const REFUND_NOTICE_TYPE: Readonly<Record<SandboxRefund["kind"], string>> = {
  full: "refund",
  partial: "partialRefund",
};

/** `push_status`: 0 failed, 1 success, 2 in dispute (stated, §6.7); of a refund still in process inferred. */
export const REFUND_PUSH_STATUS: Readonly<Record<SandboxRefund["status"], string>> = {
  pending: "-1",
  complete: "1",
  fail: "0",
};

/** The same of a dispute: won is a success (inferred). */
export const DISPUTE_STATUS: Readonly<Record<SandboxDispute["status"], { status: string; details: string }>> = {
  open: { status: "2", details: "In dispute" },
  won: { status: "1", details: "Won" },
  lost: { status: "0", details: "Lost" },
};

/** `notice_type` of a dispute (stated, §6.7); that the second stands for one that was won is inferred. */
const DISPUTE_NOTICE_TYPES: Readonly<Record<SandboxDispute["kind"], readonly [open: string, won: string]>> = {
  chargeback: ["chargeBack", "re-presentment"],
  retrieval: ["retrieval", "reversal-retrieval"],
  fraud: ["fraud", "fraud"],
};

/** Returns the `notice_type` of a dispute. */
export function disputeNoticeType({ kind, status }: SandboxDispute): string {
  return DISPUTE_NOTICE_TYPES[kind][status === "won" ? 1 : 0];
}

/** Notifies of a refund that has ended. */
export function notifyRefund(payment: SandboxPayment, refund: SandboxRefund, context: GatewayContext): Promise<void> {
  return notify(payment, context, {
    notice_type: REFUND_NOTICE_TYPE[refund.kind],
    push_status: REFUND_PUSH_STATUS[refund.status],
    push_details: refund.status === "complete" ? "Success" : "Refund failed",
    // The refund's own id (stated, §6.7).
    push_id: refund.refundId,
    push_amount: refund.amount,
    refund_number: refund.refundNumber,
  });
}

/** Notifies of a dispute. */
export function notifyDispute(
  payment: SandboxPayment,
  dispute: SandboxDispute,
  context: GatewayContext,
): Promise<void> {
  return notify(payment, context, {
    notice_type: disputeNoticeType(dispute),
    push_status: DISPUTE_STATUS[dispute.status].status,
    push_details: DISPUTE_STATUS[dispute.status].details,
    push_id: dispute.disputeId,
    push_amount: dispute.amount,
  });
}

async function notify(payment: SandboxPayment, context: GatewayContext, event: WireFields): Promise<void> {
  const { notice_type, ...push } = event;
  const nowText = toDateText(context.now(), context.zoneMs);
  const fields = {
    response_type: "1",
    notice_type,
    account: payment.account,
    terminal: payment.terminal,
    // No source tells how this notice is signed.
    signValue: "",
    methods: payment.methods,
    order_number: payment.orderNumber,
    order_currency: payment.currency,
    order_amount: payment.amount,
    order_notes: payment.notes,
    payment_id: payment.paymentId,
    ...push,
    payment_cpdTime: nowText,
    push_dateTime: nowText,
  };
  const { paymentId, noticeUrl } = payment;
  await queueNotice({ paymentId, url: noticeUrl, body: toXml(fields) }, context.noticeContext);
}
