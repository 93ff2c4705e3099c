import { fromBase64 } from "../bytes/base64.ts";
import { toHex } from "../bytes/hex.ts";
import { trimZeros } from "../crypto/der.ts";
import { subtle } from "../crypto/subtle.ts";
import { KeyError } from "../errors.ts";

/** The gateway's keys for a terminal are 1024 bits long (proved by published keys' shape, protocol.md §5). */
const MODULUS_BITS = 1024;

/** Returns a fresh key pair's private half. */
export async function createPrivateKey(): Promise<JsonWebKey> {
  const pair = (await subtle().generateKey(
    { name: "RSA-OAEP", modulusLength: MODULUS_BITS, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" },
    true,
    ["encrypt", "decrypt"],
  )) as CryptoKeyPair;
  return (await subtle().exportKey("jwk", pair.privateKey)) as JsonWebKey;
}

/** Returns the public half as Oceanpayment hands it out: the modulus in hex. */
export function toPublicKeyHex(privateKey: JsonWebKey): string {
  const modulus = fromBase64(privateKey.n ?? "");
  if (!modulus) throw new KeyError("invalid_key", `"privateKey" must be an RSA key as JWK`, { field: "privateKey" });
  return toHex(trimZeros(modulus));
}
