import type { OrderRecords } from "../inbox/notice-store.ts";
import { nextDueAtMs, type OrderRecord } from "../inbox/order-record.ts";

/** SQLite within a Durable Object: the part that is used. */
export interface ObjectSql {
  readonly exec: (
    query: string,
    ...values: (string | number | null)[]
  ) => { readonly toArray: () => readonly Readonly<Record<string, unknown>>[] };
}

/** The records of a Durable Object. */
export interface ObjectRecords extends OrderRecords {
  /** Returns when the first open work is due, or nothing where none is open. */
  readonly nextDueAtMs: () => number | undefined;
}

const TABLE = [
  "CREATE TABLE IF NOT EXISTS notices (name TEXT PRIMARY KEY, record TEXT NOT NULL, due_at_ms INTEGER)",
  "CREATE INDEX IF NOT EXISTS notices_due ON notices (due_at_ms) WHERE due_at_ms IS NOT NULL",
];
const WRITE = `INSERT INTO notices (name, record, due_at_ms) VALUES (?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET record = excluded.record, due_at_ms = excluded.due_at_ms`;

/**
 * Returns records in the SQLite of a Durable Object. Nothing is awaited between reading and writing, and an object has
 * one thread: that makes the step atomic. `changed` runs in the same turn as a write, so what it stores is stored with
 * it.
 */
export function createObjectRecords(sql: ObjectSql, changed: () => Promise<void>): ObjectRecords {
  for (const statement of TABLE) sql.exec(statement);
  const rows = (query: string, ...values: (string | number)[]) => sql.exec(query, ...values).toArray();
  return {
    update: async (order, change) => {
      const [row] = rows("SELECT record FROM notices WHERE name = ?", order);
      const found = row && fromText(row.record);
      const { record, answer } = change(found);
      if (record !== undefined && record !== found) {
        sql.exec(WRITE, order, JSON.stringify(record), nextDueAtMs(record) ?? null);
        await changed();
      }
      return answer;
    },
    due: async (nowMs, limit) =>
      rows(
        "SELECT name, record FROM notices WHERE due_at_ms <= ? ORDER BY due_at_ms LIMIT ?",
        Math.floor(nowMs),
        limit,
      ).map(({ name, record }) => ({ order: String(name), record: fromText(record) })),
    nextDueAtMs: () => {
      const [row] = rows("SELECT MIN(due_at_ms) AS at FROM notices WHERE due_at_ms IS NOT NULL");
      return typeof row?.at === "number" ? row.at : undefined;
    },
  };
}

function fromText(text: unknown): OrderRecord {
  return JSON.parse(String(text)) as OrderRecord;
}
