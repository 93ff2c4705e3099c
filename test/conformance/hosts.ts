import { fromEnv as fromBindings, senderAddress as cloudflareSender } from "../../src/cloudflare.ts";
import { fromEnv as fromVariables, senderAddress as denoSender } from "../../src/deno.ts";
import { type Case, openCases, secretCases } from "./case.ts";
import { ACCOUNT, SECURE_CODE, TERMINAL } from "./gateway.ts";
import { KEY_1024 } from "./keys.ts";

/** The variables that both hosts read. */
export const VARIABLES: Readonly<Record<string, string>> = {
  OCEANPAYMENT_ENVIRONMENT: "sandbox",
  OCEANPAYMENT_ACCOUNT: ACCOUNT,
  OCEANPAYMENT_TERMINAL: TERMINAL,
  OCEANPAYMENT_SECURE_CODE: SECURE_CODE,
  OCEANPAYMENT_PUBLIC_KEY: KEY_1024.hex,
};

const PUBLIC = { environment: "sandbox", account: ACCOUNT, terminal: TERMINAL, publicKey: KEY_1024.hex };

const envOf = (variables: Readonly<Record<string, string>>) => ({ get: (name: string) => variables[name] });

const secretHosts = secretCases("hosts", {
  "Cloudflare's bindings make a client": async (t) => {
    t.equal((await fromBindings(VARIABLES, t.options)).publicConfig(), PUBLIC);
  },

  "secrets of Cloudflare's Secrets Store are read": async (t) => {
    const stored = { get: async () => SECURE_CODE };
    const client = await fromBindings({ ...VARIABLES, OCEANPAYMENT_SECURE_CODE: stored }, t.options);
    t.equal(client.publicConfig(), PUBLIC);
    const missing = { get: () => Promise.reject(new Error("CANARY")) };
    const error = await t.refuses("missing_credential", () =>
      fromBindings({ ...VARIABLES, OCEANPAYMENT_SECURE_CODE: missing }, t.options),
    );
    t.ok(error.message.includes("OCEANPAYMENT_SECURE_CODE") && !error.message.includes("CANARY"), "names the binding");
  },

  "Deno's variables make a client": async (t) => {
    t.equal((await fromVariables(envOf(VARIABLES), t.options)).publicConfig(), PUBLIC);
  },

  "further terminals and a relay are read": async (t) => {
    const more = {
      ...VARIABLES,
      OCEANPAYMENT_TERMINAL_2: "99514902",
      OCEANPAYMENT_SECURE_CODE_2: "87654321",
      OCEANPAYMENT_PUBLIC_KEY_2: KEY_1024.hex,
      OCEANPAYMENT_PAYMENT_HOST: "https://relay.example",
    };
    const { publicConfig } = await fromVariables(envOf(more), t.options);
    const environment = { base: "sandbox", hosts: { payment: "https://relay.example" } };
    t.equal(publicConfig("99514902"), { ...PUBLIC, terminal: "99514902", environment });
  },

  "a variable that is missing or misshapen is named, with the place of its value": async (t) => {
    for (const name of Object.keys(VARIABLES)) {
      for (const [value, code] of [
        ["", "missing_credential"],
        ["x y", "invalid_config"],
      ] as const) {
        if (name.endsWith("PUBLIC_KEY") && value === "") continue;
        const variables = { ...VARIABLES, [name]: value };
        for (const make of [
          () => fromBindings(variables, t.options),
          () => fromVariables(envOf(variables), t.options),
        ]) {
          const error = await t.refuses(code, make);
          t.ok(error.message.includes(name) && !error.message.includes("x y"), `${name}: ${error.message}`);
          if (name !== "OCEANPAYMENT_ENVIRONMENT")
            t.ok(error.message.includes("technical support"), "where it is shown");
        }
      }
    }
  },

  "a permission that Deno denies is named": async (t) => {
    const denied = {
      get: (): string => {
        throw new Error("Requires env access");
      },
    };
    const error = await t.refuses("permission_denied", () => fromVariables(denied, t.options));
    t.ok(error.message.includes("--allow-env"), "names the permission");
    // The lane of Deno gives no permission at all; outside of Deno there is nothing to read.
    const expected = "Deno" in globalThis ? "permission_denied" : "invalid_argument";
    await t.refuses(expected, () => fromVariables(undefined, t.options));
  },
});

const openHosts = openCases("hosts", {
  "a sender's address is the host's word, never the sender's": (t) => {
    const headers = { "cf-connecting-ip": "203.0.113.7", "x-forwarded-for": "198.51.100.1" };
    t.equal(cloudflareSender(new Request("https://shop.test/", { headers })), "203.0.113.7");
    t.equal(
      cloudflareSender(new Request("https://shop.test/", { headers: { "x-forwarded-for": "1.2.3.4" } })),
      undefined,
    );
    t.equal(denoSender({ remoteAddr: { transport: "tcp", hostname: "203.0.113.7" } }), "203.0.113.7");
    t.equal(denoSender({ remoteAddr: { transport: "unix" } }), undefined);
  },
});

export const hostsCases: readonly Case[] = [...secretHosts, ...openHosts];
