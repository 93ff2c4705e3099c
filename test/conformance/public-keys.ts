import { toHex } from "../../src/bytes/hex.ts";
import { readRsaPublicKey } from "../../src/crypto/rsa-public-key.ts";
import { importPublicKey, type PublicKeyInput } from "../../src/index.ts";
import { openCases } from "./case.ts";
import type { Check } from "./check.ts";
import { KEY_1024, KEY_1031, KEY_2048, KEY_4096, PKCS1_2048, PKCS8_2048, SPKI_2048, toPem } from "./keys.ts";
import { decodeHex, encodeBase64Url } from "./opener.ts";

const N_2048 = encodeBase64Url(decodeHex(KEY_2048.hex));

/** An SPKI key on the curve P-256, by openssl. */
const EC_SPKI =
  "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEP8GvGI4mgtLQa6jS9yDkoWvBOpgEzfktJ+MoWVljo/dT0DV/4NEfe/MYZaKN" +
  "/kKiPoYmJNF0CBWVvH/wZw8D0w==";

/** A modulus of a size: its top bit and its last bit are one. */
function hexOfBits(bits: number): string {
  return (2n ** BigInt(bits - 1) + 1n).toString(16).padStart(Math.ceil(bits / 8) * 2, "0");
}

export const keysCases = openCases("keys", {
  "one key in all its forms is one key": (t) => {
    const forms: PublicKeyInput[] = [
      KEY_2048.hex,
      KEY_2048.hex.toUpperCase(),
      `  ${KEY_2048.hex}\n`,
      `00${KEY_2048.hex}`,
      SPKI_2048,
      SPKI_2048.replace(/.{64}/g, "$&\r\n"),
      toPem("PUBLIC KEY", SPKI_2048),
      PKCS1_2048,
      toPem("RSA PUBLIC KEY", PKCS1_2048),
      { kty: "RSA", n: N_2048, e: "AQAB" },
      { kty: "RSA", n: N_2048, e: "AAEAAQ", alg: "RSA-OAEP-256", use: "enc" },
    ];
    for (const [i, form] of forms.entries()) {
      const { modulus, exponent, modulusBits } = readRsaPublicKey(form);
      t.equal([toHex(modulus), toHex(exponent), modulusBits], [KEY_2048.hex, "010001", 2048], `form ${i}`);
    }
  },

  "sizes from 1024 to 4096 bits are taken, odd ones too": (t) => {
    for (const key of [KEY_1024, KEY_1031, KEY_4096]) t.equal(readRsaPublicKey(key.hex).modulusBits, key.bits);
  },

  "sizes outside are refused by name": async (t) => {
    await t.refuses("key_too_small", () => importPublicKey(hexOfBits(1023)));
    await t.refuses("key_too_small", () => importPublicKey(hexOfBits(512)));
    await t.refuses("key_too_large", () => importPublicKey(hexOfBits(4097)));
  },

  "a private key is refused by name": async (t) => {
    await t.refuses("private_key", () => importPublicKey(toPem("PRIVATE KEY", PKCS8_2048)));
    await t.refuses("private_key", () => importPublicKey(PKCS8_2048));
    await t.refuses("private_key", () => importPublicKey({ kty: "RSA", n: N_2048, e: "AQAB", d: "AQAB" }));
  },

  "an even modulus, and an exponent of 1 or even, are refused": async (t) => {
    await t.refuses("invalid_key", () => importPublicKey(`${KEY_2048.hex.slice(0, -1)}0`));
    for (const e of ["AQ", "Ag", "AQAA", ""])
      await t.refuses("invalid_key", () => importPublicKey({ kty: "RSA", n: N_2048, e }));
  },

  "what is no key is refused, and never shown": async (t) => {
    const inputs = [
      "",
      "not a key at all",
      KEY_2048.hex.slice(1),
      SPKI_2048.slice(0, -8),
      toPem("PUBLIC KEY", SPKI_2048).slice(0, -10),
      toPem("CERTIFICATE", SPKI_2048),
      EC_SPKI,
      { kty: "EC", crv: "P-256" },
      { kty: "RSA", n: "***", e: "AQAB" },
    ] as const;
    for (const input of inputs) await assertInvalid(t, input);
    for (const input of [undefined, null, 7, []]) await assertInvalid(t, input as unknown as string);
  },

  "each scheme has its least size": async (t) => {
    await t.refuses("key_too_small", () => importPublicKey(KEY_1024.hex, { scheme: "rsa-oaep" }));
    await t.refuses("key_too_small", () => importPublicKey(KEY_1024.hex, { scheme: "rsa-oaep", hash: "SHA-1" }));
    const kept = await importPublicKey(KEY_1024.hex, { scheme: "rsa-pkcs1" });
    t.equal([kept.scheme, kept.modulusBits], ["rsa-pkcs1", 1024]);
  },

  "an unknown scheme or hash is refused": async (t) => {
    for (const scheme of ["rsa", "constructor", "__proto__"]) {
      await t.refuses("invalid_argument", () => importPublicKey(KEY_2048.hex, { scheme: scheme as "opcse" }));
    }
    await t.refuses("invalid_argument", () => importPublicKey(KEY_2048.hex, { hash: "MD5" as "SHA-1" }));
  },
});

async function assertInvalid(t: Check, input: PublicKeyInput): Promise<void> {
  const error = await t.refuses("invalid_key", () => importPublicKey(input));
  const shown = typeof input === "string" && input.length > 8 && error.message.includes(input.slice(0, 9));
  t.ok(!shown, "the message leaves the value out");
}
