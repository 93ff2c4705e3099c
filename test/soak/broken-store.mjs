// A store that must fail: the same as D1's, but for a claim that reads, waits, and writes whatever happened meanwhile.
import { createD1Store, noticeTableSql } from "oceanpayment/cloudflare";
import { createNoticeStore } from "oceanpayment/edge";

const TABLE = "oceanpayment_notices";

/** Returns a store over D1 whose `claim` is not atomic. */
export function createBrokenStore(database) {
  const whole = createD1Store(database);
  const { claim } = createNoticeStore({
    update: (order, change) => updateBlindly(database, order, change),
    due: async () => [],
  });
  return { ...whole, claim };
}

async function updateBlindly(database, order, change) {
  for (const statement of noticeTableSql().split(";\n").slice(0, -1)) await database.prepare(statement).run();
  const row = await database.prepare(`SELECT record FROM ${TABLE} WHERE name = ?`).bind(order).first();
  const { record, answer } = change(row === null ? undefined : JSON.parse(row.record));
  if (record === undefined) return answer;
  const dueAtMs = record.open.length === 0 ? null : Math.min(...record.open.map((work) => work.dueAtMs));
  await database
    .prepare(`INSERT OR REPLACE INTO ${TABLE} (name, record, stamp, due_at_ms) VALUES (?, ?, ?, ?)`)
    .bind(order, JSON.stringify(record), crypto.randomUUID(), dueAtMs)
    .run();
  return answer;
}
