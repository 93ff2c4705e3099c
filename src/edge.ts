// Clients
export {
  createOceanpayment,
  type Oceanpayment,
  type OceanpaymentConfig,
  type OceanpaymentOf,
} from "./edge/create-oceanpayment.ts";
export { createPayments } from "./edge/create-payments.ts";
export type {
  ChecksArea,
  NotificationsArea,
  OrdersArea,
  PaymentsArea,
  PaymentsClient,
  QuickpayArea,
  RefundsArea,
  ReturnsArea,
} from "./edge/payments-client.ts";
export { createOpcard } from "./edge/create-opcard.ts";
export type {
  CardholdersArea,
  CardsArea,
  DisputesArea,
  OpcardClient,
  OpcardToken,
  TokensArea,
} from "./edge/opcard-client.ts";
export type { OpcardConfig } from "./edge/opcard-config.ts";
export { createOpccount } from "./edge/create-opccount.ts";
export type {
  FundPaymentsArea,
  FundsArea,
  OpccountClient,
  WithdrawalAccountsArea,
  WithdrawalsArea,
} from "./edge/opccount-client.ts";
export type { OpccountConfig, OpccountPrivateKey, SignedText } from "./schema/opccount-config.ts";
export type { AppSecret, OpcardSettings } from "./schema/opcard-config.ts";
export { createMemoryTokenStore } from "./opcard/memory-token-store.ts";
export type { RenewalClaim, StoredToken, TokenSharing, TokenStore } from "./opcard/token-store.ts";
export type { SealingKey, SealingKeyBytes } from "./opcard/sealing-key.ts";
export type { OpcardAssumptions } from "./opcard/assumptions.ts";
export type { PaymentsConfig, SecureCode, TerminalConfig } from "./schema/payments-config.ts";
export type { CallHooks, ErrorEvent, RequestEvent, ResponseEvent } from "./http/call-hooks.ts";
export type { Fetch } from "./http/send.ts";
export type { GuardOptions } from "./edge/guard.ts";

// What calls take
export type { CallOptions } from "./schema/call-options.ts";
export type { Billing, OrderToPay, PaymentDetails, Product, Shipping } from "./schema/order-input.ts";
export type {
  ApplePaySource,
  CardSource,
  ChargeInput,
  GooglePaySource,
  PayInput,
  PaymentSource,
  QuickpaySource,
} from "./schema/pay-input.ts";
export type { HostedInput, HostedPage, LinkInput, PaymentMethod } from "./schema/hosted-input.ts";
export type { EmbeddedInput, FindOrderToPay } from "./schema/embedded-input.ts";
export type {
  AboutOrder,
  CaptureInput,
  VoidCardInput,
  VoidInput,
  VoidOfflineInput,
} from "./schema/authorisation-input.ts";
export type { CustomsInput } from "./schema/customs-input.ts";
export type { BusinessListInput, DisputeListInput, ListInput, TrackingInput } from "./schema/orders-input.ts";
export type { FindRefundInput, RefundInput } from "./schema/refund-input.ts";
export type {
  CancelStoredInput,
  CreateFormInput,
  CreateStoredInput,
  FindStoredInput,
} from "./schema/quickpay-input.ts";
export type { CheckAccountInput, CheckCardBinsInput } from "./schema/checks-input.ts";

export type {
  CardRisk,
  CardRiskName,
  CreateCardholderInput,
  CreateCardInput,
  UpdateCardholderInput,
} from "./schema/opcard-input.ts";
export type { OpcardRequest } from "./schema/opcard-request.ts";
export type { ListDisputesInput, ListFilesInput, UpdateDisputeInput, UploadFileInput } from "./schema/dispute-input.ts";
export type { OpccountCode, OpccountCurrency, OpccountFile } from "./schema/opccount-fields.ts";
export type { FeeBearer, FundsListInput, WithdrawalInput } from "./schema/opccount-input.ts";
export type {
  FundPaymentAccountInput,
  FundPaymentAccountReference,
  WithdrawalAccountEdit,
  WithdrawalAccountInput,
} from "./schema/opccount-accounts-input.ts";
export type { FundPaymentInput } from "./schema/opccount-payment-input.ts";
export type { ApiMethod, OpccountOperationName, OpcardOperationName } from "./wire/api-operations.ts";
export type { ApiParameters } from "./wire/api-question.ts";
export type { JsonInput } from "./wire/json.ts";

// Results
export type {
  ApprovedPayment,
  AuthorisedPayment,
  DeclinedPayment,
  NotifiedPayment,
  PaymentFacts,
  PaymentResult,
  PendingPayment,
  RedirectPayment,
} from "./results/payment-result.ts";
export type { CodeAndText, PaymentReason } from "./results/codes.ts";
export type { AnswerFields, PlainOutcome } from "./results/plain-answer.ts";
export type { JsonObject } from "./results/json-answer.ts";
export type { JsonValue } from "./wire/json.ts";
export type { SignedPayment } from "./results/signed-payment.ts";
export type { SignedForm } from "./edge/run-call.ts";
export type { HostedDeclined, HostedRedirect, HostedResult } from "./payments/hosted.ts";
export type { CreatedLink, DeclinedLink, LinkResult } from "./payments/link.ts";
export type { AuthorisationResult } from "./payments/authorisation.ts";
export type { CustomsResult } from "./payments/customs.ts";
export type { FoundOrder, OrderAnswer, QueriedPayment, UnknownOrder } from "./orders/find.ts";
export type { SettledOrder, SettleOptions } from "./orders/settle.ts";
export type { ReconcileFinding, ReconcileInput } from "./orders/reconcile.ts";
export type { ListedBusiness, ListedOrder } from "./orders/list.ts";
export type { TrackingResult } from "./orders/tracking.ts";
export type { RefundResult, RefundState } from "./refunds/refund.ts";
export type { CancelStoredResult, CreateStoredResult, StoredPayment } from "./quickpay/stored.ts";
export type { CheckResult } from "./checks/checks.ts";
export type { ApiAnswer } from "./results/api-answer.ts";
export type { Card } from "./opcard/cards.ts";
export type { Cardholder } from "./opcard/cardholders.ts";
export type { Dispute } from "./disputes/disputes.ts";
export type { DisputeFile } from "./disputes/files.ts";
export type { FundMovement } from "./opccount/funds.ts";
export type { Withdrawal, WithdrawalQuote } from "./opccount/withdrawals.ts";
export type { AccountChange } from "./opccount/accounts.ts";
export type { FundPayment } from "./opccount/fund-payments.ts";
export { toSignedText } from "./opccount/signed-text.ts";

// Notifications and returns
export { createMemoryStore } from "./inbox/memory-store.ts";
export { createNoticeStore } from "./inbox/notice-store.ts";
export type { Lease, NoticeStore, OrderRecords, WorkReference } from "./inbox/notice-store.ts";
export {
  nextDueAtMs,
  type ClaimAnswer,
  type OpenWork,
  type OrderRecord,
  type Step,
  type Work,
} from "./inbox/order-record.ts";
export type { OrderPayments, PaymentFact, PaymentMark, PaymentState } from "./inbox/payment-states.ts";
export {
  readConfirmedFacts,
  type ConfirmedChargeback,
  type ConfirmedFacts,
  type ConfirmedRefund,
} from "./notifications/confirmed-facts.ts";
export type { AskedOrder, DrainOptions } from "./schema/handler-options.ts";
export type {
  DrainReport,
  NoticeHandler,
  NoticeHandlerOptions,
  NoticeRequestInfo,
} from "./notifications/handler-options.ts";
export type {
  ClaimedFacts,
  Notice,
  PaymentEventKind,
  PaymentNotice,
  UnverifiedKind,
  UnverifiedNotice,
} from "./notifications/notice.ts";
export type {
  ChargebackEvent,
  DuplicatePaymentEvent,
  EffectContext,
  FailedEffect,
  ForgedEvent,
  MismatchEvent,
  PaymentEvent,
  RefundEvent,
} from "./notifications/notice-events.ts";
export type { ReadNoticeOptions } from "./notifications/read-notice.ts";
export { NOTICE_SENDERS } from "./notifications/senders.ts";
export type { FindOrder, LookedUp, OrderName } from "./results/find-order.ts";
export type { PaymentReturn, ReadReturnOptions } from "./returns/read-return.ts";
export type { ReturnHandler, ReturnHandlerOptions } from "./returns/return-handler.ts";
export type { ConfirmedReturn, ConfirmReturnOptions } from "./edge/confirm-return.ts";

// Orders and money
export {
  matchOrder,
  orderMismatches,
  type OrderFacts,
  type OrderField,
  type OrderMatch,
  type StoredOrder,
} from "./results/match-order.ts";
export { isSameAmount } from "./results/amount.ts";
export { toAmount } from "./wire/currency.ts";

// Signing
export { signValue, verifySignValue } from "./edge/sign-value.ts";
export { cleanValue, type ValueForm } from "./wire/clean.ts";
export { operations, type Grade, type Operation, type OperationName } from "./wire/operations.ts";
export type { WireFields } from "./wire/signing.ts";

// What pages and servers share
export type { PublicConfig } from "./card/public-config.ts";
export type { PublicKeyInput } from "./crypto/rsa-public-key.ts";
export type { Environment, EnvironmentName, EnvironmentOption, EnvironmentOverride, HostName } from "./environment.ts";
export {
  InputError,
  isForgery,
  isOceanpaymentError,
  KeyError,
  OceanpaymentError,
  ResponseError,
  SignatureError,
  TransportError,
  type ErrorCode,
  type ErrorDetails,
  type OrderReference,
  type Outcome,
} from "./errors.ts";
