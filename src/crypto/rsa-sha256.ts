import { toBase64Url } from "../bytes/base64.ts";
import type { Bytes } from "../bytes/utf8.ts";
import { KeyError } from "../errors.ts";
import type { RsaPrivateKey } from "./rsa-private-key.ts";
import { type PublicKeyInput, readRsaPublicKey } from "./rsa-public-key.ts";
import { subtle } from "./subtle.ts";

/** Signs bytes: returns a signature as long as the key's modulus. */
export type Sign = (message: Bytes) => Promise<Bytes>;

/** A message and what is said to be its signature. */
export interface SignedMessage {
  readonly message: Bytes;
  readonly signature: Bytes;
}

const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;

/**
 * Returns RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2.1) under a private key, by `crypto.subtle`. The key is imported at
 * first use, and again by each call that begins before the first import is done: a promise that two calls share would die,
 * in Workers, with the request that made it.
 *
 * @throws KeyError (on use) `invalid_key`, `crypto_unavailable`.
 */
export function createRsaSha256Signer(key: RsaPrivateKey): Sign {
  let imported: CryptoKey | undefined;
  return async (message) => {
    imported ??= await key.importKey();
    const signature = await subtle()
      .sign(ALGORITHM.name, imported, message)
      .catch(() => {
        throw new KeyError("invalid_key", `"privateKey" is not taken for signing by this platform`, {
          field: "privateKey",
        });
      });
    return new Uint8Array(signature);
  };
}

/**
 * Tells whether a signature is a message's (RSASSA-PKCS1-v1_5 with SHA-256, RFC 8017 §8.2.2) under a public key: PEM,
 * base64, JWK, as {@link readRsaPublicKey} takes it. A signature of any other length or content is just a wrong one.
 *
 * @throws KeyError for a public key that is none.
 */
export async function verifyRsaSha256(
  publicKey: PublicKeyInput,
  { message, signature }: SignedMessage,
): Promise<boolean> {
  const { modulus, exponent } = readRsaPublicKey(publicKey);
  const jwk = { kty: "RSA", n: toBase64Url(modulus), e: toBase64Url(exponent) };
  const imported = await subtle()
    .importKey("jwk", jwk, ALGORITHM, false, ["verify"])
    .catch(() => {
      throw new KeyError("invalid_key", `"publicKey" is not taken by this platform`, { field: "publicKey" });
    });
  return subtle().verify(ALGORITHM.name, imported, signature, message);
}
