import { Miniflare } from "miniflare";
import { bundle } from "../stores/workers.mjs";

// Before 2026-08-04, when Node's globals became the default: with no flags there are none.
const COMPATIBILITY_DATE = "2026-04-20";

/**
 * Starts the Worker twice in real workerd, as "one" and "two", over the same objects and the same namespace of Workers KV.
 * The objects are those of "one", which "two" binds by its name. `persist` is the folder that outlives them.
 */
export async function startTokenWorkers({ persist } = {}) {
  const contents = await bundle("../token-stores/token-worker.mjs", ["workerd"]);
  const durableObjects = (scriptName) => ({
    TOKENS: { className: "Tokens", useSQLite: true, ...(scriptName && { scriptName }) },
    OLD: { className: "OldTokens", useSQLite: false, ...(scriptName && { scriptName }) },
  });
  const common = {
    modules: [{ type: "ESModule", path: "token-worker.mjs", contents }],
    compatibilityDate: COMPATIBILITY_DATE,
    kvNamespaces: { KV: "tokens" },
    d1Databases: { DB: "tokens" },
    r2Buckets: { BUCKET: "tokens" },
    // Nothing may leave.
    outboundService: () => new Response(null, { status: 503 }),
  };
  const miniflare = new Miniflare({
    ...(persist && { defaultPersistRoot: persist }),
    workers: [
      { name: "one", ...common, durableObjects: durableObjects() },
      { name: "two", ...common, durableObjects: durableObjects("one") },
    ],
  });
  await miniflare.ready;
  return miniflare;
}
