import { InputError, shapeOf } from "../errors.ts";
import type { NoticeStore } from "./notice-store.ts";
import { isWorkersKv, WORKERS_KV_REFUSED } from "./workers-kv.ts";

const METHODS: readonly (keyof NoticeStore)[] = ["claim", "resume", "complete", "release", "due"];

/** Refuses what is no store of notices. @throws InputError `invalid_config`, with the reason for a Workers KV namespace. */
export function assertNoticeStore(store: unknown): asserts store is NoticeStore {
  const details = { field: "store" };
  if (isWorkersKv(store))
    throw new InputError("invalid_config", `"store" must be atomic: ${WORKERS_KV_REFUSED}`, details);
  const found = (store ?? {}) as Readonly<Record<string, unknown>>;
  if (METHODS.some((name) => typeof found[name] !== "function")) {
    const made = "createD1Store, createDurableStore, createDenoKvStore or createMemoryStore";
    throw new InputError("invalid_config", `"store" must be one of ${made}, got ${shapeOf(store)}`, details);
  }
}
