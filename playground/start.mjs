import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { realCredentials } from "./host/credentials.mjs";
import { startServers } from "./host/servers.mjs";

const stateDir = process.env.PLAYGROUND_STATE ?? join(fileURLToPath(new URL("..", import.meta.url)), ".playground");
const real = realCredentials(process.env);
const servers = await startServers({
  stateDir,
  shopPort: Number(process.env.PORT ?? 8787),
  gatewayPort: Number(process.env.GATEWAY_PORT ?? 8788),
  real,
  shopOrigin: process.env.SHOP_ORIGIN,
});

console.log(`
  Shop      ${servers.shopOrigin}
  Gateway   ${servers.gatewayOrigin ?? `Oceanpayment's ${real.OCEANPAYMENT_ENVIRONMENT}, with your credentials`}
  State     ${stateDir}

  Open the shop, choose a test card, and watch every step. Ctrl+C stops; the state stays.
`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await servers.dispose();
    process.exit(0);
  });
}
