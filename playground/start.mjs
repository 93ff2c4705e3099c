import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fromEnv } from "oceanpayment/deno";
import { realCredentials } from "./host/credentials.mjs";
import { startServers } from "./host/servers.mjs";

/** Raised when what is stored changes its shape: an older state stays where it is, and is not read. */
const STATE_VERSION = 3;

const real = realCredentials(process.env);
const environment = real?.OCEANPAYMENT_ENVIRONMENT ?? "simulated";
const stateDir =
  process.env.PLAYGROUND_STATE ??
  join(fileURLToPath(new URL("..", import.meta.url)), ".playground", `${environment}-${STATE_VERSION}`);

try {
  // Says which credential is missing before anything starts, with the place where Oceanpayment shows it.
  if (real) (await fromEnv({ get: (name) => real[name] })).publicConfig();
} catch (error) {
  console.error(`\n  ${error.message}\n`);
  process.exit(1);
}

// The back office has no lock: with real money behind it only whoever asks for it gets it, and never in production.
const hasOffice = !real || (process.env.OFFICE === "open" && environment === "sandbox");

const servers = await startServers({
  stateDir,
  shopPort: portOf("PORT", 8787),
  gatewayPort: portOf("GATEWAY_PORT", 8788),
  relayPort: portOf("RELAY_PORT", 8789),
  noticePort: portOf("NOTICE_PORT", 8790),
  real,
  shopOrigin: process.env.SHOP_ORIGIN,
  noticeUrl: process.env.NOTICE_URL,
  noticeToken: process.env.NOTICE_TOKEN,
  hasOffice,
});

let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  // Miniflare ends the process in the middle of what it does: the servers are closed in their order instead.
  const others = process.listeners(signal);
  process.on(signal, stop);
  for (const other of others) process.off(signal, other);
}

console.log(`
  Shop      ${servers.shopOrigin}
  Flows     ${servers.shopOrigin}/flows
  Office    ${hasOffice ? `${servers.shopOrigin}/office` : "closed: it has no lock (OFFICE=open opens it, in the sandbox only)"}
  Gateway   ${servers.gatewayOrigin ?? `Oceanpayment's ${real.OCEANPAYMENT_ENVIRONMENT}, with your credentials`}
  Relay     ${servers.relayOrigin ?? real.OCEANPAYMENT_QUERY_HOST ?? "none: see OCEANPAYMENT_QUERY_HOST"}
  Notices   ${servers.noticeUrl ?? "none: see NOTICE_URL"}
  State     ${stateDir}
${real && !servers.noticeUrl ? "\n  No SHOP_ORIGIN or NOTICE_URL: the gateway can't notify, so what a notification decides stays open.\n" : ""}
  Open the shop${real ? "" : ", choose a test card,"} and watch every step. Ctrl+C stops; the state stays.
`);

/** Closes the servers and ends. Asked a second time, it waits for nothing. */
async function stop() {
  if (isStopping) process.exit(130);
  isStopping = true;
  await servers.dispose();
  process.exit(0);
}

function portOf(name, standard) {
  const port = Number(process.env[name] ?? standard);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  console.error(`\n  ${name} must be a port, 0 to 65535\n`);
  process.exit(1);
}
