import { createPublicKey, generateKeyPairSync, type JsonWebKey as NodeJwk } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { encryptCard } from "../../src/card/encrypt-card.ts";
import { type PublicKeyInput, readRsaPublicKey } from "../../src/crypto/rsa-public-key.ts";
import { CARD, NOW_MS } from "./card-samples.ts";
import { expectNoRun, failure } from "./leaks.ts";
import { openPkcs1, pemOf, rsaKey, spkiOf, type TestKey } from "./rsa-keys.ts";

const now = { nowMs: NOW_MS };
const keys: TestKey[] = [];
let key: TestKey;
beforeAll(async () => {
  keys.push(...(await Promise.all([rsaKey(1024), rsaKey(1031), rsaKey(2048), rsaKey(1024, 3)])));
  key = keys[0] as TestKey;
});

const pem = (pair: TestKey, type: "spki" | "pkcs1" = "spki") =>
  pair.publicKey.export({ type, format: "pem" }) as string;
const der = (pair: TestKey, type: "spki" | "pkcs1" = "spki") => pair.publicKey.export({ type, format: "der" });
const wrapped = (text: string, end = "\n") => text.replace(/.{1,64}/g, `$&${end}`);

const forms: Readonly<Record<string, (pair: TestKey) => PublicKeyInput>> = {
  "hex, lower case": ({ hex }) => hex,
  "hex, upper case": ({ hex }) => hex.toUpperCase(),
  "hex, leading zero bytes": ({ hex }) => `0000${hex}`,
  "hex, outer space": ({ hex }) => ` ${hex}\n`,
  "SPKI PEM": (pair) => pem(pair),
  "SPKI PEM, CRLF": (pair) => pem(pair).replaceAll("\n", "\r\n"),
  "SPKI PEM, no last line end": (pair) => pem(pair).trim(),
  "SPKI PEM, outer space": (pair) => `\n  ${pem(pair)}\n\n`,
  "SPKI PEM, all on one line": (pair) => pem(pair).replaceAll("\n", ""),
  "SPKI base64": (pair) => der(pair).toString("base64"),
  "SPKI base64, line breaks": (pair) => wrapped(der(pair).toString("base64")),
  "SPKI base64, CRLF line breaks": (pair) => wrapped(der(pair).toString("base64"), "\r\n"),
  "SPKI base64url, no padding": (pair) => der(pair).toString("base64url"),
  "PKCS#1 PEM": (pair) => pem(pair, "pkcs1"),
  "PKCS#1 PEM, CRLF": (pair) => pem(pair, "pkcs1").replaceAll("\n", "\r\n"),
  "PKCS#1 base64": (pair) => der(pair, "pkcs1").toString("base64"),
  JWK: ({ jwk }) => jwk as PublicKeyInput,
  "JWK with more members": ({ jwk }) =>
    ({ ...jwk, alg: "RSA-OAEP-256", use: "enc", kid: "1", ext: true, key_ops: ["encrypt"] }) as PublicKeyInput,
};

describe.each(Object.entries(forms))("%s", (name, form) => {
  test("reads as the numbers OpenSSL gave, and encrypts for them", async () => {
    for (const pair of keys) {
      // A bare hex modulus always goes with 65537.
      if (name.startsWith("hex") && pair.jwk.e !== "AQAB") continue;
      const read = readRsaPublicKey(form(pair));
      expect(Buffer.from(read.modulus).toString("hex")).toBe(pair.hex);
      expect(Buffer.from(read.exponent).toString("base64url")).toBe(pair.jwk.e);
      expect(read.modulusBits).toBe(pair.bits);
      const [, rsaPart = ""] = (await encryptCard(CARD, form(pair), now)).split("$");
      expect(openPkcs1(pair.privateKey, Buffer.from(rsaPart, "base64")).message).toHaveLength(16);
    }
  });
});

describe("bad keys: a code, the field, and nothing of the key", () => {
  const flip = (hex: string) => hex.slice(0, -1) + (Number.parseInt(hex.slice(-1), 16) ^ 1).toString(16);
  const modulus = (pair: TestKey) => Buffer.from(pair.hex, "hex");
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ed = generateKeyPairSync("ed25519");
  const pss = generateKeyPairSync("rsa-pss", { modulusLength: 1024 });
  const spki = (pair: { publicKey: { export(options: { type: "spki"; format: "pem" }): string | Buffer } }) =>
    pair.publicKey.export({ type: "spki", format: "pem" }) as string;
  const cases: Readonly<Record<string, readonly [string, (pair: TestKey) => unknown]>> = {
    "an even modulus, hex": ["invalid_key", ({ hex }) => flip(hex)],
    "an even modulus, JWK": [
      "invalid_key",
      ({ jwk, hex }) => ({ ...jwk, n: Buffer.from(flip(hex), "hex").toString("base64url") }),
    ],
    "an even modulus, SPKI": [
      "invalid_key",
      ({ hex }) => spkiOf(Buffer.from(flip(hex), "hex"), Buffer.from([3])).toString("base64"),
    ],
    "hex, cut by a digit": ["invalid_key", ({ hex }) => hex.slice(1)],
    "hex, cut by two digits": ["key_too_small", ({ hex }) => `${hex.slice(0, 253)}1`],
    "hex of 512 bits": ["key_too_small", ({ hex }) => `${hex.slice(0, 127)}1`],
    "hex of 1023 bits": ["key_too_small", ({ hex }) => `7f${hex.slice(2, -1)}1`],
    "hex, zeros in front of 1016 bits": ["key_too_small", ({ hex }) => `${"0".repeat(44)}ff${hex.slice(4, -1)}1`],
    "hex of 4104 bits": ["key_too_large", ({ hex }) => `ff${hex.repeat(4).slice(0, -1)}1`],
    "hex of a megabyte": ["key_too_large", ({ hex }) => hex.repeat(4096)],
    "hex with 0x": ["invalid_key", ({ hex }) => `0x${hex}`],
    "hex with colons": ["invalid_key", ({ hex }) => hex.replace(/..(?=.)/g, "$&:")],
    "hex with one other letter": ["invalid_key", ({ hex }) => `${hex.slice(0, 100)}g${hex.slice(101)}`],
    "the word null and so many digits": ["invalid_key", ({ hex }) => `null${hex}`],
    "PKCS#8 PEM": ["private_key", ({ privateKey }) => privateKey.export({ type: "pkcs8", format: "pem" })],
    "PKCS#1 private PEM": ["private_key", ({ privateKey }) => privateKey.export({ type: "pkcs1", format: "pem" })],
    "encrypted PKCS#8 PEM": [
      "private_key",
      ({ privateKey }) => privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-128-cbc", passphrase: "x" }),
    ],
    "EC private PEM": ["private_key", () => ec.privateKey.export({ type: "sec1", format: "pem" })],
    "private JWK": ["private_key", ({ privateKey }) => privateKey.export({ format: "jwk" })],
    "private JWK of n, e and d alone": [
      "private_key",
      ({ jwk, privateKey }) => ({ ...jwk, d: privateKey.export({ format: "jwk" }).d }),
    ],
    "private JWK, factors only": ["private_key", ({ privateKey }) => withoutD(privateKey.export({ format: "jwk" }))],
    "symmetric JWK": ["private_key", () => ({ kty: "oct", k: "c2VjcmV0IHNlY3JldCBzZWNyZXQ" })],
    "base64 of PKCS#8": [
      "private_key",
      ({ privateKey }) => privateKey.export({ type: "pkcs8", format: "der" }).toString("base64"),
    ],
    "base64 of PKCS#8, lines": [
      "private_key",
      ({ privateKey }) => wrapped(privateKey.export({ type: "pkcs8", format: "der" }).toString("base64")),
    ],
    "base64url of PKCS#8": [
      "private_key",
      ({ privateKey }) => privateKey.export({ type: "pkcs8", format: "der" }).toString("base64url"),
    ],
    "base64 of a PKCS#1 private key": [
      "private_key",
      ({ privateKey }) => privateKey.export({ type: "pkcs1", format: "der" }).toString("base64"),
    ],
    "EC key, PEM": ["invalid_key", () => spki(ec)],
    "EC key, JWK": ["invalid_key", () => ec.publicKey.export({ format: "jwk" })],
    "Ed25519 key, PEM": ["invalid_key", () => spki(ed)],
    "RSA-PSS key, PEM": ["invalid_key", () => spki(pss)],
    "exponent 1": ["invalid_key", (pair) => spkiOf(modulus(pair), Buffer.from([1])).toString("base64")],
    "exponent 2": ["invalid_key", (pair) => spkiOf(modulus(pair), Buffer.from([2])).toString("base64")],
    "exponent 0": ["invalid_key", (pair) => spkiOf(modulus(pair), Buffer.from([0])).toString("base64")],
    "exponent 65536": ["invalid_key", ({ jwk }) => ({ ...jwk, e: "AQAA" })],
    "exponent 1, JWK": ["invalid_key", ({ jwk }) => ({ ...jwk, e: "AQ" })],
    "exponent as long as the modulus": ["invalid_key", ({ jwk }) => ({ ...jwk, e: jwk.n })],
    "a negative modulus": [
      "invalid_key",
      (pair) => pemOf("RSA PUBLIC KEY", der(pair, "pkcs1")).replace(/.*/s, () => negative(pair)),
    ],
    "JWK without n": ["invalid_key", ({ jwk }) => ({ kty: "RSA", e: jwk.e })],
    "JWK without e": ["invalid_key", ({ jwk }) => ({ kty: "RSA", n: jwk.n })],
    "JWK of the wrong kind": ["invalid_key", ({ jwk }) => ({ ...jwk, kty: "EC" })],
    "JWK whose n is bytes": ["invalid_key", (pair) => ({ ...pair.jwk, n: modulus(pair) })],
    "JWK as text": ["invalid_key", ({ jwk }) => JSON.stringify(jwk)],
    "PEM under another label": ["invalid_key", (pair) => pem(pair).replaceAll("PUBLIC KEY", "CERTIFICATE")],
    "PEM without an end": ["invalid_key", (pair) => pem(pair).replace(/-----END.*/s, "")],
    "PEM with escaped line ends": ["invalid_key", (pair) => pem(pair).replaceAll("\n", "\\n")],
    "PEM twice": ["invalid_key", (pair) => pem(pair) + pem(pair)],
    "SPKI with more after it": [
      "invalid_key",
      (pair) => Buffer.concat([der(pair), Buffer.from([5, 0])]).toString("base64"),
    ],
    "bytes of SPKI": ["invalid_key", (pair) => der(pair)],
    "a certificate's begin line alone": ["invalid_key", () => "-----BEGIN CERTIFICATE-----"],
    dashes: ["invalid_key", () => "-----"],
    "an HTML page": ["invalid_key", () => "<!DOCTYPE html><html><body>Not Found 0123456789abcdef</body></html>"],
    "an empty text": ["invalid_key", () => ""],
    "white space": ["invalid_key", () => " \n\t"],
    "a word": ["invalid_key", () => "correcthorsebatterystaple"],
    undefined: ["invalid_key", () => undefined],
    null: ["invalid_key", () => null],
    "a number": ["invalid_key", () => 65537],
    true: ["invalid_key", () => true],
    "a list": ["invalid_key", ({ hex }) => [hex]],
    "a function": ["invalid_key", () => () => "key"],
    "an empty object": ["invalid_key", () => ({})],
  };

  test.each(Object.entries(cases))("%s", async (_, [code, make]) => {
    const input = make(key);
    const error = await failure(
      () => encryptCard(CARD, input as PublicKeyInput, now),
      code as "invalid_key",
      "publicKey",
    );
    expect(error.name).toBe("OceanpaymentKeyError");
    expect(error.message.length).toBeLessThan(300);
    const shown =
      typeof input === "string"
        ? [input.replace(/-----.*?-----/g, "")]
        : input && typeof input === "object"
          ? Object.values(input)
          : [];
    for (const text of shown) if (typeof text === "string") expectNoRun(error, text, 8);
    expectNoRun(error, CARD.number, 4);
  });

  test("a key cut at any length: base64, PEM and hex", async () => {
    const base64 = der(key).toString("base64");
    for (let length = 0; length < base64.length; length++) {
      await failure(() => readRsaPublicKey(base64.slice(0, length)), "invalid_key", "publicKey");
      await failure(() => readRsaPublicKey(pem(key).slice(0, length)), "invalid_key", "publicKey");
      const cut = `-----BEGIN PUBLIC KEY-----\n${base64.slice(0, length)}\n-----END PUBLIC KEY-----`;
      await failure(() => readRsaPublicKey(cut), "invalid_key", "publicKey");
      if (length < 256)
        await failure(() => readRsaPublicKey(key.hex.slice(0, length)), ["invalid_key", "key_too_small"]);
    }
  });

  test("the hex of a whole DER key is not taken for a modulus", async () => {
    for (const type of ["spki", "pkcs1"] as const) {
      const text = der(key, type).toString("hex");
      await failure(() => readRsaPublicKey(text), "invalid_key", "publicKey");
    }
  });

  function negative(pair: TestKey): string {
    // Without its leading zero byte, an INTEGER whose first bit is set is below zero.
    const inner = Buffer.concat([
      Buffer.from([0x02, 0x81, 0x80]),
      Buffer.from(pair.hex, "hex"),
      Buffer.from("0203010001", "hex"),
    ]);
    return pemOf("RSA PUBLIC KEY", Buffer.concat([Buffer.from([0x30, 0x81, inner.length]), inner]));
  }

  function withoutD({ d: _, ...rest }: NodeJwk): NodeJwk {
    return rest;
  }
});

test("what reads as a key is the key that OpenSSL reads", () => {
  for (const pair of keys) {
    const { modulus, exponent } = readRsaPublicKey(pem(pair, "pkcs1"));
    const jwk = {
      kty: "RSA",
      n: Buffer.from(modulus).toString("base64url"),
      e: Buffer.from(exponent).toString("base64url"),
    };
    expect(createPublicKey({ key: jwk, format: "jwk" }).equals(pair.publicKey)).toBe(true);
  }
});
