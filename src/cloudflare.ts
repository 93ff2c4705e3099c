// Cloudflare Workers
export {
  fromEnv,
  opccountFromEnv,
  opcardFromEnv,
  senderAddress,
  type SecretsStoreSecret,
} from "./runtime/cloudflare.ts";
export type { Oceanpayment } from "./edge/create-oceanpayment.ts";
export type { OpcardClient } from "./edge/opcard-client.ts";
export type { OpccountClient } from "./edge/opccount-client.ts";
export type { ClientOptions } from "./runtime/credentials.ts";
export type { OpcardOptions } from "./runtime/opcard-credentials.ts";
export type { OpccountOptions } from "./runtime/opccount-credentials.ts";

// Where notices are kept, and a queue before it
export { createD1Store, noticeTableSql, type D1, type D1Statement, type D1StoreOptions } from "./runtime/d1-store.ts";
export {
  createNoticeObject,
  type NoticeDriver,
  type NoticeObject,
  type NoticeObjectOptions,
  type NoticeObjectState,
} from "./runtime/durable-inbox.ts";
export type { ObjectStorage } from "./runtime/durable-alarm.ts";
export type { ObjectSql } from "./runtime/durable-records.ts";
export { createDurableStore, type DurableStoreOptions, type NoticeNamespace } from "./runtime/durable-store.ts";
export type { ObjectStub } from "./runtime/ask-object.ts";
export {
  consumeNotices,
  enqueueNotice,
  type EnqueueOptions,
  type NoticeBatch,
  type NoticeMessage,
  type NoticeQueue,
  type NoticeReader,
  type QueuedNotice,
} from "./runtime/notice-queue.ts";
export type { NoticeStore } from "./inbox/notice-store.ts";
export type { NoticeHandler } from "./notifications/handler-options.ts";

// Where tokens are kept
export {
  createTokenObject,
  type TokenObject,
  type TokenObjectOptions,
  type TokenObjectState,
} from "./runtime/durable-token-object.ts";
export { createDurableTokenStore, type TokenNamespace } from "./runtime/durable-token-store.ts";
export { createKvTokenStore, type KvTokenStoreOptions, type TokenKv } from "./runtime/kv-token-store.ts";
export type { RenewalClaim, StoredToken, TokenSharing, TokenStore } from "./opcard/token-store.ts";
