// The recipes of playground/recipes, each in its framework where that is here (Hono in Deno and workerd, h3 and Node's own
// server on sockets), else by its framework's own calls: what is genuine is acknowledged once it took effect.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { serve } from "h3";
import { Miniflare } from "miniflare";
import { encryptCard } from "oceanpayment";
import { createPayments } from "oceanpayment/edge";
import { createSandbox } from "oceanpayment/testing";
import { assert, createChecks } from "../boundary/checks.mjs";
import { findTools, notRun, ROOT, runAlone } from "../lanes/lanes.mjs";

const OUT = `${ROOT}test/.out/recipes`;
const XML = { "content-type": "application/xml; charset=UTF-8" };
const FORM = { "content-type": "application/x-www-form-urlencoded" };
const READY_MS = 20_000;

/** An address that no connection of this machine comes from. */
const ELSEWHERE = "192.0.2.1";

/**
 * The shop behind each recipe, as text: some run in a process of their own. Order R-2's database fails the first time;
 * what took effect is told at /effects.
 */
const SHOP = `
import { createMemoryStore, createPayments } from "oceanpayment/edge";

export function createHandlers({ account, terminal, secureCode }, allowedSenders) {
  const effects = [];
  let isBroken = true;
  const client = createPayments({ environment: "sandbox", account, terminals: [{ terminal, secureCode }] });
  const notices = client.notifications.createHandler({
    store: createMemoryStore(),
    allowedSenders,
    findOrder: ({ orderNumber }) => ({ account, terminal, orderNumber, currency: "USD", amount: "48.00" }),
    onPayment: ({ order, status }) => {
      if (order.orderNumber === "R-2" && isBroken) {
        isBroken = false;
        throw new Error("the database is down");
      }
      effects.push(order.orderNumber + " " + status);
    },
    onDuplicatePayment: () => effects.push("double"),
    // No gateway stands behind this test that could be asked.
    trust: "signed",
  });
  const location = (returned) => "/orders/" + (returned?.payment.signed.orderNumber ?? "none");
  return { handlers: { notices, returns: client.returns.createHandler({ location }) }, effects };
}
`;

/** Programs of hosts that are no Node, each a module that imports a recipe and the shop. */
const DENO = (createFetch) => `
import { createHandlers } from "./shop.mjs";
import recipe from "./RECIPE";
const { credentials, allowedSenders } = JSON.parse(Deno.env.get("SETTING"));
const { handlers, effects } = createHandlers(credentials, allowedSenders);
const answer = ${createFetch};
Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log("listens at http://127.0.0.1:" + port) },
  (request, info) => new URL(request.url).pathname === "/effects" ? Response.json(effects) : answer(request, info),
);
`;

/** Each host, with how it is started: for the shop's setting it gives \`post\`, \`effects\` and \`close\`. */
const HOSTS = [
  ["Hono in Deno", (at) => startDeno(at, "hono", `recipe.createHonoApp(handlers, recipe.getConnInfo).fetch`)],
  ["Hono in workerd", startHonoWorker],
  ["Deno", (at) => startDeno(at, "deno", "recipe.createDenoHandler(handlers)")],
  ["h3", startH3],
  ["Node", startNode],
  ["Next", (at) => startCalls(at, "next", callNext), { hasAddress: false }],
  ["SvelteKit", (at) => startCalls(at, "sveltekit", callSvelteKit)],
  ["Bun", (at) => startCalls(at, "bun", callBun)],
];

export async function run() {
  const { tool, missing } = await findTools();
  if (missing) return notRun("recipes", missing);
  const { check, result } = createChecks("recipes");
  const { credentials, notices, returned } = await getMessages();
  await writeModules();
  for (const [name, start, { hasAddress = true } = {}] of HOSTS) {
    const open = (use, allowedSenders) => withHost(() => start({ tool, credentials, allowedSenders }), use);
    await check(`${name}: a genuine notice is acknowledged, and takes effect once`, () =>
      open((host) => takesGenuine(host, notices)),
    );
    await check(`${name}: a forged notice is acknowledged, and does nothing`, () =>
      open((host) => ignoresForgery(host, notices)),
    );
    await check(`${name}: a notice whose effect fails is not acknowledged, and does it the next time`, () =>
      open((host) => wantsAgain(host, notices)),
    );
    await check(`${name}: what is no notice is refused, and a return leads on`, () =>
      open((host) => refusesOthers(host, { returned })),
    );
    await check(
      `${name}: ${hasAddress ? "the connection's address counts" : "without an address, a list lets nobody in"}`,
      () => checksSender(open, notices, hasAddress),
    );
  }
  return result();
}

async function takesGenuine({ post, effects }, notices) {
  for (let time = 0; time < 2; time++) {
    const { status, text } = await post("/notice", notices["R-1"]);
    assert(status === 200 && text === "receive-ok", `it got ${status} ${text}`);
  }
  assert((await effects()).join() === "R-1 approved", `the effects are ${await effects()}`);
}

async function ignoresForgery({ post, effects }, notices) {
  const forged = notices["R-1"].replace("<payment_status>1<", "<payment_status>0<");
  assert(forged !== notices["R-1"], "the test must forge something");
  const { status, text } = await post("/notice", forged);
  assert(status === 200 && text === "receive-ok", `it got ${status} ${text}`);
  assert((await effects()).length === 0, `the effects are ${await effects()}`);
}

async function wantsAgain({ post, effects }, notices) {
  const first = await post("/notice", notices["R-2"]);
  assert(first.status === 503 && first.text !== "receive-ok", `it got ${first.status} ${first.text}`);
  assert((await effects()).length === 0, `the effects are ${await effects()}`);
  const second = await post("/notice", notices["R-2"]);
  assert(second.status === 200 && second.text === "receive-ok", `it then got ${second.status} ${second.text}`);
  assert((await effects()).join() === "R-2 approved", `the effects are ${await effects()}`);
}

async function refusesOthers({ post }, { returned }) {
  const wrongType = await post("/notice", "a=b", FORM);
  const long = await post("/notice", "a".repeat(40_000));
  assert(wrongType.status === 415 && long.status === 413, `they got ${wrongType.status}, ${long.status}`);
  const home = await post("/return", returned, FORM);
  assert(home.status === 303 && home.location === "/orders/R-1", `the shopper got ${home.status} ${home.location}`);
}

async function checksSender(open, notices, hasAddress) {
  const strangers = await open(
    async ({ post, effects }) => {
      const { status } = await post("/notice", notices["R-1"], { ...XML, "x-forwarded-for": ELSEWHERE });
      return [status, (await effects()).length].join();
    },
    [ELSEWHERE],
  );
  assert(strangers === "403,0", `an address that is not listed got ${strangers}`);
  const listed = await open(async ({ post }) => (await post("/notice", notices["R-1"])).status, ["127.0.0.1"]);
  assert(listed === (hasAddress ? 200 : 403), `a listed address got ${listed}`);
}

/** Pays in the simulated gateway, and returns what it then notifies, and what a shopper brings back. */
async function getMessages() {
  const notices = {};
  const sandbox = await createSandbox({
    noticeDelaysMs: [0],
    fetch: async (_url, { body }) => {
      notices[/<order_number>([^<]+)/.exec(body)[1]] = body;
      return new Response("receive-ok");
    },
  });
  const config = sandbox.paymentsConfig();
  const card = { number: "4111111111111111", expiryMonth: "12", expiryYear: "2030", securityCode: "123" };
  const cardData = await encryptCard(card, sandbox.publicKey);
  for (const orderNumber of ["R-1", "R-2"]) {
    await createPayments(config).payments.pay({
      ...{ orderNumber, amount: "48.00", currency: "USD", cardData },
      billing: { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", country: "US" },
      backUrl: "https://shop.test/return",
      noticeUrl: "https://shop.test/notice",
    });
  }
  await sandbox.deliver();
  // The same signed message, as a form: so the browser brings it.
  const fields = [...notices["R-1"].matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => [name, value]);
  const { account, terminals } = config;
  const [{ terminal, secureCode }] = terminals;
  const credentials = { account, terminal, secureCode: secureCode() };
  return { credentials, notices, returned: new URLSearchParams(fields).toString() };
}

/** Bundles each recipe as its users' tools would, and the shop, for the hosts that run elsewhere. */
async function writeModules() {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const recipe = (name) => `${ROOT}playground/recipes/${name}.ts`;
  await bundle(SHOP, "shop", "deno");
  for (const name of ["h3", "node", "next", "sveltekit", "bun"]) {
    await bundle(`export * from ${JSON.stringify(recipe(name))};`, name, "node");
  }
  const hono = `import { getConnInfo } from "hono/deno";
    import { createHonoApp } from ${JSON.stringify(recipe("hono"))};
    export default { createHonoApp, getConnInfo };`;
  const deno = `import { createDenoHandler } from ${JSON.stringify(recipe("deno"))}; export default { createDenoHandler };`;
  await bundle(hono, "hono", "deno");
  await bundle(deno, "deno", "deno");
  const worker = `${SHOP.replace("export function", "function")}
    import { getConnInfo } from "hono/cloudflare-workers";
    import { createHonoApp } from ${JSON.stringify(recipe("hono"))};
    let shop;
    export default {
      fetch(request, env, lifetime) {
        shop ??= createHandlers(env.CREDENTIALS, env.ALLOWED_SENDERS ?? undefined);
        if (new URL(request.url).pathname === "/effects") return Response.json(shop.effects);
        return createHonoApp(shop.handlers, getConnInfo).fetch(request, env, lifetime);
      },
    };`;
  await bundle(worker, "worker", "workerd");
}

async function bundle(contents, name, condition) {
  await build({
    stdin: { contents, resolveDir: ROOT },
    outfile: `${OUT}/${name}.mjs`,
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: condition === "node" ? "node" : "neutral",
    conditions: [condition],
    mainFields: ["module", "main"],
    external: ["node:*"],
    logLevel: "error",
    tsconfigRaw: {},
  });
}

async function load(name) {
  return import(pathToFileURL(`${OUT}/${name}.mjs`).href);
}

/** Opens a host, uses it and closes it. */
async function withHost(start, use) {
  const host = await start();
  try {
    return await use(host);
  } finally {
    await host.close();
  }
}

/** Returns a way to post to what listens at an origin. */
function toOrigin(origin) {
  const post = async (path, body, headers = XML) => {
    const response = await fetch(origin + path, { method: "POST", headers, body, redirect: "manual" });
    return toFound(response);
  };
  return { post, effects: async () => (await fetch(`${origin}/effects`)).json() };
}

async function toFound(response) {
  return { status: response.status, text: await response.text(), location: response.headers.get("location") };
}

async function startDeno({ tool, credentials, allowedSenders }, recipe, createFetch) {
  const file = `${OUT}/host-${recipe}.mjs`;
  writeFileSync(file, DENO(createFetch).replace("RECIPE", `${recipe}.mjs`));
  const flags = ["--quiet", "--no-prompt", "--no-remote", "--no-lock", "--no-config", "--allow-env=SETTING"];
  const child = spawn(tool("deno"), ["run", ...flags, "--allow-net=127.0.0.1:0", file], {
    env: { ...process.env, SETTING: JSON.stringify({ credentials, allowedSenders }), DENO_NO_UPDATE_CHECK: "1" },
  });
  const origin = await originOf(child);
  const close = () => new Promise((resolve) => child.once("exit", resolve) && child.kill("SIGKILL"));
  return { ...toOrigin(origin), close };
}

function originOf(child) {
  return new Promise((resolve, reject) => {
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        printed += chunk;
        const found = /listens at (\S+)/.exec(printed)?.[1];
        if (found) resolve(found);
      });
    }
    child.once("exit", () => reject(new Error(`the host ended: ${printed}`)));
    setTimeout(() => reject(new Error(`the host does not start: ${printed}`)), READY_MS).unref();
  });
}

/** The address is the one that Cloudflare writes into the request: here the test is Cloudflare. */
async function startHonoWorker({ credentials, allowedSenders }) {
  const worker = new Miniflare({
    modules: true,
    scriptPath: `${OUT}/worker.mjs`,
    compatibilityDate: "2026-04-20",
    cf: false,
    bindings: { CREDENTIALS: credentials, ALLOWED_SENDERS: allowedSenders ?? null },
  });
  const send = (path, init) => worker.dispatchFetch(`http://shop.test${path}`, { redirect: "manual", ...init });
  return {
    post: async (path, body, headers = XML) =>
      toFound(await send(path, { method: "POST", body, headers: { ...headers, "cf-connecting-ip": "127.0.0.1" } })),
    effects: async () => (await send("/effects")).json(),
    close: () => worker.dispose(),
  };
}

async function startH3({ credentials, allowedSenders }) {
  const { createH3App } = await load("h3");
  const { handlers, effects } = (await load("shop")).createHandlers(credentials, allowedSenders);
  const app = createH3App(handlers).get("/effects", () => effects);
  const server = serve(app, { port: 0, hostname: "127.0.0.1", silent: true });
  await server.ready();
  return { ...toOrigin(server.url.replace(/\/$/, "")), close: () => server.close(true) };
}

async function startNode({ credentials, allowedSenders }) {
  const { createNodeListener } = await load("node");
  const { handlers, effects } = (await load("shop")).createHandlers(credentials, allowedSenders);
  const server = createServer(createNodeListener(handlers));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { post } = toOrigin(`http://127.0.0.1:${server.address().port}`);
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { post, effects: async () => effects, close };
}

/** A host without its framework: what the recipe exports is called as the framework's documentation says. */
async function startCalls({ credentials, allowedSenders }, name, call) {
  const recipe = await load(name);
  const { handlers, effects } = (await load("shop")).createHandlers(credentials, allowedSenders);
  const post = async (path, body, headers = XML) =>
    toFound(
      await call(recipe, handlers)(path, new Request(`https://shop.test${path}`, { method: "POST", headers, body })),
    );
  return { post, effects: async () => effects, close: async () => {} };
}

function callNext({ createNoticeRoute, createReturnRoute }, handlers) {
  return (path, request) =>
    (path === "/notice" ? createNoticeRoute(handlers) : createReturnRoute(handlers)).POST(request);
}

function callSvelteKit({ createNoticeEndpoint, createReturnEndpoint }, handlers) {
  const getClientAddress = () => "127.0.0.1";
  return (path, request) =>
    (path === "/notice" ? createNoticeEndpoint(handlers) : createReturnEndpoint(handlers)).POST({
      request,
      getClientAddress,
    });
}

function callBun({ createBunRoutes }, handlers) {
  const server = { requestIP: () => ({ address: "127.0.0.1", family: "IPv4", port: 1 }) };
  return (path, request) => createBunRoutes(handlers)[path](request, server);
}

await runAlone(import.meta, run);
