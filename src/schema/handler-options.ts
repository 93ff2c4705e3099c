import * as v from "valibot";
import * as field from "./fields.ts";
import { expects, parse } from "./parse.ts";

/** How stored work is driven. */
export interface DrainOptions {
  /** How many pieces at the most. Default 100. */
  readonly limit?: number | undefined;
  /** Begins no further piece. */
  readonly signal?: AbortSignal | undefined;
}

/** An order to ask the gateway about. */
export interface AskedOrder {
  readonly orderNumber: string;
  /** The terminal it was paid by. Default the first. */
  readonly terminal?: string | undefined;
}

const callback = v.custom<(...args: never[]) => unknown>(
  (value) => typeof value === "function",
  expects("invalid_config", "must be a function"),
);

const handlerOptions = v.strictObject({
  // Looked at by who knows what a store is.
  store: v.unknown(),
  findOrder: callback,
  onPayment: callback,
  onDuplicatePayment: callback,
  onRefund: v.optional(callback),
  onChargeback: v.optional(callback),
  onMismatch: v.optional(callback),
  onUnverified: v.optional(callback),
  onForged: v.optional(callback),
  onError: v.optional(callback),
  readFacts: v.optional(callback),
  allowedSenders: v.optional(v.array(v.string(), expects("invalid_config", "must be a list of IP addresses"))),
  trust: v.optional(v.picklist(["confirmed", "signed"], expects("invalid_config", 'must be "confirmed" or "signed"'))),
  leaseMs: v.optional(field.timeoutMs("invalid_config", 3_600_000)),
  acknowledge: v.optional(
    v.picklist(["finished", "stored"], expects("invalid_config", 'must be "finished" or "stored"')),
  ),
});

/** Checks the options of a handler of notifications. @throws InputError `invalid_config`, `missing_field`. */
export function checkHandlerOptions(input: unknown): void {
  parse(handlerOptions, input, "options");
}

const returnHandlerOptions = v.strictObject({ location: callback });

/** Checks the options of a handler of returns. @throws InputError `invalid_config`, `missing_field`. */
export function checkReturnHandlerOptions(input: unknown): void {
  parse(returnHandlerOptions, input, "options");
}

const drainOptions = v.optional(
  v.object({
    limit: v.optional(field.wholeNumber(1, 10_000)),
    signal: v.optional(
      v.custom<AbortSignal>(
        (value) => typeof (value as AbortSignal | null)?.addEventListener === "function",
        expects("invalid_argument", "must be an AbortSignal"),
      ),
    ),
  }),
);

// What `reconcile` found is taken as it is: its other members are no input.
const askedOrder = v.object({
  orderNumber: field.anyOrderNumber,
  terminal: v.optional(field.terminalName),
});

/** Returns how stored work is driven, checked. @throws InputError with the field and the shape of what came. */
export function parseDrainOptions(input: unknown): DrainOptions {
  return parse(drainOptions, input ?? undefined, "options") ?? {};
}

/** Returns an order to ask about, checked. @throws InputError with the field and the shape of what came. */
export function parseAskedOrder(input: unknown): AskedOrder {
  return parse(askedOrder, input, "about");
}
