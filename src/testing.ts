// The simulated gateway
export { createSandbox, type Sandbox, type SandboxOptions, type StoreQuickpayOptions } from "./testing/sandbox.ts";
export type {
  RevokeOptions,
  SandboxApi,
  SandboxApiOptions,
  SandboxOpccountConfig,
  SandboxOpcardConfig,
} from "./testing/api/sandbox-api.ts";
export type { SandboxApp, SandboxOpcardOptions, TokenCalls } from "./testing/api/opcard-side.ts";
export type { SandboxOpccountOptions } from "./testing/api/opccount-side.ts";
export type { SandboxUpload } from "./testing/api/api-request.ts";
export type { SandboxCardholder } from "./testing/api/cardholders.ts";
export type { SandboxCard } from "./testing/api/cards.ts";
export type { OpenDisputeOptions } from "./testing/api/dispute-records.ts";
export type { SandboxFile } from "./testing/api/files.ts";
export type { SandboxFundPayment, SandboxFundPaymentAccount } from "./testing/api/fund-payments.ts";
export type { SandboxWithdrawalAccount } from "./testing/api/withdrawal-accounts.ts";
export type { SandboxWithdrawal } from "./testing/api/withdrawals.ts";
export type { ApiOperationName, GatewayOperationName } from "./testing/operation-name.ts";
export type { DisputeOptions } from "./testing/disputes.ts";
export type { SandboxTerminal } from "./testing/gateway-context.ts";
export type { ReceivedRequest } from "./testing/received.ts";
export type {
  SandboxDispute,
  SandboxHostedPage,
  SandboxPayment,
  SandboxRefund,
  SandboxTracking,
} from "./testing/sandbox-payment.ts";
export { createSandboxStore, type SandboxStore } from "./testing/sandbox-store.ts";
export type { CallFault, Fault, NoticeFault } from "./testing/faults.ts";
export type { Delivery } from "./testing/notices.ts";
export { testCards, type CardDecision, type TestCard } from "./testing/test-cards.ts";
export { testWalletToken, type WalletDecision } from "./testing/wallet-tokens.ts";

// Card data
export { openCardData, type OpenCardDataOptions, type OpenedCard } from "./testing/open-card-data.ts";
export type { PrivateKeyInput } from "./testing/private-key.ts";
