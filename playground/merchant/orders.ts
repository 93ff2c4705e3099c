import type { Database } from "./database.ts";
import type { OrderState } from "./order-states.ts";

/** The ways an order can be paid here. */
export type Flow = "card" | "reserve" | "hosted" | "embedded" | "club";

/** An order as the merchant stores it before any payment. */
export interface Order {
  readonly orderNumber: string;
  readonly flow: Flow;
  readonly amount: string;
  readonly currency: string;
  readonly state: OrderState;
  /** The payment that the state is about. */
  readonly paymentId: string | null;
  /** The signature of the message that told of it, if one did. No page gets it. */
  readonly signature: string | null;
  /** Where the shopper goes on paying, while that is open. */
  readonly continueUrl: string | null;
  readonly createdAtMs: number;
}

/** One step of an order's way, for the page to show. */
export interface TraceStep {
  readonly kind:
    | "browser"
    | "signed"
    | "answer"
    | "notification"
    | "hint"
    | "return"
    | "asked"
    | "refund"
    | "chargeback"
    | "state"
    | "double";
  readonly title: string;
  readonly text: string;
  /** Names and values, in order. */
  readonly rows: readonly (readonly [string, string])[];
  readonly atMs: number;
}

/** How a message would move an order. */
export interface Settlement {
  readonly from: readonly OrderState[];
  readonly to: OrderState;
  readonly paymentId: string;
  /** What is known of that payment from now on. */
  readonly status: string;
  /**
   * The message's computed signature, the same for its every copy: what a message tells counts once. An answer to a
   * question has none, and always counts: it tells how things stand now.
   */
  readonly signature?: string | undefined;
}

/** What a message did. */
export interface Settled {
  readonly isMoved: boolean;
  /** Whether nothing had told this of the payment before. */
  readonly isNew: boolean;
}

const COLUMNS =
  "number AS orderNumber, flow, amount, currency, state, payment_id AS paymentId, signature, continue_url AS continueUrl, created_at_ms AS createdAtMs";

/** How often the gateway is asked about one order at the most: the question comes from a page that anybody may open. */
const ASK_PAUSE_MS = 2000;

/** The merchant's orders in D1. */
export function createOrders(db: Database) {
  return {
    /** Stores an order, and tells whether its number was new. */
    create: async (order: Pick<Order, "orderNumber" | "flow" | "amount" | "currency">): Promise<boolean> => {
      const { meta } = await db
        .prepare(
          "INSERT OR IGNORE INTO orders (number, flow, amount, currency, state, created_at_ms) VALUES (?, ?, ?, ?, 'created', ?)",
        )
        .bind(order.orderNumber, order.flow, order.amount, order.currency, Date.now())
        .run();
      return meta.changes > 0;
    },
    find: (orderNumber: string) =>
      db.prepare(`SELECT ${COLUMNS} FROM orders WHERE number = ?`).bind(orderNumber).first<Order>(),
    /** Returns the order that a payment is known to be of. */
    findByPayment: (paymentId: string) =>
      db
        .prepare(`SELECT ${COLUMNS} FROM orders WHERE number = (SELECT number FROM payments WHERE payment_id = ?)`)
        .bind(paymentId)
        .first<Order>(),
    /** Returns the newest orders. */
    list: async (most: number): Promise<readonly Order[]> => {
      const found = await db
        .prepare(`SELECT ${COLUMNS} FROM orders ORDER BY created_at_ms DESC LIMIT ?`)
        .bind(most)
        .all<Order>();
      return found.results;
    },
    listCreatedBetween: async (fromMs: number, toMs: number): Promise<readonly Order[]> => {
      const found = await db
        .prepare(`SELECT ${COLUMNS} FROM orders WHERE created_at_ms BETWEEN ? AND ?`)
        .bind(fromMs, toMs)
        .all<Order>();
      return found.results;
    },
    /** Moves an order if it stands where expected: one atomic step, so that two clicks never pay twice. */
    move: async (orderNumber: string, from: readonly OrderState[], to: OrderState): Promise<boolean> => {
      const { meta } = await db
        .prepare(`UPDATE orders SET state = ?, continue_url = NULL WHERE number = ? AND state IN (${marks(from)})`)
        .bind(to, orderNumber, ...from)
        .run();
      return meta.changes > 0;
    },
    /**
     * Moves an order by what a message tells of a payment, if that is new and the order stands where expected. One
     * transaction: a fact counts once, so that a late message of an earlier attempt can't undo the running one.
     */
    settle: async (orderNumber: string, settlement: Settlement): Promise<Settled> => {
      const { from, to, paymentId, status, signature = null } = settlement;
      const isTold = "payment_id = ?2 AND (status = ?6 OR (status = 'declined' AND ?6 <> 'approved'))";
      const [moved, known] = await db.batch([
        db
          .prepare(
            `UPDATE orders SET state = ?1, payment_id = ?2, signature = ?3, continue_url = NULL WHERE number = ?4 AND state IN (SELECT value FROM json_each(?5)) AND (?3 IS NULL OR NOT EXISTS (SELECT 1 FROM payments WHERE signature = ?3 OR ${isTold}))`,
          )
          .bind(to, paymentId, signature, orderNumber, JSON.stringify(from), status),
        // What has ended stays so: a late "pending" changes nothing.
        db
          .prepare(
            "INSERT INTO payments (payment_id, number, status, signature) VALUES (?, ?, ?, ?) ON CONFLICT (payment_id) DO UPDATE SET status = excluded.status, signature = COALESCE(excluded.signature, payments.signature) WHERE payments.status NOT IN ('approved', 'declined') AND excluded.status <> 'pending'",
          )
          .bind(paymentId, orderNumber, status, signature),
      ]);
      return { isMoved: (moved?.meta.changes ?? 0) > 0, isNew: (known?.meta.changes ?? 0) > 0 };
    },
    /** Keeps the payment that has paid an order, as the gateway's own list tells it. */
    correctPayment: async (orderNumber: string, paymentId: string) => {
      await db
        .prepare("UPDATE orders SET payment_id = ? WHERE number = ? AND state IN ('paid', 'returned')")
        .bind(paymentId, orderNumber)
        .run();
    },
    /** Returns the ids of an order's payments that are known to be of some status. */
    paymentIds: async (orderNumber: string, status: string): Promise<readonly string[]> => {
      const found = await db
        .prepare("SELECT payment_id AS id FROM payments WHERE number = ? AND status = ?")
        .bind(orderNumber, status)
        .all<{ readonly id: string }>();
      return found.results.map(({ id }) => id);
    },
    /** Keeps where the shopper goes on paying, while the order waits for that. */
    continueAt: async (orderNumber: string, url: string) => {
      await db
        .prepare("UPDATE orders SET continue_url = ? WHERE number = ? AND state IN ('at-gateway', 'awaiting-3ds')")
        .bind(url, orderNumber)
        .run();
    },
    /** Tells whether the gateway may be asked about an order now, and counts it as asked. */
    mayAsk: async (orderNumber: string): Promise<boolean> => {
      const nowMs = Date.now();
      const { meta } = await db
        .prepare("UPDATE orders SET asked_at_ms = ? WHERE number = ? AND asked_at_ms < ?")
        .bind(nowMs, orderNumber, nowMs - ASK_PAUSE_MS)
        .run();
      return meta.changes > 0;
    },
    /** Writes a step down; one that is about a named event once, however often that is told. */
    record: async (orderNumber: string, step: Omit<TraceStep, "atMs">, event: string | null = null) => {
      await db
        .prepare(
          "INSERT OR IGNORE INTO steps (number, event, kind, title, text, cells, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(orderNumber, event, step.kind, step.title, step.text, JSON.stringify(step.rows), Date.now())
        .run();
    },
    steps: async (orderNumber: string): Promise<readonly TraceStep[]> => {
      const { results } = await db
        .prepare("SELECT kind, title, text, cells, at_ms AS atMs FROM steps WHERE number = ? ORDER BY id")
        .bind(orderNumber)
        .all<Omit<TraceStep, "rows"> & { readonly cells: string }>();
      return results.map(({ cells, ...step }) => ({ ...step, rows: JSON.parse(cells) as TraceStep["rows"] }));
    },
  };
}

export type Orders = ReturnType<typeof createOrders>;

/** Returns what a page may see of an order. */
export function toShown({ signature: _signature, ...shown }: Order): Omit<Order, "signature"> {
  return shown;
}

function marks(values: readonly unknown[]): string {
  return values.map(() => "?").join(", ") || "NULL";
}
