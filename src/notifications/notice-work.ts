import type { WorkReference } from "../inbox/notice-store.ts";
import type { StoredOrder } from "../results/match-order.ts";
import type { CheckedHandlerOptions, DrainReport } from "./handler-options.ts";
import type { FailedEffect } from "./notice-events.ts";
import { toOrderKey } from "./notice-item.ts";
import { runClaimed } from "./run-work.ts";
import type { Asking, WorkContext } from "./work-context.ts";

/** How many pieces of work are driven at once. */
const AT_ONCE = 8;
const DRAIN_LIMIT = 100;

/** Claims, runs and drives the work of one handler. */
export interface NoticeWork<Order extends StoredOrder> {
  /** Returns what work is run with; `waitUntil` is the host's, for work that goes on behind the answer. */
  readonly contextFor: (waitUntil: ((work: Promise<unknown>) => void) | undefined) => WorkContext<Order>;
  readonly drain: (options?: {
    readonly limit?: number | undefined;
    readonly signal?: AbortSignal | undefined;
  }) => Promise<DrainReport>;
  /** Runs a callback whose failure changes nothing. */
  readonly tell: (callback: () => unknown) => Promise<void>;
  readonly tellError: (error: unknown, effect?: FailedEffect) => Promise<void>;
}

/** Returns the work of a handler. */
export function createNoticeWork<Order extends StoredOrder>(
  options: CheckedHandlerOptions<Order>,
  asking: Asking,
): NoticeWork<Order> {
  const { store, leaseMs, acknowledge } = options;

  async function tellError(error: unknown, effect?: FailedEffect): Promise<void> {
    try {
      await options.onError?.(error, effect);
    } catch {
      // Nobody is left to be told.
    }
  }

  async function tell(callback: () => unknown): Promise<void> {
    try {
      await callback();
    } catch (error) {
      await tellError(error);
    }
  }

  const findOrder: WorkContext<Order>["findOrder"] = async (about) => (await options.findOrder(about)) ?? undefined;

  /** Work that a running piece brings up is run at once, within it. */
  const inner: WorkContext<Order> = {
    ...{ options, asking, findOrder, tellError },
    claimAndRun: async (about, work) => {
      const order = toOrderKey(about);
      return runClaimed({ order, key: work.key }, await store.claim(order, work, leaseMs), inner);
    },
  };

  const contextFor: NoticeWork<Order>["contextFor"] = (waitUntil) => {
    if (acknowledge === "finished") return inner;
    const claimAndRun: WorkContext<Order>["claimAndRun"] = async (about, work) => {
      const order = toOrderKey(about);
      const answer = await store.claim(order, work, leaseMs);
      if (answer.kind !== "claimed") return true;
      const reference = { order, key: work.key };
      if (waitUntil) waitUntil(runClaimed(reference, answer, inner).catch(tellError));
      else await store.release({ ...reference, token: answer.token }, 0);
      return true;
    };
    return { ...inner, claimAndRun };
  };

  async function resume(reference: WorkReference): Promise<"done" | "failed" | "held"> {
    try {
      const answer = await store.resume(reference, leaseMs);
      if (answer.kind === "held") return "held";
      return (await runClaimed(reference, answer, inner)) ? "done" : "failed";
    } catch (error) {
      await tellError(error);
      return "failed";
    }
  }

  return {
    ...{ contextFor, tell, tellError },
    drain: async ({ limit = DRAIN_LIMIT, signal } = {}) => {
      const waiting = [...(await store.due(limit))];
      const ends = { done: 0, failed: 0, held: 0 };
      const left = waiting.length >= limit;
      const drive = async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          ends[await resume(next)]++;
          if (signal?.aborted) return;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, drive));
      return { done: ends.done, failed: ends.failed, left: left || waiting.length > 0 };
    },
  };
}
