import type { RefundState } from "oceanpayment/edge";
import type { Database } from "./database.ts";

/** A refund as the merchant stores it, before it is asked for. */
export interface StoredRefund {
  /** The merchant's own number: a refund of unknown outcome is told by it. */
  readonly refundNumber: string;
  readonly orderNumber: string;
  readonly paymentId: string;
  /** The gateway's number, once it is known. */
  readonly refundId: string | null;
  readonly amount: string;
  readonly status: RefundState["status"] | "unknown";
}

/** A refund to be begun. `mostCents` is what the order was paid by. */
export interface NewRefund extends Pick<StoredRefund, "refundNumber" | "orderNumber" | "paymentId" | "amount"> {
  readonly cents: number;
  readonly mostCents: number;
}

const COLUMNS =
  "refund_number AS refundNumber, number AS orderNumber, payment_id AS paymentId, refund_id AS refundId, amount, status";

/** The merchant's refunds in D1. */
export function createRefunds(db: Database) {
  return {
    /**
     * Stores a refund if the order's payment still covers it, and tells whether it does. One atomic step: two clerks at
     * once refund no more than was paid. One of unknown outcome counts as done until it is known.
     */
    begin: async (refund: NewRefund): Promise<boolean> => {
      const { refundNumber, orderNumber, paymentId, amount, cents, mostCents } = refund;
      const { meta } = await db
        .prepare(
          "INSERT INTO refunds (refund_number, number, payment_id, amount, cents, status) SELECT ?, ?, ?, ?, ?, 'unknown' WHERE ? + (SELECT COALESCE(SUM(cents), 0) FROM refunds WHERE payment_id = ? AND status <> 'declined') <= ?",
        )
        .bind(refundNumber, orderNumber, paymentId, amount, cents, cents, paymentId, mostCents)
        .run();
      return meta.changes > 0;
    },
    /** Keeps how a refund stands. */
    settle: async (refundNumber: string, status: StoredRefund["status"], refundId: string | null) => {
      await db
        .prepare("UPDATE refunds SET status = ?, refund_id = COALESCE(?, refund_id) WHERE refund_number = ?")
        .bind(status, refundId, refundNumber)
        .run();
    },
    findById: (refundId: string) =>
      db.prepare(`SELECT ${COLUMNS} FROM refunds WHERE refund_id = ?`).bind(refundId).first<StoredRefund>(),
    find: (refundNumber: string) =>
      db.prepare(`SELECT ${COLUMNS} FROM refunds WHERE refund_number = ?`).bind(refundNumber).first<StoredRefund>(),
    of: async (orderNumber: string): Promise<readonly StoredRefund[]> => {
      const found = await db
        .prepare(`SELECT ${COLUMNS} FROM refunds WHERE number = ? ORDER BY rowid`)
        .bind(orderNumber)
        .all<StoredRefund>();
      return found.results;
    },
    list: async (): Promise<readonly StoredRefund[]> =>
      (await db.prepare(`SELECT ${COLUMNS} FROM refunds ORDER BY rowid`).all<StoredRefund>()).results,
  };
}

export type Refunds = ReturnType<typeof createRefunds>;

/** Returns a decimal amount of a currency with two decimals in its hundredths; nothing where it is none. */
export function toCents(amount: string): number | undefined {
  const found = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(amount);
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : undefined;
}
