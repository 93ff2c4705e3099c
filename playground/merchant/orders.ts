/** Where an order can stand. Once paid, nothing moves it. */
export type OrderState = "created" | "paying" | "awaiting-3ds" | "pending" | "declined" | "unknown" | "paid";

/** An order as the merchant stores it before any payment. */
export interface Order {
  readonly orderNumber: string;
  readonly amount: string;
  readonly currency: string;
  readonly state: OrderState;
  readonly paymentId: string | null;
}

/** One step of an order's way, for the page to show. */
export interface TraceStep {
  readonly kind: "browser" | "signed" | "answer" | "notification" | "return" | "state" | "double";
  readonly title: string;
  readonly text: string;
  /** Names and values, in order. */
  readonly rows: readonly (readonly [string, string])[];
  readonly atMs: number;
}

/** How a verified message would move an order. */
export interface Settlement {
  readonly from: readonly OrderState[];
  readonly to: OrderState;
  readonly paymentId: string;
  /** The message's computed signature: the same for its every copy. */
  readonly signature: string;
}

/** What a message did. */
export interface Settled {
  readonly isMoved: boolean;
  /** Whether the message had not been seen before. */
  readonly isNew: boolean;
}

/** The part of Cloudflare's D1 that is used. */
export interface Database {
  prepare(sql: string): Statement;
  batch(statements: readonly Statement[]): Promise<readonly { readonly meta: { readonly changes: number } }[]>;
}

interface Statement {
  bind(...values: readonly unknown[]): Statement;
  first<Row>(): Promise<Row | null>;
  all<Row>(): Promise<{ readonly results: readonly Row[] }>;
  run(): Promise<{ readonly meta: { readonly changes: number } }>;
}

/** The merchant's orders in D1. */
export function createOrders(db: Database) {
  return {
    create: async (order: Pick<Order, "orderNumber" | "amount" | "currency">) => {
      await db
        .prepare("INSERT INTO orders (number, amount, currency, state) VALUES (?, ?, ?, 'created')")
        .bind(order.orderNumber, order.amount, order.currency)
        .run();
    },
    find: (orderNumber: string) =>
      db
        .prepare(
          "SELECT number AS orderNumber, amount, currency, state, payment_id AS paymentId FROM orders WHERE number = ?",
        )
        .bind(orderNumber)
        .first<Order>(),
    /** Moves an order if it stands where expected: one atomic step, so that two clicks never pay twice. */
    move: async (orderNumber: string, from: readonly OrderState[], to: OrderState): Promise<boolean> => {
      const marks = from.map(() => "?").join(", ");
      const { meta } = await db
        .prepare(`UPDATE orders SET state = ? WHERE number = ? AND state IN (${marks})`)
        .bind(to, orderNumber, ...from)
        .run();
      return meta.changes > 0;
    },
    /**
     * Moves an order by a verified message, if that message is new and the order stands where expected. One transaction:
     * a message counts once, so that a late or repeated one of an earlier attempt can't undo the running one.
     */
    settle: async (orderNumber: string, { from, to, paymentId, signature }: Settlement): Promise<Settled> => {
      const marks = from.map(() => "?").join(", ") || "NULL";
      const [moved, seen] = await db.batch([
        db
          .prepare(
            `UPDATE orders SET state = ?, payment_id = ? WHERE number = ? AND state IN (${marks}) AND NOT EXISTS (SELECT 1 FROM seen WHERE signature = ?)`,
          )
          .bind(to, paymentId, orderNumber, ...from, signature),
        db.prepare("INSERT OR IGNORE INTO seen (signature, number) VALUES (?, ?)").bind(signature, orderNumber),
      ]);
      return { isMoved: (moved?.meta.changes ?? 0) > 0, isNew: (seen?.meta.changes ?? 0) > 0 };
    },
    record: async (orderNumber: string, step: Omit<TraceStep, "atMs">) => {
      await db
        .prepare("INSERT INTO steps (number, kind, title, text, cells, at_ms) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(orderNumber, step.kind, step.title, step.text, JSON.stringify(step.rows), Date.now())
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
