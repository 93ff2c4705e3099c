import { createNoticeStore } from "oceanpayment/edge";
import { createJsonFiles } from "./json-files.mjs";

/**
 * Returns a store of notices in a folder, for one process that must not forget. It shows all that a database of your own
 * has to do: change one order's record in one step, and find the orders whose work is due.
 */
export function createFileStore(folder) {
  const files = createJsonFiles(folder);
  return createNoticeStore({
    update: (order, change) =>
      files.update(order, (found) => {
        const { record, answer } = change(found);
        return { value: record === found ? undefined : record, answer };
      }),
    // It reads every record: a database has an index of when their work is due.
    due: async (nowMs, limit) => {
      const orders = [];
      for (const order of await files.names()) {
        const record = await files.read(order);
        orders.push({ order, record, dueAtMs: Math.min(...record.open.map(({ dueAtMs }) => dueAtMs)) });
      }
      const due = orders.filter(({ dueAtMs }) => dueAtMs <= nowMs);
      return due.sort((one, other) => one.dueAtMs - other.dueAtMs).slice(0, limit);
    },
  });
}
