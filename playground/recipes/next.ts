import type { Handlers } from "./handlers.ts";

/** What a `route.ts` exports. */
interface Route {
  readonly POST: (request: Request) => Promise<Response>;
}

/**
 * Next, in `app/notice/route.ts`: `export const { POST } = createNoticeRoute(handlers, after)`, with `after` of
 * `next/server`. It tells no connection's address, so `allowedSenders` can't be used here: the gateway is asked.
 */
export function createNoticeRoute(
  { notices }: Pick<Handlers, "notices">,
  after?: (work: Promise<unknown>) => void,
): Route {
  return { POST: (request) => notices(request, { waitUntil: after }) };
}

/** In `app/return/route.ts`: `export const { POST } = createReturnRoute(handlers)`. */
export function createReturnRoute({ returns }: Pick<Handlers, "returns">): Route {
  return { POST: (request) => returns(request) };
}
