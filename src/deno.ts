// Deno
export { fromEnv, senderAddress, type ConnectionInfo, type DenoEnv } from "./runtime/deno.ts";
export type { Oceanpayment } from "./edge/create-oceanpayment.ts";
export type { ClientOptions } from "./runtime/credentials.ts";

// Where notices are kept
export {
  createDenoKvStore,
  type DenoKv,
  type DenoKvAtomic,
  type DenoKvKey,
  type DenoKvStoreOptions,
} from "./runtime/deno-kv-store.ts";
export type { NoticeStore } from "./inbox/notice-store.ts";
