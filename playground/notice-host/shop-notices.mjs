/**
 * Returns the handler of notices of a shop on a plain host: the same on Node and Deno. It prints what happens to an order,
 * and nothing that is secret.
 */
export function createShopNotices({ notifications }, { store, orders, allowedSenders, log = console.log }) {
  return notifications.createHandler({
    store,
    allowedSenders,
    findOrder: ({ orderNumber }) => orders.find(orderNumber),
    onPayment: async ({ order, status, paymentId, signature }, { idempotencyKey, attempt }) => {
      log(`${order.orderNumber} ${status} by ${paymentId}, run ${attempt}`);
      // What pays an order is stored with it, so that a second approval is known as one.
      const change = status === "approved" ? { state: "paid", paymentId, signature } : { state: status };
      await orders.change(order.orderNumber, change, idempotencyKey);
    },
    onDuplicatePayment: async ({ order, paymentId, isConfirmed }, { idempotencyKey }) => {
      log(`${order.orderNumber} was ${isConfirmed ? "" : "perhaps "}paid twice: look at ${paymentId}`);
      await orders.change(order.orderNumber, { extraPaymentId: paymentId }, idempotencyKey);
    },
    onRefund: async ({ order, refundId, status }, { idempotencyKey }) => {
      log(`${order.orderNumber} refund ${refundId} ${status}`);
      await orders.change(order.orderNumber, {}, idempotencyKey);
    },
    onMismatch: ({ about, differing }) => log(`${about.orderNumber} differs in ${differing.join(", ")}: ignored`),
    onForged: ({ code, suspect }) => log(`a notice was discarded (${code}), look at first: ${suspect}`),
    onError: (error) => log(`a notice waits: ${error}`),
  });
}
