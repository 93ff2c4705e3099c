import { type ConnectionInfo, senderAddress } from "oceanpayment/deno";
import type { Handlers } from "./handlers.ts";

/**
 * Deno: `Deno.serve(createDenoHandler(handlers))`, and `Deno.cron("notices", "* * * * *", async () => void (await
 * notices.drain()))`. `notice-host.deno.ts` is a whole host.
 */
export function createDenoHandler({ notices, returns }: Handlers) {
  return async (request: Request, info: ConnectionInfo): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname === "/notice") return notices(request, { senderAddress: senderAddress(info) });
    if (pathname === "/return") return returns(request);
    return new Response("", { status: 404 });
  };
}
