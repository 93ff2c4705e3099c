import { addDetails, InputError, KeyError, OceanpaymentError, type OrderReference } from "../errors.ts";
import type { CallHooks, RequestEvent } from "../http/call-hooks.ts";
import type { SendResponse } from "../http/send.ts";
import { withRetries } from "../http/with-retries.ts";
import { watch } from "./watch.ts";

/** A call as its attempts see it. */
export interface AttemptedCall {
  /** What hooks are told of each attempt. */
  readonly event: Omit<RequestEvent, "attempt">;
  readonly isQuery: boolean;
  /** What it is about, where it is about an order. */
  readonly order?: OrderReference;
  readonly hooks: CallHooks;
  readonly timeoutMs: number;
  readonly budgetMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** How long one attempt may take. */
export interface AttemptLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** One attempt: how it is sent, and how its answer is read. */
export interface Attempt<Result> {
  readonly send: (limits: AttemptLimits) => Promise<SendResponse>;
  readonly read: (body: string) => Result | Promise<Result>;
}

/** Makes an attempt, and tells the hooks of it. */
export type MakeAttempt = <Result>(attempt: Attempt<Result>) => Promise<Result>;

/** Returns how long what begins now may take: one attempt's time, and no more than is left of the call's budget. */
export type GetLimits = () => AttemptLimits;

/**
 * Runs a call: a change once, a query again while its budget lasts. `work` makes its attempts by what it is given, more
 * than one only where the first was refused with nothing done.
 *
 * @throws what the last attempt threw; an error of this library then says what it was about and what became of it.
 */
export async function runAttempts<Result>(
  call: AttemptedCall,
  work: (make: MakeAttempt, limits: GetLimits) => Promise<Result>,
): Promise<Result> {
  const { event, isQuery, hooks, timeoutMs, budgetMs, signal } = call;
  let attempts = 0;
  const within =
    (limits: GetLimits): MakeAttempt =>
    ({ send, read }) =>
      watch(hooks, { ...event, attempt: ++attempts }, async () => {
        let status: number | undefined;
        try {
          const answer = await send(limits());
          ({ status } = answer);
          return { status, result: await read(answer.body) };
        } catch (error) {
          if (error instanceof OceanpaymentError) addDetails(error, { status });
          throw withOutcome(error, call);
        }
      });
  const runUntil = (endMs: number) => {
    const leftMs = () => Math.max(1, Math.floor(endMs - performance.now()));
    const limits = () => ({ timeoutMs: Math.min(timeoutMs, leftMs()), signal });
    return work(within(limits), limits);
  };
  try {
    return await (isQuery
      ? withRetries((_number, leftMs) => runUntil(performance.now() + leftMs), { budgetMs, signal })
      : runUntil(Infinity));
  } catch (error) {
    throw withOutcome(error, call);
  }
}

/** Gives an error of a call what it was about, and what became of it. */
export function withOutcome(error: unknown, { isQuery, order }: Pick<AttemptedCall, "isQuery" | "order">): unknown {
  if (!(error instanceof OceanpaymentError)) return error;
  // What is wrong with a value or a key is met before anything leaves.
  const isEarly = error instanceof InputError || error instanceof KeyError || error.outcome === "nothing-sent";
  const outcome = isEarly ? "nothing-sent" : isQuery ? "unchanged" : (error.outcome ?? "unknown");
  addDetails(error, { order, outcome });
  return error;
}
