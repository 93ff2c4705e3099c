import { matchOrder, type OrderMatch, type StoredOrder } from "./match-order.ts";

/** An order, as messages name it. */
export interface OrderName {
  readonly account: string;
  readonly terminal: string;
  readonly orderNumber: string;
}

/** Looks up the merchant's own order; nothing where there is none. */
export type FindOrder<Order extends StoredOrder = StoredOrder> = (
  about: OrderName,
) => Order | null | undefined | Promise<Order | null | undefined>;

/** How a message meets the merchant's own order: `"unmatched"` where nobody looked it up, and it decides nothing. */
export type LookedUp = OrderMatch | { readonly kind: "unmatched" };

/** Looks an order up, and returns how what was told of it meets it. An order that is not there differs in its number. */
export async function lookUp(
  told: Parameters<typeof matchOrder>[0],
  { account, terminal, orderNumber }: OrderName,
  findOrder: FindOrder | undefined,
): Promise<LookedUp> {
  if (findOrder === undefined) return { kind: "unmatched" };
  const order = await findOrder({ account, terminal, orderNumber });
  return order ? matchOrder(told, order) : { kind: "other-order", differing: ["orderNumber"] };
}
