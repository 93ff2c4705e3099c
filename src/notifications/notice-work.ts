import { withinTime } from "../http/within-time.ts";
import type { WorkReference } from "../inbox/notice-store.ts";
import type { StoredOrder } from "../results/match-order.ts";
import type { DrainOptions } from "../schema/handler-options.ts";
import type { CheckedHandlerOptions, DrainReport, NoticeRequestInfo } from "./handler-options.ts";
import type { FailedEffect } from "./notice-events.ts";
import { toOrderKey } from "./notice-item.ts";
import { runClaimed } from "./run-work.ts";
import type { Asking, WorkContext } from "./work-context.ts";

/** How many pieces of work are driven at once. */
const AT_ONCE = 8;
const DRAIN_LIMIT = 100;

/** Claims, runs and drives the work of one handler. */
export interface NoticeWork<Order extends StoredOrder> {
  /** What work is run with that is run at once. */
  readonly inner: WorkContext<Order>;
  /** Returns what work is run with that goes on behind an answer: the host keeps it running, or it is driven later. */
  readonly behind: (info: NoticeRequestInfo) => WorkContext<Order>;
  readonly drain: (options: DrainOptions) => Promise<DrainReport>;
  /** Runs a callback whose failure changes nothing. */
  readonly tell: (callback: () => unknown) => Promise<void>;
  readonly tellError: (error: unknown, effect?: FailedEffect) => Promise<void>;
}

/** Returns the work of a handler. */
export function createNoticeWork<Order extends StoredOrder>(
  options: CheckedHandlerOptions<Order>,
  asking: Asking,
): NoticeWork<Order> {
  const { store, leaseMs } = options;

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

  const inner: WorkContext<Order> = {
    ...{ options, asking, findOrder, tellError },
    claimAndRun: async (about, work) => {
      const order = toOrderKey(about);
      return runClaimed(order, await store.claim(order, work, leaseMs), inner);
    },
  };

  const behind: NoticeWork<Order>["behind"] = (info) => {
    const { waitUntil } = info;
    const claimAndRun: WorkContext<Order>["claimAndRun"] = async (about, work) => {
      const order = toOrderKey(about);
      const answer = await store.claim(order, work, waitUntil ? leaseMs : 0);
      if (answer.kind === "claimed") waitUntil?.call(info, runClaimed(order, answer, inner).catch(tellError));
      return answer.kind !== "full";
    };
    return { ...inner, claimAndRun };
  };

  async function resume(reference: WorkReference): Promise<"done" | "failed" | "held"> {
    try {
      const answer = await store.resume(reference, leaseMs);
      if (answer.kind === "held") return "held";
      // What hangs is left to its lease: another may run it then.
      return (await withinTime(runClaimed(reference.order, answer, inner), leaseMs)) ? "done" : "failed";
    } catch (error) {
      await tellError(error);
      return "failed";
    }
  }

  return {
    ...{ inner, behind, tell, tellError },
    drain: async ({ limit = DRAIN_LIMIT, signal }) => {
      const ends = { done: 0, failed: 0, held: 0 };
      const isAborted = () => signal?.aborted === true;
      const drive = async (waiting: WorkReference[]) => {
        for (let next = waiting.shift(); next && !isAborted(); next = waiting.shift()) {
          const end = await resume(next);
          ends[end]++;
        }
      };
      const rest = () => (isAborted() ? 0 : limit - ends.done - ends.failed - ends.held);
      // What ends lets others of its order begin: looked for again until none is due.
      while (rest() > 0) {
        const waiting = [...(await store.due(rest()))];
        if (waiting.length === 0) return { done: ends.done, failed: ends.failed, left: false };
        await Promise.all(Array.from({ length: AT_ONCE }, () => drive(waiting)));
      }
      return { done: ends.done, failed: ends.failed, left: (await store.due(1)).length > 0 };
    },
  };
}
