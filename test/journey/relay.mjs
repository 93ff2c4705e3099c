// What the playground's relay passes on, and what it refuses: between the library and a server that writes down what comes.
import { createServer } from "node:http";
import { createPayments } from "oceanpayment/edge";
import { findRelayAddress, hostFor, originOf } from "../../playground/host/addresses.mjs";
import { PATHS, startRelay } from "../../playground/relay.mjs";
import { assert, createChecks } from "../boundary/checks.mjs";
import { runAlone, runCommand } from "../lanes/lanes.mjs";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const ANSWER = `<?xml version="1.0" encoding="UTF-8"?><response><results>00</results></response>`;

export async function run() {
  const { check, result } = createChecks("relay");
  const localAddress = await findRelayAddress();
  const upstream = await startUpstream(hostFor(localAddress));
  const relay = await startRelay({ upstream: upstream.origin, localAddress });
  const at = { upstream, relay, localAddress };
  try {
    await check("relay: body and headers arrive as they were sent, from the registered address", () => passesOn(at));
    await check("relay: the library's questions go through it", () => servesLibrary(at));
    await check("relay: other paths, methods and long bodies never reach the gateway", () => refuses(at));
    await check("relay: a redirect is handed back, not followed", () => followsNothing(at));
    await check("relay: an answer that breaks off does not look whole", () => keepsBroken(at));
    await check("relay: sends to no host that is not on its list", refusesHosts);
    await check("relay: knows every call of the query host, and no other", knowsPaths);
    await check("relay: prints nothing of what passes", () => printsNothing(at));
  } finally {
    await relay.close();
    await upstream.close();
  }
  return result();
}

async function passesOn({ upstream, relay, localAddress }) {
  const body = "account=900001&order_number=A%2FB+C%C3%A9&signValue=abc";
  const headers = { ...FORM, "user-agent": "a client of its own", "x-mark": "kept" };
  const answer = await fetch(`${relay.origin}/service/check/normal`, { method: "POST", headers, body });
  const seen = upstream.last();
  assert(seen.body === body, `the body came as ${seen.body}`);
  assert(seen.method === "POST" && seen.url === "/service/check/normal", `it came to ${seen.url}`);
  assert(seen.address === localAddress, `it came from ${seen.address}`);
  for (const [name, value] of Object.entries(headers)) assert(seen.headers[name] === value, `${name} was changed`);
  assert(seen.headers.host === new URL(upstream.origin).host, "the host is the gateway's");
  assert(
    (await answer.text()) === ANSWER && answer.headers.get("content-type") === "application/xml",
    "the answer too",
  );
}

async function servesLibrary({ relay, upstream }) {
  const hosts = { query: relay.origin };
  const { orders } = createPayments({
    environment: { base: "sandbox", hosts },
    account: "900001",
    terminals: [{ terminal: "90000101", secureCode: "0123456789abcdef" }],
  });
  assert((await orders.find("A-1")).status === "not-found", "the answer tells of no payment");
  assert(new URLSearchParams(upstream.last().body).get("order_number") === "A-1", "the question must arrive");
}

async function refuses({ relay, upstream }) {
  const before = upstream.count();
  const asked = async (path, init) => (await fetch(relay.origin + path, init)).status;
  const post = (body) => ({ method: "POST", headers: FORM, body });
  assert((await asked("/gateway/direct/pay", post("a=b"))) === 404, "a payment must be refused");
  assert((await asked("/service/check/normal?x=1", post("a=b"))) === 404, "a query text must be refused");
  assert((await asked("/service/check/../../gateway/direct/pay", post("a=b"))) === 404, "dots must be refused");
  assert((await asked("/service/check/normal")) === 405, "only POST may pass");
  assert((await asked("/service/check/normal", post("a".repeat(70_000)))) === 413, "a long body must be refused");
  const stream = new Blob(["a".repeat(70_000)]).stream();
  const chunked = await asked("/service/check/normal", { ...post(stream), duplex: "half" }).catch(() => 413);
  assert(chunked === 413, "a long body without a length must be refused");
  assert(upstream.count() === before, "none of them may reach the gateway");
}

async function followsNothing({ relay, upstream }) {
  upstream.next((answer) => answer.writeHead(307, { location: `${upstream.origin}/elsewhere` }).end());
  const init = { method: "POST", headers: FORM, body: "a=b", redirect: "manual" };
  const { status } = await fetch(`${relay.origin}/service/applyRefund`, init);
  assert(status === 307 && upstream.last().url === "/service/applyRefund", `the relay answered ${status}`);
}

async function keepsBroken({ relay, upstream }) {
  const init = { method: "POST", headers: FORM, body: "a=b" };
  let breakOff;
  upstream.next((answer) => {
    // In chunks: no length tells that something is missing.
    answer.writeHead(200, { "content-type": "application/xml" }).write("<response>");
    breakOff = () => answer.destroy();
  });
  const cut = await fetch(`${relay.origin}/service/queryRefund`, init);
  breakOff();
  const whole = await cut.text().catch(() => "broken");
  assert(whole === "broken", "half an answer must not look like one");
  upstream.next((answer) => answer.destroy());
  const none = await fetch(`${relay.origin}/service/queryRefund`, init);
  assert(none.status === 502, `no answer gave ${none.status}`);
}

async function refusesHosts() {
  for (const upstream of ["https://elsewhere.example", "https://query.oceanpayment.com.example", "http://10.0.0.1"]) {
    const started = await startRelay({ upstream }).catch(() => undefined);
    await started?.close();
    assert(started === undefined, `${upstream} must be refused`);
  }
}

/** The seven calls of protocol.md §6.4, by hand. */
function knowsPaths() {
  const calls =
    "check/normal QueryOrdersList BusinessOrdersList DisputeOrderList applyRefund queryRefund uploadTrackingNo";
  const wanted = calls.split(" ").map((name) => `/service/${name}`);
  assert([...PATHS].sort().join() === wanted.sort().join(), `it knows ${PATHS.join()}`);
}

async function printsNothing({ upstream, localAddress }) {
  const options = JSON.stringify({ upstream: upstream.origin, localAddress });
  const program = `import { startRelay } from "./playground/relay.mjs";
    const relay = await startRelay(${options});
    await fetch(relay.origin + "/service/check/normal", { method: "POST", body: "MARKED=1" });
    await relay.close();`;
  const { code, output } = await runCommand(process.execPath, ["--input-type=module", "-e", program]);
  assert(code === 0 && upstream.last().body === "MARKED=1" && output === "", `it ended with ${code} and "${output}"`);
}

/** Starts a server that writes down what comes, and answers as it is told for the next question. */
async function startUpstream(host) {
  const seen = [];
  let next;
  const server = createServer(async (question, answer) => {
    const chunks = [];
    for await (const chunk of question) chunks.push(chunk);
    const { method, url, headers, socket } = question;
    seen.push({ method, url, headers, address: socket.remoteAddress, body: Buffer.concat(chunks).toString() });
    const give = next ?? ((response) => response.writeHead(200, { "content-type": "application/xml" }).end(ANSWER));
    next = undefined;
    give(answer);
  });
  await new Promise((resolve) => server.listen(0, host, resolve));
  return {
    origin: originOf(host, server.address().port),
    last: () => seen.at(-1),
    count: () => seen.length,
    next: (give) => (next = give),
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

await runAlone(import.meta, run);
