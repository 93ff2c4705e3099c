import { type ErrorCode, InputError, isOceanpaymentError } from "../errors.ts";
import type { StoredOrder } from "../results/match-order.ts";
import { createForgeryWatch } from "./forgery-watch.ts";
import type { CheckedHandlerOptions, NoticeHandler, NoticeRequestInfo } from "./handler-options.ts";
import { createNoticeWork } from "./notice-work.ts";
import { interpretNotice, type NoticeContext, readNoticeBody, type ReadNotice } from "./read-notice.ts";
import { assertSender } from "./senders.ts";
import { ask, takeHint, takePayment } from "./take-notice.ts";
import type { Asking } from "./work-context.ts";

/** What a handler needs of its client. */
export interface HandlerContext extends NoticeContext, Asking {
  /** Returns a terminal's number: the one named, or the first. */
  readonly terminalOf: (terminal: string | undefined) => string;
}

/** What is acknowledged, in these words (stated, protocol.md §6.7). */
const ACKNOWLEDGEMENT = "receive-ok";

/** The HTTP status for what is no notice; 503 for what may be one and could not be taken. */
const STATUSES: Partial<Readonly<Record<ErrorCode, number>>> = {
  unexpected_method: 405,
  timeout: 408,
  body_too_large: 413,
  unexpected_content_type: 415,
  malformed_text: 400,
  malformed_xml: 400,
  connection_failed: 400,
  unknown_sender: 403,
};

/** Returns the function that answers what reaches `noticeUrl`. */
export function createNoticeHandler<Order extends StoredOrder>(
  options: CheckedHandlerOptions<Order>,
  context: HandlerContext,
): NoticeHandler {
  const watch = createForgeryWatch(Date.now);
  const work = createNoticeWork(options, context);

  /** Returns whether a notice is done with. */
  async function takeRead(read: ReadNotice, info: NoticeRequestInfo): Promise<boolean> {
    const running = work.contextFor(info.waitUntil);
    switch (read.kind) {
      case "payment":
        watch.sawGenuine(read.payment.signed.terminal);
        return takePayment(read.payment, running);
      case "doubtful":
        watch.sawGenuine(read.about.terminal);
        await work.tellError(read.error);
        return context.isAskable(read.about) && ask(read.about, running);
      case "unverified":
        await options.onUnverified?.(read.notice);
        return takeHint(read.notice, running);
      case "forged":
        await work.tell(() => options.onForged?.(watch.sawForged(read.error.code, read.terminal)));
        // As the gateway asks (stated, protocol.md §6.7): it changes nothing.
        return true;
    }
  }

  /** Takes a body. What fails was not taken, and is told. */
  async function takeBody(body: string, info: NoticeRequestInfo): Promise<boolean> {
    const read = await interpretNotice(body, context);
    try {
      return await takeRead(read, info);
    } catch (error) {
      await work.tellError(error);
      return false;
    }
  }

  async function handle(request: Request, info: NoticeRequestInfo = {}): Promise<Response> {
    try {
      assertSender(info.senderAddress, options.allowedSenders);
      const body = await readNoticeBody(request);
      return (await takeBody(body, info))
        ? plainAnswer(200, ACKNOWLEDGEMENT)
        : plainAnswer(503, "", { "retry-after": "60" });
    } catch (error) {
      if (!isOceanpaymentError(error) || error instanceof InputError) throw error;
      const { code } = error;
      if (code === "unknown_sender") await work.tell(() => options.onForged?.(watch.sawForged(code, undefined)));
      return plainAnswer(STATUSES[code] ?? 503, code, code === "unexpected_method" ? { allow: "POST" } : {});
    }
  }

  return Object.assign(handle, {
    take: async (body: string) => ({ isDone: await takeBody(await readNoticeBody(body), {}) }),
    drain: work.drain,
    ask: async ({ orderNumber, terminal }: { orderNumber: string; terminal?: string | undefined }) => {
      const about = { account: context.account, terminal: context.terminalOf(terminal), orderNumber };
      if (!context.isAskable(about)) {
        throw new InputError("invalid_field", `"orderNumber" must be one the gateway takes`, { field: "orderNumber" });
      }
      return { isDone: await ask(about, work.contextFor(undefined)) };
    },
  });
}

function plainAnswer(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(text, { status, headers: { "content-type": "text/plain; charset=utf-8", ...headers } });
}
