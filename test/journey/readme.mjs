// What the README and the documentation comments tell a reader to write compiles against the package, and runs.
import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { createDurableTokenStore } from "oceanpayment/cloudflare";
import { createSandbox } from "oceanpayment/testing";
import { assert, createChecks } from "../boundary/checks.mjs";
import { CHROMIUM_FLAGS, ensureChromium } from "../lanes/chromium-install.mjs";
import { findTools, notRun, ROOT, runAlone, runCommand } from "../lanes/lanes.mjs";
import { blocksOf, examples, readme, readmeFiles } from "./code-blocks.mjs";
import { checkPages, policyOf } from "./readme-pages.mjs";
import { openWatched } from "./watched-page.mjs";

const OUT = `${ROOT}test/.out/readme`;

const XML = { "content-type": "application/xml" };

/** Entry functions that must each carry an example. */
const ENTRY_FUNCTIONS = [
  "encryptCard",
  "importPublicKey",
  "createOceanpayment",
  "createPayments",
  "createOpcard",
  "createOpccount",
  "signValue",
  "fromEnv",
  "opcardFromEnv",
  "createCardEncryptor",
  "defineCardElement",
  "encryptForm",
  "loadEmbedded",
  "redirectToHosted",
  "parseReturn",
  "createSandbox",
  "openCardData",
];

export async function run() {
  const executablePath = await ensureChromium();
  if (executablePath === undefined) return notRun("readme", "no Chromium was found, and none could be installed");
  const { toolImport, missing } = await findTools();
  if (missing) return notRun("readme", missing);
  const { check, result } = createChecks("readme");
  writeFiles();
  await check("readme: its commands are the package's", commandsExist);
  await check("readme: its links lead to headings and files that are there", linksLead);
  await check("readme: its code and every documentation example compile", everythingCompiles);
  await check("docs: every entry function carries an example", everyEntryHasExample);
  const sandbox = await createSandbox({ origin: "http://gateway.localhost" });
  const { chromium } = await toolImport("playwright-core");
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  try {
    await check("readme: the page and the Worker take a payment in Chromium", () => takePayment(sandbox, browser));
    await checkPages({ check, browser, bundle });
  } finally {
    await browser.close();
  }
  await check("readme: every test card comes to its end in the simulated gateway", tryCards);
  await check("readme: the notice handler marks what is paid, once, and tells of all else", takeNotices);
  await check("readme: the Worker with a Durable Object takes notices", () => takeNoticesInWorker());
  await check("readme: the shopper is sent on to the order's page", () => takeReturn());
  await check(
    "readme: hosted page, lost answer, capture, refund, renewal and reconciliation do as they say",
    workInOffice,
  );
  await check("readme: a card, disputes answered, a quote and a withdrawal do as they say", workInBackOffice);
  await check(
    "readme: the Worker keeps OPCard's token in the object that its wrangler.jsonc declares",
    keepTokenInWorker,
  );
  return result();
}

function writeFiles() {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  for (const [name, code] of Object.entries(readmeFiles())) writeFileSync(`${OUT}/${name}`, code);
  examples().forEach(({ file, code }, i) =>
    writeFileSync(`${OUT}/example-${i}-${file.replaceAll(/\W/g, "-")}.ts`, `${code}\nexport {};\n`),
  );
  const options = {
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "bundler",
    lib: ["ES2022", "DOM", "DOM.Iterable"],
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: false,
  };
  writeFileSync(`${OUT}/tsconfig.json`, JSON.stringify({ compilerOptions: options, include: ["*.ts"] }));
}

function commandsExist() {
  const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
  const named = blocksOf(readme(), "sh").flatMap((block) =>
    [...block.matchAll(/npm (?:run )?(start|demo|test)\b/g)].map((match) => match[1]),
  );
  assert(
    ["start", "demo", "test"].every((name) => named.includes(name)),
    `the README names ${named.join(", ")}`,
  );
  assert(
    named.every((name) => scripts[name]),
    "a command of the README is not in package.json",
  );
}

function linksLead() {
  const targets = [...readme().matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target);
  assert(targets.length > 0, "it has none");
  for (const target of targets) {
    const [file, anchor] = target.split("#");
    assert(file === "" || existsSync(ROOT + file), `${target}: no such file`);
    if (anchor === undefined) continue;
    const text = file === "" ? readme() : readFileSync(ROOT + file, "utf8");
    const anchors = [...text.matchAll(/^#{1,4} (.*)$/gm)].map(([, heading]) => toAnchor(heading));
    assert(anchors.includes(anchor), `${target}: no such heading`);
  }
  return `${targets.length} links`;
}

/** What GitHub and npm make of a heading. */
function toAnchor(heading) {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

async function everythingCompiles() {
  const names = Object.keys(readmeFiles()).sort().join();
  assert(
    names ===
      "back-office.ts,card-worker.ts,checkout.ts,embedded.ts,encrypt.ts,hosted.ts,notice-worker.ts,notice.ts,office.ts,own-form.ts,return.ts,returned.ts,signing.ts,try.ts,wallet.ts,worker.ts",
    `the README's files are ${names}`,
  );
  const { code, output } = await runCommand(`${ROOT}node_modules/.bin/tsc`, ["-p", OUT]);
  assert(code === 0, output);
  return `${examples().length} examples`;
}

function everyEntryHasExample() {
  const all = examples();
  const without = ENTRY_FUNCTIONS.filter((name) => !all.some(({ code }) => code.includes(name)));
  assert(without.length === 0, `without an example: ${without.join(", ")}`);
}

/** Serves the README's page beside its Worker, pays in it, and looks at what the simulated gateway then holds. */
async function takePayment(sandbox, browser) {
  const sent = [];
  const worker = await startWorker(sandbox, sent);
  const server = await servePage(worker);
  const { page, troubles, close } = await openWatched(browser);
  try {
    await page.goto(`http://localhost:${server.address().port}/`);
    const holder = "Ada Lovelace";
    const card = { number: "4111 1111 1111 1112", expiry: "12/30", "security-code": "737", holder };
    for (const [id, text] of Object.entries(card)) await page.locator(`#${id}`).pressSequentially(text);
    await page.locator("button").click();
    await page.getByText("Check the card number").waitFor();
    assert(sent.length === 0, "a wrong digit must be said, and nothing sent");
    await page.locator("#number").fill("");
    await page.locator("#number").pressSequentially("4111 1111 1111 1111");
    await page.locator("button").click();
    await page.waitForFunction(() => document.querySelector("output")?.textContent !== "");
    const shown = await page.locator("output").innerText();
    const { terminal } = sandbox.paymentsConfig().terminals[0];
    const [payment] = await sandbox.payments(terminal, sent[0]?.get("order_number") ?? "");
    assert(
      shown === "approved" && payment?.status === "1",
      `the page shows ${shown}, the gateway holds ${payment?.status}`,
    );
    assert(payment.amount === "48.00" && payment.currency === "USD", "the gateway must hold the order's own amount");
    assert(sent[0].get("card_name") === holder, "the holder's name goes beside");
    assert((await page.locator("#number").inputValue()) === "", "the card must be gone");
    assert(troubles.length === 0, `the page reported: ${troubles.join("; ")}`);
  } finally {
    await close();
    server.close().closeAllConnections();
    await worker.dispose();
  }
}

async function startWorker(sandbox, sent, { file = "worker.ts", ...bindings } = {}) {
  const { account, terminals } = sandbox.paymentsConfig();
  const [{ terminal, secureCode, publicKey }] = terminals;
  const worker = new Miniflare({
    modules: [{ type: "ESModule", path: "worker.mjs", contents: await bundle(file, ["workerd", "worker", "browser"]) }],
    ...bindings,
    compatibilityDate: "2026-04-20",
    cf: false,
    bindings: {
      OCEANPAYMENT_ENVIRONMENT: "sandbox",
      OCEANPAYMENT_ACCOUNT: account,
      OCEANPAYMENT_TERMINAL: terminal,
      OCEANPAYMENT_SECURE_CODE: secureCode(),
      NOTICE_URL: "https://notify.example/notice",
      OCEANPAYMENT_PUBLIC_KEY: publicKey,
      OCEANPAYMENT_PAYMENT_HOST: "http://gateway.localhost",
      OCEANPAYMENT_QUERY_HOST: "http://gateway.localhost",
    },
    outboundService: async (request) => {
      const { url, method, headers } = request;
      const body = await request.text();
      sent.push(new URLSearchParams(body));
      const answer = await sandbox.fetch(new Request(url, { method, headers: [...headers], body }));
      return new Response(await answer.text(), { status: answer.status, headers: answer.headers });
    },
  });
  await worker.ready;
  return worker;
}

async function servePage(worker) {
  const script = await bundle("checkout.ts", []);
  const [form] = blocksOf(readme(), "html");
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Checkout</title>${form}<script type="module" src="/checkout.js"></script></html>`;
  const server = createServer(async (request, response) => {
    response.setHeader("content-security-policy", policyOf("element"));
    if (request.url === "/") return response.setHeader("content-type", "text/html").end(html);
    if (request.url === "/favicon.ico") return response.writeHead(204).end();
    if (request.url === "/checkout.js") return response.setHeader("content-type", "text/javascript").end(script);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method } = request;
    const body = method === "POST" ? Buffer.concat(chunks) : undefined;
    const headers = { "content-type": request.headers["content-type"] ?? "text/plain" };
    const answer = await worker.dispatchFetch(`http://localhost${request.url}`, { method, body, headers });
    return response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** Pays with the simulated gateway's cards as the README does. */
async function tryCards() {
  const file = `${OUT}/try.mjs`;
  writeFileSync(file, await bundle("try.ts", ["node"], "node"));
  const statuses = await (await import(pathToFileURL(file).href)).tryCards();
  const expected = "approved,approved,approved,declined,declined,redirect,pending";
  assert(statuses.join() === expected, `they came to ${statuses.join()}`);
}

/** Feeds the README's handler with the simulated gateway's notices: genuine, doubled, for another amount, and forged. */
async function takeNotices() {
  const file = `${OUT}/notice.mjs`;
  writeFileSync(file, await bundle("notice.ts", ["node"], "node"));
  const { createNotices } = await import(pathToFileURL(file).href);
  const { createMemoryStore, createPayments } = await import("oceanpayment/edge");
  const orders = new Map();
  const [paid, told, bodies] = [[], [], []];
  let notices;
  const sandbox = await createSandbox({
    noticeDelaysMs: [0],
    fetch: (url, init) => {
      bodies.push(init.body);
      return notices(new Request(url, init));
    },
  });
  const { environment, account, terminals, fetch } = sandbox.paymentsConfig();
  const [{ terminal }] = terminals;
  const shop = {
    findOrder: async (orderNumber) => orders.get(orderNumber),
    markPaid: async (order, { paymentId, signature, key }) => {
      paid.push(`${order.orderNumber} ${key}`);
      orders.set(order.orderNumber, { ...order, paymentId, signature });
    },
    tellOffice: (text) => told.push(text),
  };
  const client = createPayments({ environment, account, terminals, fetch });
  notices = createNotices(client, createMemoryStore(), shop);
  for (const [orderNumber, stored] of [
    ["N-1", "48.00"],
    ["N-2", "99.00"],
  ]) {
    orders.set(orderNumber, { account, terminal, orderNumber, currency: "USD", amount: stored });
    await payInSandbox({ environment, account, terminals, fetch }, orderNumber);
  }
  const deliveries = await sandbox.deliver();
  assert(deliveries.length === 2 && deliveries.every(({ acknowledged }) => acknowledged), "both are acknowledged");
  const once = `N-1 ${account}/${terminal}/N-1/approved`;
  assert(paid.join() === once, `marked as paid: ${paid.join()}`);
  assert(told.join() === "order N-2 differs in amount", `told: ${told.join()}`);
  const [genuine] = bodies;
  const send = (body) => notices(new Request("https://shop.test/notice", { method: "POST", headers: XML, body }));
  assert((await (await send(genuine)).text()) === "receive-ok" && paid.length === 1, "told again, it changes nothing");
  const forged = await send(genuine.replace("<payment_status>1<", "<payment_status>0<"));
  const broken = await send(genuine.slice(0, genuine.length / 2));
  assert((await forged.text()) === "receive-ok" && paid.length === 1, "a forged notice changes nothing");
  assert(broken.status === 400, `a broken notice must not be acknowledged: ${broken.status}`);
  const { refunds } = createPayments(sandbox.paymentsConfig());
  const { paymentId } = orders.get("N-1");
  const about = { paymentId, currency: "USD", amount: "8.00", type: "partial", description: "Damaged" };
  const { refundId } = await refunds.create(about);
  await sandbox.settleRefund(refundId, "complete");
  await sandbox.deliver();
  assert(told.at(-1) === `refund ${refundId}: complete`, `told of the refund: ${told.at(-1)}`);
}

/** Runs the README's Worker in workerd, its notices kept in a real Durable Object. */
async function takeNoticesInWorker() {
  let worker;
  const sandbox = await createSandbox({
    origin: "http://gateway.localhost",
    noticeDelaysMs: [0, 0],
    fetch: async (url, { method, headers, body }) => {
      const answer = await worker.dispatchFetch(url, { method, headers, body });
      return new Response(await answer.text(), { status: answer.status });
    },
  });
  worker = await startWorker(sandbox, [], {
    file: "notice-worker.ts",
    durableObjects: { NOTICES: { className: "NoticeInbox", useSQLite: true } },
    d1Databases: ["DB"],
  });
  try {
    const config = sandbox.paymentsConfig();
    const [{ terminal }] = config.terminals;
    const db = await worker.getD1Database("DB");
    const columns =
      "number TEXT, account TEXT, terminal TEXT, amount TEXT, currency TEXT, payment_id TEXT, signature TEXT";
    await db.exec(`CREATE TABLE orders (${columns})`);
    const insert = db.prepare("INSERT INTO orders VALUES (?, ?, ?, ?, 'USD', NULL, NULL)");
    await db.batch([
      insert.bind("W-1", config.account, terminal, "48.00"),
      insert.bind("W-2", config.account, terminal, "9.00"),
    ]);
    for (const orderNumber of ["W-1", "W-2"]) await payInSandbox(config, orderNumber);
    const acknowledged = (await sandbox.deliver()).map((delivery) => delivery.acknowledged);
    // The second is about another amount, and nobody said what to do then.
    assert(acknowledged.join() === "true,false", `acknowledged: ${acknowledged.join()}`);
    const [{ paymentId }] = await sandbox.payments(terminal, "W-1");
    const { results } = await db.prepare("SELECT number, payment_id FROM orders ORDER BY number").all();
    const stored = JSON.stringify(results.map((row) => Object.values(row)));
    assert(
      stored ===
        JSON.stringify([
          ["W-1", paymentId],
          ["W-2", null],
        ]),
      `stored: ${stored}`,
    );
    const body = "<response><account>1</account></response>";
    const forged = await worker.dispatchFetch("http://shop.test/notice", { method: "POST", headers: XML, body });
    assert((await forged.text()) === "receive-ok", "a forged notice is acknowledged");
  } finally {
    await worker.dispose();
  }
}

/** Sends a shopper's return to the README's handler. */
async function takeReturn() {
  const file = `${OUT}/return.mjs`;
  writeFileSync(file, await bundle("return.ts", ["node"], "node"));
  const { createReturns } = await import(pathToFileURL(file).href);
  const { createPayments } = await import("oceanpayment/edge");
  const { environment, account, terminals } = (await createSandbox()).paymentsConfig();
  const returns = createReturns(createPayments({ environment, account, terminals }));
  const [{ terminal, secureCode }] = terminals;
  const signed = {
    ...{ account, terminal, order_number: "R/1", order_currency: "USD", order_amount: "48.00" },
    ...{ card_number: "411111***1111", payment_id: "230101120000123456", payment_authType: "0", payment_status: "1" },
    payment_details: "80000:Approved",
  };
  const signValue = createHash("sha256")
    .update(Object.values(signed).join("") + secureCode())
    .digest("hex");
  const post = (fields) =>
    returns(
      new Request("https://shop.test/back?order_number=X", { method: "POST", body: new URLSearchParams(fields) }),
    );
  const genuine = await post({ ...signed, signValue });
  const seen = `${genuine.status} ${genuine.headers.get("location")}`;
  assert(seen === "303 /orders/R%2F1", seen);
  const forged = await post({ ...signed, order_amount: "1.00", signValue });
  assert(forged.headers.get("location") === "/orders", `a forged return went to ${forged.headers.get("location")}`);
}

/** Runs the README's office functions against the simulated gateway. */
async function workInOffice() {
  const file = `${OUT}/office.mjs`;
  writeFileSync(file, await bundle("office.ts", ["node"], "node"));
  const office = await import(pathToFileURL(file).href);
  const { createPayments } = await import("oceanpayment/edge");
  const sandbox = await createSandbox({ fetch: async () => new Response("receive-ok") });
  const config = sandbox.paymentsConfig();
  const client = createPayments(config);
  const { account, terminals } = config;
  const order = (orderNumber) => {
    const [{ terminal }] = terminals;
    return { account, terminal, orderNumber, currency: "USD", amount: "48.00" };
  };
  const page = await office.startHosted(client, order("O-1"));
  assert((await sandbox.fetch(new Request(page))).status === 200, "the hosted page must be there");
  const [open] = await sandbox.payments(terminals[0].terminal, "O-1");
  await sandbox.settle(open.paymentId, "approve");
  assert((await office.lookAgain(client, order("O-1"))) === "approved", "paid on that page");
  const held = await payInSandbox(config, "O-2", { intent: "pre-authorisation" });
  assert((await office.ship(client, held.paymentId, order("O-2"))) === "approved", "the capture");
  assert((await office.lookAgain(client, order("O-2"))) === "approved", "the captured order");
  assert(
    (await office.lookAgain(client, { ...order("O-2"), paymentId: held.paymentId })) === "repeated",
    "a paid order, told again",
  );
  const refund = await office.refundPart(client, held.paymentId, order("O-2"));
  assert(refund.status === "pending" && refund.refundId !== "", "the refund must be begun");
  await sandbox.storeQuickpay({ customerId: "C-1" });
  assert((await office.renew(client, "C-1", "O-3", "M1")).status === "approved", "the renewal");
  assert(
    (await office.renew(client, "C-2", "O-4", "M2").catch(({ code }) => code)) === "gateway_refused",
    "a stranger",
  );
  const asked = [];
  const notices = { ask: async ({ orderNumber }) => asked.push(orderNumber) };
  const findOrder = ({ orderNumber }) => ({
    ...order(orderNumber),
    ...(orderNumber === "O-2" && { paymentId: held.paymentId }),
    ...(orderNumber === "O-3" && { amount: "5.00" }),
  });
  const kinds = await office.lookBack(client, notices, findOrder);
  // O-1 and O-3 are not stored as paid; the refund of O-2 is one that nobody said is known.
  assert(asked.join() === "O-1,O-3,O-2", `asked about ${asked.join()}`);
  assert(kinds.join() === "missed-payment,missed-payment,business", `found ${kinds.join()}`);
}

/** Runs the README's functions of OPCard, disputes and OPCCOUNT against a simulated gateway on a loopback port. */
async function workInBackOffice() {
  const file = `${OUT}/back-office.mjs`;
  writeFileSync(file, await bundle("back-office.ts", ["node"], "node"));
  const office = await import(pathToFileURL(file).href);
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const account = { opccountNo: "VA900003", vaCode: "1900000000000000003" };
  const sandbox = await createSandbox({ opccount: { ...account, publicKey: publicKey.export({ format: "jwk" }) } });
  const { server, origin } = await serveSandbox(sandbox);
  try {
    const { appKey, appSecret } = sandbox.opcardConfig();
    const pem = privateKey.export({ type: "pkcs8", format: "pem" });
    const secrets = { appKey, appSecret: appSecret(), ...account, privateKey: pem, opccountHost: origin };
    const { opcard, opccount } = office.createBackOffice({ base: "sandbox", hosts: { opcard: origin } }, secrets);
    const { cardId } = await office.issueCard(opcard);
    const [card] = await sandbox.cards();
    assert(card?.cardId === cardId && card.risks[0]?.value === "5", "the card must be there, with its limit");
    const disputeId = await sandbox.openDispute();
    await office.answerDisputes(opcard, new File(["handed over"], "proof.txt", { type: "text/plain" }));
    const [[sent], [evidence]] = [await sandbox.disputeFiles(), await sandbox.disputeEvidence(disputeId)];
    assert(
      sent?.name === "proof.txt" && evidence?.file_id === sent.fileId,
      "the dispute must be answered with the file",
    );
    const [{ withdrawalAccountKey: accountKey }] = await sandbox.withdrawalAccounts();
    const withdrawal = { accountKey, currency: "USD", amount: "100.00", feeBearer: "BEN" };
    const quote = await office.quote(opccount, withdrawal);
    assert(quote === "95 USD would arrive, the fee is 5 USD", quote);
    const batchNo = await office.withdraw(opccount, withdrawal);
    const [made] = await sandbox.withdrawals();
    assert(made?.batchNo === batchNo, "the withdrawal must be there");
    const [newest] = await office.movedSince(opccount, new Date(Date.now() - 60_000), "+08:00");
    assert(newest?.movedAmount === "100", `the newest movement is of ${newest?.movedAmount}`);
    server.dropAnswers = true;
    const lost = await office.withdraw(opccount, withdrawal);
    assert(lost === "unknown" && (await sandbox.withdrawals()).length === 2, `an answer that is lost gives ${lost}`);
  } finally {
    server.close().closeAllConnections();
  }
}

/** Runs the README's Worker in workerd, its object bound as the README's wrangler.jsonc says. */
async function keepTokenInWorker() {
  const [settings] = blocksOf(readme(), "jsonc").map((block) =>
    JSON.parse(block.replace(/^\/\/.*$/gm, "").replace(/,(\s*[}\]])/g, "$1")),
  );
  const { durable_objects: objects, migrations, vars, main } = settings;
  const [{ name, class_name: className }] = objects.bindings;
  const [
    {
      new_sqlite_classes: [sqliteClass],
    },
  ] = migrations;
  const sandbox = await createSandbox();
  const { appKey, appSecret } = sandbox.opcardConfig();
  const worker = new Miniflare({
    modules: [{ type: "ESModule", path: "worker.mjs", contents: await bundle(main, ["workerd", "worker", "browser"]) }],
    compatibilityDate: settings.compatibility_date,
    cf: false,
    durableObjects: { [name]: { className, useSQLite: className === sqliteClass } },
    bindings: {
      ...vars,
      OCEANPAYMENT_APP_KEY: appKey,
      OCEANPAYMENT_APP_SECRET: appSecret(),
      OCEANPAYMENT_SEALING_KEY: randomBytes(32).toString("base64"),
    },
    outboundService: async (request) => {
      const { url, method, headers } = request;
      const body = method === "POST" ? await request.text() : undefined;
      const answer = await sandbox.fetch(new Request(url, { method, headers: [...headers], body }));
      return new Response(await answer.text(), { status: answer.status, headers: answer.headers });
    },
  });
  try {
    for (let times = 0; times < 2; times++) {
      const answer = await worker.dispatchFetch("http://office.test/");
      const text = await answer.text();
      assert(answer.status === 200 && text === `{"cardholders":0}`, `it answered ${answer.status} ${text}`);
    }
    const { create, refresh } = sandbox.tokenCalls();
    assert(create === 1 && refresh === 0, `${create + refresh} tokens were asked for`);
    const namespace = await worker.getDurableObjectNamespace(name);
    const store = createDurableTokenStore(namespace);
    // A token is its host's and its app's: here the sandbox's own host.
    const whose = JSON.stringify(["https://checkout-s.oceanpayment.com", appKey]);
    const key = createHash("sha256").update(whose).digest("hex").slice(0, 32);
    const kept = await store.read(`opcard-token/sandbox/${key}`);
    assert(
      kept?.sealed.startsWith(`v1.${vars.OCEANPAYMENT_SEALING_KEY_ID}.`),
      "the object must hold the token, sealed",
    );
  } finally {
    await worker.dispose();
  }
}

/** Serves a simulated gateway on a loopback port. Once `dropAnswers` is set, what it answers is lost. */
async function serveSandbox(sandbox) {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url, headers } = request;
    const body = method === "POST" ? Buffer.concat(chunks) : undefined;
    const answer = await sandbox.fetch(new Request(`http://${headers.host}${url}`, { method, headers, body }));
    const text = await answer.text();
    if (server.dropAnswers) return response.destroy();
    return response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(text);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

async function payInSandbox(config, orderNumber, change = {}) {
  const [{ createPayments }, { encryptCard }] = [await import("oceanpayment/edge"), await import("oceanpayment")];
  const card = { number: "4111111111111111", expiryMonth: "12", expiryYear: "2030", securityCode: "123" };
  return createPayments(config).payments.pay({
    orderNumber,
    amount: "48.00",
    currency: "USD",
    cardData: await encryptCard(card, config.terminals[0].publicKey),
    billing: { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", country: "US" },
    backUrl: "https://shop.test/back",
    noticeUrl: "https://shop.test/notice",
    ...change,
  });
}

async function bundle(name, conditions, platform = conditions.length > 0 ? "neutral" : "browser") {
  const { outputFiles } = await build({
    entryPoints: [`${OUT}/${name}`],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform,
    conditions,
    mainFields: ["module", "main"],
    logLevel: "error",
    tsconfigRaw: {},
  });
  return outputFiles[0].text;
}

await runAlone(import.meta, run);
