import { toHex } from "../bytes/hex.ts";
import { randomBytes } from "../bytes/random.ts";
import { InputError, shapeOf, TransportError } from "../errors.ts";
import { createNoticeStore, type NoticeStore, type OrderRecords } from "../inbox/notice-store.ts";
import { nextDueAtMs, type OrderRecord } from "../inbox/order-record.ts";
import { assertBinding } from "./assert-binding.ts";
import { untilWritten } from "./until-written.ts";

/** A prepared statement of D1: the part that is used. */
export interface D1Statement {
  readonly bind: (...values: (string | number | null)[]) => D1Statement;
  readonly all: () => Promise<{ readonly results: readonly unknown[] }>;
}

/** A binding of Cloudflare D1: the part that is used. */
export interface D1 {
  readonly prepare: (query: string) => D1Statement;
}

/** Where a store keeps its records in D1. */
export interface D1StoreOptions {
  /** The table's name: letters, digits and `_`. Default `"oceanpayment_notices"`. */
  readonly table?: string | undefined;
  /** The clock, Unix milliseconds: for tests. */
  readonly now?: (() => number) | undefined;
}

/** A row that was read. */
interface Row {
  readonly name: string;
  readonly record: string;
  readonly stamp: string;
}

const TABLE = "oceanpayment_notices";
const COLUMNS = "name TEXT PRIMARY KEY, record TEXT NOT NULL, stamp TEXT NOT NULL, due_at_ms INTEGER";

/**
 * Returns a store of notices in Cloudflare D1. One row for each order holds what it has come to; it is written only
 * where nobody else has written it since it was read, so a lease is handed out once, wherever the Workers run.
 *
 * The table makes itself: the first question that finds none creates it. A project with migrations puts
 * {@link noticeTableSql} into one instead, and spares that question. Give the database itself, not a session of it.
 *
 * Work that a crash has left waits for somebody who drives it: a Cron Trigger that calls `handler.drain()`.
 *
 * A store hands work out once, yet a Worker can end between the effect and the note that it is done: then it runs
 * again, with the same `idempotencyKey`. An effect in the same database is made exactly once by writing that key in the
 * same batch, which D1 runs as one transaction: where the key is there, nothing of the batch happens.
 *
 * Each method throws TransportError: `connection_failed` where D1 can't be asked, `body_too_large` where it does not
 * take a record for its length, `timeout` where others were faster 20 times. What was to be stored then is not
 * acknowledged, and comes again.
 *
 * @throws InputError `invalid_config` for what is no D1 database, such as a Workers KV namespace, or no name of a table.
 * @example
 * ```ts
 * import { createD1Store, type D1, fromEnv } from "oceanpayment/cloudflare";
 * import type { NoticeHandlerOptions } from "oceanpayment/edge";
 *
 * declare const env: { readonly DB: D1 & { batch(statements: readonly unknown[]): Promise<unknown> } };
 * declare const effects: Pick<NoticeHandlerOptions, "findOrder" | "onDuplicatePayment">;
 *
 * // CREATE TABLE effects (idempotency_key TEXT PRIMARY KEY);
 * const { notifications } = await fromEnv(env);
 * const notices = notifications.createHandler({
 *   store: createD1Store(env.DB),
 *   ...effects,
 *   onPayment: async ({ order, status }, { idempotencyKey }) => {
 *     const seen = env.DB.prepare("SELECT 1 FROM effects WHERE idempotency_key = ?").bind(idempotencyKey);
 *     if ((await seen.all()).results.length > 0) return;
 *     // Whoever comes second in a race fails at the key with the whole batch, and finds it the next time.
 *     await env.DB.batch([
 *       env.DB.prepare("INSERT INTO effects (idempotency_key) VALUES (?)").bind(idempotencyKey),
 *       env.DB.prepare("UPDATE orders SET state = ? WHERE number = ? AND state <> 'approved'").bind(status, order.orderNumber),
 *     ]);
 *   },
 * });
 * ```
 */
export function createD1Store(database: D1, { table = TABLE, now }: D1StoreOptions = {}): NoticeStore {
  assertBinding(database, { field: "database", wanted: "a D1 database", methods: ["prepare", "batch"] });
  assertTable(table);
  return createNoticeStore(recordsIn(database, table), now);
}

/**
 * Returns the SQL that makes the table of {@link createD1Store}, for a migration. It changes nothing where the table is
 * there.
 *
 * @throws InputError `invalid_config` for what is no name of a table.
 */
export function noticeTableSql(table = TABLE): string {
  assertTable(table);
  return tableStatements(table)
    .map((statement) => `${statement};\n`)
    .join("");
}

function tableStatements(table: string): readonly string[] {
  return [
    `CREATE TABLE IF NOT EXISTS ${table} (${COLUMNS})`,
    `CREATE INDEX IF NOT EXISTS ${table}_due ON ${table} (due_at_ms) WHERE due_at_ms IS NOT NULL`,
  ];
}

function assertTable(table: unknown): void {
  if (typeof table === "string" && /^[A-Za-z_]\w{0,59}$/.test(table) && !/^sqlite_/i.test(table)) return;
  throw new InputError("invalid_config", `"table" must be letters, digits and _, got ${shapeOf(table)}`, {
    field: "table",
  });
}

function recordsIn(database: D1, table: string): OrderRecords {
  const ask = (query: string, values: readonly (string | number | null)[]) =>
    withTable(database, table, () =>
      database
        .prepare(query)
        .bind(...values)
        .all(),
    );
  const columns = `SELECT name, record, stamp FROM ${table}`;

  /** Writes a record unless another has written since it was read. Returns whether it was written. */
  async function write(order: string, record: OrderRecord, stamp: string | undefined): Promise<boolean> {
    const values = [JSON.stringify(record), toHex(randomBytes(16)), nextDueAtMs(record) ?? null];
    // What was written is returned: a count of changes would be the host's word, and hosts count in several ways.
    const { results } =
      stamp === undefined
        ? await ask(
            `INSERT INTO ${table} (record, stamp, due_at_ms, name) VALUES (?, ?, ?, ?)
              ON CONFLICT DO NOTHING RETURNING name`,
            [...values, order],
          )
        : await ask(
            `UPDATE ${table} SET record = ?, stamp = ?, due_at_ms = ? WHERE name = ? AND stamp = ? RETURNING name`,
            [...values, order, stamp],
          );
    return results.length === 1;
  }

  return {
    update: (order, change) =>
      untilWritten(async () => {
        const row = (await ask(`${columns} WHERE name = ?`, [order])).results[0] as Row | undefined;
        const found = row && (JSON.parse(row.record) as OrderRecord);
        const { record, answer } = change(found);
        const isWritten = record === undefined || record === found || (await write(order, record, row?.stamp));
        return isWritten ? { answer } : undefined;
      }),
    due: async (nowMs, limit) => {
      const { results } = await ask(`${columns} WHERE due_at_ms <= ? ORDER BY due_at_ms LIMIT ?`, [nowMs, limit]);
      return (results as readonly Row[]).map(({ name, record }) => ({
        order: name,
        record: JSON.parse(record) as OrderRecord,
      }));
    },
  };
}

/** Asks D1; a table that is missing is made first. What D1 throws can name what it was given, so it goes no further. */
async function withTable<Answer>(database: D1, table: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!/no such table/i.test(String(error))) throw toTransportError(error);
  }
  try {
    for (const statement of tableStatements(table)) await database.prepare(statement).all();
    return await ask();
  } catch (error) {
    throw toTransportError(error);
  }
}

function toTransportError(error: unknown): TransportError {
  const [code = "no code"] = /SQLITE_\w+|D1_\w+/.exec(String(error).replace(/D1_ERROR/g, "")) ?? [];
  return code === "SQLITE_TOOBIG"
    ? new TransportError("body_too_large", "the record of an order is longer than D1 takes")
    : new TransportError("connection_failed", `D1 did not answer (${code})`);
}
