import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { findTools } from "../lanes/lanes.mjs";
import { assert } from "./checks.mjs";
import { createKeyPair } from "./open-card.mjs";
import { execute } from "./project.mjs";

/** Makes a client of the environment and pays by it: prints the error's code, or the status. */
const PAY = `import { fromEnv } from "oceanpayment/deno";
const input = { orderNumber: "D-1", amount: "1.00", currency: "USD", cardData: "opcse_0_2_1$QQ==$QQ==", backUrl: "https://shop.test/",
  billing: { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", country: "US" } };
try {
  const { payments } = await fromEnv();
  console.log((await payments.pay(input)).status);
} catch (error) {
  console.log([error.code, error.outcome].join());
}
`;

/** Checks that the installed Deno adapter needs the permissions that its documentation names, and says which is missing. */
export async function checkDenoPermissions({ check, folder }) {
  const server = createServer((_request, response) => response.writeHead(503).end());
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${server.address().port}`;
  await writeFile(join(folder, "pay.mjs"), PAY);
  const env = {
    OCEANPAYMENT_ENVIRONMENT: "sandbox",
    OCEANPAYMENT_ACCOUNT: "900001",
    OCEANPAYMENT_TERMINAL: "90000101",
    OCEANPAYMENT_SECURE_CODE: "a-secret-of-no-gateway",
    OCEANPAYMENT_PUBLIC_KEY: createKeyPair().publicKey,
    OCEANPAYMENT_PAYMENT_HOST: `http://${host}`,
  };
  const rows = [
    {
      title: "pays with --allow-env=OCEANPAYMENT_* and --allow-net for the host",
      flags: ["--allow-env=OCEANPAYMENT_*", `--allow-net=${host}`],
      printed: "http_status,unknown",
    },
    {
      title: "says that --allow-env is missing",
      flags: [`--allow-net=${host}`],
      printed: "permission_denied,nothing-sent",
    },
    {
      title: "says that --allow-net is missing, and that nothing left",
      flags: ["--allow-env=OCEANPAYMENT_*"],
      printed: "permission_denied,nothing-sent",
    },
  ];
  for (const { title, flags, printed } of rows) {
    await check(`Deno ${title}`, async () => {
      const found = (await runPay(folder, flags, env)).trim();
      assert(found === printed, `expected ${printed}, got ${found}`);
    });
  }
  server.close();
}

async function runPay(folder, flags, env) {
  const { tool } = await findTools();
  const common = ["--node-modules-dir=manual", "--no-prompt", "--no-remote", "--no-lock", "--quiet"];
  const settings = { DENO_NO_UPDATE_CHECK: "1", DENO_DIR: join(folder, ".deno"), ...env };
  return execute(tool("deno"), ["run", ...common, ...flags, join(folder, "pay.mjs")], { cwd: folder, env: settings });
}
