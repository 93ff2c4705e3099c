// Notices on plain hosts: the forwarder hands every byte on and acknowledges nothing by itself; the same notice, however
// often it comes, takes effect once behind the forwarder, on Node and on Deno.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { createPayments } from "oceanpayment/edge";
import { answerPages } from "../../playground/demo/shopper.mjs";
import { startNoticeForwarder } from "../../playground/notice-forwarder.mjs";
import { assert, createChecks } from "../boundary/checks.mjs";
import { findTools, notRun, ROOT, runAlone } from "../lanes/lanes.mjs";
import { openShop } from "./shop.mjs";

const XML = { "content-type": "application/xml; charset=UTF-8" };
const READY_MS = 30_000;
const AT_ONCE = 5;

/** The hosts that take notices by themselves, each with the command that starts it. */
const HOSTS = {
  Node: () => [process.execPath, ["playground/notice-host.mjs"]],
  Deno: ({ tool, importMap }) => [
    tool("deno"),
    [
      ...["run", "--quiet", "--no-prompt", "--no-remote", "--no-lock", "--node-modules-dir=manual", "--unstable-kv"],
      ...["--allow-env", "--allow-net=127.0.0.1", "--allow-read", "--allow-write", `--import-map=${importMap}`],
      "playground/notice-host.deno.ts",
    ],
  ],
};

export async function run() {
  const { tool, missing } = await findTools();
  if (missing) return notRun("notice-hosts", missing);
  const { check, result } = createChecks("notice-hosts");
  await checkForwarder(check);
  const shop = await openShop();
  try {
    const notice = await getNotice(shop);
    await check("notice: behind the forwarder it takes effect once, in the Worker", () => pays(shop, notice));
    for (const [name, command] of Object.entries(HOSTS)) {
      await withHost(
        shop,
        (folder) => command({ tool, importMap: writeImportMap(folder) }),
        async (host) => {
          await check(`notice: on a plain ${name} host it takes effect once`, () => paysAtHost(host, notice));
          await check(`notice: on a plain ${name} host one that is forged does nothing`, () =>
            ignoresForgery(host, notice),
          );
          await check(`notice: on a plain ${name} host only notices are taken`, () => takesOnlyNotices(host));
        },
      );
      await withHost(
        shop,
        (folder) => command({ tool, importMap: writeImportMap(folder) }),
        (host) =>
          check(`notice: a plain ${name} host takes none from an address that is not listed`, async () => {
            const { status } = await post(host.url, notice.body);
            assert(status === 403 && host.orderOf(notice).state === "created", `it answered ${status}`);
          }),
        { NOTICE_FROM: "" },
      );
    }
  } finally {
    await shop.close();
  }
  return result();
}

async function checkForwarder(check) {
  const upstream = await startUpstream();
  const token = "a-token-of-the-tests";
  const forwarder = await startNoticeForwarder({ to: `${upstream.origin}/notice`, token, timeoutMs: 3000 });
  const at = { upstream, forwarder, token };
  try {
    await check("forwarder: every byte arrives as it was sent, with the token, and nothing else of the caller's", () =>
      handsOn(at),
    );
    await check("forwarder: the Worker's status and text come back", () => handsBack(at));
    await check("forwarder: acknowledges nothing where the Worker does not", () => neverAcknowledges(at));
    await check("forwarder: a redirect is neither followed nor handed back", () => followsNothing(at));
    await check("forwarder: what is no notice never reaches the Worker", () => refuses(at));
    await check("forwarder: a notice that breaks off never reaches the Worker", () => wantsWhole(at));
    await check("forwarder: takes notices from listed addresses only, whatever a header says", () => checksSender(at));
    await check("forwarder: shows its token to no host in clear", refusesClear);
  } finally {
    await forwarder.close();
    await upstream.close();
  }
}

async function handsOn({ forwarder, upstream, token }) {
  // A byte order mark, line ends of both kinds, spaces at the ends, and bytes that are no UTF-8.
  const body = Buffer.concat([Buffer.from("\uFEFF  <a>\r\n é &amp; +%41</a>\n\t "), Buffer.from([0xff, 0xfe, 0x00])]);
  const headers = { ...XML, "x-notice-token": "a caller's own", "x-forwarded-for": "153.254.110.82", cookie: "a=b" };
  const { status, text } = await post(forwarder.url, body, headers);
  const seen = upstream.last();
  assert(Buffer.compare(seen.body, body) === 0, `it arrived as ${seen.body.toString("hex")}`);
  assert(seen.method === "POST" && seen.url === "/notice", `it came by ${seen.method} to ${seen.url}`);
  assert(seen.headers["content-type"] === XML["content-type"], "the type is the caller's");
  assert(seen.headers["x-notice-token"] === token, "the token is the forwarder's");
  const others = ["cookie", "x-forwarded-for"].filter((name) => seen.headers[name] !== undefined);
  assert(others.length === 0, `it handed on ${others.join()}`);
  assert(status === 200 && text === "receive-ok", `it answered ${status} ${text}`);
}

async function handsBack({ forwarder, upstream }) {
  for (const [status, text] of [
    [503, ""],
    [403, "no"],
    [400, "malformed_xml"],
    [200, "something else"],
  ]) {
    upstream.next((answer) => answer.writeHead(status, { "content-type": "text/plain" }).end(text));
    const found = await post(forwarder.url, "<a/>");
    assert(found.status === status && found.text === text, `${status} came back as ${found.status} ${found.text}`);
  }
}

async function neverAcknowledges({ forwarder, upstream }) {
  const broken = {
    "no answer": (answer) => answer.destroy(),
    "half an answer": (answer) => {
      answer.writeHead(200, { "content-length": "10" }).write("receive-");
      setTimeout(() => answer.destroy(), 20);
    },
    "half an answer of no known length": (answer) => {
      answer.writeHead(200).write("receive-ok");
      setTimeout(() => answer.destroy(), 20);
    },
    "an answer that never ends": (answer) => answer.writeHead(200).write("receive-ok"),
    "an answer that never begins": () => {},
    "a page in its place": (answer) => answer.writeHead(200).end("x".repeat(100_000)),
  };
  for (const [what, next] of Object.entries(broken)) {
    upstream.next(next);
    const { status } = await post(forwarder.url, "<a/>");
    assert(status === 502, `${what} gave ${status}`);
  }
  const nobody = await startNoticeForwarder({ to: "http://127.0.0.1:9/notice", token: "t" });
  const { status } = await post(nobody.url, "<a/>");
  await nobody.close();
  assert(status === 502, `a Worker that is not there gave ${status}`);
}

async function followsNothing({ forwarder, upstream }) {
  for (const status of [301, 302, 303, 307, 308]) {
    upstream.next((answer) => answer.writeHead(status, { location: `${upstream.origin}/elsewhere` }).end("receive-ok"));
    const found = await post(forwarder.url, "<a/>");
    assert(found.status === 502 && found.text === "", `${status} gave ${found.status} ${found.text}`);
    assert(upstream.last().url === "/notice", "it was followed");
  }
}

async function refuses({ forwarder, upstream }) {
  const before = upstream.count();
  const statuses = {
    "another method": [405, (await fetch(forwarder.url)).status],
    "another path": [404, (await post(`${forwarder.url}/x`, "<a/>")).status],
    "a query": [404, (await post(`${forwarder.url}?a=b`, "<a/>")).status],
    "a form": [415, (await post(forwarder.url, "a=b", { "content-type": "application/x-www-form-urlencoded" })).status],
    "a long body": [413, (await post(forwarder.url, "a".repeat(40_000))).status],
  };
  for (const [what, [wanted, found]] of Object.entries(statuses)) assert(found === wanted, `${what} gave ${found}`);
  const stream = new Blob(["a".repeat(40_000)]).stream();
  const chunked = await post(forwarder.url, stream).catch(() => ({ status: 413 }));
  assert(chunked.status === 413, `a long body without a length gave ${chunked.status}`);
  assert(upstream.count() === before, "none of them may reach the Worker");
}

async function wantsWhole({ forwarder, upstream }) {
  const before = upstream.count();
  await new Promise((resolve) => {
    const sent = request(forwarder.url, { method: "POST", headers: { ...XML, "content-length": 100 } });
    sent.on("error", resolve);
    // Half of it has left by then, on a busy machine too.
    sent.write("<response>", () => setTimeout(() => sent.destroy(), 50));
    sent.on("close", resolve);
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert(upstream.count() === before, "half a notice was handed on");
}

async function checksSender({ upstream, token }) {
  const to = `${upstream.origin}/notice`;
  const before = upstream.count();
  const strict = await startNoticeForwarder({ to, token, allowedSenders: ["153.254.110.82"] });
  const { status } = await post(strict.url, "<a/>", { ...XML, "x-forwarded-for": "153.254.110.82" });
  await strict.close();
  assert(status === 403 && upstream.count() === before, `an address that is not listed got ${status}`);
  const open = await startNoticeForwarder({ to, token, allowedSenders: ["127.0.0.1"] });
  const taken = await post(open.url, "<a/>");
  await open.close();
  assert(taken.status === 200, `a listed address got ${taken.status}`);
}

async function refusesClear() {
  const started = await startNoticeForwarder({ to: "http://shop.example/notice", token: "t" }).catch(() => undefined);
  await started?.close();
  assert(started === undefined, "http to another host must be refused");
}

/** Lets the simulated gateway notify of a paid order, and returns the bytes of that notice. The Worker has not had it. */
async function getNotice(shop) {
  const { orderNumber } = await shop.json("/api/orders", { flow: "hosted" });
  const upstream = await startUpstream();
  const { account, terminal, secureCode } = shop.credentials();
  const { payments } = createPayments({
    environment: { base: "sandbox", hosts: { payment: shop.gateway } },
    account,
    terminals: [{ terminal, secureCode }],
  });
  const { redirectUrl } = await payments.createHosted({
    ...{ orderNumber, amount: "48.00", currency: "USD" },
    billing: { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", country: "US", state: "CA" },
    backUrl: `${shop.origin}/return/${orderNumber}`,
    noticeUrl: `${upstream.origin}/notice`,
  });
  await answerPages(redirectUrl, "approve");
  const isIt = ({ body }) => body.includes("<payment_status>1<");
  const body = await waitFor(() => upstream.seen.find(isIt)?.body, "no notice came");
  await upstream.close();
  return { orderNumber, body };
}

async function pays(shop, { orderNumber, body }) {
  const { order } = await shop.json(`/api/orders/${orderNumber}`);
  assert(order.state === "created", `before the notice the order is ${order.state}`);
  await postOften(shop.noticeUrl, body);
  const after = await shop.json(`/api/orders/${orderNumber}`);
  assert(after.order.state === "paid", `the order is ${after.order.state}`);
  const paid = after.steps.filter(({ kind, text }) => kind === "state" && text.startsWith("Paid (")).length;
  assert(paid === 1, `it was paid ${paid} times`);
}

async function paysAtHost(host, notice) {
  assert(host.orderOf(notice).state === "created", "the test must begin with an order that is not paid");
  await postOften(host.url, notice.body);
  const { state, paymentId, effects } = host.orderOf(notice);
  const runs = host.printed().match(new RegExp(`^${notice.orderNumber} approved by ${paymentId}, run 1$`, "gm"));
  assert(state === "paid" && effects.length === 1, `the order is ${state}, by ${effects}`);
  assert(runs?.length === 1, `it ran ${runs?.length} times: ${host.printed()}`);
  await host.restart();
  await post(host.url, notice.body);
  assert(!host.printed().includes("approved by"), "after a restart it ran again");
  // As after a crash between the effect and the store's note of it: it runs again, and changes nothing.
  const before = JSON.stringify(host.orderOf(notice));
  await host.restart({ withoutNotices: true });
  await post(host.url, notice.body);
  assert(host.printed().includes("approved by"), "without the store's note it must run again");
  assert(
    JSON.stringify(host.orderOf(notice)) === before,
    `the second run made it ${JSON.stringify(host.orderOf(notice))}`,
  );
}

/** Several at once, and two more: one at least is acknowledged, and in the end each is. */
async function postOften(url, body) {
  const first = await Promise.all(Array.from({ length: AT_ONCE }, () => post(url, body)));
  const isRight = ({ status, text }) => (status === 200 && text === "receive-ok") || (status === 503 && text === "");
  assert(first.every(isRight), `the answers are ${JSON.stringify(first)}`);
  for (let again = 0; again < 2; again++) {
    const { status, text } = await post(url, body);
    assert(status === 200 && text === "receive-ok", `later it got ${status} ${text}`);
  }
}

async function ignoresForgery(host, notice) {
  const before = JSON.stringify(host.orderOf(notice));
  const forged = notice.body.toString().replace("<payment_status>1<", "<payment_status>0<");
  const { status, text } = await post(host.url, forged);
  assert(status === 200 && text === "receive-ok", `it got ${status} ${text}`);
  assert(JSON.stringify(host.orderOf(notice)) === before, "the order was changed");
  await waitFor(() => host.printed().includes("discarded (invalid_signature)"), "nobody was told");
}

async function takesOnlyNotices({ url }) {
  const found = [
    (await fetch(url)).status,
    (await post(new URL("/elsewhere", url), "<a/>")).status,
    (await post(url, "a=b", { "content-type": "text/plain" })).status,
    (await post(url, "a".repeat(40_000))).status,
    (await post(url, "<a>")).status,
  ].join();
  assert(found === "405,404,415,413,400", `it answered ${found}`);
}

/** Starts a host over a folder of its own, in which the notice's order is stored. */
async function withHost(shop, command, use, env = { NOTICE_FROM: "any" }) {
  const folder = mkdtempSync(`${tmpdir()}/oceanpayment-host-`);
  let child;
  let printed = "";
  const start = async () => {
    printed = "";
    const [program, args] = command(folder);
    child = spawn(program, args, { cwd: ROOT, env: { ...process.env, ...variables(shop, folder), ...env } });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (printed += chunk));
    return waitFor(
      () => /takes notices at (\S+)/.exec(printed)?.[1],
      () => `the host does not start: ${printed}`,
    );
  };
  const stop = () =>
    new Promise((resolve) => {
      child.once("exit", resolve);
      child.kill("SIGKILL");
    });
  const { account, terminal } = shop.credentials();
  const orderFile = ({ orderNumber }) => `${folder}/orders/${orderNumber}.json`;
  const orderOf = (notice) => {
    try {
      return JSON.parse(readFileSync(orderFile(notice), "utf8"));
    } catch {
      const facts = { account, terminal, orderNumber: notice.orderNumber, amount: "48.00", currency: "USD" };
      mkdirSync(`${folder}/orders`, { recursive: true });
      writeFileSync(orderFile(notice), JSON.stringify({ ...facts, state: "created" }));
      return { ...facts, state: "created" };
    }
  };
  try {
    const host = { url: await start(), orderOf, printed: () => printed };
    host.restart = async ({ withoutNotices = false } = {}) => {
      await stop();
      for (const name of withoutNotices ? ["notices", "kv.sqlite", "kv.sqlite-shm", "kv.sqlite-wal"] : []) {
        rmSync(`${folder}/${name}`, { recursive: true, force: true });
      }
      host.url = await start();
    };
    await use(host);
  } finally {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function variables(shop, folder) {
  const { account, terminal, secureCode } = shop.credentials();
  return {
    OCEANPAYMENT_ENVIRONMENT: "sandbox",
    OCEANPAYMENT_ACCOUNT: account,
    OCEANPAYMENT_TERMINAL: terminal,
    OCEANPAYMENT_SECURE_CODE: secureCode,
    OCEANPAYMENT_PAYMENT_HOST: shop.gateway,
    OCEANPAYMENT_QUERY_HOST: shop.relay,
    NOTICE_FOLDER: folder,
    NOTICE_KV: `${folder}/kv.sqlite`,
    NOTICE_HOST: "127.0.0.1",
    NOTICE_PORT: "0",
    NO_COLOR: "1",
    DENO_NO_UPDATE_CHECK: "1",
  };
}

/** Deno finds a package by its name where it is installed; here it is the package's own folder. */
function writeImportMap(folder) {
  const imports = Object.fromEntries(
    ["deno", "edge"].map((name) => [`oceanpayment/${name}`, new URL(`file://${ROOT}dist/${name}.mjs`).href]),
  );
  writeFileSync(`${folder}/imports.json`, JSON.stringify({ imports }));
  return `${folder}/imports.json`;
}

async function post(url, body, headers = XML) {
  const init = { method: "POST", headers, body, redirect: "manual", duplex: "half" };
  const response = await fetch(url, init);
  return { status: response.status, text: await response.text() };
}

async function waitFor(find, message) {
  const until = Date.now() + READY_MS;
  for (;;) {
    const found = find();
    if (found) return found;
    assert(Date.now() < until, typeof message === "function" ? message() : message);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts a server that writes down what comes, and answers as it is told for the next request. */
async function startUpstream() {
  const seen = [];
  let next;
  const server = createServer(async (question, answer) => {
    const chunks = [];
    for await (const chunk of question) chunks.push(chunk);
    const { method, url, headers } = question;
    seen.push({ method, url, headers, body: Buffer.concat(chunks) });
    const give = next ?? ((response) => response.writeHead(200, { "content-type": "text/plain" }).end("receive-ok"));
    next = undefined;
    give(answer);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    seen,
    last: () => seen.at(-1),
    count: () => seen.length,
    next: (give) => (next = give),
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

await runAlone(import.meta, run);
