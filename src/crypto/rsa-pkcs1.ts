import { type RandomBytes, randomBytes } from "../bytes/random.ts";
import type { Bytes } from "../bytes/utf8.ts";
import { KeyError } from "../errors.ts";
import { powerModulo, toInteger, toOctets } from "./integer.ts";
import type { RsaPublicKey } from "./rsa-public-key.ts";

/** The bytes RSAES-PKCS1-v1_5 puts around a message (RFC 8017 §7.2.1 step 1). */
export const PKCS1_OVERHEAD = 11;

/** Encrypts bytes, of a length that suits the key it was made for. */
export type Encrypt = (message: Bytes) => Promise<Bytes>;

/**
 * Returns RSAES-PKCS1-v1_5 encryption (RFC 8017 §7.2.1) under a public key. WebCrypto has none, so this is BigInt
 * arithmetic on public values and a message that is padded with bytes of the platform's random number generator.
 *
 * @throws KeyError `plaintext_too_long` (on use) for a message over the key's limit.
 */
export function createPkcs1Encryption(key: RsaPublicKey, random: RandomBytes = randomBytes): Encrypt {
  const k = key.modulus.length;
  const n = toInteger(key.modulus);
  const e = toInteger(key.exponent);
  return async (message) => {
    const most = k - PKCS1_OVERHEAD;
    if (message.length > most) {
      throw new KeyError("plaintext_too_long", `this key encrypts at most ${most} bytes, got ${message.length}`); // step 1
    }
    const encoded = new Uint8Array(k); // step 2b: EM = 0x00 || 0x02 || PS || 0x00 || M
    encoded[1] = 2;
    encoded.set(nonZeroBytes(k - 3 - message.length, random), 2); // step 2a
    encoded.set(message, k - message.length);
    return toOctets(powerModulo(toInteger(encoded), e, n), k); // steps 3 and 4
  };
}

function nonZeroBytes(length: number, random: RandomBytes): Bytes {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length;) {
    for (const byte of random(length - filled + 8)) {
      if (byte !== 0 && filled < length) bytes[filled++] = byte;
    }
  }
  return bytes;
}
