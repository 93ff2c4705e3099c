import { InputError, shapeOf } from "../errors.ts";
import type { OrderAnswer } from "../orders/find.ts";
import { type FindOrder, type LookedUp, lookUp } from "../results/find-order.ts";
import type { PaymentReturn } from "../returns/read-return.ts";
import type { CallOptions } from "../schema/call-options.ts";

/** What the gateway said when it was asked about the order that a shopper came back from. */
export interface ConfirmedReturn {
  readonly isConfirmed: true;
  /** All that the gateway knows of the order. */
  readonly order: OrderAnswer;
  /** How that meets the order that `findOrder` returned; `"unmatched"` where no `findOrder` was given. */
  readonly match: LookedUp;
}

/** How a return is confirmed. */
export interface ConfirmReturnOptions extends CallOptions {
  /** Looks up the stored order. */
  readonly findOrder?: FindOrder | undefined;
}

/** Asks for an order, as `orders.find` does. */
type Find = (
  orderNumber: string,
  options: CallOptions & { readonly terminal?: string | undefined },
) => Promise<OrderAnswer>;

/** Returns the function that asks about the order of a return. */
export function confirmReturn(find: Find) {
  return async (
    returned: PaymentReturn,
    { findOrder, ...options }: ConfirmReturnOptions = {},
  ): Promise<ConfirmedReturn> => {
    const signed = returned?.payment?.signed;
    if (signed === undefined) {
      throw new InputError(
        "invalid_argument",
        `"returned" must be what returns.read returned, got ${shapeOf(returned)}`,
        {
          field: "returned",
        },
      );
    }
    const order = await find(signed.orderNumber, { terminal: signed.terminal, ...options });
    return { isConfirmed: true, order, match: await lookUp(order, signed, findOrder) };
  };
}
