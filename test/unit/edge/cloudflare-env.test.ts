import { describe, expect, it } from "vitest";
import { fromEnv, senderAddress } from "../../../src/cloudflare.ts";
import { expectNoRun, failure, printed } from "../leaks.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";
import { ENV, ENV_SECRET, manyTerminals, MISSHAPEN, PUBLIC_KEY, REQUIRED, WHERE, without } from "./env-samples.ts";
import { INPUT } from "./merchant.ts";

/** A Secrets Store's binding, as a class of the host's with a private field. */
class StoredSecret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  async get(): Promise<string> {
    return this.#value;
  }
}

/** What a client signs with: the secret itself is nowhere to be read. */
async function signsWith(env: object, terminal: string, secureCode: string): Promise<boolean> {
  let body = "";
  const fetch = async (_url: string, init?: RequestInit) => {
    body = String(init?.body);
    return new Response("");
  };
  const client = await fromEnv(env, { fetch });
  await client.payments.pay({ ...INPUT, terminal }).catch(() => undefined);
  const fields = Object.fromEntries(new URLSearchParams(body));
  return fields.signValue === expectedSignValue(SIGNED_ORDERS["payments.pay"]?.orders[0] ?? [], fields, secureCode);
}

describe("fromEnv of a Worker", () => {
  it("takes text, Secrets Store secrets, and both mixed", async () => {
    const stored = Object.fromEntries(Object.entries(ENV).map(([name, value]) => [name, new StoredSecret(value)]));
    const mixed = { ...ENV, OCEANPAYMENT_SECURE_CODE: new StoredSecret(ENV_SECRET) };
    for (const env of [ENV, stored, mixed]) {
      expect((await fromEnv(env)).publicConfig()).toEqual({
        environment: "sandbox",
        account: "900001",
        terminal: "90000101",
        publicKey: PUBLIC_KEY,
      });
      expect(await signsWith(env, "90000101", ENV_SECRET)).toBe(true);
    }
  });

  it.each(REQUIRED)("names the missing %s", async (name, isCredential) => {
    for (const env of [without(name), { ...ENV, [name]: "" }, { ...ENV, [name]: undefined }]) {
      const error = await failure(() => fromEnv(env), "missing_credential", name);
      expect(error.message).toContain(name);
      if (isCredential) expect(error.message).toContain(WHERE.sandbox);
    }
  });

  it("names where Oceanpayment shows production's values", async () => {
    for (const [name] of REQUIRED.filter(([, isCredential]) => isCredential)) {
      const error = await failure(
        () => fromEnv({ ...without(name), OCEANPAYMENT_ENVIRONMENT: "production" }),
        "missing_credential",
        name,
      );
      expect(error.message).toContain(WHERE.production);
    }
  });

  it.each(MISSHAPEN)("names the misshapen %s and not its value (%o)", async (name, value) => {
    const error = await failure(() => fromEnv({ ...ENV, [name]: value }), "invalid_config", name);
    expect(error.message).toContain(name);
    expect(printed(error)).not.toContain("canary");
    expectNoRun(error, ENV_SECRET, 8);
  });

  it.each([null, 5, true, {}, [], { get: "text" }, () => "x"])("refuses a binding that is %o", async (binding) => {
    const error = await failure(() => fromEnv({ ...ENV, OCEANPAYMENT_SECURE_CODE: binding }), "invalid_config");
    expect(error.field).toBe("OCEANPAYMENT_SECURE_CODE");
  });

  it("names the binding of a Secrets Store that fails, or gives no text", async () => {
    const throwing = { get: () => Promise.reject(new Error("store-canary is not there")) };
    const sync = { get: () => { throw new Error("store-canary"); } }; // prettier-ignore
    for (const binding of [throwing, sync]) {
      const error = await failure(() => fromEnv({ ...ENV, OCEANPAYMENT_SECURE_CODE: binding }), "missing_credential");
      expect(error.field).toBe("OCEANPAYMENT_SECURE_CODE");
      expect(printed(error)).not.toContain("store-canary");
      expect(error.cause).toBeUndefined();
    }
    for (const value of [null, 5, {}, undefined, ""]) {
      const binding = { get: async () => value };
      const codes = ["invalid_config", "missing_credential"] as const;
      await failure(() => fromEnv({ ...ENV, OCEANPAYMENT_SECURE_CODE: binding }), codes, "OCEANPAYMENT_SECURE_CODE");
    }
  });

  it("takes up to nine terminals, each with its own secret", async () => {
    const env = manyTerminals(9);
    const client = await fromEnv(env);
    for (let i = 2; i <= 9; i++) {
      expect(await signsWith(env, `9000010${i}`, `${ENV_SECRET}-${i}`)).toBe(true);
      await failure(() => client.publicConfig(`9000010${i}`), "missing_credential", "publicKey");
    }
    expect(await signsWith(env, "90000101", ENV_SECRET)).toBe(true);
  });

  it("names what a further terminal lacks", async () => {
    for (let i = 2; i <= 9; i++) {
      const { [`OCEANPAYMENT_SECURE_CODE_${i}`]: _left, ...env } = manyTerminals(9);
      await failure(() => fromEnv(env), "missing_credential", `OCEANPAYMENT_SECURE_CODE_${i}`);
    }
  });

  it("drops no terminal without a word: a secret without its terminal, or a gap in the row, is named", async () => {
    const lone = { ...ENV, OCEANPAYMENT_SECURE_CODE_2: "a-secret-2" };
    await failure(() => fromEnv(lone), "missing_credential", "OCEANPAYMENT_TERMINAL_2");
    const { OCEANPAYMENT_TERMINAL_2: _one, OCEANPAYMENT_SECURE_CODE_2: _two, ...gap } = manyTerminals(3);
    await failure(() => fromEnv(gap), "missing_credential", "OCEANPAYMENT_TERMINAL_2");
  });

  it("names both variables' terminal when two are the same", async () => {
    await failure(() => fromEnv({ ...manyTerminals(2), OCEANPAYMENT_TERMINAL_2: "90000101" }), "invalid_config");
  });

  it("changes hosts, for a relay", async () => {
    const urls: string[] = [];
    const fetch = async (url: string) => {
      urls.push(url);
      return new Response("");
    };
    const env = {
      ...ENV,
      OCEANPAYMENT_PAYMENT_HOST: "https://relay.example",
      OCEANPAYMENT_QUERY_HOST: "https://query.example",
    };
    const client = await fromEnv(env, { fetch });
    await client.payments.pay(INPUT).catch(() => undefined);
    expect(urls).toEqual(["https://relay.example/gateway/direct/pay"]);
    expect(JSON.stringify(client.publicConfig())).not.toContain("query.example");
  });

  it.each([[undefined], [null]])("refuses an env that is %o", async (env) => {
    await failure(() => fromEnv(env as unknown as object), ["invalid_argument", "missing_credential"]);
  });
});

describe("senderAddress of a Worker", () => {
  const from = (headers: Record<string, string>) => senderAddress(new Request("https://shop.example/", { headers }));

  it("is what Cloudflare saw, and nothing the sender says", () => {
    expect(from({ "cf-connecting-ip": "203.0.113.9", "x-forwarded-for": "6.6.6.6" })).toBe("203.0.113.9");
    const lies = ["x-forwarded-for", "x-real-ip", "forwarded", "true-client-ip", "x-client-ip", "cf-connecting-ipv6"];
    for (const name of lies) expect(from({ [name]: "6.6.6.6" })).toBeUndefined();
  });
});
