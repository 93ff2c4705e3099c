// A Worker with two OPCard clients that live as long as its isolate: one alone, one that shares its token.
import { waitUntil } from "cloudflare:workers";
import { createDurableTokenStore, createTokenObject } from "oceanpayment/cloudflare";
import { createOpcard } from "oceanpayment/edge";

export const Tokens = createTokenObject();

let clients;
/** What the merchant's clock is ahead of this host's. */
let aheadMs = 0;

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    clients ??= createClients(env);
    const client = clients[searchParams.get("client") ?? "alone"];
    if (pathname === "/clock") {
      aheadMs = Number(searchParams.get("ahead"));
      return new Response("set");
    }
    const call = client.cardholders.get(env.CARDHOLDER_ID);
    if (pathname === "/leave") {
      // The answer is out before the call has its token: the runtime ends all that this request was waiting for.
      call.catch(() => {});
      return new Response("left");
    }
    return call.then(
      ({ cardholderId }) => Response.json({ cardholderId }),
      (error) => Response.json({ code: error.code, message: error.message }, { status: 500 }),
    );
  },
};

function createClients({ CONFIG, SEALING, TOKENS }) {
  const common = { ...CONFIG, now: () => Date.now() + aheadMs };
  const tokenStore = createDurableTokenStore(TOKENS);
  return {
    alone: createOpcard(common),
    shared: createOpcard({ ...common, tokenStore, sealing: SEALING, assume: { newTokenRevokesOld: true }, waitUntil }),
  };
}
