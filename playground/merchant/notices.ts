import { createD1Store } from "oceanpayment/cloudflare";
import type { NoticeHandler, StoredOrder } from "oceanpayment/edge";
import { type Context, createShop, type MerchantEnv, type Shop } from "./context.ts";
import { isFromForwarder } from "./forwarder.ts";
import { isGivenBack } from "./order-states.ts";
import type { Order } from "./orders.ts";
import { recordMismatch, recordSecond, settleFact, toStored } from "./settle.ts";

const ASKED = " Before it counts the gateway is asked: a signature does not tell where the amount ends.";
const FORWARDED = " A plain host took it first, since a Worker is behind a CDN, and handed it on byte for byte.";

/** What a notice can say that the shop gives something away for. */
const WORTH: readonly string[] = ["approved", "authorised"];

/** One of each isolate: a handler counts what is forged, to tell a mistyped secret from an attack. */
const handlers = new WeakMap<MerchantEnv, NoticeHandler>();

/** Takes what the gateway sends to `noticeUrl`. */
export async function takeNotice(context: Context): Promise<Response> {
  const { env, request, later } = context;
  if (!(await isFromForwarder(request, env))) return new Response("", { status: 403 });
  await showNotice(context, request.clone());
  const handler = await handlerOf(env);
  return handler(request, { waitUntil: later });
}

/** Does what notices were to do and could not: a lease that a crash left behind, a question without an answer. */
export async function driveNotices(env: MerchantEnv): Promise<void> {
  const handler = await handlerOf(env);
  await handler.drain();
}

async function handlerOf(env: MerchantEnv): Promise<NoticeHandler> {
  const known = handlers.get(env);
  if (known) return known;
  const handler = createHandler(await createShop(env));
  handlers.set(env, handler);
  return handler;
}

/** All that this shop does about notices. Each effect may run again after a crash, and changes nothing then. */
function createHandler(shop: Shop): NoticeHandler {
  const { env, orders, refunds: ownRefunds, oceanpayment } = shop;
  return oceanpayment.notifications.createHandler<Order & StoredOrder>({
    store: createD1Store(env.DB),
    findOrder: async ({ orderNumber }) => {
      const order = await orders.find(orderNumber);
      return order && { ...order, ...toStored(shop, order) };
    },
    // By one name or the other it counts once: a capture may be on its way by the time that "authorised" is told again.
    // Confirmed late, a payment may have gone back in the same answer: then there is nothing to be shipped.
    onPayment: ({ order, payment, signature, refunds, chargebacks }, { idempotencyKey }) => {
      const isBack = isGivenBack(order.amount, { refunds, chargebacks });
      return settleFact(orders, order, { ...payment, signature: signature ?? idempotencyKey, isBack });
    },
    onDuplicatePayment: async ({ order: { orderNumber }, paymentId, isConfirmed }, { idempotencyKey }) => {
      if (isConfirmed)
        return recordSecond(orders, orderNumber, paymentId, "The gateway's own list shows both payments.");
      const step = {
        kind: "hint",
        title: "Perhaps paid twice: look first",
        text: "A second approval was notified, and the gateway's list does not show it.",
        rows: [["payment_id", paymentId]],
      } as const;
      return orders.record(orderNumber, step, idempotencyKey);
    },
    onRefund: async ({ order, refundId, refundNumber, status, amount }, { idempotencyKey }) => {
      const own = (await ownRefunds.findById(refundId)) ?? (await ownRefunds.find(refundNumber));
      if (own) await ownRefunds.settle(own.refundNumber, status === "complete" ? "approved" : "declined", refundId);
      const step = {
        kind: "hint",
        title: `A notice about ${own ? "the refund" : "a refund that was not begun here"} came: ${status}`,
        text: "No source tells how such a notice is signed, so it was taken as a hint: this is what the gateway said, asked.",
        rows: [
          ["refund_id", refundId],
          ["amount", `${order.currency} ${amount}`],
        ],
      } as const;
      await orders.record(order.orderNumber, step, idempotencyKey);
    },
    onChargeback: async ({ order, chargebackId, amount }, { idempotencyKey }) => {
      const step = {
        kind: "chargeback",
        title: "The shopper's bank takes the money back",
        text: "A notice hinted at a chargeback, and the gateway, asked, shows it. Answer it in time in its dashboard.",
        rows: [
          ["chargeback", chargebackId],
          ["amount", `${order.currency} ${amount}`],
        ],
      } as const;
      await orders.record(order.orderNumber, step, idempotencyKey);
    },
    // One about no order of this shop is not acknowledged, and comes again: its order may not be stored yet.
    onMismatch: async ({ order, differing, payment }) => {
      if (order) await recordMismatch(orders, order.orderNumber, { paymentId: payment.paymentId, differing });
    },
    onForged: ({ code, suspect }) => console.warn(`a notice was discarded (${code}), look at first: ${suspect}`),
    onError: (error) => console.error(`a notice waits: ${String(error)}`),
  });
}

/**
 * Writes a notice down for the order's page, each once however often it comes. What a notice does is the handler's: a shop
 * that shows no steps needs nothing of this.
 */
async function showNotice(shop: Shop, request: Request): Promise<void> {
  const { env, orders, oceanpayment } = shop;
  const notice = await oceanpayment.notifications.read(request).catch(() => undefined);
  if (notice?.kind !== "payment") return;
  const { status, signed, signature } = notice.payment;
  if (!(await orders.find(signed.orderNumber))) return;
  const step = {
    kind: "notification",
    title: `The gateway notified: ${status}`,
    text: `The signature is right: everything that decides is signed, and was checked with the terminal's secureCode.${WORTH.includes(status) ? ASKED : ""}${env.NOTICE_TOKEN && FORWARDED}`,
    rows: [
      ...Object.entries(signed).filter(([, value]) => value !== ""),
      ["signature", `${signature.slice(0, 12)}…`] as const,
    ],
  } as const;
  await orders.record(signed.orderNumber, step, `notice/${signature}`);
}
