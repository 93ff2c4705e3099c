// The Worker of the token stores' journey, bundled for bare workerd: it runs the cases and lends its stores to the test.
import { createDurableTokenStore, createKvTokenStore, createTokenObject } from "oceanpayment/cloudflare";
import { runTokenCases } from "./token-store-cases.mjs";

const STORES = {
  durable: (env) => createDurableTokenStore(env.TOKENS),
  kv: (env) => createKvTokenStore(env.KV, { prefix: "journey/" }),
};

/** What the token stores are given in place of their own binding. */
const REFUSED = {
  "Durable Objects of Workers KV": (env) => createDurableTokenStore(env.KV),
  "Durable Objects of D1": (env) => createDurableTokenStore(env.DB),
  "Durable Objects of nothing": () => createDurableTokenStore(undefined),
  "Workers KV of a Durable Object": (env) => createKvTokenStore(env.TOKENS),
  "Workers KV of R2": (env) => createKvTokenStore(env.BUCKET),
  "Workers KV of nothing": () => createKvTokenStore(undefined),
};

/** The object of the package, whose storage the test can spoil. */
export class Tokens extends createTokenObject() {
  #sql;

  constructor(state) {
    super(state);
    this.#sql = state.storage.sql;
  }

  fetch(request) {
    if (!request.url.startsWith("https://spoil.test/")) return super.fetch(request);
    const { rowsWritten } = this.#sql.exec(
      "UPDATE tokens SET entry = ?",
      new URL(request.url).searchParams.get("text"),
    );
    return Response.json({ rowsWritten });
  }
}

/** One without SQLite, as a migration with `new_classes` makes it. */
export const OldTokens = createTokenObject();

const SPOIL = {
  durable: async ({ TOKENS }, key, text) => {
    const stub = TOKENS.get(TOKENS.idFromName(key));
    return (await stub.fetch(`https://spoil.test/?text=${encodeURIComponent(text)}`)).json();
  },
  kv: async ({ KV }, key, text) => {
    await KV.put(`journey/${key}`, text);
    return { rowsWritten: 1 };
  },
};

const ROUTES = {
  "/cases": (env, _request, { store }) => runTokenCases(STORES[store](env)),
  "/ask": async (env, request, { store, method }) => {
    const answer = await STORES[store](env)[method](...(await request.json()));
    return { answer };
  },
  "/spoil": (env, _request, { store, key, text }) => SPOIL[store](env, key, text),
  "/refused": (env) => Object.entries(REFUSED).map(([name, make]) => ({ name, ...thrownBy(() => make(env)) })),
  "/old": async (env) => {
    const store = createDurableTokenStore(env.OLD);
    return thrownBy(() => store.claim("key", { holder: "a", leaseMs: 1000 }));
  },
  // What stays in Workers KV, and until when.
  "/listed": async (env) => (await env.KV.list()).keys,
  // Anybody's request, sent on to an object.
  "/through": async (env, request) => {
    const stub = env.TOKENS.get(env.TOKENS.idFromName("through"));
    return { status: (await stub.fetch(request)).status };
  },
};

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const route = ROUTES[url.pathname];
    if (!route) return new Response(null, { status: 404 });
    return Response.json(await route(env, request, Object.fromEntries(url.searchParams)));
  },
};

/** Returns the code and message of what is thrown, now or later. */
function thrownBy(work) {
  const tellOf = ({ code, message, field }) => ({ code, message, field });
  try {
    const result = work();
    return result instanceof Promise ? result.then(() => ({}), tellOf) : {};
  } catch (error) {
    return tellOf(error);
  }
}
