import { fromUtf8, type Bytes } from "../bytes/utf8.ts";
import { powerModulo, toInteger, toOctets } from "../crypto/integer.ts";
import type { OaepHash } from "../crypto/rsa-oaep.ts";
import { subtle } from "../crypto/subtle.ts";
import { KeyError } from "../errors.ts";
import type { RsaPrivateKey } from "./private-key.ts";

const BLOCK = 16;
const ZERO_IV = new Uint8Array(BLOCK);

/**
 * RSAES-PKCS1-v1_5 decryption (RFC 8017 §7.2.2). A ciphertext shorter than the modulus is taken as one whose leading zero
 * bytes were dropped, as the vendor's script does.
 *
 * @throws KeyError `decryption_failed`, without saying why.
 */
export function decryptPkcs1(ciphertext: Uint8Array, key: RsaPrivateKey): Bytes {
  const k = key.modulusBytes;
  const c = toInteger(ciphertext);
  if (ciphertext.length > k || k < 11 || c >= key.n) throw failed(); // steps 1 and 2b
  const encoded = toOctets(powerModulo(c, key.d, key.n), k); // steps 2b and 2c
  const separator = encoded.indexOf(0, 2);
  // step 3: EM = 0x00 || 0x02 || PS || 0x00 || M, with at least eight bytes of PS
  if (encoded[0] !== 0 || encoded[1] !== 2 || separator < 10) throw failed();
  return encoded.slice(separator + 1);
}

/** RSAES-OAEP decryption (RFC 8017 §7.1.2) by `crypto.subtle`. @throws KeyError `decryption_failed`. */
export async function decryptOaep(ciphertext: Bytes, key: RsaPrivateKey, hash: OaepHash): Promise<Bytes> {
  const { kty, n, e, d, p, q, dp, dq, qi } = key.jwk as Required<JsonWebKey>;
  try {
    const jwk = { kty, n, e, d, p, q, dp, dq, qi };
    const imported = await subtle().importKey("jwk", jwk, { name: "RSA-OAEP", hash }, false, ["decrypt"]);
    return new Uint8Array(await subtle().decrypt({ name: "RSA-OAEP" }, imported, ciphertext));
  } catch {
    throw failed();
  }
}

/**
 * AES-128 decryption in ECB mode with PKCS#7 padding. Each block goes through AES-CBC alone, followed by a block made so
 * that it opens to CBC's own padding.
 *
 * @throws KeyError `decryption_failed`.
 */
export async function decryptAesEcb(ciphertext: Bytes, key: Bytes): Promise<Bytes> {
  if (ciphertext.length === 0 || ciphertext.length % BLOCK !== 0) throw failed();
  const aes = await subtle().importKey("raw", key, "AES-CBC", false, ["encrypt", "decrypt"]);
  const padded = new Uint8Array(ciphertext.length);
  for (let at = 0; at < ciphertext.length; at += BLOCK) {
    const block = ciphertext.slice(at, at + BLOCK);
    const padding = new Uint8Array(await subtle().encrypt({ name: "AES-CBC", iv: block }, aes, new Uint8Array()));
    const both = new Uint8Array([...block, ...padding]);
    padded.set(new Uint8Array(await subtle().decrypt({ name: "AES-CBC", iv: ZERO_IV }, aes, both)), at);
  }
  const fill = padded.at(-1) as number;
  const isPadded = fill >= 1 && fill <= BLOCK && padded.slice(-fill).every((byte) => byte === fill);
  if (!isPadded) throw failed();
  return padded.slice(0, -fill);
}

/** Returns the JSON object of decrypted bytes. @throws KeyError `decryption_failed`. */
export function readJsonObject(bytes: Bytes): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(fromUtf8(bytes));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // What is no JSON may hold a card: the parser's message goes nowhere.
  }
  throw failed();
}

/** The one error of everything that does not open. */
export function failed(): KeyError {
  return new KeyError("decryption_failed", "the card data does not open under this key and scheme");
}
