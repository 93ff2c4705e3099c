import { Hono } from "hono";
import type { GetConnInfo } from "hono/conninfo";
import type { Handlers } from "./handlers.ts";

/** Hono. `getConnInfo` is its host's: of `@hono/node-server/conninfo`, `hono/deno`, `hono/bun`, `hono/cloudflare-workers`. */
export function createHonoApp({ notices, returns }: Handlers, getConnInfo: GetConnInfo): Hono {
  const app = new Hono();
  app.all("/notice", (c) => notices(c.req.raw, { senderAddress: getConnInfo(c).remote.address }));
  app.all("/return", (c) => returns(c.req.raw));
  return app;
}
