import type { PublicConfig } from "../card/public-config.ts";
import type { CheckResult } from "../checks/checks.ts";
import type { NoticeHandler, NoticeHandlerOptions } from "../notifications/handler-options.ts";
import type { Notice } from "../notifications/notice.ts";
import type { ReadNoticeOptions } from "../notifications/read-notice.ts";
import type { OrderAnswer } from "../orders/find.ts";
import type { ListedBusiness, ListedOrder } from "../orders/list.ts";
import type { ReconcileFinding, ReconcileInput } from "../orders/reconcile.ts";
import type { SettledOrder, SettleOptions } from "../orders/settle.ts";
import type { TrackingResult } from "../orders/tracking.ts";
import type { AuthorisationResult } from "../payments/authorisation.ts";
import type { CustomsResult } from "../payments/customs.ts";
import type { HostedResult } from "../payments/hosted.ts";
import type { LinkResult } from "../payments/link.ts";
import type { CancelStoredResult, CreateStoredResult, StoredPayment } from "../quickpay/stored.ts";
import type { RefundResult, RefundState } from "../refunds/refund.ts";
import type { StoredOrder } from "../results/match-order.ts";
import type { PaymentResult } from "../results/payment-result.ts";
import type { PaymentReturn, ReadReturnOptions } from "../returns/read-return.ts";
import type { ReturnHandler, ReturnHandlerOptions } from "../returns/return-handler.ts";
import type { CaptureInput, VoidInput } from "../schema/authorisation-input.ts";
import type { CallOptions } from "../schema/call-options.ts";
import type { CheckAccountInput, CheckCardBinsInput } from "../schema/checks-input.ts";
import type { CustomsInput } from "../schema/customs-input.ts";
import type { EmbeddedInput } from "../schema/embedded-input.ts";
import type { HostedInput, LinkInput } from "../schema/hosted-input.ts";
import type { BusinessListInput, DisputeListInput, ListInput, TrackingInput } from "../schema/orders-input.ts";
import type { ChargeInput, PayInput } from "../schema/pay-input.ts";
import type {
  CancelStoredInput,
  CreateFormInput,
  CreateStoredInput,
  FindStoredInput,
} from "../schema/quickpay-input.ts";
import type { FindRefundInput, RefundInput } from "../schema/refund-input.ts";
import type { ConfirmedReturn, ConfirmReturnOptions } from "./confirm-return.ts";
import type { SignedForm } from "./run-call.ts";

/**
 * Payments. A change is sent once, never repeated: an error with `outcome: "unknown"` means that the gateway may have done
 * it, so ask for the order (`orders.settle` with `error.order.orderNumber`) before trying again.
 *
 * Every method throws `InputError` for an input that is wrong (nothing was sent), `TransportError` where no whole answer
 * came, `SignatureError` where an answer must not be believed, and `ResponseError` where it can't be used or the gateway
 * refused the request itself. A decline is a result.
 */
export interface PaymentsArea {
  /**
   * Sends a direct payment and returns its result, verified: with an encrypted card, a stored payment, Google Pay or Apple
   * Pay. `POST /gateway/direct/pay`; the order of the signed fields is agreed by all public integrations, with
   * `quickpayId` inferred (protocol.md §4.1).
   */
  readonly pay: (input: PayInput, options?: CallOptions) => Promise<PaymentResult>;
  /**
   * Makes a payment on the gateway's own page, and returns where to send the shopper. `POST /gateway/service/sendTrade`;
   * the request's order is agreed, the answer's stated by one integration.
   */
  readonly createHosted: (input: HostedInput, options?: CallOptions) => Promise<HostedResult>;
  /**
   * Returns a signed form that takes the shopper's browser to the gateway's own page: make one hidden input of each field,
   * and submit it by POST. Nothing is sent here. `/gateway/service/pay` (agreed).
   */
  readonly buildHostedForm: (input: HostedInput) => Promise<SignedForm>;
  /**
   * Returns the signed fields that the vendor's script takes in the page (`Oceanpayment.checkout(fields)`). What is to be
   * paid comes from `findOrder`, never from the page. The shopper sees the fields, and the signature does not say where a
   * value ends (SECURITY.md): release nothing that `orderMismatches` does not find whole. The order is agreed.
   *
   * @throws InputError `unknown_order`, `missing_credential` without a public key.
   */
  readonly buildEmbeddedFields: (input: EmbeddedInput) => Promise<Readonly<Record<string, string>>>;
  /**
   * Makes a payment link, for a mail or a message; valid for 48 hours by default. `POST /gateway/service/moto`: how it is
   * signed is inferred, and its answer is `verified: false`.
   */
  readonly createLink: (input: LinkInput, options?: CallOptions) => Promise<LinkResult>;
  /**
   * Captures an authorised payment. An authorisation lives 7 days by default, then the gateway voids it (stated).
   * `POST /gateway/service/auth` (proved); the answer is `verified: false`, its fields inferred.
   */
  readonly capture: (input: CaptureInput, options?: CallOptions) => Promise<AuthorisationResult>;
  /**
   * Voids an authorised card payment (by `paymentId`, inferred) or an offline one that waits for its money (by
   * `orderNumber`, proved). `POST /gateway/service/auth`; the answer is `verified: false`, its fields inferred.
   */
  readonly void: (input: VoidInput, options?: CallOptions) => Promise<AuthorisationResult>;
  /**
   * Declares a payment to the Chinese customs. `POST /gateway/service/customsUpload` (proved); the answer is
   * `verified: false`.
   */
  readonly declareCustoms: (input: CustomsInput, options?: CallOptions) => Promise<CustomsResult>;
}

/**
 * What the gateway knows of orders of the last six months. Queries change nothing and are repeated after failures that may
 * pass, within `budgetMs`; their errors have `outcome: "unchanged"`. Their answers are `verified: false`, since no source
 * tells how they are signed: they are believed because they come over TLS.
 *
 * The caller's address must be registered with Oceanpayment (`ip_not_registered`). A Worker has none: see the README on
 * relays.
 */
export interface OrdersArea {
  /** Returns what the gateway knows of an order. `POST /service/check/normal` (proved). */
  readonly find: (
    orderNumber: string,
    options?: CallOptions & { readonly terminal?: string | undefined },
  ) => Promise<OrderAnswer>;
  /** Returns what the gateway knows of any number of orders, in their order: 100 are asked about at once. */
  readonly findMany: (
    orderNumbers: readonly string[],
    options?: CallOptions & { readonly terminal?: string | undefined },
  ) => Promise<readonly OrderAnswer[]>;
  /**
   * Asks for an order until its state is final or the patience ends (`isFinal`): what to do after an error with
   * `outcome: "unknown"`. It speaks of payments: after a lost capture, void or refund say with `until` what the order would
   * show. Give the ids of earlier declined payments of the order as `knownPaymentIds`.
   */
  readonly settle: (orderNumber: string, options?: SettleOptions) => Promise<SettledOrder>;
  /**
   * Returns the orders of a time, page after page as they are read; walked again, it asks again. What is wrong with the
   * input is met with the first page. `POST /service/QueryOrdersList` (proved).
   */
  readonly list: (input: ListInput, options?: CallOptions) => AsyncIterable<ListedOrder>;
  /** Returns refunds, chargebacks and the like of a time. `POST /service/BusinessOrdersList` (proved). */
  readonly listBusiness: (input: BusinessListInput, options?: CallOptions) => AsyncIterable<ListedBusiness>;
  /** Returns the disputes of a time. `POST /service/DisputeOrderList` (proved). */
  readonly listDisputes: (input: DisputeListInput, options?: CallOptions) => AsyncIterable<ListedBusiness>;
  /**
   * Tells the gateway where a parcel is. A change, sent once; orders of the last six months.
   * `POST /service/uploadTrackingNo` (agreed); its answer's codes are stated.
   */
  readonly uploadTracking: (input: TrackingInput, options?: CallOptions) => Promise<TrackingResult>;
}

/** Refunds. The caller's address must be registered with Oceanpayment, as for {@link OrdersArea}. */
export interface RefundsArea {
  /**
   * Begins a refund, whole or in part: `"pending"` means that it was taken, not that it is done. Sent once, never
   * repeated. `POST /service/applyRefund` (proved; with `refundNumber` stated by one source).
   */
  readonly create: (input: RefundInput, options?: CallOptions) => Promise<RefundResult>;
  /** Returns how a refund stands. `POST /service/queryRefund` (proved); the answer's fields no source tells (inferred). */
  readonly find: (input: FindRefundInput, options?: CallOptions) => Promise<RefundState>;
}

/**
 * Stored payments (QuickPay ids). Oceanpayment keeps no schedule: whoever sells a subscription makes each charge in time,
 * and once (stated).
 */
export interface QuickpayArea {
  /** Returns a signed form by which the shopper's browser stores a card. `/gateway/service/create` (proved). */
  readonly buildCreateForm: (input: CreateFormInput) => Promise<SignedForm>;
  /** Stores another method than a card. JSON, `POST /pg/quickPay/create` (stated); sent once. */
  readonly create: (input: CreateStoredInput, options?: CallOptions) => Promise<CreateStoredResult>;
  /** Returns a stored payment. JSON, `POST /pg/quickPay/query` (stated); repeated as queries are. */
  readonly find: (input: FindStoredInput, options?: CallOptions) => Promise<StoredPayment>;
  /** Cancels a stored payment. JSON, `POST /pg/quickPay/cancel` (stated); sent once. */
  readonly cancel: (input: CancelStoredInput, options?: CallOptions) => Promise<CancelStoredResult>;
  /**
   * Charges a stored payment, and returns the result, verified. `POST /gateway/direct/pay`; that it is signed as a card
   * payment is, is inferred. Sent once: see {@link PaymentsArea}.
   */
  readonly charge: (input: ChargeInput, options?: CallOptions) => Promise<PaymentResult>;
}

/** Checks whose answers no source describes: they are returned as they come. Repeated as queries are. */
export interface ChecksArea {
  /** Checks account, terminal and public key. JSON, `POST /pinc/check-account` (stated). */
  readonly account: (input: CheckAccountInput, options?: CallOptions) => Promise<CheckResult>;
  /** Checks the beginnings of card numbers. JSON, `POST /pinc/check-card-bin` (stated). */
  readonly cardBins: (input: CheckCardBinsInput, options?: CallOptions) => Promise<CheckResult>;
}

/** What reaches `noticeUrl`. */
export interface NotificationsArea {
  /**
   * Returns what the gateway sent to `noticeUrl`, its signature checked with the secret of the terminal it names. With
   * `findOrder` it also says how the notice meets the stored order. That is what is signed, and no more: where a page held
   * the request, ask `orders.find` before anything is released (SECURITY.md, "Pay one, be told ten").
   *
   * @throws SignatureError `unknown_terminal`, `missing_signature`, `invalid_signature`: forged, change nothing and answer
   * `receive-ok`. `unexpected_shape`, `ambiguous_outcome`: signed, so ask the gateway about the order before answering.
   * `unknown_sender` with `allowedSenders`.
   * @throws ResponseError `duplicate_order`, `gateway_refused`, `wrong_environment` where the gateway tells, signed, that
   * it refused a request: no decline, and a duplicate's order may be paid. `unexpected_method`,
   * `unexpected_content_type`, `malformed_text`, `malformed_xml`.
   * @throws TransportError `body_too_large` (a notice has at most 32 kB), `connection_failed`, `timeout`.
   */
  readonly read: (request: Request | string, options?: ReadNoticeOptions) => Promise<Notice>;
  /**
   * Returns a `Request → Response` function for `noticeUrl`. It verifies each notice, holds it against the stored order,
   * keeps it in the store until its effect has happened, and acknowledges it then. An approval counts once the gateway,
   * asked, shows it (`trust`). Effects run at least once, and one of an order at a time; no order goes back, and no approval
   * counts twice.
   *
   * @throws InputError `invalid_config`, `invalid_field`, `missing_field`.
   */
  readonly createHandler: <Order extends StoredOrder>(options: NoticeHandlerOptions<Order>) => NoticeHandler;
}

/** What the shopper's browser posts to `backUrl`. */
export interface ReturnsArea {
  /**
   * Returns what came, its signature checked; never confirmed, since it came through the shopper's hands.
   *
   * @throws SignatureError, ResponseError and TransportError as `notifications.read`; `malformed_form`.
   */
  readonly read: (request: Request | string, options?: ReadReturnOptions) => Promise<PaymentReturn>;
  /** Asks the gateway about the order of a return. `POST /service/check/normal` (proved); throws as `orders.find` does. */
  readonly confirm: (returned: PaymentReturn, options?: ConfirmReturnOptions) => Promise<ConfirmedReturn>;
  /**
   * Returns a `Request → Response` function for `backUrl`, which answers 303 to a page of the merchant's.
   *
   * @throws InputError `invalid_config`, `invalid_field`, `missing_field`.
   */
  readonly createHandler: (options: ReturnHandlerOptions) => ReturnHandler;
}

/** The Accept Payments client. */
export interface PaymentsClient {
  readonly payments: PaymentsArea;
  readonly orders: OrdersArea;
  readonly refunds: RefundsArea;
  readonly quickpay: QuickpayArea;
  readonly checks: ChecksArea;
  readonly notifications: NotificationsArea;
  readonly returns: ReturnsArea;
  /**
   * Compares what the gateway lists of a time with the merchant's own records, and yields what differs; changes nothing.
   * Notices get lost (five tries, then silence: stated, protocol.md §6.7), so run it daily, over a time that overlaps the last
   * one. Give each finding to a handler's `ask`: what the gateway confirms takes effect then, once. Walked again, it asks
   * again. Throws as `orders.list` and `orders.find` do.
   */
  readonly reconcile: <Order extends StoredOrder>(
    input: ReconcileInput<Order>,
    options?: CallOptions,
  ) => AsyncIterable<ReconcileFinding<Order>>;
  /**
   * Returns exactly what a page may have of a terminal: environment, account, terminal and public key.
   *
   * @throws InputError `invalid_argument` for an unknown terminal, `missing_credential` for one without a public key.
   */
  readonly publicConfig: (terminal?: string) => PublicConfig;
}
