import type { NoticeHandler, ReturnHandler } from "oceanpayment/edge";

/**
 * What each recipe serves: the library's functions from a request to a response. Make them once, where your server starts:
 *
 * ```ts
 * const { notifications, returns } = await fromEnv(env);
 * const handlers = {
 *   notices: notifications.createHandler({ store, findOrder, onPayment, onDuplicatePayment }),
 *   returns: returns.createHandler({ location: (returned) => `/orders/${returned?.payment.signed.orderNumber ?? ""}` }),
 * };
 * ```
 *
 * A notice's signature is over its bytes: let no body parser read it first. Its address is the connection's, never a
 * header's, unless a proxy of your own writes that header anew. And somebody must call `notices.drain()` now and then: a
 * Cron Trigger, `Deno.cron`, an interval.
 */
export interface Handlers {
  /** At `noticeUrl`, which must not be behind a CDN. */
  readonly notices: NoticeHandler;
  /** At `backUrl`. */
  readonly returns: ReturnHandler;
}
