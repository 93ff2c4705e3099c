import { createJsonFiles } from "./json-files.mjs";

/** The orders of a shop on a plain host. It stands for your database. */
export function createOrderFiles(folder) {
  const files = createJsonFiles(folder);
  return {
    find: (orderNumber) => files.read(orderNumber),
    create: (order) => files.update(order.orderNumber, (found) => ({ value: found ? undefined : order })),
    /** Changes an order once for each key, in one step with the note of that key: a second run changes nothing. */
    change: (orderNumber, change, idempotencyKey) =>
      files.update(orderNumber, (order) => {
        if (!order || order.effects?.includes(idempotencyKey)) return {};
        return { value: { ...order, ...change, effects: [...(order.effects ?? []), idempotencyKey] } };
      }),
  };
}
