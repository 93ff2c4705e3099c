import type { Handlers } from "./handlers.ts";

/** The part of a `RequestEvent` that is used. */
interface RequestEvent {
  readonly request: Request;
  readonly getClientAddress: () => string;
}

/** What a `+server.ts` exports. */
interface Endpoint {
  readonly POST: (event: RequestEvent) => Promise<Response>;
}

/**
 * SvelteKit, in `src/routes/notice/+server.ts`: `export const { POST } = createNoticeEndpoint(handlers)`. With adapter-node
 * leave `ADDRESS_HEADER` unset unless your own proxy writes it: else the address is its sender's word.
 */
export function createNoticeEndpoint({ notices }: Pick<Handlers, "notices">): Endpoint {
  return { POST: ({ request, getClientAddress }) => notices(request, { senderAddress: getClientAddress() }) };
}

/**
 * In `src/routes/return/+server.ts`. The shopper comes from the gateway's site by a form POST, which SvelteKit refuses as
 * forged unless that site's origin is among `csrf.trustedOrigins`.
 */
export function createReturnEndpoint({ returns }: Pick<Handlers, "returns">): Endpoint {
  return { POST: ({ request }) => returns(request) };
}
