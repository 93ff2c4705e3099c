// The simulated gateway
export { createSandbox, type Sandbox, type SandboxOptions, type StoreQuickpayOptions } from "./testing/sandbox.ts";
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
