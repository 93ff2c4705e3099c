import { toHex } from "../bytes/hex.ts";
import { randomBytes } from "../bytes/random.ts";
import { InputError, shapeOf } from "../errors.ts";
import {
  claimWork,
  completeWork,
  dueKeys,
  leaseWork,
  type ClaimAnswer,
  type Moment,
  type OrderRecord,
  releaseWork,
  type Step,
  type Work,
} from "./order-record.ts";

/** Work of an order, by its key. */
export interface WorkReference {
  /** Names one order of all the merchant's: `account/terminal/orderNumber`. */
  readonly order: string;
  readonly key: string;
}

/** A lease that somebody holds. */
export interface Lease extends WorkReference {
  readonly token: string;
}

/**
 * Keeps what must take effect, and what each order has come to: the one port between the handler of notifications and a
 * database. All it takes and returns is plain data. Each method is one atomic step and durable when it returns.
 */
export interface NoticeStore {
  /** Stores work, advances its order, and leases it, unless that has happened, is overtaken or held by somebody. */
  readonly claim: (order: string, work: Work, leaseMs: number) => Promise<ClaimAnswer>;
  /** Leases work that was stored before. */
  readonly resume: (work: WorkReference, leaseMs: number) => Promise<ClaimAnswer>;
  /** Ends work. `false`: the lease was taken over, and another runs the work. */
  readonly complete: (lease: Lease) => Promise<boolean>;
  /** Gives a lease back, to be tried again after a pause. `false`: the lease was taken over. */
  readonly release: (lease: Lease, pauseMs: number) => Promise<boolean>;
  /** Returns work whose time has come: leases that ended, and pauses that are over. Longest waiting first. */
  readonly due: (limit: number) => Promise<readonly WorkReference[]>;
}

/** Where the records of orders are kept: all that a database must do. */
export interface OrderRecords {
  /**
   * Changes an order's record in one atomic step: no other change of it happens between reading and writing, in any
   * process. `change` may be called several times.
   */
  readonly update: <Answer>(
    order: string,
    change: (record: OrderRecord | undefined) => Step<Answer>,
  ) => Promise<Answer>;
  /** Returns the orders whose next open work is due by a time, longest waiting first. */
  readonly due: (
    nowMs: number,
    limit: number,
  ) => Promise<readonly { readonly order: string; readonly record: OrderRecord }[]>;
}

/**
 * Returns a store over the records of orders, kept in a database of your own: one row for each order, read and written in
 * one transaction that locks it.
 *
 * @throws InputError `invalid_config` for what keeps no records.
 * @example
 * ```ts
 * import { createNoticeStore, nextDueAtMs, type OrderRecord } from "oceanpayment/edge";
 *
 * type Rows = readonly { readonly name: string; readonly record: string }[];
 * type Query = (text: string, values: readonly unknown[]) => Promise<Rows>;
 * declare const database: { query: Query; inTransaction<Result>(run: (query: Query) => Promise<Result>): Promise<Result> };
 *
 * // CREATE TABLE notices (name TEXT PRIMARY KEY, record TEXT, due_at_ms BIGINT)
 * const store = createNoticeStore({
 *   update: (order, change) =>
 *     database.inTransaction(async (query) => {
 *       await query("INSERT INTO notices (name) VALUES ($1) ON CONFLICT DO NOTHING", [order]);
 *       const [row] = await query("SELECT name, record FROM notices WHERE name = $1 FOR UPDATE", [order]);
 *       const { record, answer } = change(row?.record ? (JSON.parse(row.record) as OrderRecord) : undefined);
 *       if (record) {
 *         const values = [JSON.stringify(record), nextDueAtMs(record) ?? null, order];
 *         await query("UPDATE notices SET record = $1, due_at_ms = $2 WHERE name = $3", values);
 *       }
 *       return answer;
 *     }),
 *   due: async (nowMs, limit) => {
 *     const text = "SELECT name, record FROM notices WHERE due_at_ms <= $1 ORDER BY due_at_ms LIMIT $2";
 *     const rows = await database.query(text, [nowMs, limit]);
 *     return rows.map(({ name, record }) => ({ order: name, record: JSON.parse(record) as OrderRecord }));
 *   },
 * });
 * ```
 */
export function createNoticeStore(records: OrderRecords, now: () => number = Date.now): NoticeStore {
  if (typeof records?.update !== "function" || typeof records.due !== "function") {
    throw new InputError("invalid_config", `"records" must have update and due, got ${shapeOf(records)}`, {
      field: "records",
    });
  }
  const moment = (leaseMs: number): Moment => ({ nowMs: now(), leaseMs, token: toHex(randomBytes(16)) });
  return Object.freeze({
    claim: (order, work, leaseMs) => records.update(order, (record) => claimWork(record, work, moment(leaseMs))),
    resume: ({ order, key }, leaseMs) =>
      records.update<ClaimAnswer>(order, (record) =>
        record ? leaseWork(record, key, moment(leaseMs)) : { answer: { kind: "done" } },
      ),
    complete: ({ order, key, token }) =>
      records.update(order, (record) => completeWork(record, key, { token, nowMs: now() })),
    release: ({ order, key, token }, pauseMs) =>
      records.update(order, (record) => releaseWork(record, key, { token, dueAtMs: now() + pauseMs })),
    due: async (limit) => {
      const nowMs = now();
      const orders = await records.due(nowMs, limit);
      const work = orders.flatMap(({ order, record }) => dueKeys(record, nowMs).map((key) => ({ order, key })));
      return work.slice(0, limit);
    },
  } satisfies NoticeStore);
}
