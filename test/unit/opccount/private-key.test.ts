import { execFileSync } from "node:child_process";
import { createPublicKey, generateKeyPair, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { promisify } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { readRsaPrivateKey, type RsaPrivateKeyInput } from "../../../src/crypto/rsa-private-key.ts";
import { createRsaSha256Signer, verifyRsaSha256 } from "../../../src/crypto/rsa-sha256.ts";
import type { Bytes } from "../../../src/bytes/utf8.ts";
import { expectNoRun, failure } from "../leaks.ts";
import { rsaKey } from "../rsa-keys.ts";
import { config, merchantKey, shop, WITHDRAWAL } from "./opccount-shop.ts";
import { createOpccount } from "../../../src/edge/create-opccount.ts";

const MESSAGE = new TextEncoder().encode("what is signed") as Bytes;

const { pem, privateKey, publicKey } = await merchantKey();
const jwk = privateKey.export({ format: "jwk" }) as JsonWebKey;

function openssl(input: string, ...given: string[]): string {
  return execFileSync("openssl", given, { input, stdio: ["pipe", "pipe", "ignore"] }).toString();
}

function pkcs8(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }) as string;
}

/** The DER of a PEM, changed, as a PEM again. */
function changed(text: string, change: (der: Buffer) => Buffer): string {
  const der = Buffer.from(text.replace(/-----[^-]+-----|\s/g, ""), "base64");
  return `-----BEGIN PRIVATE KEY-----\n${change(der).toString("base64")}\n-----END PRIVATE KEY-----\n`;
}

/** The JWK's modulus, changed in its last byte. */
function withLastByte(text: string | undefined, change: (byte: number) => number): string {
  const bytes = Buffer.from(text ?? "", "base64url");
  bytes[bytes.length - 1] = change(bytes.at(-1) as number);
  return bytes.toString("base64url");
}

function withZero(text: string | undefined): string {
  return Buffer.concat([Buffer.alloc(1), Buffer.from(text ?? "", "base64url")]).toString("base64url");
}

describe("a private key that is read", () => {
  it.each([
    ["PKCS#8 PEM", pem],
    ["PKCS#8 PEM with Windows' ends of lines and space around", `\r\n${pem.replaceAll("\n", "\r\n")}  `],
    ["PKCS#8 PEM in one line", pem.replaceAll("\n", "")],
    ["a JWK", jwk],
    ["a JWK that says what it is for", { ...jwk, alg: "RS256", use: "sig", key_ops: ["sign"], ext: true, kid: "1" }],
    ["a JWK with a leading zero byte", { ...jwk, n: withZero(jwk.n) }],
  ] as readonly (readonly [string, RsaPrivateKeyInput])[])(
    "may be %s, and signs as OpenSSL does",
    async (_what, input) => {
      const key = readRsaPrivateKey(input);
      expect(key.modulusBits).toBe(2048);
      const signature = await createRsaSha256Signer(key)(MESSAGE);
      // PKCS#1 v1.5 has no salt: every signer makes the same bytes.
      expect(Buffer.from(signature).equals(sign("sha256", MESSAGE, privateKey))).toBe(true);
      expect(verify("sha256", MESSAGE, publicKey, signature)).toBe(true);
    },
  );

  it.each([[3072], [4096]])("may have %i bits", async (bits) => {
    const pair = await rsaKey(bits);
    const key = readRsaPrivateKey(pkcs8(pair.privateKey));
    expect(key.modulusBits).toBe(bits);
    expect(verify("sha256", MESSAGE, pair.publicKey, await createRsaSha256Signer(key)(MESSAGE))).toBe(true);
  });

  it("may have the exponent 3", async () => {
    const pair = await rsaKey(2048, 3);
    const signature = await createRsaSha256Signer(readRsaPrivateKey(pkcs8(pair.privateKey)))(MESSAGE);
    expect(verify("sha256", MESSAGE, pair.publicKey, signature)).toBe(true);
  });

  it("is imported once it has been, not extractable, for signing only", async () => {
    const imported = vi.spyOn(crypto.subtle, "importKey");
    try {
      const signer = createRsaSha256Signer(readRsaPrivateKey(pem));
      expect(imported).not.toHaveBeenCalled();
      await signer(MESSAGE);
      const first = imported.mock.calls.length;
      await signer(MESSAGE);
      expect(imported).toHaveBeenCalledTimes(first);
      const key = (await imported.mock.results[0]?.value) as CryptoKey;
      expect([key.extractable, key.usages, key.type]).toEqual([false, ["sign"], "private"]);
    } finally {
      imported.mockRestore();
    }
  });

  it("is not waited for through another call's import, which may never end", async () => {
    const imported = vi.spyOn(crypto.subtle, "importKey").mockImplementationOnce(() => new Promise<never>(() => {}));
    try {
      const signer = createRsaSha256Signer(readRsaPrivateKey(pem));
      void signer(MESSAGE);
      expect(verify("sha256", MESSAGE, publicKey, await signer(MESSAGE))).toBe(true);
    } finally {
      imported.mockRestore();
    }
  });

  it.each([
    ["is read", () => readRsaPrivateKey(pem)],
    ["is refused in its middle", () => readRsaPrivateKey(changed(pem, (der) => der.subarray(0, -1)))],
    ["is refused for its last number", () => readRsaPrivateKey({ ...jwk, qi: "*" })],
  ])("is in no static member of RegExp when it %s", (_what, read) => {
    // What is looked for is there, where nobody clears it.
    pem.replace(/\s+/g, "");
    expect(RegExp.input).toBe(pem);
    try {
      read();
    } catch {
      // Refused, as others tell.
    }
    const shown = Object.getOwnPropertyNames(RegExp)
      .map((name) => String((RegExp as unknown as Record<string, unknown>)[name]))
      .join("\n");
    for (const run of [pem.slice(100, 120), (jwk.d ?? "").slice(0, 20), (jwk.dq ?? "").slice(0, 20)]) {
      expect(shown).not.toContain(run);
    }
  });
});

const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const pss = generateKeyPairSync("rsa-pss", { modulusLength: 2048 }).privateKey;
const small = (await rsaKey(1024)).privateKey;
const almost = (await rsaKey(2047)).privateKey;
const large = (await rsaKey(4104)).privateKey;

const REFUSED: readonly (readonly [string, unknown, string, RegExp])[] = [
  ["nothing", undefined, "missing_field", /must be given/],
  ["a number", 7, "invalid_config", /a number/],
  ["an empty text", "", "invalid_key", /text of length 0/],
  ["a word", "secret", "invalid_key", /text of length 6/],
  ["base64 without its lines", pem.replace(/-----[^-]+-----/g, ""), "invalid_key", /text of length/],
  ["a PKCS#1 PEM", openssl(pem, "rsa", "-traditional"), "invalid_key", /openssl pkcs8 -topk8 -nocrypt/],
  [
    "an encrypted PEM",
    openssl(pem, "pkcs8", "-topk8", "-passout", "pass:x"),
    "invalid_key",
    /encrypted.*openssl pkcs8 -topk8 -nocrypt/,
  ],
  [
    "an encrypted PKCS#1 PEM",
    openssl(pem, "rsa", "-traditional", "-aes128", "-passout", "pass:x"),
    "invalid_key",
    /openssl pkcs8 -topk8 -nocrypt/,
  ],
  ["a public PEM", publicKey.export({ type: "spki", format: "pem" }), "invalid_key", /public key.*private half signs/],
  ["a public PKCS#1 PEM", publicKey.export({ type: "pkcs1", format: "pem" }), "invalid_key", /public key/],
  ["a public JWK", publicKey.export({ format: "jwk" }), "invalid_key", /public key/],
  ["an EC key", pkcs8(ec), "invalid_key", /another algorithm/],
  ["an EC key in its own form", ec.export({ type: "sec1", format: "pem" }), "invalid_key", /another algorithm, EC/],
  ["an EC JWK", ec.export({ format: "jwk" }), "invalid_key", /another algorithm/],
  ["a key for RSA-PSS alone", pkcs8(pss), "invalid_key", /another algorithm/],
  ["a key of 1024 bits", pkcs8(small), "key_too_small", /at least 2048 bits, got 1024/],
  ["a key of 2047 bits", pkcs8(almost), "key_too_small", /got 2047/],
  ["a JWK of 1024 bits", small.export({ format: "jwk" }), "key_too_small", /got 1024/],
  ["a key of 4104 bits", pkcs8(large), "key_too_large", /at most 4096 bits, got 4104/],
  [
    "a JWK with an even modulus",
    { ...jwk, n: withLastByte(jwk.n, (byte) => byte & 0xfe) },
    "invalid_key",
    /even modulus/,
  ],
  ["a JWK with the exponent 1", { ...jwk, e: "AQ" }, "invalid_key", /exponent/],
  ["a JWK with an even exponent", { ...jwk, e: "AQAA" }, "invalid_key", /exponent/],
  ["a JWK with an exponent of 40 bits", { ...jwk, e: "AQAAAAE" }, "invalid_key", /exponent/],
  ["a JWK without its primes", { ...jwk, p: undefined }, "invalid_key", /"p"/],
  ["a JWK that is no base64", { ...jwk, q: "*" }, "invalid_key", /"q"/],
  ["a JWK of three primes", { ...jwk, oth: [] }, "invalid_key", /two primes/],
  ["two PEMs", pem + pem, "invalid_key", /text of length/],
  ["a PEM with the two characters \\n", pem.replaceAll("\n", "\\n"), "invalid_key", /two characters \\n/],
  ["a PEM that is cut", changed(pem, (der) => der.subarray(0, -1)), "invalid_key", /text of length/],
  [
    "a PEM that goes on",
    changed(pem, (der) => Buffer.concat([der, Buffer.from([0])])),
    "invalid_key",
    /text of length/,
  ],
  [
    "a PEM of version 1",
    changed(pem, (der) => Buffer.concat([der.subarray(0, 6), Buffer.from([1]), der.subarray(7)])),
    "invalid_key",
    /text of length/,
  ],
];

describe("a private key that is not taken", () => {
  it.each(REFUSED)("%s", async (_what, input, code, message) => {
    const given = await config();
    const error = await failure(
      () => createOpccount({ ...given, privateKey: input as string }),
      code as "invalid_key",
      "privateKey",
    );
    expect(error.message).toMatch(message);
    const text = typeof input === "string" ? input.replace(/-----[^-]+-----/g, "") : JSON.stringify(input ?? "");
    if (text.length > 100) expectNoRun(error, text.slice(40, 200), 16);
  });

  it.each([
    ["a modulus of its own", (other: JsonWebKey) => ({ ...jwk, n: other.n })],
    ["everything but the modulus of another key", (other: JsonWebKey) => ({ ...other, n: jwk.n })],
    ["another public exponent", () => ({ ...jwk, e: "Aw" })],
  ])("is met at first use where it has %s, with nothing sent", async (_what, mix) => {
    const pair = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
    const mixed = mix(pair.privateKey.export({ format: "jwk" }) as JsonWebKey) as JsonWebKey;
    const { client, sent } = await shop(undefined, { privateKey: mixed });
    const error = await failure(() => client.withdrawals.apply(WITHDRAWAL), "invalid_key", "privateKey");
    expect([error.outcome, sent.length]).toEqual(["nothing-sent", 0]);
    expect(error.message).toMatch(/belong together/);
  });
});

describe("verifyRsaSha256", () => {
  const signature = new Uint8Array(sign("sha256", MESSAGE, privateKey)) as Bytes;

  it.each([
    ["an SPKI PEM", publicKey.export({ type: "spki", format: "pem" }) as string],
    ["a JWK", publicKey.export({ format: "jwk" }) as JsonWebKey],
    ["base64 of SPKI", publicKey.export({ type: "spki", format: "der" }).toString("base64")],
  ])("takes OpenSSL's signature under %s", async (_what, key) => {
    expect(await verifyRsaSha256(key, { message: MESSAGE, signature })).toBe(true);
  });

  it("takes none that is changed, cut, empty, of another text, key or padding", async () => {
    const jwkOf = createPublicKey(privateKey).export({ format: "jwk" }) as JsonWebKey;
    const flipped = signature.slice();
    flipped[100] = (flipped[100] as number) ^ 1;
    const pssSignature = new Uint8Array(sign("sha256", MESSAGE, { key: privateKey, padding: 6 })) as Bytes;
    const sha1 = new Uint8Array(sign("sha1", MESSAGE, privateKey)) as Bytes;
    for (const wrong of [flipped, signature.slice(1), new Uint8Array(0), new Uint8Array(256), pssSignature, sha1]) {
      expect(await verifyRsaSha256(jwkOf, { message: MESSAGE, signature: wrong })).toBe(false);
    }
    expect(await verifyRsaSha256(jwkOf, { message: MESSAGE.slice(1), signature })).toBe(false);
    const other = (await rsaKey(3072)).publicKey.export({ format: "jwk" }) as JsonWebKey;
    expect(await verifyRsaSha256(other, { message: MESSAGE, signature })).toBe(false);
  });

  it("refuses a key that is none", async () => {
    await failure(() => verifyRsaSha256("no key", { message: MESSAGE, signature }), "invalid_key", "publicKey");
  });
});
