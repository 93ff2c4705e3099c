import { fromEnv as fromBindings } from "../../src/cloudflare.ts";
import { fromEnv as fromVariables } from "../../src/deno.ts";
import { createOceanpayment, createPayments, signValue, verifySignValue } from "../../src/edge.ts";
import { encryptCard, readPublicConfig } from "../../src/index.ts";
import { createSandbox, openCardData } from "../../src/testing.ts";
import { type Case, openCases, secretCases } from "./case.ts";
import { codeOf, type ServerOptions } from "./check.ts";
import { ACCOUNT, configOf, SECURE_CODE, TERMINAL } from "./gateway.ts";
import { VARIABLES } from "./hosts.ts";
import { CARD, KEY_1024, KEY_2048, PKCS8_2048, toPem } from "./keys.ts";

const FIELDS = { account: ACCOUNT, terminal: TERMINAL, order_number: "A1" };
const PAGE = { environment: "sandbox", account: ACCOUNT, terminal: TERMINAL, publicKey: KEY_1024.hex } as const;

/** Every exported function that takes a secret, called rightly. */
const SECRET_CALLS: Readonly<Record<string, (options: ServerOptions) => unknown>> = {
  signValue: (options) => signValue("orders.find", FIELDS, SECURE_CODE, options),
  verifySignValue: (options) => verifySignValue("orders.find", FIELDS, SECURE_CODE, "0".repeat(64), options),
  createPayments: (options) => createPayments(configOf(options)),
  createOceanpayment: (options) =>
    createOceanpayment({
      environment: "sandbox",
      payments: { account: ACCOUNT, terminals: [{ terminal: TERMINAL, secureCode: SECURE_CODE }] },
      ...options,
    }),
  "fromEnv of Cloudflare": (options) => fromBindings(VARIABLES, options),
  "fromEnv of Deno": (options) => fromVariables({ get: (name) => VARIABLES[name] }, options),
  createSandbox: (options) => createSandbox(options),
  openCardData: async (options) =>
    openCardData(await encryptCard(CARD, KEY_2048.hex), toPem("PRIVATE KEY", PKCS8_2048), options),
};

/** The same, called wrongly: in a document the refusal comes before any other complaint. */
const WRONG_CALLS: Readonly<Record<string, () => unknown>> = {
  signValue: () => signValue("none" as "orders.find", null as unknown as {}, ""),
  verifySignValue: () => verifySignValue("none" as "orders.find", null as unknown as {}, "", ""),
  createPayments: () => createPayments({} as Parameters<typeof createPayments>[0]),
  createOceanpayment: () => createOceanpayment({} as Parameters<typeof createOceanpayment>[0]),
  "fromEnv of Cloudflare": () => fromBindings({}),
  "fromEnv of Deno": () => fromVariables({ get: () => undefined }),
  openCardData: () => openCardData("", ""),
};

const guarded = secretCases(
  "boundary",
  Object.fromEntries(
    Object.entries(SECRET_CALLS).map(([name, call]) => [
      `${name} runs on a server`,
      async (t) => t.ok((await call(t.options)) !== undefined, name),
    ]),
  ),
);

const open = openCases("boundary", {
  "only true itself lifts the guard": async (t) => {
    for (const call of Object.values(SECRET_CALLS)) {
      for (const value of [false, undefined, null, 0, 1, "true", {}, []]) {
        const options = { unsafeAllowDocument: value } as unknown as ServerOptions;
        if (t.document) await t.refuses("server_only", () => call(options));
      }
    }
    t.ok(true, "refused in a document");
  },

  "the refusal comes before any other complaint": async (t) => {
    for (const [name, call] of Object.entries(WRONG_CALLS)) {
      const code = await codeOfRefusal(call);
      t.ok(code !== undefined && (code === "server_only") === t.document, `${name} ends with ${code}`);
    }
  },

  "a page's configuration that holds a secret is refused by name": async (t) => {
    for (const name of [
      "secureCode",
      "SECURE_CODE",
      "secure-code",
      "app_secret",
      "appKey",
      "privateKey",
      "access_token",
    ]) {
      const config = { ...PAGE, [name]: "x" };
      const error = await t.refuses("secret_in_page", () => readPublicConfig(config));
      t.ok(!error.message.includes(KEY_1024.hex), "the message leaves values out");
    }
    const deep = { ...PAGE, terminals: [{ terminal: TERMINAL, secureCode: SECURE_CODE }] };
    await t.refuses("secret_in_page", () => readPublicConfig(deep));
  },

  "a page's configuration that holds a secret is refused by shape": async (t) => {
    await t.refuses("secret_in_page", () => readPublicConfig({ ...PAGE, publicKey: toPem("PRIVATE KEY", PKCS8_2048) }));
    const jwk = { kty: "RSA", n: "AQAB", e: "AQAB", d: "AQAB" };
    await t.refuses("secret_in_page", () => readPublicConfig({ ...PAGE, publicKey: jwk }));
  },

  "a page's configuration is its four members": async (t) => {
    t.equal(readPublicConfig(PAGE), PAGE);
    await t.refuses("invalid_config", () => readPublicConfig({ ...PAGE, extra: "1" } as typeof PAGE));
    for (const name of Object.keys(PAGE)) {
      await t.refuses("invalid_config", () =>
        readPublicConfig({ ...PAGE, [name]: undefined } as unknown as typeof PAGE),
      );
    }
    await t.refuses("invalid_config", () => readPublicConfig(undefined as unknown as typeof PAGE));
  },
});

export const boundaryCases: readonly Case[] = [...guarded, ...open];

async function codeOfRefusal(call: () => unknown): Promise<string | undefined> {
  try {
    await call();
  } catch (error) {
    return codeOf(error);
  }
  return undefined;
}
