import type { Handlers } from "./handlers.ts";

/** The part of Bun's server that is used. */
interface BunServer {
  readonly requestIP: (request: Request) => { readonly address: string } | null;
}

type BunRoute = (request: Request, server: BunServer) => Promise<Response>;

/** Bun: `Bun.serve({ routes: createBunRoutes(handlers) })`. */
export function createBunRoutes({ notices, returns }: Handlers): Readonly<Record<"/notice" | "/return", BunRoute>> {
  return {
    "/notice": (request, server) => notices(request, { senderAddress: server.requestIP(request)?.address }),
    "/return": (request) => returns(request),
  };
}
