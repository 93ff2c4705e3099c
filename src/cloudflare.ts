// Cloudflare Workers
export { fromEnv, senderAddress, type SecretsStoreSecret } from "./runtime/cloudflare.ts";
export type { Oceanpayment } from "./edge/create-oceanpayment.ts";
export type { ClientOptions } from "./runtime/credentials.ts";

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
export {
  createDurableStore,
  type DurableStoreOptions,
  type NoticeNamespace,
  type NoticeStub,
} from "./runtime/durable-store.ts";
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
