import type { WireFields } from "../wire/signing.ts";
import { DISPUTE_STATUS, disputeNoticeType, REFUND_NOTICE_TYPE, REFUND_PUSH_STATUS } from "./business-notices.ts";
import { toDateText } from "./calendar.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { isRecent } from "./order-query.ts";
import type { SandboxPayment } from "./sandbox-payment.ts";

/** An entry of a list, and the time it is found by. */
export interface ListEntry {
  readonly atMs: number;
  /** When its payment was made. */
  readonly paidAtMs: number;
  readonly isDispute: boolean;
  readonly fields: WireFields;
}

/** Returns the payments of a terminal in the last six months, by the time they were made. */
export async function orderEntries(terminal: string, context: GatewayContext): Promise<readonly ListEntry[]> {
  const payments = await context.state.paymentsOn(terminal);
  return payments
    .filter((payment) => isRecent(payment, context.now()))
    .map((payment) => toEntry(payment, payment.createdAtMs, {}, false, context));
}

/** Returns the refunds and disputes of a terminal's payments, by the time they began. */
export async function businessEntries(terminal: string, context: GatewayContext): Promise<readonly ListEntry[]> {
  const payments = await context.state.paymentsOn(terminal);
  return payments.flatMap((payment) => [
    ...payment.refunds.map((refund) => {
      const fields = { type: REFUND_NOTICE_TYPE[refund.kind], amount: refund.amount };
      const [status, details] = [REFUND_PUSH_STATUS[refund.status], refund.description];
      return toEntry(payment, refund.createdAtMs, { ...fields, status, details }, false, context);
    }),
    ...payment.disputes.map((dispute) => {
      const fields = { type: disputeNoticeType(dispute), amount: dispute.amount };
      const { status, details } = DISPUTE_STATUS[dispute.status];
      return toEntry(payment, dispute.createdAtMs, { ...fields, status, details }, true, context);
    }),
  ]);
}

function toEntry(
  payment: SandboxPayment,
  atMs: number,
  event: WireFields,
  isDispute: boolean,
  { zoneMs }: GatewayContext,
): ListEntry {
  const debitedAtMs = payment.status === "1" ? payment.endedAtMs : undefined;
  const { type, ...rest } = event;
  const isBusiness = type !== undefined;
  return {
    atMs,
    paidAtMs: payment.createdAtMs,
    isDispute,
    fields: {
      account: payment.account,
      terminal: payment.terminal,
      ...(isBusiness && { type }),
      payment_id: payment.paymentId,
      order_number: payment.orderNumber,
      order_currency: payment.currency,
      order_amount: payment.amount,
      methods: payment.methods,
      payment_dateTime: toDateText(payment.createdAtMs, zoneMs),
      ...(isBusiness && {
        payment_debitTime: debitedAtMs === undefined ? "" : toDateText(debitedAtMs, zoneMs),
        payment_cpdTime: toDateText(atMs, zoneMs),
        ...rest,
      }),
    },
  };
}
