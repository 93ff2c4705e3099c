import { Miniflare } from "miniflare";
import { createSandbox } from "oceanpayment/testing";
import { bundle } from "../stores/workers.mjs";

/** How long a token call takes: long enough for whoever is to wait for it. */
const TOKEN_CALL_MS = 500;
const CARDHOLDER = {
  first_name: "Ada",
  last_name: "L",
  email: "ada@example.com",
  phone: "5550100",
  phone_area_code: "1",
};

/**
 * Starts the Worker twice in real workerd, as "one" and "two", over one Durable Object class, before a simulated gateway
 * that is slow to give tokens. `begun` counts the token calls that came, answered or not.
 */
export async function startTokenWorkers({ compatibilityDate, newTokenRevokesOld }) {
  const clock = { aheadMs: 0 };
  const sandbox = await createSandbox({
    now: () => Date.now() + clock.aheadMs,
    opcard: { newTokenRevokesOld },
  });
  const config = sandbox.opcardConfig();
  const { environment, appKey, host } = config;
  const begun = { create: 0, refresh: 0 };
  const cardholderId = await createCardholder(config);
  const contents = await bundle("../tokens/worker.mjs", ["workerd"]);
  const common = {
    modules: [{ type: "ESModule", path: "worker.mjs", contents }],
    compatibilityDate,
    bindings: {
      CONFIG: { environment, appKey, appSecret: config.appSecret(), host },
      SEALING: {
        key: { id: "one", bytes: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64") },
      },
      CARDHOLDER_ID: cardholderId,
    },
    outboundService: async (request) => {
      const kind = /oauth\/token\/(create|refresh)$/.exec(request.url)?.[1];
      if (kind) {
        begun[kind]++;
        await new Promise((resolve) => setTimeout(resolve, TOKEN_CALL_MS));
      }
      const { method, url, headers } = request;
      const body = method === "POST" ? await request.text() : undefined;
      const answer = await sandbox.fetch(new Request(url, { method, headers: [...headers], body }));
      return new Response(await answer.text(), { status: answer.status, headers: [...answer.headers] });
    },
  };
  const objects = (scriptName) => ({
    TOKENS: { className: "Tokens", useSQLite: true, ...(scriptName && { scriptName }) },
  });
  const miniflare = new Miniflare({
    workers: [
      { name: "one", ...common, durableObjects: objects() },
      { name: "two", ...common, durableObjects: objects("one") },
    ],
  });
  await miniflare.ready;
  const workers = [await miniflare.getWorker("one"), await miniflare.getWorker("two")];
  return {
    begun,
    /** Sends a request to one of the two. */
    ask: async (worker, path) => {
      const response = await workers[worker].fetch(`http://worker.test${path}`);
      return { status: response.status, text: await response.text() };
    },
    /** Puts all clocks forward. */
    advance: async (ms) => {
      clock.aheadMs += ms;
      for (const worker of workers) await worker.fetch(`http://worker.test/clock?ahead=${clock.aheadMs}`);
    },
    dispose: () => miniflare.dispose(),
  };
}

async function createCardholder({ appKey, appSecret, host, fetch }) {
  const post = async (path, body, headers = {}) => {
    const init = {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    };
    return (await fetch(host + path, init)).text();
  };
  const token = await post("/open-api/v1/oauth/token/create", { app_key: appKey, app_secret: appSecret() });
  const authorization = JSON.parse(token).data.access_token;
  const holder = await post("/card-api/v1/cardholders", CARDHOLDER, { authorization });
  return /"card_holder_id":(\d+)/.exec(holder)[1];
}
