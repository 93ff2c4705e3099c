import { InputError, shapeOf } from "../errors.ts";
import { createNoticeStore, type NoticeStore } from "../inbox/notice-store.ts";
import { answerAsObject, tell } from "./answer-as-object.ts";
import { createObjectAlarm, type ObjectStorage } from "./durable-alarm.ts";
import { NOTICE_PROTOCOL } from "./durable-protocol.ts";
import { createObjectRecords } from "./durable-records.ts";

/** What the runtime gives a Durable Object whose storage is SQLite: the part that is used. */
export interface NoticeObjectState {
  readonly storage: ObjectStorage;
}

/** What drives stored work: a handler of notifications is one. */
export interface NoticeDriver {
  readonly drain: (options: {
    readonly limit?: number | undefined;
    readonly signal?: AbortSignal | undefined;
  }) => Promise<{ readonly done: number; readonly failed: number; readonly left: boolean }>;
}

/** A Durable Object that keeps notices. */
export interface NoticeObject {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly alarm: () => Promise<void>;
}

/** What a Durable Object of notices may be given. */
export interface NoticeObjectOptions {
  /**
   * Told what went wrong within the object: what `makeHandler` or the handler's `drain` threw in an alarm, where the
   * work stays and is tried again after a pause, or what storage threw. Default `reportError`, which writes it to the
   * Worker's log.
   */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

/** How many pieces of work one alarm drives. */
const DRAIN_LIMIT = 100;
/** An alarm has 15 minutes, as Cloudflare documents. No new work is begun after ten. */
const DRAIN_MS = 600_000;

/**
 * Returns a Durable Object class that keeps notices for {@link createDurableStore}, and drives by itself what a crash,
 * or an effect that failed, has left: its alarm rings when the next lease or pause ends.
 *
 * `makeHandler` is called inside the object with the Worker's bindings and the object's own store, and returns the
 * handler (or a promise of it) whose effects the alarm runs; the same function serves the Worker, with another store.
 * It needs a class with SQLite: `new_sqlite_classes` in the migration of `wrangler.jsonc`. Let nothing but
 * {@link createDurableStore} send requests to it.
 *
 * @throws InputError `invalid_argument` where `makeHandler` is no function.
 * @example
 * ```ts
 * import { createDurableStore, createNoticeObject, fromEnv, type NoticeNamespace } from "oceanpayment/cloudflare";
 * import type { NoticeHandlerOptions, NoticeStore } from "oceanpayment/edge";
 *
 * declare const effects: Pick<NoticeHandlerOptions, "findOrder" | "onPayment" | "onDuplicatePayment">;
 * type Env = { readonly NOTICES: NoticeNamespace<unknown> };
 *
 * async function createNotices(env: Env, store: NoticeStore) {
 *   const { notifications } = await fromEnv(env);
 *   return notifications.createHandler({ store, ...effects });
 * }
 *
 * export const NoticeInbox = createNoticeObject((env: Env, store) => createNotices(env, store));
 *
 * export default {
 *   async fetch(request: Request, env: Env): Promise<Response> {
 *     const notices = await createNotices(env, createDurableStore(env.NOTICES));
 *     return notices(request);
 *   },
 * };
 * ```
 */
export function createNoticeObject<Env>(
  makeHandler: (env: Env, store: NoticeStore) => NoticeDriver | Promise<NoticeDriver>,
  { onError = (error) => reportError(error) }: NoticeObjectOptions = {},
): new (state: NoticeObjectState, env: Env) => NoticeObject {
  if (typeof makeHandler !== "function") {
    throw new InputError("invalid_argument", `"makeHandler" must be a function, got ${shapeOf(makeHandler)}`, {
      field: "makeHandler",
    });
  }
  return class implements NoticeObject {
    readonly #inbox: NoticeObject;

    constructor(state: NoticeObjectState, env: Env) {
      this.#inbox = createInbox(state, { makeHandler: async (store) => makeHandler(env, store), onError });
    }

    fetch(request: Request): Promise<Response> {
      return this.#inbox.fetch(request);
    }

    alarm(): Promise<void> {
      return this.#inbox.alarm();
    }
  };
}

function createInbox(
  { storage }: NoticeObjectState,
  {
    makeHandler,
    onError,
  }: {
    readonly makeHandler: (store: NoticeStore) => Promise<NoticeDriver>;
    readonly onError: (error: unknown) => unknown;
  },
): NoticeObject {
  const records = createObjectRecords(storage.sql, () => alarm.arm());
  const alarm = createObjectAlarm(storage, records.nextDueAtMs);
  const store = createNoticeStore(records);
  let driver: NoticeDriver | undefined;

  /** Returns whether anything came to its end. */
  async function drain(): Promise<boolean> {
    try {
      driver ??= await makeHandler(store);
      const { done } = await driver.drain({ limit: DRAIN_LIMIT, signal: AbortSignal.timeout(DRAIN_MS) });
      return done > 0;
    } catch (error) {
      await tell(onError, error);
      return false;
    }
  }

  return {
    fetch: (request) =>
      answerAsObject(request, {
        protocol: NOTICE_PROTOCOL,
        answer: async (method, values) => {
          const ask = store[method] as (...values: readonly unknown[]) => Promise<unknown>;
          const answer = await ask(...values);
          // Also where nothing was written: an alarm that could not be set before is set now.
          await alarm.arm();
          return answer;
        },
        onError,
      }),
    alarm: async () => {
      await alarm.begin();
      await alarm.end(await drain());
    },
  };
}
