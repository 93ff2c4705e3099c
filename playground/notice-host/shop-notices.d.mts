import type { NoticeHandler, NoticeStore, Oceanpayment } from "oceanpayment/edge";
import type { OrderFiles } from "./order-files.mjs";

export function createShopNotices(
  oceanpayment: Pick<Oceanpayment, "notifications">,
  options: {
    readonly store: NoticeStore;
    readonly orders: OrderFiles;
    readonly allowedSenders?: readonly string[] | undefined;
    readonly log?: ((line: string) => void) | undefined;
  },
): NoticeHandler;
