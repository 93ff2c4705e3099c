import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { assert } from "./checks.mjs";

const SECRET = "kept-in-a-secrets-store";
const ORDER =
  "account terminal order_number order_currency order_amount billing_firstName billing_lastName billing_email";

/** Makes a client of the bindings and pays by it; answers with what left, or with the error. */
const SERVE = `import { fromEnv } from "oceanpayment/cloudflare";
export default {
  async fetch(request, env) {
    let sent = "";
    const fetch = async (_url, init) => { sent = init.body; return new Response("", { status: 503 }); };
    const input = { orderNumber: "S-1", amount: "1.00", currency: "USD", cardData: "opcse_0_2_1$QQ==$QQ==", backUrl: "https://shop.test/",
      billing: { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", country: "US" } };
    try {
      await (await fromEnv(env, { fetch })).payments.pay(input);
    } catch (error) {
      return Response.json({ sent, code: error.code, field: error.field });
    }
  },
};
`;

/** Checks that the installed Worker adapter reads a secret from a real Secrets Store, and names one that is not there. */
export async function checkSecretsStore({ check, folder }) {
  await writeFile(join(folder, "store.mjs"), SERVE);
  const bundle = await build({
    entryPoints: [join(folder, "store.mjs")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["workerd", "worker", "browser"],
    logLevel: "silent",
  });
  const miniflare = new Miniflare({
    modules: [{ type: "ESModule", path: "worker.mjs", contents: bundle.outputFiles[0].text }],
    compatibilityDate: "2026-04-20",
    bindings: {
      OCEANPAYMENT_ENVIRONMENT: "sandbox",
      OCEANPAYMENT_ACCOUNT: "900001",
      OCEANPAYMENT_TERMINAL: "90000101",
    },
    secretsStoreSecrets: { OCEANPAYMENT_SECURE_CODE: { store_id: "store", secret_name: "secure-code" } },
  });
  const ask = async () => (await miniflare.dispatchFetch("http://worker.test/")).json();
  try {
    await check("workerd names a Secrets Store secret that is not there", async () => {
      const { sent, code, field } = await ask();
      assert(
        code === "missing_credential" && field === "OCEANPAYMENT_SECURE_CODE" && sent === "",
        `it answered ${code} ${field}`,
      );
    });
    await check("workerd signs with a secret from the Secrets Store", async () => {
      const store = (await miniflare.getSecretsStoreSecretAPI("OCEANPAYMENT_SECURE_CODE"))();
      await store.create(SECRET);
      const fields = Object.fromEntries(new URLSearchParams((await ask()).sent));
      const text =
        ORDER.split(" ")
          .map((name) => fields[name])
          .join("") + SECRET;
      assert(
        fields.signValue === createHash("sha256").update(text).digest("hex"),
        "the signature is not of that secret",
      );
    });
  } finally {
    await miniflare.dispose();
  }
}
