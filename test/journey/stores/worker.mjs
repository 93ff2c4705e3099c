// The Worker of the stores' journey, bundled for bare workerd: it runs the cases, lends its stores to the test, and is a
// merchant whose handler keeps its notices in a Durable Object.
import {
  consumeNotices,
  createD1Store,
  createDurableStore,
  createNoticeObject,
  enqueueNotice,
} from "oceanpayment/cloudflare";
import { createPayments } from "oceanpayment/edge";
import { runCases } from "./store-cases.mjs";

const STORES = {
  d1: { make: (env) => createD1Store(env.DB) },
  durable: { make: (env) => createDurableStore(env.QUIET), isOnePlace: false },
  "durable-one": { make: (env) => createDurableStore(env.QUIET_ONE, { shards: 1 }) },
};

/** What Workers KV, and others that are no store, are refused with. */
const REFUSED = {
  "D1 of Workers KV": (env) => createD1Store(env.KV),
  "Durable Objects of Workers KV": (env) => createDurableStore(env.KV),
  "D1 of a Durable Object": (env) => createD1Store(env.QUIET),
  "Durable Objects of D1": (env) => createDurableStore(env.DB),
  "D1 of nothing": () => createD1Store(undefined),
  "a table by a hostile name": (env) => createD1Store(env.DB, { table: "x; DROP TABLE y" }),
  "no shards": (env) => createDurableStore(env.QUIET, { shards: 0 }),
  "a handler over Workers KV": (env) => createHandler(env, env.KV),
};

/** Keeps notices and drives nothing: the cases look at what nobody touches. */
const quiet = () => ({ drain: async () => ({ done: 0, failed: 0, left: false }) });
export const QuietInbox = createNoticeObject(quiet);
export const QuietOneInbox = createNoticeObject(quiet);

/** The merchant's own, whose alarm runs the handler's effects. */
export const Inbox = createNoticeObject((env, store) => createHandler(env, store));

/** One whose handler can't be made. */
export const BrokenInbox = createNoticeObject(
  async () => {
    throw new Error("the merchant's configuration is wrong");
  },
  { onError: () => (broken.errors += 1) },
);
const broken = { errors: 0 };

const ROUTES = {
  "/cases": async (env, _request, { store }) => runCases(() => STORES[store].make(env), STORES[store]),
  "/ask": async (env, request, { store, method }) => {
    const answer = await STORES[store].make(env)[method](...(await request.json()));
    return { answer };
  },
  "/refused": (env) =>
    Object.entries(REFUSED).map(([name, make]) => {
      try {
        make(env);
        return { name };
      } catch ({ code, message, field }) {
        return { name, code, message, field };
      }
    }),
  "/effects": async (env) => {
    await env.DB.prepare(CREATE_EFFECTS).run();
    return (await env.DB.prepare(SELECT_EFFECTS).all()).results;
  },
  "/due": async (env) => createDurableStore(env.INBOX, { shards: 2 }).due(100),
  "/break": async (env) => {
    const store = createDurableStore(env.BROKEN, { shards: 1 });
    await store.claim("900001/90000101/broken", { key: "a", item: "b" }, 100);
    return {};
  },
  "/broken": async (env) => ({ ...broken, due: await createDurableStore(env.BROKEN, { shards: 1 }).due(10) }),
};

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    if (url.pathname === "/notice") return createHandler(env, createDurableStore(env.INBOX, { shards: 2 }))(request);
    if (url.pathname === "/enqueue") return enqueueNotice(createClient(env).notifications, env.NOTICES)(request);
    const route = ROUTES[url.pathname];
    return route
      ? Response.json(await route(env, request, Object.fromEntries(url.searchParams)))
      : new Response(null, { status: 404 });
  },
  async queue(batch, env) {
    await consumeNotices(createHandler(env, createDurableStore(env.INBOX, { shards: 2 })), batch);
  },
};

const CREATE_EFFECTS = "CREATE TABLE IF NOT EXISTS effects (name TEXT, key TEXT, attempt INTEGER, step TEXT)";
const SELECT_EFFECTS = "SELECT name, key, attempt, step FROM effects ORDER BY rowid";

function createClient(env) {
  return createPayments({ environment: "sandbox", ...env.CLIENT });
}

/** The first attempt of an order fails as its number says: by throwing, or by never ending. */
function createHandler(env, store) {
  const note = async (order, { idempotencyKey, attempt }, step) => {
    await env.DB.prepare(CREATE_EFFECTS).run();
    const insert = env.DB.prepare("INSERT INTO effects VALUES (?, ?, ?, ?)");
    await insert.bind(order.orderNumber, idempotencyKey, attempt, step).run();
  };
  return createClient(env).notifications.createHandler({
    store,
    leaseMs: 3000,
    // The gateway is not there to be asked.
    trust: "signed",
    findOrder: ({ account, terminal, orderNumber }) => ({
      ...{ account, terminal, orderNumber },
      ...{ amount: "10.00", currency: "USD" },
    }),
    onPayment: async ({ order }, context) => {
      await note(order, context, "begun");
      if (context.attempt === 1 && order.orderNumber.startsWith("THROWS")) throw new Error("the merchant's own");
      if (context.attempt === 1 && order.orderNumber.startsWith("HANGS")) await new Promise(() => {});
      await note(order, context, "ended");
    },
    onDuplicatePayment: ({ order }, context) => note(order, context, "double"),
  });
}
