import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fromEnv } from "oceanpayment/deno";
import { NOTICE_SENDERS } from "oceanpayment/edge";
import { startTimer } from "./host/timer.mjs";
import { createFileStore } from "./notice-host/file-store.mjs";
import { createOrderFiles } from "./notice-host/order-files.mjs";
import { createShopNotices } from "./notice-host/shop-notices.mjs";

const PATH = "/notice";
const REQUEST_MS = 30_000;

/**
 * Starts a plain Node host that takes notices by itself, for a shop that is no Worker: `noticeUrl` must not be behind a CDN.
 * Orders and notices are in a folder, for one process.
 */
export async function startNoticeHost(options) {
  const { oceanpayment, folder, port = 0, host = "127.0.0.1", allowedSenders, drainMs = 10_000, log } = options;
  const orders = createOrderFiles(join(folder, "orders"));
  const store = createFileStore(join(folder, "notices"));
  const notices = createShopNotices(oceanpayment, { store, orders, allowedSenders, log });
  const server = createServer({ requestTimeout: REQUEST_MS }, (question, answer) => {
    take(question, notices).then(
      (response) => give(answer, response),
      () => answer.writeHead(500, { connection: "close" }).end(),
    );
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  // What could not be done with the notice is done without it.
  const timer = startTimer(() => notices.drain(), drainMs);
  return {
    url: `http://${host}:${server.address().port}${PATH}`,
    orders,
    close: async () => {
      await timer.stop();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

async function take(question, notices) {
  const { method, url, headers, socket } = question;
  if (url !== PATH) return new Response("", { status: 404 });
  if (method !== "POST") return new Response("", { status: 405, headers: { allow: "POST" } });
  const request = new Request(`http://plain-host.invalid${PATH}`, {
    method,
    headers: { "content-type": headers["content-type"] ?? "" },
    body: ReadableStream.from(question),
    duplex: "half",
  });
  return notices(request, { senderAddress: socket.remoteAddress });
}

async function give(answer, response) {
  const headers = Object.fromEntries(response.headers);
  const body = await response.text();
  // What was refused may not have been read to its end.
  answer.writeHead(response.status, response.ok ? headers : { ...headers, connection: "close" }).end(body);
}

// OCEANPAYMENT_… NOTICE_FOLDER=/var/lib/shop node playground/notice-host.mjs; NOTICE_FROM=any takes notices from anywhere.
if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { NOTICE_FOLDER = ".playground/notice-host", NOTICE_PORT = "8790", NOTICE_HOST = "0.0.0.0" } = process.env;
  const host = await startNoticeHost({
    oceanpayment: await fromEnv({ get: (name) => process.env[name] }),
    folder: NOTICE_FOLDER,
    port: Number(NOTICE_PORT),
    host: NOTICE_HOST,
    allowedSenders: process.env.NOTICE_FROM === "any" ? undefined : NOTICE_SENDERS,
  });
  console.log(`takes notices at ${host.url}`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => host.close().then(() => process.exit(0)));
}
