import { createNoticeStore, type NoticeStore } from "./notice-store.ts";
import { nextDueAtMs, type OrderRecord } from "./order-record.ts";

/**
 * Returns a store in memory: for tests, and for one process that may forget. What it holds ends with the process.
 *
 * @param options `now` is the clock, Unix milliseconds.
 */
export function createMemoryStore({ now = Date.now }: { readonly now?: (() => number) | undefined } = {}): NoticeStore {
  const records = new Map<string, OrderRecord>();
  return createNoticeStore(
    {
      update: async (order, change) => {
        const { record, answer } = change(records.get(order));
        if (record) records.set(order, record);
        return answer;
      },
      due: async (nowMs, limit) => {
        const open = [...records].map(([order, record]) => ({
          order,
          record,
          dueAtMs: nextDueAtMs(record) ?? Infinity,
        }));
        const due = open.filter(({ dueAtMs }) => dueAtMs <= nowMs).sort((one, other) => one.dueAtMs - other.dueAtMs);
        return due.slice(0, limit);
      },
    },
    now,
  );
}
