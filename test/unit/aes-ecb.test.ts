import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encryptAesEcb } from "../../src/crypto/aes-ecb.ts";
import { bytes } from "./arbitraries.ts";

const key16 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((key) => new Uint8Array(key));

function openssl(message: Uint8Array, key: Uint8Array): Buffer {
  const cipher = createCipheriv("aes-128-ecb", key, null);
  return Buffer.concat([cipher.update(message), cipher.final()]);
}

test("agrees with OpenSSL on any message and key", async () => {
  await fc.assert(
    fc.asyncProperty(bytes(100), key16, async (message, key) => {
      expect(Buffer.from(await encryptAesEcb(message, key))).toEqual(openssl(message, key));
    }),
  );
});

test("agrees on every length around the block borders, and leaves message and key as they were", async () => {
  const key = new TextEncoder().encode("0123456789012345") as Uint8Array<ArrayBuffer>;
  for (let length = 0; length <= 50; length++) {
    const message = Uint8Array.from({ length }, (_, i) => 255 - i);
    const before = message.slice();
    expect(Buffer.from(await encryptAesEcb(message, key))).toEqual(openssl(before, key));
    expect(message).toEqual(before);
  }
  expect(new TextDecoder().decode(key)).toBe("0123456789012345");
});

test("takes a view into a larger buffer for what it shows", async () => {
  const whole = Uint8Array.from({ length: 64 }, (_, i) => i);
  const encrypted = await encryptAesEcb(whole.subarray(3, 40), whole.subarray(40, 56));
  expect(Buffer.from(encrypted)).toEqual(openssl(whole.slice(3, 40), whole.slice(40, 56)));
});

// NIST SP 800-38A, F.1.1: ECB-AES128.Encrypt.
test("reproduces NIST's four blocks, with one block of padding after them", async () => {
  const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex")) as Uint8Array<ArrayBuffer>;
  const message = hex(
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710",
  );
  const encrypted = await encryptAesEcb(message, hex("2b7e151628aed2a6abf7158809cf4f3c"));
  expect(Buffer.from(encrypted.subarray(0, 64)).toString("hex")).toBe(
    "3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf43b1cd7f598ece23881b00e3ed0306887b0c785e27e8ad3f8223207104725dd4",
  );
  expect(encrypted).toHaveLength(80);
});
