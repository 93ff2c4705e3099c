import { fromHex, toHex } from "../../src/bytes/hex.ts";
import { type Bytes, utf8 } from "../../src/bytes/utf8.ts";
import { encryptAesEcb } from "../../src/crypto/aes-ecb.ts";
import { createOaepEncryption } from "../../src/crypto/rsa-oaep.ts";
import { createPkcs1Encryption } from "../../src/crypto/rsa-pkcs1.ts";
import { readRsaPublicKey } from "../../src/crypto/rsa-public-key.ts";
import { sha256 } from "../../src/crypto/sha256.ts";
import { openCases } from "./case.ts";
import { KEY_1024, KEY_1031, KEY_1032, KEY_2047, KEY_2048, KEY_2048E3, KEY_4096, type TestKey } from "./keys.ts";
import { encodeBase64Url, openAesEcb, openOaep, openPkcs1 } from "./opener.ts";

/** FIPS 180-4's examples, and the empty message. */
const SHA_256 = [
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
  ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
] as const;

const SIZES = [KEY_1024, KEY_1031, KEY_1032, KEY_2047, KEY_2048, KEY_4096];

export const cryptoCases = openCases("crypto", {
  "SHA-256 is FIPS 180-4's": async (t) => {
    for (const [message, digest] of SHA_256)
      t.equal(toHex(await sha256(utf8(message))), digest, `${message.length} bytes`);
  },

  "AES-128-ECB is FIPS 197's example": async (t) => {
    const encrypted = await encryptAesEcb(
      hex("00112233445566778899aabbccddeeff"),
      hex("000102030405060708090a0b0c0d0e0f"),
    );
    t.equal(toHex(encrypted.slice(0, 16)), "69c4e0d86a7b0430d8cdb78070b4c55a");
    t.equal(toHex(encrypted.slice(16)), "954f64f2e4e86e9eee82d20216684899", "a whole block of padding, by openssl");
  },

  "AES-128-ECB is SP 800-38A F.1.1's": async (t) => {
    const message =
      "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51" +
      "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";
    const encrypted = await encryptAesEcb(hex(message), hex("2b7e151628aed2a6abf7158809cf4f3c"));
    const expected =
      "3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf" +
      "43b1cd7f598ece23881b00e3ed0306887b0c785e27e8ad3f8223207104725dd4" +
      "a254be88e037ddd9d79fb6411c3f9df8"; // The last block is openssl's padding.
    t.equal(toHex(encrypted), expected);
  },

  "AES-128-ECB pads every length so that it opens": async (t) => {
    const key = utf8("0123456789012345");
    for (const length of [0, 1, 15, 16, 17, 31, 32, 100]) {
      const message = Uint8Array.from({ length }, (_, i) => i);
      const encrypted = await encryptAesEcb(message, key);
      t.equal(encrypted.length, (Math.floor(length / 16) + 1) * 16, `length for ${length}`);
      t.equal(await openAesEcb(encrypted, key), message, `message of ${length}`);
    }
  },

  "RSAES-PKCS1-v1_5 opens under every size of key, odd ones too": async (t) => {
    for (const key of SIZES) {
      const message = utf8("0123456789012345");
      const encrypted = await createPkcs1Encryption(readRsaPublicKey(key.hex))(message);
      t.equal(encrypted.length, Math.ceil(key.bits / 8), `length under ${key.bits} bits`);
      t.equal(openPkcs1(encrypted, key), message, `message under ${key.bits} bits`);
    }
  },

  "RSAES-PKCS1-v1_5 takes other exponents": async (t) => {
    const encrypted = await createPkcs1Encryption(readRsaPublicKey(jwkOf(KEY_2048E3)))(utf8("abc"));
    t.equal(openPkcs1(encrypted, KEY_2048E3), utf8("abc"));
  },

  "RSAES-PKCS1-v1_5 holds nothing, and all it can": async (t) => {
    const encrypt = createPkcs1Encryption(readRsaPublicKey(KEY_1024.hex));
    for (const length of [0, 1, 117]) {
      const message = new Uint8Array(length).fill(7);
      t.equal(openPkcs1(await encrypt(message), KEY_1024), message, `${length} bytes`);
    }
    await t.refuses("plaintext_too_long", () => encrypt(new Uint8Array(118)));
  },

  "RSAES-PKCS1-v1_5 pads with no zero byte, and never twice the same": async (t) => {
    const halfZeros = (length: number) => Uint8Array.from({ length }, (_, i) => (i % 2 === 0 ? 0 : 9));
    const key = readRsaPublicKey(KEY_1024.hex);
    t.equal(openPkcs1(await createPkcs1Encryption(key, halfZeros)(utf8("abc")), KEY_1024), utf8("abc"));
    const encrypt = createPkcs1Encryption(key);
    t.ok(toHex(await encrypt(utf8("abc"))) !== toHex(await encrypt(utf8("abc"))), "two encryptions differ");
  },

  "RSA-OAEP with SHA-256 opens under every size of key, odd ones too": (t) => assertOaep(t.equal, "SHA-256"),

  "RSA-OAEP with SHA-1 opens under every size of key, odd ones too": (t) => assertOaep(t.equal, "SHA-1"),

  "RSA-OAEP refuses a message over the limit by name": async (t) => {
    const encrypt = await createOaepEncryption(readRsaPublicKey(KEY_2048.hex), "SHA-256");
    t.equal((await encrypt(new Uint8Array(190))).length, 256);
    await t.refuses("plaintext_too_long", () => encrypt(new Uint8Array(191)));
  },
});

async function assertOaep(equal: (found: unknown, expected: unknown, what: string) => void, hash: "SHA-256" | "SHA-1") {
  for (const key of [...SIZES, KEY_2048E3]) {
    const message = utf8("0123456789012345");
    const encrypted = await (await createOaepEncryption(readRsaPublicKey(jwkOf(key)), hash))(message);
    equal(encrypted.length, Math.ceil(key.bits / 8), `length under ${key.bits} bits`);
    equal(await openOaep(encrypted, key, hash), message, `message under ${key.bits} bits`);
  }
}

function jwkOf(key: TestKey): JsonWebKey {
  return { kty: "RSA", n: encodeBase64Url(hex(key.hex)), e: key.e === 3n ? "Aw" : "AQAB" };
}

function hex(text: string): Bytes {
  return fromHex(text) as Bytes;
}
