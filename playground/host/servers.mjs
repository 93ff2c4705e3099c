import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { startNoticeForwarder } from "../notice-forwarder.mjs";
import { startRelay } from "../relay.mjs";
import { findRelayAddress, hostFor, originOf } from "./addresses.mjs";
import { bundleShop, bundleStandIn, bundleWorker } from "./bundle.mjs";
import { simulatedCredentials } from "./credentials.mjs";
import { CALLER_HEADER, startGatewayFront } from "./gateway-front.mjs";
import { startTimer } from "./timer.mjs";

const HOST = "127.0.0.1";
const COMPATIBILITY_DATE = "2026-04-20";

/** The gateway's time zone: the simulated one's, and inferred of the real one. Ask Oceanpayment. */
const GATEWAY_TIME_ZONE = "+08:00";

/** Where a real gateway takes payments, for the policy of pages that send a form or a frame there (protocol.md §2). */
const PAYMENT_HOSTS = {
  sandbox: "https://test-secure.oceanpayment.com",
  production: "https://secure.oceanpayment.com",
};

/** In place of a Cron Trigger, whose shortest pause is a minute. */
const TIMER_MS = 2000;

/**
 * Starts the merchant's Worker with its shop, and what hands notices on to it. Unless real credentials are given, also the
 * simulated gateway and a relay to it. The Workers run in workerd with no compatibility flag, everything on a loopback port
 * of its own.
 *
 * `noticeUrl` is where a real gateway notifies: a forwarder elsewhere, which knows `noticeToken`. Left out, it is the shop's
 * own address, where that is not behind a CDN.
 *
 * `hasOffice` opens the merchant's own pages, which have no lock: never where strangers can reach them.
 */
export async function startServers(options) {
  const { stateDir, shopPort, gatewayPort, relayPort, noticePort, real, shopOrigin } = options;
  const { hasOffice = real === undefined, noticeUrl = shopOrigin && `${shopOrigin}/notice` } = options;
  const shop = { port: await freePort(shopPort) };
  const gateway = real ? undefined : await startGateway(stateDir, await freePort(gatewayPort, shop.port), relayPort);
  const origin = shopOrigin ?? originOf(HOST, shop.port);
  const noticeToken = gateway ? randomBytes(24).toString("hex") : (options.noticeUrl && options.noticeToken) || "";
  const forwarder =
    gateway &&
    (await startNoticeForwarder({
      to: `${originOf(HOST, shop.port)}/notice`,
      token: noticeToken,
      port: await freePort(noticePort, shop.port),
    }));
  const merchant = new Miniflare({
    ...common(shop.port, await bundleWorker("merchant/worker.ts")),
    d1Databases: ["DB"],
    d1Persist: join(stateDir, "orders"),
    bindings: {
      SHOP_ORIGIN: origin,
      NOTICE_URL: forwarder?.url ?? noticeUrl ?? "",
      NOTICE_TOKEN: noticeToken,
      OFFICE: hasOffice ? "1" : "0",
      SIMULATED_GATEWAY: gateway?.origin ?? "",
      PAYMENT_HOST: gateway?.origin ?? real.OCEANPAYMENT_PAYMENT_HOST ?? PAYMENT_HOSTS[real.OCEANPAYMENT_ENVIRONMENT],
      GATEWAY_TIME_ZONE: real?.GATEWAY_TIME_ZONE ?? GATEWAY_TIME_ZONE,
      ASSETS: await bundleShop(),
      ...(gateway ? gateway.variables : real),
    },
  });
  await merchant.ready;
  await createTables(await merchant.getD1Database("DB"));
  const worker = await merchant.getWorker();
  const timer = startTimer(() => worker.scheduled({ cron: "* * * * *" }), TIMER_MS);
  return {
    shopOrigin: originOf(HOST, shop.port),
    gatewayOrigin: gateway?.origin,
    relayOrigin: gateway?.relayOrigin,
    noticeUrl: forwarder?.url ?? noticeUrl,
    dispose: async () => {
      await timer.stop();
      await forwarder?.close();
      await merchant.dispose();
      await gateway?.dispose();
    },
  };
}

async function startGateway(stateDir, port, relayPort) {
  const { account, terminal, secureCode, privateKey, publicKey } = simulatedCredentials(stateDir);
  const origin = originOf(HOST, port);
  const relayAddress = await findRelayAddress();
  const gateway = new Miniflare({
    ...common(0, await bundleWorker("gateway/worker.ts")),
    durableObjects: { GATEWAY: { className: "Gateway", useSQLite: true } },
    durableObjectsPersist: join(stateDir, "gateway"),
    bindings: {
      ORIGIN: origin,
      ACCOUNT: account,
      TERMINAL: terminal,
      SECURE_CODE: secureCode,
      PRIVATE_KEY: privateKey,
      CALLER_HEADER,
      REGISTERED_ADDRESS: relayAddress,
      STAND_IN: await bundleStandIn(),
    },
  });
  const to = await gateway.ready;
  const hosts = [...new Set([HOST, hostFor(relayAddress)])];
  const front = await startGatewayFront({ to, port, hosts });
  const relay = await startRelay({
    upstream: originOf(hostFor(relayAddress), port),
    port: await freePort(relayPort, port),
    localAddress: relayAddress,
  });
  return {
    origin,
    relayOrigin: relay.origin,
    dispose: async () => {
      await relay.close();
      await front.close();
      await gateway.dispose();
    },
    variables: {
      OCEANPAYMENT_ENVIRONMENT: "sandbox",
      OCEANPAYMENT_ACCOUNT: account,
      OCEANPAYMENT_TERMINAL: terminal,
      OCEANPAYMENT_SECURE_CODE: secureCode,
      OCEANPAYMENT_PUBLIC_KEY: publicKey,
      OCEANPAYMENT_PAYMENT_HOST: origin,
      OCEANPAYMENT_QUERY_HOST: relay.origin,
      OCEANPAYMENT_QUICKPAY_HOST: origin,
      OCEANPAYMENT_CHECKS_HOST: origin,
    },
  };
}

async function createTables(db) {
  const sql = await readFile(new URL("../merchant/schema.sql", import.meta.url), "utf8");
  for (const statement of sql.split(";").filter((part) => part.trim() !== "")) await db.prepare(statement).run();
}

function common(port, contents) {
  return {
    host: HOST,
    port,
    compatibilityDate: COMPATIBILITY_DATE,
    modules: [{ type: "ESModule", path: "worker.mjs", contents }],
    cf: false,
  };
}

/** Returns the wanted port where it is free, else one that is. */
async function freePort(wanted = 0, taken = -1) {
  if (wanted !== 0 && wanted !== taken && (await isFree(wanted))) return wanted;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, HOST, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}
