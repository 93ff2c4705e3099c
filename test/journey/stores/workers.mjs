import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { ROOT } from "../../lanes/lanes.mjs";

// Before 2026-08-04, when Node's globals became the default: with no flags there are none.
const COMPATIBILITY_DATE = "2026-04-20";

const OBJECTS = { QUIET: "QuietInbox", QUIET_ONE: "QuietOneInbox", INBOX: "Inbox", BROKEN: "BrokenInbox" };

/** Returns a script of this folder as one module for a host. */
export async function bundle(file, conditions) {
  const built = await build({
    entryPoints: [`${ROOT}test/journey/stores/${file}`],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    external: ["cloudflare:*"],
    conditions,
    mainFields: ["module", "main"],
    // What is shipped, not the sources that tsconfig.json names.
    tsconfigRaw: "{}",
    logLevel: "silent",
  });
  return built.outputFiles[0].text;
}

/**
 * Starts the Worker twice in real workerd, as "one" and "two", over the same databases: what one reads the other can have
 * written. `persist` is the folder that outlives them; `client` the account and terminals of the merchant.
 */
export async function startWorkers({ persist, client }) {
  const contents = await bundle("worker.mjs", ["workerd"]);
  const durableObjects = (scriptName) =>
    Object.fromEntries(
      Object.entries(OBJECTS).map(([binding, className]) => [
        binding,
        { className, useSQLite: true, ...(scriptName && { scriptName }) },
      ]),
    );
  const common = {
    modules: [{ type: "ESModule", path: "worker.mjs", contents }],
    compatibilityDate: COMPATIBILITY_DATE,
    d1Databases: { DB: "stores" },
    kvNamespaces: { KV: "kv" },
    queueProducers: { NOTICES: "notices" },
    bindings: { CLIENT: client },
    // Nothing may leave: the gateway is not asked here.
    outboundService: () => new Response(null, { status: 503 }),
  };
  const consumer = { maxBatchSize: 5, maxBatchTimeout: 0, maxRetries: 10, deadLetterQueue: "dead" };
  const miniflare = new Miniflare({
    ...(persist && { defaultPersistRoot: persist }),
    workers: [
      { name: "one", ...common, durableObjects: durableObjects(), queueConsumers: { notices: consumer } },
      { name: "two", ...common, durableObjects: durableObjects("one") },
    ],
  });
  await miniflare.ready;
  return miniflare;
}
