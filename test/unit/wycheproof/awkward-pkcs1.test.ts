import { constants, publicEncrypt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { decryptPkcs1 } from "../../../src/testing/decrypt.ts";
import { readPrivateKey, type RsaPrivateKey } from "../../../src/testing/private-key.ts";
import { failure } from "../leaks.ts";
import { rsaKey, type TestKey } from "../rsa-keys.ts";

/** Raw RSA by OpenSSL of a whole encoded message: wrong ones too, which no encryption function would make. */
function seal(key: TestKey, encoded: Uint8Array): Buffer {
  return publicEncrypt({ key: key.publicKey, padding: constants.RSA_NO_PADDING }, encoded);
}

/** EM = first || second || PS || separator || M, PS of 0x5a filling what is left. */
function encode(
  k: number,
  parts: { first?: number; second?: number; ps?: Uint8Array; separator?: number; message?: string },
) {
  const { first = 0, second = 2, separator = 0 } = parts;
  const message = Buffer.from(parts.message ?? "0123456789012345");
  const ps = parts.ps ?? Buffer.alloc(k - 3 - message.length, 0x5a);
  return Buffer.concat([Buffer.from([first, second]), ps, Buffer.from([separator]), message]);
}

async function make(bits = 1024): Promise<{ key: TestKey; own: RsaPrivateKey; k: number }> {
  const key = await rsaKey(bits);
  return { key, own: readPrivateKey(key.privateKey.export({ format: "jwk" }) as JsonWebKey), k: key.k };
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe("RSAES-PKCS1-v1_5 decryption, awkward cases of our own", () => {
  it("opens the shortest and the longest message, and one of eight padding bytes", async () => {
    const { key, own, k } = await make();
    for (const length of [0, 1, 16, k - 12, k - 11]) {
      const message = "m".repeat(length);
      expect(text(decryptPkcs1(seal(key, encode(k, { message })), own))).toBe(message);
    }
  });

  it("opens what OpenSSL encrypts, of 1024, 1032 and 2048 bits", async () => {
    for (const bits of [1024, 1032, 2048]) {
      const { key, own } = await make(bits);
      const sealed = publicEncrypt({ key: key.publicKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.from("hello"));
      expect(text(decryptPkcs1(sealed, own))).toBe("hello");
    }
  });

  it("keeps zero bytes of the message itself", async () => {
    const { key, own, k } = await make();
    const message = "\u0000a\u0000";
    expect(text(decryptPkcs1(seal(key, encode(k, { message })), own))).toBe(message);
  });

  it.each<readonly [string, (k: number) => Buffer]>([
    ["a first byte of 1", (k) => encode(k, { first: 1, second: 2 })],
    ["a second byte of 0", (k) => encode(k, { second: 0 })],
    ["a second byte of 1, as signatures have", (k) => encode(k, { second: 1, ps: Buffer.alloc(k - 19, 0xff) })],
    ["a second byte of 3", (k) => encode(k, { second: 3 })],
    ["no padding", (k) => encode(k, { ps: Buffer.alloc(0), message: "m".repeat(k - 3) })],
    ["seven padding bytes", (k) => encode(k, { ps: Buffer.alloc(7, 1), message: "m".repeat(k - 10) })],
    ["a zero at the first padding byte", (k) => withZero(encode(k, {}), 2)],
    ["a zero at the eighth padding byte", (k) => withZero(encode(k, {}), 9)],
    ["no separator", (k) => encode(k, { separator: 0x5a, message: "m".repeat(16) })],
    ["nothing but zeros", (k) => Buffer.alloc(k)],
    ["a one", (k) => withLast(Buffer.alloc(k), 1)],
  ])("refuses %s", async (_name, encoded) => {
    const { key, own, k } = await make();
    const whole = encoded(k);
    expect(whole.length).toBe(k);
    await failure(() => decryptPkcs1(seal(key, whole), own), "decryption_failed");
  });

  it("takes a zero at the ninth padding byte for the separator, as RFC 8017 §7.2.2 has it", async () => {
    const { key, own, k } = await make();
    const opened = decryptPkcs1(seal(key, withZero(encode(k, {}), 10)), own);
    expect(opened.length).toBe(k - 11);
  });

  it("refuses a ciphertext that is n, n + c, all ones, longer than the modulus, or empty", async () => {
    const { key, own, k } = await make();
    const modulus = Buffer.from(key.hex, "hex");
    const good = seal(key, encode(k, {}));
    const sum = (BigInt(`0x${good.toString("hex")}`) + own.n).toString(16).padStart(k * 2, "0");
    const wrong = [
      modulus,
      Buffer.from(sum.length % 2 === 0 ? sum : `0${sum}`, "hex"),
      Buffer.alloc(k, 0xff),
      Buffer.concat([Buffer.from([0]), good]),
      Buffer.concat([good, Buffer.from([0])]),
      Buffer.alloc(0),
    ];
    for (const ciphertext of wrong) await failure(() => decryptPkcs1(ciphertext, own), "decryption_failed");
  });

  it("refuses a ciphertext that lost bytes which are not leading zeros", async () => {
    const { key, own, k } = await make();
    // One ciphertext in 256 begins with a zero by chance, and losing that one is forgiven.
    const sealed = Array.from({ length: 9 }, (_, i) => seal(key, encode(k, { message: `${i}` })));
    const good = sealed.find((bytes) => bytes[0] !== 0) as Uint8Array;
    await failure(() => decryptPkcs1(good.subarray(1), own), "decryption_failed");
    await failure(() => decryptPkcs1(good.subarray(0, -1), own), "decryption_failed");
  });
});

function withZero(bytes: Buffer, at: number): Buffer {
  bytes[at] = 0;
  return bytes;
}

function withLast(bytes: Buffer, value: number): Buffer {
  bytes[bytes.length - 1] = value;
  return bytes;
}
