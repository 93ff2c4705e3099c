import { InputError, isOceanpaymentError } from "../errors.ts";
import type { StoredOrder } from "../results/match-order.ts";
import { type AskedOrder, type DrainOptions, parseAskedOrder, parseDrainOptions } from "../schema/handler-options.ts";
import { createForgeryWatch } from "./forgery-watch.ts";
import type { CheckedHandlerOptions, NoticeHandler, NoticeRequestInfo } from "./handler-options.ts";
import { acknowledge, askAgain, refuseNotice } from "./notice-answers.ts";
import { createNoticeWork } from "./notice-work.ts";
import { interpretNotice, type NoticeContext, readNoticeBody, type ReadNotice } from "./read-notice.ts";
import { assertSender } from "./senders.ts";
import { ask, takeHint, takePayment } from "./take-notice.ts";
import type { Asking, WorkContext } from "./work-context.ts";

/** What a handler needs of its client. */
export interface HandlerContext extends NoticeContext, Asking {
  /** Returns a terminal's number: the one named, or the first. */
  readonly terminalOf: (terminal: string | undefined) => string;
}

/** Returns the function that answers what reaches `noticeUrl`. */
export function createNoticeHandler<Order extends StoredOrder>(
  options: CheckedHandlerOptions<Order>,
  context: HandlerContext,
): NoticeHandler {
  const watch = createForgeryWatch(Date.now);
  const work = createNoticeWork(options, context);

  /** Returns whether a notice is done with. */
  async function takeRead(read: ReadNotice, running: WorkContext<Order>): Promise<boolean> {
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
  async function takeBody(body: string, running: WorkContext<Order>): Promise<boolean> {
    const read = await interpretNotice(body, context);
    try {
      return await takeRead(read, running);
    } catch (error) {
      await work.tellError(error);
      return false;
    }
  }

  async function handle(request: Request, info: NoticeRequestInfo = {}): Promise<Response> {
    try {
      assertSender(info.senderAddress, options.allowedSenders);
      const body = await readNoticeBody(request);
      const running = options.acknowledge === "stored" ? work.behind(info) : work.inner;
      return (await takeBody(body, running)) ? acknowledge() : askAgain();
    } catch (error) {
      if (!isOceanpaymentError(error) || error instanceof InputError) throw error;
      const { code } = error;
      if (code === "unknown_sender") await work.tell(() => options.onForged?.(watch.sawForged(code, undefined)));
      return refuseNotice(code);
    }
  }

  return Object.assign(handle, {
    take: async (body: string) => ({ isDone: await takeBody(await readNoticeBody(body), work.inner) }),
    drain: (given?: DrainOptions) => work.drain(parseDrainOptions(given)),
    ask: async (given: AskedOrder) => {
      const { orderNumber, terminal } = parseAskedOrder(given);
      const about = { account: context.account, terminal: context.terminalOf(terminal), orderNumber };
      return { isDone: await ask(about, work.inner) };
    },
  });
}
