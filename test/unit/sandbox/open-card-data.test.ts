import { publicEncrypt, constants } from "node:crypto";
import { describe, expect, it } from "vitest";
import { encryptCard, type EncryptCardOptions } from "../../../src/card/encrypt-card.ts";
import { openCardData } from "../../../src/testing/open-card-data.ts";
import { CARD, jsonOf, LONG_CARD, NOW_MS } from "../card-samples.ts";
import { failure } from "../leaks.ts";
import { rsaKey, type TestKey } from "../rsa-keys.ts";
import { sealByNode } from "./sealed-card.ts";

/** Each form of the private key that the function takes. */
function privateForms(key: TestKey): readonly (string | JsonWebKey)[] {
  const pem = key.privateKey.export({ type: "pkcs8", format: "pem" }) as string;
  const jwk = key.privateKey.export({ format: "jwk" }) as JsonWebKey;
  return [pem, `\n${pem.replaceAll("\n", "\r\n")}  `, jwk, { ...jwk, alg: "RSA-OAEP", ext: true, key_ops: [] }];
}

const SCHEMES: readonly (readonly [number, EncryptCardOptions])[] = [
  [1024, {}],
  [1024, { scheme: "opcse" }],
  [1032, { scheme: "opcse" }],
  [2048, { scheme: "opcse" }],
  [1024, { scheme: "rsa-pkcs1" }],
  [2048, { scheme: "rsa-pkcs1" }],
  [2048, { scheme: "rsa-oaep" }],
  [2048, { scheme: "rsa-oaep", hash: "SHA-256" }],
  [2048, { scheme: "rsa-oaep", hash: "SHA-1" }],
];

describe("openCardData", () => {
  it.each(SCHEMES)("opens encryptCard's output: %i bits, %o", async (bits, options) => {
    const key = await rsaKey(bits);
    for (const card of [CARD, LONG_CARD]) {
      const cardData = await encryptCard(card, key.hex, { ...options, nowMs: NOW_MS });
      for (const form of privateForms(key)) expect(await openCardData(cardData, form, options)).toEqual(card);
    }
  });

  it("opens card data that OpenSSL made by the document", async () => {
    const key = await rsaKey(1024);
    for (const card of [CARD, LONG_CARD]) {
      expect(await openCardData(sealByNode(card, key), privateForms(key)[0] as string)).toEqual(card);
    }
  });

  it("opens the vendor's form whose RSA part lacks its leading zero bytes", async () => {
    const key = await rsaKey(1024);
    const cardData = sealByNode(CARD, key, { dropsZeros: true });
    expect(Buffer.from(cardData.split("$")[1] as string, "base64").length).toBeLessThan(128);
    for (const form of privateForms(key)) expect(await openCardData(cardData, form)).toEqual(CARD);
  });

  it("opens plain RSA of OpenSSL", async () => {
    const key = await rsaKey(2048);
    const jwk = key.privateKey.export({ format: "jwk" }) as JsonWebKey;
    const json = Buffer.from(jsonOf(CARD));
    const pkcs1 = publicEncrypt({ key: key.publicKey, padding: constants.RSA_PKCS1_PADDING }, json);
    expect(await openCardData(pkcs1.toString("base64"), jwk, { scheme: "rsa-pkcs1" })).toEqual(CARD);
    for (const [hash, oaepHash] of [
      ["SHA-256", "sha256"],
      ["SHA-1", "sha1"],
    ] as const) {
      const oaep = publicEncrypt({ key: key.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, json);
      expect(await openCardData(oaep.toString("base64"), jwk, { scheme: "rsa-oaep", hash })).toEqual(CARD);
    }
  });

  it("opens nothing under another key or another scheme", async () => {
    const [key, other] = [await rsaKey(2048), await rsaKey(1024)];
    const cardData = sealByNode(CARD, key);
    for (const form of privateForms(other)) await failure(() => openCardData(cardData, form), "decryption_failed");
    const own = privateForms(key)[0] as string;
    for (const scheme of ["rsa-oaep", "rsa-pkcs1"] as const) {
      await failure(() => openCardData(cardData, own, { scheme }), "decryption_failed");
      const plain = await encryptCard(CARD, key.hex, { scheme, nowMs: NOW_MS });
      await failure(() => openCardData(plain, own), "decryption_failed");
    }
  });

  it.each<readonly [string, unknown]>([
    ["an empty text", ""],
    ["no key", "nonsense"],
    ["nothing", undefined],
    ["null", null],
    ["a number", 7],
    ["an empty object", {}],
    ["a JWK of another type", { kty: "EC", n: "AQAB", d: "AQAB" }],
    ["a JWK of numbers", { kty: "RSA", n: 5, d: 7 }],
    ["a PEM of no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"],
    ["a PEM of half a key", "half"],
    ["a public key", "public"],
    ["a PKCS#1 private key", "pkcs1"],
  ])("refuses as a private key: %s", async (_name, input) => {
    const key = await rsaKey(1024);
    const pem = privateForms(key)[0] as string;
    const made: Record<string, unknown> = {
      half: pem.slice(0, 300) + pem.slice(-30),
      public: key.publicKey.export({ type: "spki", format: "pem" }),
      pkcs1: key.privateKey.export({ type: "pkcs1", format: "pem" }),
    };
    const privateKey = (made[input as string] ?? input) as string;
    await failure(() => openCardData(sealByNode(CARD, key), privateKey), "invalid_key", "privateKey");
  });

  it("refuses an unknown scheme and card data that is no text", async () => {
    const key = await rsaKey(1024);
    const own = privateForms(key)[2] as JsonWebKey;
    for (const scheme of ["", "toString", "__proto__", "constructor", "OPCSE", null]) {
      await failure(() => openCardData("x", own, { scheme: scheme as "opcse" }), "invalid_argument");
    }
    for (const cardData of [undefined, null, 5, {}, []]) {
      await failure(() => openCardData(cardData as unknown as string, own), "invalid_argument");
    }
  });
});
