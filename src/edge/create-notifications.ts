import { assertNoticeStore } from "../inbox/assert-store.ts";
import { createNoticeHandler } from "../notifications/notice-handler.ts";
import { readConfirmedFacts } from "../notifications/confirmed-facts.ts";
import type { NoticeHandlerOptions } from "../notifications/handler-options.ts";
import type { Asking } from "../notifications/work-context.ts";
import { readNotice, type ReadNoticeOptions } from "../notifications/read-notice.ts";
import type { StoredOrder } from "../results/match-order.ts";
import { readReturn, type ReadReturnOptions } from "../returns/read-return.ts";
import { createReturnHandler, type ReturnHandlerOptions } from "../returns/return-handler.ts";
import { checkHandlerOptions, checkReturnHandlerOptions } from "../schema/handler-options.ts";
import { confirmReturn } from "./confirm-return.ts";
import { isOrderNumber } from "./is-order-number.ts";
import type { NotificationsArea, OrdersArea, ReturnsArea } from "./payments-client.ts";
import type { CallContext } from "./run-call.ts";

const LEASE_MS = 60_000;

/** Returns the part of the client that takes what reaches `noticeUrl`. */
export function createNotifications(
  { account, terminals, queryBudgetMs }: Pick<CallContext, "account" | "terminals" | "queryBudgetMs">,
  { find }: Pick<OrdersArea, "find">,
): NotificationsArea {
  const { secureCodesOf } = terminals;
  // A question is answered while its lease lasts.
  const asking = (leaseMs: number): Asking => ({
    find: ({ orderNumber, terminal }) =>
      find(orderNumber, { terminal, budgetMs: Math.min(queryBudgetMs, Math.ceil(leaseMs / 4)) }),
    isAskable: ({ account: named, terminal, orderNumber }) =>
      named === account && secureCodesOf(terminal).length > 0 && isOrderNumber(orderNumber, terminal),
  });
  const terminalOf = (name: string | undefined) => terminals.select(name).terminal;
  return Object.freeze({
    read: (request: Request | string, options: ReadNoticeOptions = {}) =>
      readNotice(request, options, { account, secureCodesOf }),
    createHandler: <Order extends StoredOrder>(options: NoticeHandlerOptions<Order>) => {
      checkHandlerOptions(options);
      assertNoticeStore(options.store);
      const {
        leaseMs = LEASE_MS,
        acknowledge = "finished",
        trust = "confirmed",
        readFacts = readConfirmedFacts,
      } = options;
      const checked = { ...options, leaseMs, acknowledge, trust, readFacts };
      return createNoticeHandler(checked, { account, secureCodesOf, terminalOf, ...asking(leaseMs) });
    },
  });
}

/** Returns the part of the client that takes what the shopper's browser brings back. */
export function createReturns(
  { account, terminals }: Pick<CallContext, "account" | "terminals">,
  { find }: Pick<OrdersArea, "find">,
): ReturnsArea {
  const { secureCodesOf } = terminals;
  const read = (request: Request | string, options: ReadReturnOptions = {}) =>
    readReturn(request, options, { account, secureCodesOf });
  return Object.freeze({
    read,
    confirm: confirmReturn(find),
    createHandler: (options: ReturnHandlerOptions) => {
      checkReturnHandlerOptions(options);
      return createReturnHandler(options, read);
    },
  });
}
