import { describe, expect, it } from "vitest";
import {
  opccountFromEnv as opccountFromBindings,
  opcardFromEnv as opcardFromBindings,
} from "../../../src/cloudflare.ts";
import { opccountFromEnv, opcardFromEnv } from "../../../src/deno.ts";
import { createMemoryTokenStore, createOceanpayment, createOpccount, createOpcard } from "../../../src/edge.ts";
import { createSandbox } from "../../../src/testing.ts";
import { failure, printed } from "../leaks.ts";
import { rsaKey } from "../rsa-keys.ts";
import { CONFIG } from "./merchant.ts";

const APP_SECRET = "xq7-app-canary-51c0d2";
const SEALING_KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 67 + 13) % 256)).toString("base64");
const OPCARD_ENV = {
  OCEANPAYMENT_ENVIRONMENT: "sandbox",
  OCEANPAYMENT_APP_KEY: "app-900001",
  OCEANPAYMENT_APP_SECRET: APP_SECRET,
} as const;

async function pem(): Promise<string> {
  const { privateKey } = await rsaKey(2048);
  return String(privateKey.export({ format: "pem", type: "pkcs8" }));
}

async function opccountEnv(): Promise<Record<string, string>> {
  return {
    OCEANPAYMENT_OPCCOUNT_NO: "VA900173",
    OCEANPAYMENT_VA_CODE: "9182736450918273647",
    OCEANPAYMENT_OPCCOUNT_PRIVATE_KEY: await pem(),
    OCEANPAYMENT_OPCCOUNT_HOST: "https://opccount.example",
  };
}

/** Each host's way to read variables, with a name for it. */
const HOSTS = [
  [
    "Workers",
    (env: object, options?: object) => opcardFromBindings(env, options),
    (env: object, options?: object) => opccountFromBindings(env, options),
  ],
  [
    "Deno",
    (env: object, options?: object) => opcardFromEnv(denoEnv(env), options),
    (env: object, options?: object) => opccountFromEnv(denoEnv(env), options),
  ],
] as const;

function denoEnv(env: object) {
  return { get: (name: string) => (env as Readonly<Record<string, string>>)[name] };
}

describe("createOceanpayment", () => {
  const { environment, account, terminals } = CONFIG;
  const payments = { account, terminals };
  const opcard = { appKey: "app-900001", appSecret: () => APP_SECRET };

  it("makes the clients of the products that are named, and of no other", async () => {
    const opccount = {
      opccountNo: "VA900173",
      vaCode: "9182736450918273647",
      privateKey: await pem(),
      host: "https://opccount.example",
    };
    const areas = [
      "checks",
      "notifications",
      "orders",
      "payments",
      "publicConfig",
      "quickpay",
      "reconcile",
      "refunds",
      "returns",
    ];
    expect(Object.keys(createOceanpayment({ environment, payments })).sort()).toEqual(areas);
    expect(Object.keys(createOceanpayment({ environment, opcard }))).toEqual(["opcard"]);
    expect(Object.keys(createOceanpayment({ environment, opccount }))).toEqual(["opccount"]);
    const all = createOceanpayment({ environment, payments, opcard, opccount });
    expect(Object.keys(all).sort()).toEqual([...areas, "opcard", "opccount"].sort());
    expect(all.opcard.disputes.list).toBeTypeOf("function");
  });

  it("refuses a configuration that names none, and hands each product what all have in common", async () => {
    await failure(() => createOceanpayment({ environment }), "invalid_config", "config");
    const sandbox = await createSandbox();
    const { appKey, appSecret, host, fetch } = sandbox.opcardConfig();
    const operations: string[] = [];
    const client = createOceanpayment({
      environment,
      opcard: { appKey, appSecret, host },
      fetch,
      hooks: { onRequest: ({ operation }) => operations.push(operation) },
    });
    for await (const holder of client.opcard.cardholders.list()) expect(holder).toBeUndefined();
    expect(operations).toEqual(["tokens.create", "cardholders.list"]);
  });
});

describe.each(HOSTS)("clients from the variables of %s", (_name, readOpcard, readOpccount) => {
  it("need the credentials of their own product alone", async () => {
    expect(Object.keys(await readOpcard(OPCARD_ENV))).toContain("cards");
    expect(Object.keys(await readOpccount(await opccountEnv()))).toContain("funds");
  });

  it("go where a variable says", async () => {
    const sent: string[] = [];
    const fetch = async (url: string) => {
      sent.push(url);
      return new Response("", { status: 400 });
    };
    const opcard = await readOpcard({ ...OPCARD_ENV, OCEANPAYMENT_OPCARD_HOST: "https://relay.example" }, { fetch });
    await failure(() => opcard.tokens.create(), "unauthorised");
    expect(sent).toEqual(["https://relay.example/open-api/v1/oauth/token/create"]);
  });

  it.each(Object.keys(OPCARD_ENV))("name the missing %s", async (name) => {
    const { [name as keyof typeof OPCARD_ENV]: _left, ...rest } = OPCARD_ENV;
    const error = await failure(() => readOpcard(rest), "missing_credential", name);
    if (name.includes("APP")) expect(error.message).toContain("IAM");
  });

  it.each([
    ["OCEANPAYMENT_APP_KEY", "app key"],
    ["OCEANPAYMENT_APP_SECRET", "canary secret"],
    ["OCEANPAYMENT_OPCARD_HOST", "http://canary.example"],
    ["OCEANPAYMENT_SEALING_KEY", "canary-passphrase-of-thirty-two"],
    ["OCEANPAYMENT_PREVIOUS_SEALING_KEY", SEALING_KEY.slice(4)],
  ])("name the misshapen %s and not its value", async (name, value) => {
    const error = await failure(() => readOpcard({ ...OPCARD_ENV, [name]: value }), "invalid_config", name);
    expect(printed(error)).not.toContain("canary");
  });

  it("seal what a store keeps under the variables' key, which needs an id", async () => {
    const store = createMemoryTokenStore();
    const kept: string[] = [];
    const tokenStore = {
      ...store,
      sharing: "atomic" as const,
      write: (key: string, sealed: string, holder: string) => (kept.push(sealed), store.write(key, sealed, holder)),
    };
    await failure(() => readOpcard(OPCARD_ENV, { tokenStore }), "missing_credential", "sealing");
    const keyed = { ...OPCARD_ENV, OCEANPAYMENT_SEALING_KEY: SEALING_KEY };
    await failure(() => readOpcard(keyed, { tokenStore }), "missing_credential", "OCEANPAYMENT_SEALING_KEY_ID");
    const sandbox = await createSandbox();
    const { appKey, appSecret, host, fetch } = sandbox.opcardConfig();
    const env = {
      ...keyed,
      OCEANPAYMENT_APP_KEY: appKey,
      OCEANPAYMENT_APP_SECRET: appSecret(),
      OCEANPAYMENT_OPCARD_HOST: host,
      OCEANPAYMENT_SEALING_KEY_ID: "k7",
    };
    const opcard = await readOpcard(env, { tokenStore, fetch });
    const { accessToken } = (await opcard.tokens.create()).reveal();
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatch(/^v1\.k7\./);
    expect(kept[0]).not.toContain(accessToken.slice(0, 12));
  });

  it.each([
    "OCEANPAYMENT_OPCCOUNT_NO",
    "OCEANPAYMENT_VA_CODE",
    "OCEANPAYMENT_OPCCOUNT_PRIVATE_KEY",
    "OCEANPAYMENT_OPCCOUNT_HOST",
  ])("name the missing %s", async (name) => {
    const { [name]: _left, ...rest } = await opccountEnv();
    await failure(() => readOpccount(rest), "missing_credential", name);
  });

  it("name a misshapen value of OPCCOUNT and do not show it, and take a key in one line", async () => {
    const env = await opccountEnv();
    const cut = {
      ...env,
      OCEANPAYMENT_OPCCOUNT_PRIVATE_KEY: (env.OCEANPAYMENT_OPCCOUNT_PRIVATE_KEY ?? "").slice(0, 200),
    };
    const error = await failure(() => readOpccount(cut), "invalid_config", "OCEANPAYMENT_OPCCOUNT_PRIVATE_KEY");
    expect(printed(error)).not.toContain((env.OCEANPAYMENT_OPCCOUNT_PRIVATE_KEY ?? "").slice(60, 90));
    await failure(
      () => readOpccount({ ...env, OCEANPAYMENT_VA_CODE: "12345" }),
      "invalid_config",
      "OCEANPAYMENT_VA_CODE",
    );
    const key = (env.OCEANPAYMENT_OPCCOUNT_PRIVATE_KEY ?? "").replaceAll("\n", "\\n");
    expect(Object.keys(await readOpccount({ ...env, OCEANPAYMENT_OPCCOUNT_PRIVATE_KEY: key }))).toContain("funds");
  });
});

describe("credentials of another environment", () => {
  it("are told as such, with the gateway's code", async () => {
    const app = { appKey: "app-production", appSecret: APP_SECRET };
    const sandbox = await createSandbox({ opcard: { foreignApps: [app.appKey] } });
    const live = await createSandbox({ environment: "production", opcard: { foreignApps: [app.appKey] } });
    for (const [gateway, gatewayCode] of [
      [sandbox, "20015"],
      [live, "20014"],
    ] as const) {
      const opcard = createOpcard({ ...gateway.opcardConfig(), ...app });
      const error = await failure(() => opcard.cardholders.get("1"), "wrong_environment");
      expect(error).toMatchObject({ gatewayCode, outcome: "nothing-sent" });
      expect(printed(error)).not.toContain(APP_SECRET);
    }
    const account = { opccountNo: "VA900174", vaCode: "9182736450918273648" };
    const other = await createSandbox({ opccount: { foreignAccounts: [account.opccountNo] } });
    const opccount = createOpccount({ ...(await other.opccountConfig()), ...account });
    const apply = () =>
      opccount.withdrawals.apply({
        accountKey: "1759747048153808896",
        currency: "USD",
        amount: "10.00",
        feeBearer: "BEN",
      });
    expect(await failure(apply, "wrong_environment")).toMatchObject({ gatewayCode: "20015" });
  });
});
