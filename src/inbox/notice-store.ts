import { toHex } from "../bytes/hex.ts";
import { randomBytes } from "../bytes/random.ts";
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

/** Returns a store over the records of orders. */
export function createNoticeStore(records: OrderRecords, now: () => number = Date.now): NoticeStore {
  const moment = (leaseMs: number): Moment => ({ nowMs: now(), leaseMs, token: toHex(randomBytes(16)) });
  return Object.freeze({
    claim: (order, work, leaseMs) => records.update(order, (record) => claimWork(record, work, moment(leaseMs))),
    resume: ({ order, key }, leaseMs) =>
      records.update<ClaimAnswer>(order, (record) =>
        record ? leaseWork(record, key, moment(leaseMs)) : { answer: { kind: "done" } },
      ),
    complete: ({ order, key, token }) => records.update(order, (record) => completeWork(record, key, token)),
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
