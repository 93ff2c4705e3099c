import * as v from "valibot";
import * as field from "./fields.ts";
import { expects, parse } from "./parse.ts";

/** How a single call may differ from the client's way. */
export interface CallOptions {
  /** Stops waiting for the call. What a change did by then is unknown. */
  readonly signal?: AbortSignal | undefined;
  /** How long one exchange may take, its answer's body included. Default the client's. */
  readonly timeoutMs?: number | undefined;
  /** How long a query may take in all, its repetitions included. Default the client's `queryBudgetMs`. */
  readonly budgetMs?: number | undefined;
}

/** How an order is asked about until its state is final; `Order` is what an answer tells of it. */
export interface AskOptions<Order> extends CallOptions {
  /** How long to go on asking. Default 120,000 ms. */
  readonly patienceMs?: number | undefined;
  /** The pause after the first question; each further one is longer. Default 1,000 ms. */
  readonly firstPauseMs?: number | undefined;
  /**
   * The ids of earlier payments of this order that are known already. Without them an earlier attempt that was declined
   * counts as the end of the one that is asked about.
   */
  readonly knownPaymentIds?: readonly string[] | undefined;
  /**
   * Tells whether what the gateway knows is the end. Default: money taken, money held, or a decline that is no earlier
   * one. After a lost capture, void or refund, say what it would show, such as `(order) => order.status === "approved"`.
   */
  readonly until?: ((order: Order) => boolean) | undefined;
  /** The terminal the order was paid by. Default the first. */
  readonly terminal?: string | undefined;
}

const members = {
  signal: v.optional(
    v.custom<AbortSignal>(
      (value) => typeof (value as AbortSignal | null)?.addEventListener === "function",
      expects("invalid_argument", "must be an AbortSignal"),
    ),
  ),
  timeoutMs: v.optional(field.timeoutMs("invalid_argument")),
  budgetMs: v.optional(field.timeoutMs("invalid_argument")),
};

const callOptions = v.optional(v.strictObject(members));

const settleOptions = v.optional(
  v.strictObject({
    ...members,
    patienceMs: v.optional(field.timeoutMs("invalid_argument", 86_400_000)),
    firstPauseMs: v.optional(field.timeoutMs("invalid_argument")),
    knownPaymentIds: v.optional(v.array(field.paymentId, expects("invalid_argument", "must be a list of payment ids"))),
    until: v.optional(
      v.custom<() => boolean>(
        (value) => typeof value === "function",
        expects("invalid_argument", "must be a function"),
      ),
    ),
    terminal: v.optional(field.terminalName),
  }),
);

/** Returns the options of a call, checked. @throws InputError `invalid_argument`. */
export function parseCallOptions(input: unknown): CallOptions {
  return parse(callOptions, input ?? undefined, "options") ?? {};
}

/** Returns the options of `orders.settle`, checked. @throws InputError `invalid_argument`, `invalid_field`. */
export function parseSettleOptions<Order>(input: unknown): AskOptions<Order> {
  return (parse(settleOptions, input ?? undefined, "options") ?? {}) as AskOptions<Order>;
}
