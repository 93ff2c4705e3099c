import { constants, publicEncrypt } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RandomBytes } from "../../src/bytes/random.ts";
import { powerModulo, toInteger, toOctets } from "../../src/crypto/integer.ts";
import { createPkcs1Encryption } from "../../src/crypto/rsa-pkcs1.ts";
import { readRsaPublicKey } from "../../src/crypto/rsa-public-key.ts";
import { bytes } from "./arbitraries.ts";
import { openPkcs1, rsaKey, type TestKey } from "./rsa-keys.ts";

const publicOf = ({ publicKey }: TestKey) =>
  readRsaPublicKey(publicKey.export({ type: "spki", format: "pem" }) as string);

test("the oracle opens what OpenSSL itself encrypts, and refuses another padding", async () => {
  const { publicKey, privateKey } = await rsaKey(1024);
  const message = Buffer.from("1234567890123456");
  expect(
    openPkcs1(privateKey, publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, message)).message,
  ).toEqual(message);
  expect(() => openPkcs1(privateKey, publicEncrypt(publicKey, message))).toThrow("not RSAES-PKCS1-v1_5");
});

describe.each([
  [1024, 65537],
  [1031, 65537],
  [1536, 3],
])("a key of %i bits and exponent %i", (bits, exponent) => {
  test("OpenSSL opens any message up to the limit; one byte more is refused", async () => {
    const key = await rsaKey(bits, exponent);
    const encrypt = createPkcs1Encryption(publicOf(key));
    await fc.assert(
      fc.asyncProperty(bytes(key.k - 11), async (message) => {
        const encrypted = await encrypt(message);
        expect(encrypted).toHaveLength(key.k);
        const opened = openPkcs1(key.privateKey, encrypted);
        expect(opened.message).toEqual(Buffer.from(message));
        expect(opened.padding).toHaveLength(key.k - 3 - message.length);
      }),
      {
        numRuns: 60,
        examples: [[new Uint8Array(0)], [new Uint8Array(key.k - 11)], [new Uint8Array(key.k - 11).fill(255)]],
      },
    );
    await expect(encrypt(new Uint8Array(key.k - 10))).rejects.toMatchObject({ code: "plaintext_too_long" });
  });

  test("with known padding, every byte is that of OpenSSL's raw RSA", async () => {
    const key = await rsaKey(bits, exponent);
    await fc.assert(
      fc.asyncProperty(bytes(key.k - 11), fc.integer({ min: 1, max: 255 }), async (message, fill) => {
        const encrypt = createPkcs1Encryption(publicOf(key), (length) => new Uint8Array(length).fill(fill));
        const encoded = Buffer.concat([
          Buffer.from([0, 2]),
          Buffer.alloc(key.k - 3 - message.length, fill),
          Buffer.from([0]),
          message,
        ]);
        const expected = publicEncrypt({ key: key.publicKey, padding: constants.RSA_NO_PADDING }, encoded);
        expect(Buffer.from(await encrypt(message))).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});

test("padding holds no zero byte, though the source gives mostly zeros", async () => {
  const { privateKey, ...key } = await rsaKey(1024);
  let at = 0;
  const sparse: RandomBytes = (length) => Uint8Array.from({ length }, () => (++at % 5 ? 0 : (at / 5) % 256));
  const encrypt = createPkcs1Encryption(publicOf({ privateKey, ...key }), sparse);
  for (let i = 0; i < 20; i++) {
    const { message, padding } = openPkcs1(privateKey, await encrypt(new Uint8Array([0, 7, 0])));
    expect(message).toEqual(Buffer.from([0, 7, 0]));
    expect(padding).toHaveLength(key.k - 6);
  }
});

test("padding is fresh, and each of the 255 byte values comes about as often", async () => {
  const key = await rsaKey(1024);
  const encrypt = createPkcs1Encryption(publicOf(key));
  const counts = Array.from({ length: 256 }, () => 0);
  const seen = new Set<string>();
  for (let i = 0; i < 250; i++) {
    const { padding } = openPkcs1(key.privateKey, await encrypt(new Uint8Array(16)));
    seen.add(padding.toString("hex"));
    for (const byte of padding) counts[byte] = (counts[byte] ?? 0) + 1;
  }
  expect(seen.size).toBe(250);
  expect(counts[0]).toBe(0);
  const mean = (250 * 109) / 255;
  const chiSquare = counts.slice(1).reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
  // 254 degrees of freedom: above 420 about once in a thousand million runs.
  expect(chiSquare).toBeLessThan(420);
});

test("integers: octets and back, and powers as repeated products", () => {
  fc.assert(
    fc.property(
      bytes(40).filter((data) => data.length > 0),
      (data) => {
        const integer = toInteger(data);
        expect(integer).toBe(BigInt(`0x0${Buffer.from(data).toString("hex")}`));
        expect(toOctets(integer, data.length)).toEqual(data);
      },
    ),
  );
  fc.assert(
    fc.property(
      fc.bigInt(0n, 1n << 80n),
      fc.integer({ min: 0, max: 60 }),
      fc.bigInt(2n, 1n << 70n),
      (base, power, n) => {
        expect(powerModulo(base, BigInt(power), n)).toBe(base ** BigInt(power) % n);
      },
    ),
  );
});
