import { defineHandler, H3, type EventHandlerWithFetch } from "h3";
import type { Handlers } from "./handlers.ts";

/** h3 2. */
export function createH3App(handlers: Handlers): H3 {
  return new H3().all("/notice", createNoticeRoute(handlers)).all("/return", createReturnRoute(handlers));
}

/**
 * Nitro 3, in `server/routes/notice.ts`: `export default createNoticeRoute(handlers)`. With Nitro 2, whose h3 is version 1:
 * `defineEventHandler((event) => notices(toWebRequest(event), { senderAddress: getRequestIP(event) }))`.
 */
export function createNoticeRoute({ notices }: Pick<Handlers, "notices">): EventHandlerWithFetch {
  return defineHandler((event) =>
    notices(event.req, { senderAddress: event.req.ip, waitUntil: (work) => event.waitUntil(work) }),
  );
}

/** The same in `server/routes/return.ts`. */
export function createReturnRoute({ returns }: Pick<Handlers, "returns">): EventHandlerWithFetch {
  return defineHandler((event) => returns(event.req));
}
