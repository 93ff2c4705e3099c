import { describe, expect, it } from "vitest";
import { createCardEncryptor } from "../../../src/browser.ts";
import { readPublicConfig } from "../../../src/card/public-config.ts";
import { createPayments } from "../../../src/edge/create-payments.ts";
import type { PaymentsConfig } from "../../../src/schema/payments-config.ts";
import { openCardData } from "../../../src/testing/open-card-data.ts";
import { CARD } from "../card-samples.ts";
import { expectNoRun, failure } from "../leaks.ts";
import { rsaKey } from "../rsa-keys.ts";
import { CONFIG, SECRET } from "./merchant.ts";

async function clientOf(changes: Partial<PaymentsConfig> = {}) {
  const { hex } = await rsaKey(1024);
  const [first, ...rest] = CONFIG.terminals;
  return createPayments({ ...CONFIG, terminals: [{ ...first!, publicKey: hex }, ...rest], ...changes });
}

const ENVIRONMENT = {
  base: "sandbox",
  hosts: {
    payment: "https://relay.example",
    query: "https://egress.internal.example",
    opcard: "https://opcard.internal.example",
  },
  navigationHosts: ["acs.example"],
} as const;

describe("publicConfig", () => {
  it("gives exactly four members, of which none is a secret", async () => {
    const config = (await clientOf()).publicConfig();
    expect(Object.keys(config).sort()).toEqual(["account", "environment", "publicKey", "terminal"]);
    expect(Object.isFrozen(config)).toBe(true);
    expect(JSON.stringify(config)).not.toContain(SECRET);
  });

  it("never gives a host that is no page's business", async () => {
    const config = (await clientOf({ environment: ENVIRONMENT })).publicConfig();
    expect(config.environment).toEqual({
      base: "sandbox",
      hosts: { payment: "https://relay.example" },
      navigationHosts: ["acs.example"],
    });
    expect(JSON.stringify(config)).not.toContain("internal");
  });

  it("survives JSON, and is what a page's entries accept", async () => {
    for (const environment of ["sandbox", "production", ENVIRONMENT] as const) {
      const config = JSON.parse(JSON.stringify((await clientOf({ environment })).publicConfig())) as unknown;
      expect(readPublicConfig(config as never)).toEqual(config);
      expect(createCardEncryptor(config as never)).toBeDefined();
    }
  });

  it("refuses an unknown terminal, and one without a key", async () => {
    const client = await clientOf();
    for (const name of ["", "90000199", "__proto__", null]) {
      await failure(() => client.publicConfig(name as string), "invalid_argument", "terminal");
    }
    await failure(() => client.publicConfig("90000102"), "missing_credential", "publicKey");
  });

  it("holds no part of a private key: a key's factors are refused as a terminal's public key", async () => {
    const { privateKey } = await rsaKey(1024);
    const { kty, n, e, ...secret } = privateKey.export({ format: "jwk" }) as Record<string, string>;
    for (const name of Object.keys(secret)) {
      const publicKey = { kty, n, e, [name]: secret[name] } as JsonWebKey;
      const error = await failure(
        () => createPayments({ ...CONFIG, terminals: [{ ...CONFIG.terminals[0]!, publicKey }] }),
        "private_key",
      );
      expectNoRun(error, secret[name] as string, 12);
    }
  });
});

describe("a page's entries refuse a server's configuration", () => {
  const page = async () => (await clientOf()).publicConfig();

  it.each([
    "secureCode",
    "secure_code",
    "SECURE-CODE",
    "appSecret",
    "app_key",
    "password",
    "privateKey",
    "token",
    "signValue",
  ])("with a member %s, wherever it stands", async (name) => {
    const good = await page();
    const wrong = [
      { ...good, [name]: "x" },
      { ...good, environment: { base: "sandbox", [name]: "x" } },
      { ...good, environment: { base: "sandbox", hosts: { [name]: "x" } } },
      { ...good, terminals: [{ terminal: good.terminal, [name]: "x" }] },
    ];
    for (const config of wrong) await failure(() => createCardEncryptor(config as never), "secret_in_page");
  });

  it("with a private key for the public one", async () => {
    const { privateKey } = await rsaKey(1024);
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
    const jwk = privateKey.export({ format: "jwk" });
    for (const publicKey of [pem, jwk]) {
      const config = { ...(await page()), publicKey };
      const error = await failure(() => createCardEncryptor(config as never), "secret_in_page");
      expectNoRun(error, typeof publicKey === "string" ? publicKey : (jwk.d as string), 20);
    }
  });

  it("that is the client's own, and other members than the four", async () => {
    const good = await page();
    const whole = { ...good, terminals: CONFIG.terminals };
    await failure(() => createCardEncryptor(whole as never), "secret_in_page");
    await failure(() => createCardEncryptor({ ...good, extra: 1 } as never), "invalid_config");
    for (const config of [undefined, null, "x", 5, []])
      await failure(() => createCardEncryptor(config as never), "invalid_config");
  });
});

describe("createCardEncryptor", () => {
  it("encrypts cards for the terminal's key, importing it once", async () => {
    const { privateKey } = await rsaKey(1024);
    const config = (await clientOf()).publicConfig();
    let reads = 0;
    const counted = { ...config, get publicKey() { return (reads++, config.publicKey); } }; // prettier-ignore
    const encryptor = createCardEncryptor(counted);
    const before = reads;
    const jwk = privateKey.export({ format: "jwk" }) as JsonWebKey;
    const made = await Promise.all([1, 2, 3].map(() => encryptor.encrypt(CARD)));
    for (const cardData of made) expect(await openCardData(cardData, jwk)).toEqual(CARD);
    expect(new Set(made).size).toBe(3);
    expect(reads).toBe(before);
  });

  it("imports an RSA-OAEP key by the platform once for any number of cards", async () => {
    const { hex } = await rsaKey(2048);
    const { subtle } = globalThis.crypto;
    const original = subtle.importKey;
    let imports = 0;
    subtle.importKey = function (this: SubtleCrypto, ...args: unknown[]) {
      imports++;
      return (original as (...rest: unknown[]) => Promise<CryptoKey>).apply(this, args);
    } as typeof subtle.importKey;
    try {
      const encryptor = createCardEncryptor({ ...(await publicPart()), publicKey: hex }, { scheme: "rsa-oaep" });
      await Promise.all([encryptor.encrypt(CARD), encryptor.encrypt(CARD)]);
      await encryptor.encrypt(CARD);
      expect(imports).toBe(1);
    } finally {
      delete (subtle as { importKey?: unknown }).importKey;
    }
  });

  it("recovers: what failed once is tried again at the next card", async () => {
    const { hex } = await rsaKey(2048);
    const encryptor = createCardEncryptor({ ...(await publicPart()), publicKey: hex }, { scheme: "rsa-oaep" });
    const { subtle } = globalThis.crypto;
    subtle.importKey = (() => Promise.reject(new Error("busy"))) as typeof subtle.importKey;
    try {
      await failure(() => encryptor.encrypt(CARD), "invalid_key");
    } finally {
      delete (subtle as { importKey?: unknown }).importKey;
    }
    expect(await encryptor.encrypt(CARD)).toMatch(/^[A-Za-z\d+/]{342}==$/);
    // A card that is wrong leaves the key as it is.
    await failure(() => encryptor.encrypt({ ...CARD, number: "4111111111111112" }), "invalid_card_number");
    expect(await encryptor.encrypt(CARD)).toBeTypeOf("string");
  });
});

async function publicPart() {
  return (await clientOf()).publicConfig();
}
