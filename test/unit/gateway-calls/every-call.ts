import type { calls } from "../../../src/edge/calls.ts";
import { orderCalls } from "./order-calls.ts";
import { paymentCalls } from "./payment-calls.ts";
import type { Shop } from "./shop.ts";
import type { Situation } from "./situation.ts";
import { storedCalls } from "./stored-calls.ts";

/** A call of the client, by its name in the library's table of calls. */
export type CallName = keyof typeof calls;

/** Every call of the client, ready to be made. */
export const everyCall: Readonly<Record<CallName, (shop: Shop) => Promise<Situation>>> = {
  ...paymentCalls,
  ...orderCalls,
  ...storedCalls,
};

/** The names of all calls, as this folder knows them. */
export const callNames = Object.keys(everyCall) as readonly CallName[];
