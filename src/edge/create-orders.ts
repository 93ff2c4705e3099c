import { InputError, shapeOf } from "../errors.ts";
import type { OrderAnswer } from "../orders/find.ts";
import type { ListPage } from "../orders/list.ts";
import { settleOrder, type SettleOptions } from "../orders/settle.ts";
import { walkPages } from "../orders/walk-pages.ts";
import { type CallOptions, parseSettleOptions } from "../schema/call-options.ts";
import type { ListInput } from "../schema/orders-input.ts";
import type { CallInput, CallRow } from "./call.ts";
import { calls } from "./calls.ts";
import type { OrdersArea } from "./payments-client.ts";
import { type CallContext, runCall } from "./run-call.ts";

/** The gateway takes no more order numbers in one question (stated, protocol.md §6.4). */
const BATCH = 100;

/** Returns the part of the client that asks about orders. */
export function createOrders(context: CallContext, gatewayTimeZone: string | undefined): OrdersArea {
  async function findMany(
    orderNumbers: readonly string[],
    given?: CallOptions & { readonly terminal?: string | undefined },
  ): Promise<readonly OrderAnswer[]> {
    const { terminal, ...options } = given ?? {};
    if (!Array.isArray(orderNumbers)) {
      throw new InputError("invalid_field", `"orderNumbers" must be a list, got ${shapeOf(orderNumbers)}`, {
        field: "orderNumbers",
      });
    }
    const batches: { readonly orderNumbers: readonly string[]; readonly terminal: string | undefined }[] = [];
    for (let at = 0; at < orderNumbers.length; at += BATCH) {
      const batch = { orderNumbers: orderNumbers.slice(at, at + BATCH), terminal };
      // All are checked before the first is asked about: an error then means that nothing was sent.
      calls.find.parse(batch);
      batches.push(batch);
    }
    const found: OrderAnswer[] = [];
    for (const batch of batches) found.push(...(await runCall(calls.find, batch, options, context)));
    return found;
  }

  async function find(orderNumber: string, options?: Parameters<typeof findMany>[1]): Promise<OrderAnswer> {
    const { terminal, ...rest } = options ?? {};
    const [found] = await runCall(calls.find, { orderNumbers: [orderNumber], terminal }, rest, context);
    return found as OrderAnswer;
  }

  /** Walks a list's pages, each asked for when it is wanted, and from the first whenever it is walked again. */
  const list =
    <Input extends CallInput, Item extends { readonly fields: object }>(row: CallRow<Input, ListPage<Item>>) =>
    (input: ListInput, options?: CallOptions): AsyncIterable<Item> => {
      const ask = async (page: number) => {
        // Pages are counted here.
        if (Object.hasOwn(input ?? {}, "page")) {
          throw new InputError("invalid_field", `"page" is not a member this takes`, { field: "page" });
        }
        return runCall(row, { ...input, timeZone: input?.timeZone ?? gatewayTimeZone, page }, options, context);
      };
      return Object.freeze({ [Symbol.asyncIterator]: () => walkPages(ask) });
    };

  return Object.freeze({
    find,
    findMany,
    settle: async (orderNumber: string, options?: SettleOptions) => {
      const { terminal, signal, timeoutMs, budgetMs, ...patience } = parseSettleOptions<OrderAnswer>(options);
      const ask = (leftMs: number) =>
        find(orderNumber, {
          terminal,
          signal,
          timeoutMs,
          budgetMs: Math.min(budgetMs ?? context.queryBudgetMs, leftMs),
        });
      return settleOrder(ask, { ...patience, signal });
    },
    list: list(calls.list),
    listBusiness: list(calls.listBusiness),
    listDisputes: list(calls.listDisputes),
    uploadTracking: (input, options) => runCall(calls.uploadTracking, input, options, context),
  } satisfies OrdersArea);
}
