// Deno
export {
  fromEnv,
  opccountFromEnv,
  opcardFromEnv,
  senderAddress,
  type ConnectionInfo,
  type DenoEnv,
} from "./runtime/deno.ts";
export type { Oceanpayment } from "./edge/create-oceanpayment.ts";
export type { OpcardClient } from "./edge/opcard-client.ts";
export type { OpccountClient } from "./edge/opccount-client.ts";
export type { ClientOptions } from "./runtime/credentials.ts";
export type { OpcardOptions } from "./runtime/opcard-credentials.ts";
export type { OpccountOptions } from "./runtime/opccount-credentials.ts";

// Where notices are kept
export {
  createDenoKvStore,
  type DenoKv,
  type DenoKvAtomic,
  type DenoKvKey,
  type DenoKvStoreOptions,
} from "./runtime/deno-kv-store.ts";
export type { NoticeStore } from "./inbox/notice-store.ts";

// Where tokens are kept
export { createDenoKvTokenStore } from "./runtime/deno-kv-token-store.ts";
export type { RenewalClaim, StoredToken, TokenSharing, TokenStore } from "./opcard/token-store.ts";
