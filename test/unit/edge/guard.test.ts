import { afterEach, describe, expect, it, vi } from "vitest";
import { encryptCard } from "../../../src/index.ts";
import type { GuardOptions } from "../../../src/edge.ts";
import { ENTRIES, exportedFunctions } from "../canary/entries.ts";
import { CARD, NOW_MS } from "../card-samples.ts";
import { failure } from "../leaks.ts";
import { rsaKey } from "../rsa-keys.ts";
import { ENV } from "./env-samples.ts";
import { CONFIG, resultFields, SECRET } from "./merchant.ts";

const { cloudflare, deno, edge, testing } = ENTRIES;
const FIELDS = resultFields();

/** The variables of OPCard and OPCCOUNT. */
const OTHER_ENV: Readonly<Record<string, string>> = {
  OCEANPAYMENT_ENVIRONMENT: "sandbox",
  OCEANPAYMENT_APP_KEY: "app-of-tests",
  OCEANPAYMENT_APP_SECRET: SECRET,
  OCEANPAYMENT_OPCCOUNT_NO: "VA900173",
  OCEANPAYMENT_VA_CODE: "9182736450918273647",
  OCEANPAYMENT_OPCCOUNT_HOST: "https://opccount.example",
  OCEANPAYMENT_OPCCOUNT_PRIVATE_KEY: (await rsaKey(2048)).privateKey.export({ type: "pkcs8", format: "pem" }) as string,
};

/** A right use of each function that takes a secret, with what lifts the guard. */
const TAKES_SECRET: Readonly<Record<string, (options?: GuardOptions) => unknown>> = {
  "edge.createOceanpayment": ({ ...options } = {}) => {
    const { environment, account, terminals } = CONFIG;
    return edge.createOceanpayment({ environment, payments: { account, terminals }, ...options });
  },
  "edge.createPayments": (options) => edge.createPayments({ ...CONFIG, ...options }),
  "edge.createOpcard": (options) =>
    edge.createOpcard({ environment: "sandbox", appKey: "app-of-tests", appSecret: SECRET, ...options }),
  "edge.createOpccount": async (options) => {
    const { privateKey } = await rsaKey(2048);
    return edge.createOpccount({
      ...{ opccountNo: "VA900173", vaCode: "9182736450918273647", host: "https://opccount.example" },
      privateKey: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
      ...options,
    });
  },
  "edge.signValue": (options) => edge.signValue("payments.pay", FIELDS, SECRET, options),
  "edge.verifySignValue": (options) => edge.verifySignValue("paymentResult", FIELDS, SECRET, "0".repeat(64), options),
  "cloudflare.fromEnv": (options) => cloudflare.fromEnv(ENV, options),
  "deno.fromEnv": (options) => deno.fromEnv({ get: (name) => ENV[name] }, options),
  "cloudflare.opcardFromEnv": (options) => cloudflare.opcardFromEnv(OTHER_ENV, options),
  "deno.opcardFromEnv": (options) => deno.opcardFromEnv({ get: (name) => OTHER_ENV[name] }, options),
  "cloudflare.opccountFromEnv": (options) => cloudflare.opccountFromEnv(OTHER_ENV, options),
  "deno.opccountFromEnv": (options) => deno.opccountFromEnv({ get: (name) => OTHER_ENV[name] }, options),
  "testing.createSandbox": async (options) => {
    const { privateKey } = await rsaKey(1024);
    return testing.createSandbox({ privateKey: privateKey.export({ format: "jwk" }) as JsonWebKey, ...options });
  },
  "testing.openCardData": async (options) => {
    const { hex, privateKey } = await rsaKey(1024);
    const cardData = await encryptCard(CARD, hex, { nowMs: NOW_MS });
    return testing.openCardData(cardData, privateKey.export({ format: "jwk" }) as JsonWebKey, options);
  },
};

/** What holds no secret and may run in a page. A new export belongs into one of the two lists. */
const TAKES_NONE: readonly string[] = [
  ...["encryptCard", "importPublicKey", "isSecurityCode", "cardBrand", "isCardNumber", "isCardExpiry"],
  ...["readPublicConfig", "isNavigable", "resolveEnvironment", "isOceanpaymentError"],
]
  .map((name) => `index.${name}`)
  .concat([
    "browser.createCardEncryptor",
    "browser.continueThreeDS",
    "browser.defineCardElement",
    "browser.encryptForm",
  ])
  .concat(["browser.redirectToHosted", "browser.parseReturn"])
  .concat(["browser.loadEmbedded", "browser.loadGooglePay", "browser.loadApplePay"])
  .concat([
    "edge.orderMismatches",
    "edge.matchOrder",
    "edge.toAmount",
    "edge.isSameAmount",
    "edge.cleanValue",
    "edge.isForgery",
    "edge.isOceanpaymentError",
    "edge.createMemoryStore",
    // What they are given is sealed, or is to be: neither takes what seals or signs it.
    "edge.createMemoryTokenStore",
    "edge.toSignedText",
    "edge.createNoticeStore",
    "edge.nextDueAtMs",
    "edge.readConfirmedFacts",
  ])
  // Bindings are handed to them: what a page could get hold of is no secret.
  .concat(
    [
      "createD1Store",
      "noticeTableSql",
      "createNoticeObject",
      "createDurableStore",
      "enqueueNotice",
      "consumeNotices",
      "createTokenObject",
      "createDurableTokenStore",
      "createKvTokenStore",
    ].map((name) => `cloudflare.${name}`),
  )
  .concat(["deno.createDenoKvStore", "deno.createDenoKvTokenStore"])
  .concat(["cloudflare.senderAddress", "deno.senderAddress", "testing.createSandboxStore", "testing.testWalletToken"]);

/** A page, a page with little in it, and the two kinds of a page's worker. */
const PAGES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "a document": { document: { createElement: () => ({}) } },
  "a document and a window": { document: { createElement: () => ({}) }, window: {} },
  "a worker of a page": { WorkerGlobalScope: function Scope() {}, importScripts: () => {} },
  "a document with a server's traces": {
    document: { createElement: () => ({}) },
    // The rest is the true one's: what else runs in this process must go on.
    process: Object.create(process, { versions: { value: { node: "20" } } }),
    Deno: {},
  },
};

/** What looks a little like a page and is none. */
const SERVERS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "a server runtime's own worker": { WorkerGlobalScope: function Scope() {} },
  "a variable that is called document": { document: { id: 7 } },
  "a null document": { document: null },
  "a lone importScripts": { importScripts: () => {} },
};

function stub(globals: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
}

afterEach(() => void vi.unstubAllGlobals());

const names = Object.keys(TAKES_SECRET);

describe("every exported function", () => {
  it("is known to take a secret, or to take none", () => {
    expect([...names, ...TAKES_NONE].sort()).toEqual([...exportedFunctions()].sort());
  });
});

describe.each(Object.entries(PAGES))("in %s", (_name, globals) => {
  it.each(names)("%s refuses", async (name) => {
    stub(globals);
    const error = await failure(() => TAKES_SECRET[name]?.(), "server_only");
    expect(error.message).toContain("unsafeAllowDocument");
    expect(JSON.stringify(error)).not.toContain(SECRET);
  });

  it.each(names)("%s refuses whatever is not true itself", async (name) => {
    stub(globals);
    for (const value of [false, 1, "true", "1", {}, [], null, undefined, 0, ""]) {
      await failure(() => TAKES_SECRET[name]?.({ unsafeAllowDocument: value as boolean }), "server_only");
    }
  });

  it.each(names)("%s runs with unsafeAllowDocument: true", async (name) => {
    stub(globals);
    expect(await TAKES_SECRET[name]?.({ unsafeAllowDocument: true })).toBeDefined();
  });
});

describe.each(Object.entries(SERVERS))("with %s", (_name, globals) => {
  it.each(names)("%s runs", async (name) => {
    stub(globals);
    expect(await TAKES_SECRET[name]?.()).toBeDefined();
  });
});

describe("in a page", () => {
  it("no variable of the host is read before the refusal", async () => {
    stub(PAGES["a document"] ?? {});
    let reads = 0;
    const get = () => String(reads++);
    const env = new Proxy({}, { get });
    await failure(() => cloudflare.fromEnv(env), "server_only");
    await failure(() => deno.fromEnv({ get }), "server_only");
    for (const one of [cloudflare.opcardFromEnv, cloudflare.opccountFromEnv])
      await failure(() => one(env), "server_only");
    for (const one of [deno.opcardFromEnv, deno.opccountFromEnv]) await failure(() => one({ get }), "server_only");
    expect(reads).toBe(0);
  });

  it("the functions without a secret run", async () => {
    const { hex } = await rsaKey(1024);
    for (const globals of Object.values(PAGES)) {
      stub(globals);
      expect(await encryptCard(CARD, hex, { nowMs: NOW_MS })).toMatch(/^opcse_/);
      expect(edge.cleanValue(" x ")).toBe("x");
    }
  });

  it("a sandbox that was let in makes clients that are let in, and no others", async () => {
    stub(PAGES["a document"] ?? {});
    const sandbox = await testing.createSandbox({ unsafeAllowDocument: true });
    expect(edge.createPayments(sandbox.paymentsConfig())).toBeDefined();
    vi.unstubAllGlobals();
    const plain = (await testing.createSandbox()).paymentsConfig();
    stub(PAGES["a document"] ?? {});
    await failure(() => edge.createPayments(plain), "server_only");
  });
});
