import { isForgery, type UnverifiedNotice } from "oceanpayment/edge";
import type { Context } from "./context.ts";
import { settle } from "./settle.ts";

/** Takes what the gateway sends to `noticeUrl`. */
export async function takeNotice(context: Context): Promise<Response> {
  try {
    const notice = await context.oceanpayment.notifications.read(context.request);
    if (notice.kind === "payment") await settle(context, notice.payment, { isNotice: true });
    else await takeHint(context, notice);
  } catch (error) {
    // Not acknowledged, so that it comes again: it may be genuine, and only its way here was bad.
    if (!isForgery(error)) return new Response("", { status: 500 });
    // A forged notice changes nothing and is acknowledged all the same, as the gateway asks.
  }
  return new Response("receive-ok", { headers: { "content-type": "text/plain" } });
}

/**
 * Takes a notice whose signature nobody knows how to check: anybody can have sent it. It decides nothing, and only what is
 * open here already is asked about.
 */
async function takeHint(context: Context, { noticeType, fields }: UnverifiedNotice): Promise<void> {
  const { orders, refunds } = context;
  const refund = await refunds.findById(fields.push_id ?? "");
  const order = refund?.status === "pending" ? await orders.find(refund.orderNumber) : undefined;
  if (!refund || !order) return;
  // Where it can't be asked about now the notice is not acknowledged, and comes again.
  const { status } = await context.oceanpayment.refunds.find({ refundId: refund.refundId ?? "" });
  await refunds.settle(refund.refundNumber, status, null);
  await orders.record(order.orderNumber, {
    kind: "hint",
    title: `A notice about the refund came: ${noticeType}`,
    text: `No source tells how such a notice is signed, so it was taken as a hint, and the gateway was asked: ${status}.`,
    rows: [
      ["refund_id", refund.refundId ?? ""],
      ["amount", `${order.currency} ${refund.amount}`],
    ],
  });
}
