import { OAEP_OVERHEAD, type OaepHash } from "../crypto/rsa-oaep.ts";
import { type PublicKeyInput, readRsaPublicKey } from "../crypto/rsa-public-key.ts";
import { assertInput } from "../errors.ts";
import type { RandomBytes } from "../bytes/random.ts";
import { ENCRYPTION_SCHEMES, type EncryptionSchemeName } from "./encryption-schemes.ts";
import type { Seal } from "./opcse.ts";

/** How cards are encrypted under a key. */
export interface PublicKeyOptions {
  /** The scheme the terminal's key is provisioned for. Default `"opcse"`, the vendor's own format. */
  readonly scheme?: EncryptionSchemeName | undefined;
  /** The hash of `"rsa-oaep"`; other schemes have none. Default `"SHA-256"`. */
  readonly hash?: OaepHash | undefined;
  /** A source of random bytes, for tests. Default the platform's own. */
  readonly randomBytes?: RandomBytes | undefined;
}

/** A public key ready for use with one scheme: made once, used for any number of cards. */
export interface CardPublicKey {
  readonly scheme: EncryptionSchemeName;
  /** The hash of `"rsa-oaep"`; other schemes have none. */
  readonly hash?: OaepHash;
  readonly modulusBits: number;
  /** Encrypts a card's fields. Use `encryptCard`, which checks the card first. */
  readonly seal: Seal;
}

/**
 * Returns a terminal's public key ready for use, so that a form that encrypts several times pays for it once.
 *
 * `publicKey` is 256 hex characters (or more: the modulus, exponent 65537), an SPKI key as PEM or base64, a PKCS#1 PEM,
 * or a JWK; 1024 to 4096 bits, and enough of them for the longest card under the scheme.
 *
 * @throws KeyError `invalid_key`, `private_key`, `key_too_small`, `key_too_large`, `crypto_unavailable`.
 * @throws InputError `invalid_argument` for an unknown scheme or hash.
 * @example
 * ```ts
 * import { encryptCard, importPublicKey } from "oceanpayment";
 *
 * declare const publicKey: string, card: import("oceanpayment").Card;
 * const key = await importPublicKey(publicKey);
 * const cardData = await encryptCard(card, key);
 * ```
 */
export async function importPublicKey(publicKey: PublicKeyInput, options?: PublicKeyOptions): Promise<CardPublicKey> {
  const { scheme = "opcse", hash = "SHA-256", randomBytes } = options ?? {};
  const createSeal = ENCRYPTION_SCHEMES[scheme];
  assertInput(createSeal, "invalid_argument", "scheme", "opcse, rsa-oaep or rsa-pkcs1", scheme);
  assertInput(OAEP_OVERHEAD[hash], "invalid_argument", "hash", "SHA-256 or SHA-1", hash);
  const key = readRsaPublicKey(publicKey);
  return Object.freeze({
    scheme,
    ...(scheme === "rsa-oaep" && { hash }),
    modulusBits: key.modulusBits,
    seal: await createSeal(key, randomBytes, hash),
  });
}
