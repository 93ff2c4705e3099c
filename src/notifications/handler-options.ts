import type { NoticeStore } from "../inbox/notice-store.ts";
import type { QueriedPayment } from "../orders/find.ts";
import type { StoredOrder } from "../results/match-order.ts";
import type { AskedOrder, DrainOptions } from "../schema/handler-options.ts";
import type { ConfirmedFacts } from "./confirmed-facts.ts";
import type { UnverifiedNotice } from "./notice.ts";
import type {
  ChargebackEvent,
  DuplicatePaymentEvent,
  EffectContext,
  FailedEffect,
  ForgedEvent,
  MismatchEvent,
  PaymentEvent,
  RefundEvent,
} from "./notice-events.ts";
import type { FindOrder } from "../results/find-order.ts";

/** What runs for an event. What it throws, or rejects with, means that it has to run again. */
type Effect<Event> = (event: Event, context: EffectContext) => unknown;

/** What a handler of notifications is made of. */
export interface NoticeHandlerOptions<Order extends StoredOrder = StoredOrder> {
  /** Where notices are kept until they have taken effect: a Durable Object, D1, Deno KV; memory for tests. */
  readonly store: NoticeStore;
  /** Looks up the merchant's own order. */
  readonly findOrder: FindOrder<Order>;
  /**
   * An order was moved by a payment that matches it: release the goods where `status` is `"approved"`, and the event's
   * `refunds` and `chargebacks` do not say that the money has gone back already.
   */
  readonly onPayment: Effect<PaymentEvent<Order>>;
  /** A paid order was paid again. */
  readonly onDuplicatePayment: Effect<DuplicatePaymentEvent<Order>>;
  /** A refund ended, as the gateway says when it is asked. */
  readonly onRefund?: Effect<RefundEvent<Order>> | undefined;
  /** The gateway, asked, shows a chargeback. */
  readonly onChargeback?: Effect<ChargebackEvent<Order>> | undefined;
  /**
   * A genuine payment does not match the stored order. May run several times. Without it such a notice is not
   * acknowledged.
   */
  readonly onMismatch?: ((event: MismatchEvent<Order>) => unknown) | undefined;
  /** A notice came whose signature cannot be checked: anybody can have sent it. To be shown, never to decide by. */
  readonly onUnverified?: ((notice: UnverifiedNotice) => unknown) | undefined;
  /** A forged notice came; or, first to be suspected, a terminal's secureCode is mistyped. */
  readonly onForged?: ((event: ForgedEvent) => unknown) | undefined;
  /** Something failed that will be tried again: a callback, the store, the question to the gateway. */
  readonly onError?: ((error: unknown, effect: FailedEffect | undefined) => unknown) | undefined;
  /**
   * The addresses that notices may come from, such as `NOTICE_SENDERS`; the connection's is given with each request. What
   * comes from one of them and is signed counts without a question. Default: any.
   */
  readonly allowedSenders?: readonly string[] | undefined;
  /**
   * What an approval or an authorisation takes to count. A payment whose signed request a page held (`buildHostedForm`,
   * `buildEmbeddedFields`) can have been made for a part of its amount, and its result be cut to the whole one: the
   * signature does not tell (SECURITY.md, "Pay one, be told ten").
   *
   * - `"confirmed"` (default): that the gateway, asked, shows it; or that it came from one of `allowedSenders`.
   * - `"signed"`: its signature alone. Only where no page ever holds a signed request of these terminals: with `pay`,
   *   `createHosted`, `createLink` and `quickpay.charge` alone.
   */
  readonly trust?: "confirmed" | "signed" | undefined;
  /** How long a callback may take before another may run it again. Default 60,000 ms. */
  readonly leaseMs?: number | undefined;
  /**
   * When a notice is acknowledged: after its effect, or as soon as the store has it. The latter needs somebody who drives
   * the rest: a Durable Object, or `drain` from a Cron Trigger. Default `"finished"`.
   */
  readonly acknowledge?: "finished" | "stored" | undefined;
  /** Reads refunds and chargebacks from the gateway's answer, whose fields are inferred. Default `readConfirmedFacts`. */
  readonly readFacts?: ((payment: QueriedPayment) => ConfirmedFacts) | undefined;
}

/** Options of a handler, checked and whole. */
export interface CheckedHandlerOptions<Order extends StoredOrder> extends NoticeHandlerOptions<Order> {
  readonly leaseMs: number;
  readonly acknowledge: "finished" | "stored";
  readonly trust: "confirmed" | "signed";
  readonly readFacts: (payment: QueriedPayment) => ConfirmedFacts;
}

/** What the host knows about a request. */
export interface NoticeRequestInfo {
  /** The address of the connection, never a header's word. */
  readonly senderAddress?: string | undefined;
  /** Keeps the host running until a promise ends: `ctx.waitUntil` of a Worker. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** What became of work that was driven. */
export interface DrainReport {
  /** How many effects ended. */
  readonly done: number;
  /** How many failed, and will be tried again. */
  readonly failed: number;
  /** Whether there may be more whose time has come. */
  readonly left: boolean;
}

/** Answers what reaches `noticeUrl`. */
export interface NoticeHandler {
  (request: Request, info?: NoticeRequestInfo): Promise<Response>;
  /**
   * Takes a notice's raw body, from a queue say. `isDone` is `false` where it must be given again later, `isForged` where
   * it changed nothing: of one that was verified before, that the secrets differ.
   *
   * @throws ResponseError `malformed_xml`, TransportError `body_too_large` for what is no notice, and never will be;
   * SignatureError `unknown_sender`.
   */
  readonly take: (
    body: string,
    info?: Pick<NoticeRequestInfo, "senderAddress">,
  ) => Promise<{ readonly isDone: boolean; readonly isForged: boolean }>;
  /** Runs stored effects whose lease or pause has ended: from a Cron Trigger, `Deno.cron` or an alarm. */
  readonly drain: (options?: DrainOptions) => Promise<DrainReport>;
  /** Asks the gateway about an order, and lets what it confirms take effect: for what `reconcile` found. */
  readonly ask: (about: AskedOrder) => Promise<{ readonly isDone: boolean }>;
}
