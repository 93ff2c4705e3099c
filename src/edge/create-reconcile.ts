import { type ReconcileFinding, type ReconcileInput, reconcileTerminal } from "../orders/reconcile.ts";
import type { StoredOrder } from "../results/match-order.ts";
import type { CallOptions } from "../schema/call-options.ts";
import { checkReconcileInput } from "../schema/reconcile-input.ts";
import { isOrderNumber } from "./is-order-number.ts";
import type { OrdersArea, PaymentsClient } from "./payments-client.ts";
import type { CallContext } from "./run-call.ts";

/** Returns the function that compares the gateway's lists with the merchant's records, terminal after terminal. */
export function createReconcile(
  { account, terminals }: Pick<CallContext, "account" | "terminals">,
  { list, listBusiness, listDisputes, findMany }: OrdersArea,
): PaymentsClient["reconcile"] {
  return <Order extends StoredOrder>(input: ReconcileInput<Order>, options?: CallOptions) => {
    checkReconcileInput(input);
    const { from, to, timeZone, terminals: names = terminals.names } = input;
    async function* walk(): AsyncGenerator<ReconcileFinding<Order>, void, undefined> {
      for (const { terminal } of names.map(terminals.select)) {
        const range = { from, to, timeZone, terminal };
        yield* reconcileTerminal(
          input,
          { account, terminal },
          {
            orders: () => list(range, options),
            business: () => listBusiness(range, options),
            disputes: () => listDisputes(range, options),
            isAskable: (orderNumber) => isOrderNumber(orderNumber, terminal),
            find: (orderNumbers) => findMany(orderNumbers, { terminal, ...options }),
          },
        );
      }
    }
    return Object.freeze({ [Symbol.asyncIterator]: walk });
  };
}
