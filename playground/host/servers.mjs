import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { bundleShop, bundleWorker } from "./bundle.mjs";
import { simulatedCredentials } from "./credentials.mjs";

const HOST = "127.0.0.1";
const COMPATIBILITY_DATE = "2026-04-20";

/**
 * Starts the merchant's Worker with its shop page and, unless real credentials are given, the simulated gateway: each in
 * workerd, each on a loopback port of its own, with no compatibility flag.
 */
export async function startServers({ stateDir, shopPort, gatewayPort, real, shopOrigin }) {
  const shop = { port: await freePort(shopPort) };
  const gateway = real ? undefined : await startGateway(stateDir, await freePort(gatewayPort, shop.port));
  const origin = shopOrigin ?? `http://${HOST}:${shop.port}`;
  const merchant = new Miniflare({
    ...common(shop.port, await bundleWorker("merchant/worker.ts")),
    d1Databases: ["DB"],
    d1Persist: join(stateDir, "orders"),
    bindings: {
      SHOP_ORIGIN: origin,
      NOTICES: gateway || shopOrigin ? "1" : "0",
      SIMULATED_GATEWAY: gateway?.origin ?? "",
      ASSETS: await bundleShop(),
      ...(gateway ? gateway.variables : real),
    },
  });
  await merchant.ready;
  await createTables(await merchant.getD1Database("DB"));
  return {
    shopOrigin: `http://${HOST}:${shop.port}`,
    gatewayOrigin: gateway?.origin,
    dispose: async () => {
      await merchant.dispose();
      await gateway?.dispose();
    },
  };
}

async function startGateway(stateDir, port) {
  const { account, terminal, secureCode, privateKey, publicKey } = simulatedCredentials(stateDir);
  const origin = `http://${HOST}:${port}`;
  const gateway = new Miniflare({
    ...common(port, await bundleWorker("gateway/worker.ts")),
    durableObjects: { GATEWAY: { className: "Gateway", useSQLite: true } },
    durableObjectsPersist: join(stateDir, "gateway"),
    bindings: {
      ORIGIN: origin,
      ACCOUNT: account,
      TERMINAL: terminal,
      SECURE_CODE: secureCode,
      PRIVATE_KEY: privateKey,
    },
  });
  await gateway.ready;
  return {
    origin,
    dispose: () => gateway.dispose(),
    variables: {
      OCEANPAYMENT_ENVIRONMENT: "sandbox",
      OCEANPAYMENT_ACCOUNT: account,
      OCEANPAYMENT_TERMINAL: terminal,
      OCEANPAYMENT_SECURE_CODE: secureCode,
      OCEANPAYMENT_PUBLIC_KEY: publicKey,
      OCEANPAYMENT_PAYMENT_HOST: origin,
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
