import { InputError, isForgery, isOceanpaymentError, type OceanpaymentError } from "../errors.ts";
import { growingPauseMs } from "../http/pause.ts";
import type { NoticeHandler, NoticeRequestInfo } from "../notifications/handler-options.ts";
import { acknowledge, askAgain, isNoNotice, refuseNotice } from "../notifications/notice-answers.ts";
import { readNoticeBody, type ReadNoticeOptions } from "../notifications/read-notice.ts";
import { createForgeryWatch } from "../notifications/forgery-watch.ts";
import type { ForgedEvent } from "../notifications/notice-events.ts";
import { assertSender } from "../notifications/senders.ts";

/** What a message of the queue holds: a notice's raw body, as the gateway sent it, and where it came from. */
export interface QueuedNotice {
  readonly body: string;
  /** Where it came from, as the host of the producer told it. */
  readonly senderAddress?: string | undefined;
}

/** A producer's binding of a Cloudflare Queue: the part that is used. */
export interface NoticeQueue {
  readonly send: (message: QueuedNotice) => Promise<unknown>;
}

/** A message that a consumer gets: the part that is used. */
export interface NoticeMessage {
  readonly body: unknown;
  /** 1 the first time. */
  readonly attempts: number;
  readonly ack: () => void;
  readonly retry: (options: { readonly delaySeconds: number }) => void;
}

/** A batch that a consumer gets: the part that is used. */
export interface NoticeBatch {
  readonly messages: readonly NoticeMessage[];
}

/** How notices are put into a queue. */
export interface EnqueueOptions {
  /** A forged notice came. It is acknowledged, as the gateway asks, and not queued. */
  readonly onForged?: ((event: ForgedEvent) => unknown) | undefined;
  /** The queue did not take a notice: it is not acknowledged, so the gateway sends it again. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
  /**
   * The addresses that notices may come from, such as `NOTICE_SENDERS`. Default: any. Give the consumer's handler the same
   * list: the address travels with the message.
   */
  readonly allowedSenders?: readonly string[] | undefined;
}

/** What reads and verifies a notice: `notifications` of a client. */
export interface NoticeReader {
  readonly read: (body: string, options: ReadNoticeOptions) => Promise<unknown>;
}

/** How many messages of a batch are worked at at once. */
const AT_ONCE = 8;
/** Pauses before a message is given again. */
const PAUSES = { firstMs: 10_000, mostMs: 3_600_000 };

/**
 * Returns a function that verifies what reaches `noticeUrl`, puts it into a Cloudflare Queue and acknowledges it: one
 * durable write, whatever the merchant's own systems do meanwhile. {@link consumeNotices} takes it from there.
 *
 * What is forged is acknowledged and dropped. All that may be genuine is queued, also where its signature can't be
 * checked or its text is not understood: the consumer's handler decides. A message holds the raw body and its sender:
 * what the gateway wrote about a payment and its shopper, so give nobody else access to the queue.
 *
 * As Cloudflare documents (2026), a queue takes 5,000 messages a second of at most 128 KB each (a notice has at most
 * 32 KB here), gives at most 100 at a time to up to 250 consumers at once, and keeps them for at most 14 days; a message
 * that was retried `max_retries` times (3 by default, 100 at the most) goes to the dead-letter queue, or is lost where
 * there is none. So set `max_retries` to 100, and a `dead_letter_queue`.
 *
 * @example
 * ```ts
 * import { consumeNotices, enqueueNotice, fromEnv, type NoticeBatch, type NoticeQueue } from "oceanpayment/cloudflare";
 * import type { NoticeHandler } from "oceanpayment/edge";
 *
 * type Env = { readonly NOTICE_QUEUE: NoticeQueue };
 * declare function createNotices(env: Env): Promise<NoticeHandler>;
 *
 * // One for all requests: it counts what is forged.
 * let enqueue: ReturnType<typeof enqueueNotice> | undefined;
 *
 * export default {
 *   async fetch(request: Request, env: Env): Promise<Response> {
 *     enqueue ??= enqueueNotice((await fromEnv(env)).notifications, env.NOTICE_QUEUE, {
 *       onForged: ({ suspect, lastTenMinutes }) => console.warn(suspect, lastTenMinutes.forged),
 *     });
 *     return enqueue(request);
 *   },
 *   async queue(batch: NoticeBatch, env: Env): Promise<void> {
 *     await consumeNotices(await createNotices(env), batch);
 *   },
 * };
 * ```
 */
export function enqueueNotice(
  notifications: NoticeReader,
  queue: NoticeQueue,
  { onForged, onError, allowedSenders }: EnqueueOptions = {},
): (request: Request, info?: Pick<NoticeRequestInfo, "senderAddress">) => Promise<Response> {
  const watch = createForgeryWatch(Date.now);
  return async (request, { senderAddress } = {}) => {
    try {
      assertSender(senderAddress, allowedSenders);
      const body = await readNoticeBody(request);
      const forgery = await findForgery(body, notifications);
      if (!forgery) watch.sawGenuine(undefined);
      if (forgery) await tell(() => onForged?.(watch.sawForged(forgery.code, undefined)), onError);
      else if (!(await isQueued(queue, { body, senderAddress }, onError))) return askAgain();
      return acknowledge();
    } catch (error) {
      if (!isOceanpaymentError(error) || error instanceof InputError) throw error;
      return refuseNotice(error.code);
    }
  };
}

/**
 * Gives a batch of a Cloudflare Queue to a handler, message by message: one that is done is acknowledged, any other is
 * given again after a pause that grows with each attempt, to an hour at the most. Never rejects, so no message is given
 * again for another's failure. What is no notice ends in the dead-letter queue.
 */
export async function consumeNotices(handler: Pick<NoticeHandler, "take">, batch: NoticeBatch): Promise<void> {
  const waiting = [...batch.messages];
  const work = async () => {
    for (let message = waiting.shift(); message; message = waiting.shift()) {
      if (await isTaken(handler, message.body)) message.ack();
      else message.retry({ delaySeconds: Math.ceil(growingPauseMs(message.attempts, PAUSES) / 1000) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function isQueued(
  queue: NoticeQueue,
  message: QueuedNotice,
  onError: ((error: unknown) => unknown) | undefined,
): Promise<boolean> {
  try {
    await queue.send(message);
    return true;
  } catch (error) {
    await tell(() => onError?.(error), undefined);
    return false;
  }
}

/** Returns why a body is forged. @throws ResponseError where it is no XML. */
async function findForgery(body: string, notifications: NoticeReader): Promise<OceanpaymentError | undefined> {
  try {
    await notifications.read(body, {});
    return undefined;
  } catch (error) {
    if (!isOceanpaymentError(error)) throw error;
    if (isForgery(error)) return error;
    // Signed, and not understood: the consumer's handler asks the gateway. The rest is no notice.
    if (isNoNotice(error.code) || error instanceof InputError) throw error;
    return undefined;
  }
}

async function isTaken(handler: Pick<NoticeHandler, "take">, message: unknown): Promise<boolean> {
  try {
    const { body, senderAddress } = message as QueuedNotice;
    const { isDone, isForged } = await handler.take(body, { senderAddress });
    // It was no forgery when it was queued: the secrets of the two ends differ, and the notice must not be lost.
    return isDone && !isForged;
  } catch {
    // No notice, or none that can be taken now. Whoever sent it is not here to be told.
    return false;
  }
}

async function tell(callback: () => unknown, onError: ((error: unknown) => unknown) | undefined): Promise<void> {
  try {
    await callback();
  } catch (error) {
    if (onError) await tell(() => onError(error), undefined);
  }
}
