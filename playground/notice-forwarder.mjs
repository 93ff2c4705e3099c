import { createServer, request as requestByHttp } from "node:http";
import { request as requestByHttps } from "node:https";
import { pathToFileURL } from "node:url";
import { NOTICE_SENDERS } from "oceanpayment/edge";

/** Where notices are taken. */
const PATH = "/notice";

/** Where the Worker looks for the token. */
const TOKEN_HEADER = "x-notice-token";

/** What a notice comes as (stated, protocol.md §6.7); the second is what some servers call the same. */
const TYPES = ["application/xml", "text/xml"];

/** A notice has about two kilobytes; the library reads no more than this. */
const MOST_NOTICE_BYTES = 32_768;
const MOST_ANSWER_BYTES = 4096;
/** How long a notice may take to come, and the Worker to answer it. */
const TIMEOUT_MS = 30_000;

/**
 * Starts a forwarder: `noticeUrl` must not be behind a CDN, which a Worker always is, so a plain host takes notices and
 * hands each on to the Worker.
 *
 * The body goes on byte for byte, since a signature is over what was received. The Worker's answer comes back as it is, and
 * nothing else is ever an acknowledgement: where the Worker can't be reached, breaks off or redirects, the gateway gets 502
 * and notifies again. The forwarder holds no secret of the gateway's, decides nothing and stores nothing.
 *
 * `token` is shown to the Worker, which takes notices of nobody else then. `allowedSenders`, such as `NOTICE_SENDERS`, are
 * the addresses that connections may come from; behind a proxy of your own every connection is the proxy's.
 */
export async function startNoticeForwarder(options) {
  const { to, token = "", port = 0, host = "127.0.0.1", allowedSenders, timeoutMs = TIMEOUT_MS } = options;
  const target = new URL(to);
  const isLoopback = ["127.0.0.1", "[::1]", "localhost"].includes(target.hostname);
  // The token is for one host, and nobody on the way.
  if (target.protocol !== "https:" && !isLoopback) throw new Error("a forwarder sends by https only");
  const server = createServer({ requestTimeout: timeoutMs, connectionsCheckingInterval: 1000 }, (notice, answer) => {
    const refusal = refusalOf(notice, allowedSenders);
    if (refusal === undefined) handOn(notice, answer, { target, token, timeoutMs });
    else end(answer, refusal, { connection: "close", ...(refusal === 405 && { allow: "POST" }) });
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  return {
    url: `http://${host}:${server.address().port}${PATH}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** Returns the status that a request is refused with before anything of it is read, or nothing. */
function refusalOf({ method, url, headers, socket }, allowedSenders) {
  if (allowedSenders && !allowedSenders.includes(plainAddress(socket.remoteAddress))) return 403;
  if (url !== PATH) return 404;
  if (method !== "POST") return 405;
  if (!TYPES.includes(mediaType(headers["content-type"]))) return 415;
  return Number(headers["content-length"] ?? 0) > MOST_NOTICE_BYTES ? 413 : undefined;
}

async function handOn(notice, answer, { target, token, timeoutMs }) {
  const body = await readAll(notice, MOST_NOTICE_BYTES).catch(() => undefined);
  if (body === undefined) {
    end(answer, 413, { connection: "close" });
    return;
  }
  try {
    const { status, type, text } = await send(target, {
      body,
      timeoutMs,
      headers: {
        "content-type": notice.headers["content-type"],
        "content-length": body.length,
        ...(token && { [TOKEN_HEADER]: token }),
      },
    });
    // Somebody who follows a redirect would leave with the notice: the gateway must not be asked to.
    if (status >= 300 && status < 400) end(answer, 502);
    else end(answer, status, { "content-type": type, "content-length": text.length }, text);
  } catch {
    end(answer, 502);
  }
}

/** Sends a notice on and returns the answer, whole. Follows nothing, and never sends twice. */
function send(target, { body, headers, timeoutMs }) {
  const request = target.protocol === "https:" ? requestByHttps : requestByHttp;
  return new Promise((resolve, reject) => {
    const sent = request(target, { method: "POST", headers, signal: AbortSignal.timeout(timeoutMs) });
    sent.on("error", reject);
    sent.on("response", (received) => {
      const { statusCode: status, headers } = received;
      const type = headers["content-type"] ?? "text/plain";
      readAll(received, MOST_ANSWER_BYTES).then((text) => resolve({ status, type, text }), reject);
    });
    sent.end(body);
  });
}

async function readAll(stream, mostBytes) {
  const chunks = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > mostBytes) throw new Error("the body is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function mediaType(header = "") {
  return header.split(";")[0].trim().toLowerCase();
}

/** An IPv4 address that reached an IPv6 socket is the same one. */
function plainAddress(address = "") {
  return address.replace(/^::ffff:(?=\d+\.)/, "");
}

function end(answer, status, headers = {}, body = undefined) {
  if (answer.headersSent) answer.destroy();
  else answer.writeHead(status, headers).end(body);
}

// NOTICE_TO=https://shop.example/notice NOTICE_TOKEN=… NOTICE_PORT=8790 node playground/notice-forwarder.mjs
// It speaks http: put TLS in front of it, or let the gateway call port 80. NOTICE_FROM=any takes notices from anywhere.
if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { NOTICE_TO, NOTICE_TOKEN, NOTICE_PORT = "8790", NOTICE_HOST = "0.0.0.0", NOTICE_FROM } = process.env;
  if (!NOTICE_TO || !NOTICE_TOKEN) {
    console.error("NOTICE_TO must be the Worker's address for notices, NOTICE_TOKEN what it knows this host by");
    process.exit(1);
  }
  const forwarder = await startNoticeForwarder({
    to: NOTICE_TO,
    token: NOTICE_TOKEN,
    port: Number(NOTICE_PORT),
    host: NOTICE_HOST,
    allowedSenders: NOTICE_FROM === "any" ? undefined : NOTICE_SENDERS,
  });
  console.log(`${forwarder.url} hands notices on to ${NOTICE_TO}`);
}
