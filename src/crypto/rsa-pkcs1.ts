import { type RandomBytes, randomBytesWhere } from "../bytes/random.ts";
import type { Bytes } from "../bytes/utf8.ts";
import { powerModulo, toInteger, toOctets } from "./integer.ts";
import { assertPublicKey, type RsaPublicKey } from "./rsa-public-key.ts";

/** Encrypts bytes, of a length that suits the key it was made for. */
export type Encrypt = (message: Bytes) => Promise<Bytes>;

/**
 * Asserts that a key has room for a message.
 *
 * @throws KeyError `plaintext_too_long`.
 */
export function assertRoom(message: Bytes, most: number): void {
  assertPublicKey(message.length <= most, "plaintext_too_long", `encrypt at most ${most} bytes, got ${message.length}`);
}

/**
 * Returns RSAES-PKCS1-v1_5 encryption (RFC 8017 §7.2.1) under a public key. WebCrypto has none, so this is BigInt
 * arithmetic on public values and a message that is padded with bytes of the platform's random number generator.
 *
 * @throws KeyError `plaintext_too_long` (on use) for a message over the key's limit.
 */
export function createPkcs1Encryption(key: RsaPublicKey, random?: RandomBytes): Encrypt {
  const k = key.modulus.length;
  const n = toInteger(key.modulus);
  const e = toInteger(key.exponent);
  return async (message) => {
    assertRoom(message, k - 11); // step 1
    const padding = randomBytesWhere(Boolean, k - 3 - message.length, random); // step 2a: no byte is zero
    const encoded = Uint8Array.of(0, 2, ...padding, 0, ...message); // step 2b: EM = 0x00 || 0x02 || PS || 0x00 || M
    return toOctets(powerModulo(toInteger(encoded), e, n), k); // steps 3 and 4
  };
}
