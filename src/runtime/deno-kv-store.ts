import { fromUtf8, utf8 } from "../bytes/utf8.ts";
import { TransportError } from "../errors.ts";
import { createNoticeStore, type NoticeStore, type OrderRecords } from "../inbox/notice-store.ts";
import { nextDueAtMs, type OrderRecord } from "../inbox/order-record.ts";
import { askDenoKv, isCommitted } from "./ask-deno-kv.ts";
import { assertBinding } from "./assert-binding.ts";
import { untilWritten } from "./until-written.ts";

/** A key of Deno KV: the parts that are used. */
export type DenoKvKey = readonly (string | number)[];

/** An atomic operation of Deno KV: the part that is used. */
export interface DenoKvAtomic {
  readonly check: (check: { readonly key: DenoKvKey; readonly versionstamp: string | null }) => DenoKvAtomic;
  readonly set: (key: DenoKvKey, value: unknown) => DenoKvAtomic;
  readonly delete: (key: DenoKvKey) => DenoKvAtomic;
  readonly commit: () => Promise<{ readonly ok: boolean }>;
}

/** A database of `Deno.openKv`: the part that is used. */
export interface DenoKv {
  readonly get: (key: DenoKvKey) => Promise<{ readonly value: unknown; readonly versionstamp: string | null }>;
  readonly list: (
    selector: { readonly prefix: DenoKvKey; readonly end: DenoKvKey },
    options: { readonly limit: number },
  ) => AsyncIterable<{ readonly key: readonly unknown[] }>;
  readonly atomic: () => DenoKvAtomic;
}

/** Where a store keeps its records in Deno KV. */
export interface DenoKvStoreOptions {
  /** What all its keys begin with. Default `["oceanpayment"]`. */
  readonly prefix?: DenoKvKey | undefined;
  /** The clock, Unix milliseconds: for tests. */
  readonly now?: (() => number) | undefined;
}

/** What a value of Deno KV may have at the most, as Deno documents. */
const MOST_BYTES = 65_536;

/**
 * Returns a store of notices in Deno KV. One value for each order holds what it has come to; it is written by an atomic
 * operation that checks that nobody else has written it since it was read, so a lease is handed out once, in any
 * region.
 *
 * Work that a crash has left waits for somebody who drives it: `Deno.cron` with `handler.drain()`. Deno KV is behind
 * `--unstable-kv`.
 *
 * A value has at most 64 KiB, which some 20 notices that wait at one order would fill: then the next one is refused, is
 * not acknowledged and comes again. An effect in the same database is made exactly once by writing its `idempotencyKey`
 * in the same atomic operation, with a check that it is not there.
 *
 * Each method throws TransportError: `connection_failed` where Deno KV can't be asked, `body_too_large` where a record
 * has more than 64 KiB, `timeout` where others were faster 20 times. Nothing was changed then, except that after
 * `connection_failed` a lease can be held by nobody until it ends.
 *
 * @throws InputError `invalid_config` for what is no database of Deno KV, such as a Workers KV namespace.
 * @example
 * ```ts
 * import { createDenoKvStore, type DenoKv, fromEnv } from "oceanpayment/deno";
 * import type { NoticeHandlerOptions } from "oceanpayment/edge";
 *
 * declare const Deno: {
 *   openKv(): Promise<DenoKv>;
 *   cron(name: string, schedule: string, run: () => Promise<void>): void;
 * };
 * declare const effects: Pick<NoticeHandlerOptions, "findOrder" | "onPayment" | "onDuplicatePayment">;
 *
 * const { notifications } = await fromEnv();
 * const notices = notifications.createHandler({ store: createDenoKvStore(await Deno.openKv()), ...effects });
 * Deno.cron("notices", "* * * * *", async () => void (await notices.drain()));
 * ```
 */
export function createDenoKvStore(
  kv: DenoKv,
  { prefix = ["oceanpayment"], now }: DenoKvStoreOptions = {},
): NoticeStore {
  assertBinding(kv, { field: "kv", wanted: "a database of Deno.openKv", methods: ["get", "list", "atomic"] });
  return createNoticeStore(recordsIn(kv, prefix), now);
}

function recordsIn(kv: DenoKv, prefix: DenoKvKey): OrderRecords {
  const keyOf = (order: string) => [...prefix, "order", order];
  const dueKeyOf = (record: OrderRecord | undefined, order: string) => {
    const dueAtMs = record && nextDueAtMs(record);
    return dueAtMs === undefined ? undefined : [...prefix, "due", dueAtMs, order];
  };

  async function read(order: string): Promise<{ record: OrderRecord | undefined; versionstamp: string | null }> {
    const { value, versionstamp } = await askDenoKv(() => kv.get(keyOf(order)));
    return { record: versionstamp === null ? undefined : fromBytes(value as Uint8Array), versionstamp };
  }

  return {
    update: (order, change) =>
      untilWritten(async () => {
        const { record: found, versionstamp } = await read(order);
        const { record, answer } = change(found);
        if (record === undefined || record === found) return { answer };
        const key = keyOf(order);
        const write = kv.atomic().check({ key, versionstamp }).set(key, toBytes(record));
        const [before, after] = [dueKeyOf(found, order), dueKeyOf(record, order)];
        if (before) write.delete(before);
        if (after) write.set(after, true);
        return (await isCommitted(write)) ? { answer } : undefined;
      }),
    due: (nowMs, limit) =>
      askDenoKv(async () => {
        const due: { order: string; record: OrderRecord }[] = [];
        // The end is not in the range, and times are whole.
        const range = { prefix: [...prefix, "due"], end: [...prefix, "due", Math.floor(nowMs) + 1] };
        for await (const { key } of kv.list(range, { limit })) {
          const order = String(key.at(-1));
          const { record } = await read(order);
          if (record) due.push({ order, record });
        }
        return due;
      }),
  };
}

/** Bytes, not text: Deno KV keeps them as they are, so that their length is known. */
function toBytes(record: OrderRecord): Uint8Array {
  const bytes = utf8(JSON.stringify(record));
  if (bytes.length <= MOST_BYTES) return bytes;
  throw new TransportError(
    "body_too_large",
    `the record of an order must have at most ${MOST_BYTES} bytes in Deno KV, this one has ${bytes.length}`,
  );
}

function fromBytes(bytes: Uint8Array): OrderRecord {
  return JSON.parse(fromUtf8(bytes)) as OrderRecord;
}
