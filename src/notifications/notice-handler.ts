import { type ErrorCode, InputError, isOceanpaymentError } from "../errors.ts";
import type { OrderName } from "../results/find-order.ts";
import type { StoredOrder } from "../results/match-order.ts";
import { type AskedOrder, type DrainOptions, parseAskedOrder, parseDrainOptions } from "../schema/handler-options.ts";
import { createForgeryWatch } from "./forgery-watch.ts";
import type { CheckedHandlerOptions, NoticeHandler, NoticeRequestInfo } from "./handler-options.ts";
import { acknowledge, askAgain, refuseNotice } from "./notice-answers.ts";
import { withoutTokenFields } from "./notice-item.ts";
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

  const isOwn = ({ account, terminal }: Pick<OrderName, "account" | "terminal">) =>
    account === context.account && context.secureCodesOf(terminal).length > 0;

  /** It changes nothing, and is acknowledged as the gateway asks (stated, protocol.md §6.7). */
  async function takeForged(code: ErrorCode, terminal: string | undefined): Promise<true> {
    await work.tell(() => options.onForged?.(watch.sawForged(code, terminal)));
    return true;
  }

  /** Returns whether a notice is done with. */
  async function takeRead(read: ReadNotice, running: WorkContext<Order>): Promise<boolean> {
    // Whoever is here has passed the list of senders, where there is one.
    const isSenderKnown = options.allowedSenders !== undefined;
    switch (read.kind) {
      case "payment":
        watch.sawGenuine(read.payment.signed.terminal);
        return takePayment(read.payment, running, { isSenderKnown });
      case "doubtful":
        watch.sawGenuine(read.about.terminal);
        await work.tellError(read.error);
        // An order that is not there yet may be soon.
        return context.isAskable(read.about) && (await running.findOrder(read.about)) !== undefined
          ? ask(read.about, running, { isHint: true })
          : false;
      case "unverified":
        if (!isOwn(read.notice.claimed)) return takeForged("unknown_terminal", undefined);
        await options.onUnverified?.(withoutTokenFields(read.notice));
        return takeHint(read.notice, running);
      case "forged":
        return takeForged(read.error.code, read.terminal);
    }
  }

  /** Takes a notice. What fails was not taken, and is told. */
  async function takeSafely(read: ReadNotice, running: WorkContext<Order>): Promise<boolean> {
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
      const read = await interpretNotice(await readNoticeBody(request), context);
      const running = options.acknowledge === "stored" ? work.behind(info) : work.inner;
      return (await takeSafely(read, running)) ? acknowledge() : askAgain();
    } catch (error) {
      if (!isOceanpaymentError(error) || error instanceof InputError) throw error;
      const { code } = error;
      if (code === "unknown_sender") await work.tell(() => options.onForged?.(watch.sawForged(code, undefined)));
      // A genuine notice of another form would be lost in silence.
      else await work.tellError(error);
      return refuseNotice(code);
    }
  }

  return Object.assign(handle, {
    take: async (body: string, { senderAddress }: Pick<NoticeRequestInfo, "senderAddress"> = {}) => {
      assertSender(senderAddress, options.allowedSenders);
      const read = await interpretNotice(await readNoticeBody(body), context);
      return { isDone: await takeSafely(read, work.inner), isForged: read.kind === "forged" };
    },
    drain: (given?: DrainOptions) => work.drain(parseDrainOptions(given)),
    ask: async (given: AskedOrder) => {
      const { orderNumber, terminal } = parseAskedOrder(given);
      const about = { account: context.account, terminal: context.terminalOf(terminal), orderNumber };
      return { isDone: await ask(about, work.inner) };
    },
  });
}
