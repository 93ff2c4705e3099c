import { toBase64Url } from "../bytes/base64.ts";
import { assertRoom, type Encrypt } from "./rsa-pkcs1.ts";
import { assertPublicKey, type RsaPublicKey } from "./rsa-public-key.ts";
import { subtle } from "./subtle.ts";

/** The hash functions RSA-OAEP is offered with. */
export type OaepHash = "SHA-256" | "SHA-1";

/** The bytes RSAES-OAEP puts around a message, by hash: 2 hLen + 2 (RFC 8017 §7.1.1 step 1b). */
export const OAEP_OVERHEAD = { __proto__: null, "SHA-256": 66, "SHA-1": 42 } as Readonly<Record<OaepHash, number>>;

/**
 * Returns RSAES-OAEP encryption (RFC 8017 §7.1.1, MGF1 with the same hash, empty label) under a public key, by
 * `crypto.subtle`.
 *
 * @throws KeyError `invalid_key` where the platform does not take the key; (on use) `plaintext_too_long` for a message
 * over the key's limit.
 */
export async function createOaepEncryption(key: RsaPublicKey, hash: OaepHash): Promise<Encrypt> {
  const jwk = { kty: "RSA", n: toBase64Url(key.modulus), e: toBase64Url(key.exponent) };
  const imported = await subtle()
    .importKey("jwk", jwk, { name: "RSA-OAEP", hash }, false, ["encrypt"])
    .catch(() => undefined);
  assertPublicKey(imported, "invalid_key", "be one this platform takes");
  return async (message) => {
    assertRoom(message, key.modulus.length - OAEP_OVERHEAD[hash]);
    return new Uint8Array(await subtle().encrypt("RSA-OAEP", imported, message));
  };
}
