// Clients
export { createOceanpayment, type Oceanpayment, type OceanpaymentConfig } from "./edge/create-oceanpayment.ts";
export { createPayments, type PaymentsClient } from "./edge/create-payments.ts";
export type { PaymentsConfig, SecureCode, TerminalConfig } from "./schema/payments-config.ts";
export type { Billing, CallOptions, PayInput, Shipping } from "./schema/pay-input.ts";
export type { Fetch } from "./http/send.ts";
export type { GuardOptions } from "./edge/guard.ts";

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
export type { SignedPayment } from "./results/signed-payment.ts";
export type { Notice, PaymentNotice, UnverifiedNotice } from "./notifications/read-notice.ts";
export { orderMismatches, type OrderField, type StoredOrder } from "./results/match-order.ts";
export { isSameAmount } from "./results/amount.ts";

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
