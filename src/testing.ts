// The simulated gateway
export { createSandbox, type Sandbox, type SandboxOptions } from "./testing/sandbox.ts";
export type { SandboxTerminal } from "./testing/direct-pay.ts";
export type { SandboxPayment } from "./testing/sandbox-state.ts";
export { createMemoryStore, type SandboxStore } from "./testing/sandbox-store.ts";
export type { CallFault, Fault, NoticeFault } from "./testing/faults.ts";
export type { Delivery } from "./testing/notices.ts";
export { testCards, type CardDecision, type TestCard } from "./testing/test-cards.ts";

// Card data
export { openCardData, type OpenCardDataOptions, type OpenedCard } from "./testing/open-card-data.ts";
export type { PrivateKeyInput } from "./testing/private-key.ts";
