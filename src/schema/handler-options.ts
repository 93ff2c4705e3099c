import * as v from "valibot";
import { timeoutMs } from "./fields.ts";
import { expects, parse } from "./parse.ts";

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
  leaseMs: v.optional(timeoutMs("invalid_config", 3_600_000)),
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
