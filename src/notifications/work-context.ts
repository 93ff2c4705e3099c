import type { Work } from "../inbox/order-record.ts";
import type { OrderAnswer } from "../orders/find.ts";
import type { StoredOrder } from "../results/match-order.ts";
import type { CheckedHandlerOptions } from "./handler-options.ts";
import type { FailedEffect } from "./notice-events.ts";
import type { OrderName } from "../results/find-order.ts";

/** What the gateway is asked. */
export interface Asking {
  /** Asks for an order. */
  readonly find: (about: OrderName) => Promise<OrderAnswer>;
  /** Tells whether an order can be asked about: one of the merchant's terminals, and a number the gateway takes. */
  readonly isAskable: (about: OrderName) => boolean;
}

/** What all work is run with. */
export interface WorkContext<Order extends StoredOrder> {
  readonly options: CheckedHandlerOptions<Order>;
  readonly asking: Asking;
  /** Looks up the merchant's own order; nothing where there is none. */
  readonly findOrder: (about: OrderName) => Promise<Order | undefined>;
  /** Claims work and runs it. Returns whether it has taken effect. */
  readonly claimAndRun: (about: OrderName, work: Work) => Promise<boolean>;
  /** Tells what failed, and never fails itself. */
  readonly tellError: (error: unknown, effect?: FailedEffect) => Promise<void>;
}

/** How a run ended: `"again"` is for what has not come yet, and is no error. */
export type EffectEnd = "done" | "again";

/** One run of a piece of work. */
export interface EffectRun<Order extends StoredOrder> {
  readonly about: OrderName;
  /** The work's own key. */
  readonly key: string;
  readonly attempt: number;
  /** The payment that has paid the order by what the store was told, where this run is for another one's approval. */
  readonly paidBy: string | undefined;
  readonly context: WorkContext<Order>;
}
