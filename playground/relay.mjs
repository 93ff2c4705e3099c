import { createServer, request as requestByHttp } from "node:http";
import { request as requestByHttps } from "node:https";
import { pathToFileURL } from "node:url";
import { operations } from "oceanpayment/edge";

/** Where a relay may send: the query hosts (stated, protocol.md §2), and nothing that a caller names. */
export const UPSTREAMS = ["https://test-query.oceanpayment.com", "https://query.oceanpayment.com"];

/** What it passes on: the calls of the query host, each by its exact path. */
export const PATHS = Object.values(operations)
  .filter(({ host, path }) => host === "query" && path !== undefined)
  .map(({ path }) => path);

const MOST_QUESTION_BYTES = 64 * 1024;
const MOST_ANSWER_BYTES = 8 * 1024 * 1024;
const TIMEOUT_MS = 60_000;

/** Headers that belong to one connection, or that name the host it was made to. */
const OWN_HEADERS = ["connection", "host", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade"];

/**
 * Starts a relay: order-management calls reach it from anywhere, and leave it from the one address that is registered with
 * Oceanpayment. A Worker has no address of its own to register, so it calls this in place of the query host
 * (`OCEANPAYMENT_QUERY_HOST`).
 *
 * Bodies and headers go through as they are, signatures included: the relay holds no secret and can change nothing that is
 * signed. Nothing of a body is written down, no redirect is followed, no other path or host can be reached.
 *
 * It asks nobody who they are. Here it listens on loopback only. Elsewhere whoever reaches it borrows your registered
 * address, so let nobody reach it but your own servers: mutual TLS in front of it (on Cloudflare an mTLS certificate
 * binding, or a Tunnel with Access), or a firewall that knows your callers; and https, since what you ask names your
 * orders.
 */
export async function startRelay({ upstream, port = 0, host = "127.0.0.1", localAddress }) {
  const to = new URL(upstream);
  const isLoopback = ["127.0.0.1", "[::1]"].includes(to.hostname);
  if (!UPSTREAMS.includes(to.origin) && !isLoopback) throw new Error(`a relay sends to ${UPSTREAMS.join(" or ")} only`);
  const server = createServer({ requestTimeout: TIMEOUT_MS }, (question, answer) => {
    const status = refusalOf(question);
    if (status === undefined) passOn(question, answer, { to, localAddress });
    else end(answer, status, { connection: "close" });
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  return {
    origin: `http://${host}:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** Returns the status that a question is refused with before anything of it is read, or nothing. */
function refusalOf({ method, url, headers }) {
  if (!PATHS.includes(url)) return 404;
  if (method !== "POST") return 405;
  return Number(headers["content-length"] ?? 0) > MOST_QUESTION_BYTES ? 413 : undefined;
}

async function passOn(question, answer, { to, localAddress }) {
  let body;
  try {
    body = await readAll(question);
  } catch {
    end(answer, 413, { connection: "close" });
    return;
  }
  const send = to.protocol === "https:" ? requestByHttps : requestByHttp;
  const sent = send(new URL(question.url, to), {
    method: "POST",
    headers: { ...withoutOwn(question.headers), "content-length": body.length },
    localAddress,
    timeout: TIMEOUT_MS,
  });
  sent.on("timeout", () => sent.destroy(new Error("no answer in time")));
  sent.on("error", () => end(answer, 502));
  sent.on("response", (received) => {
    answer.writeHead(received.statusCode ?? 502, withoutOwn(received.headers));
    let length = 0;
    received.on("data", (chunk) => {
      length += chunk.length;
      if (length > MOST_ANSWER_BYTES) answer.destroy();
    });
    // An answer that breaks off must not look whole.
    received.on("error", () => answer.destroy());
    received.pipe(answer);
  });
  answer.on("close", () => sent.destroy());
  sent.end(body);
}

async function readAll(question) {
  const chunks = [];
  let length = 0;
  for await (const chunk of question) {
    length += chunk.length;
    if (length > MOST_QUESTION_BYTES) throw new Error("the question is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function withoutOwn(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADERS.includes(name)));
}

function end(answer, status, headers = {}) {
  if (answer.headersSent) answer.destroy();
  else answer.writeHead(status, headers).end();
}

// RELAY_UPSTREAM=https://query.oceanpayment.com RELAY_PORT=8789 node playground/relay.mjs
if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { RELAY_UPSTREAM = UPSTREAMS[0], RELAY_PORT = "8789", RELAY_ADDRESS } = process.env;
  const relay = await startRelay({ upstream: RELAY_UPSTREAM, port: Number(RELAY_PORT), localAddress: RELAY_ADDRESS });
  console.log(`${relay.origin} passes order-management calls on to ${RELAY_UPSTREAM}`);
}
