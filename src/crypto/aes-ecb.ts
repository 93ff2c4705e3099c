import type { Bytes } from "../bytes/utf8.ts";
import { subtle } from "./subtle.ts";

const BLOCK = 16;
const ZERO_IV = new Uint8Array(BLOCK);

/**
 * Encrypts bytes with AES-128 in ECB mode and PKCS#7 padding. WebCrypto has no ECB: each block goes through AES-CBC
 * alone under a zero initialisation vector, and the first block of that output is its ECB encryption.
 *
 * Weak by design: equal blocks give equal output. For the vendor's card format only, where the key is used once.
 */
export async function encryptAesEcb(message: Bytes, key: Bytes): Promise<Bytes> {
  const aes = await subtle().importKey("raw", key, "AES-CBC", false, ["encrypt"]);
  const fill = BLOCK - (message.length % BLOCK);
  const padded = new Uint8Array(message.length + fill).fill(fill);
  padded.set(message);
  const blocks = Array.from({ length: padded.length / BLOCK }, (_, i) =>
    subtle().encrypt({ name: "AES-CBC", iv: ZERO_IV }, aes, padded.subarray(i * BLOCK, (i + 1) * BLOCK)),
  );
  const encrypted = new Uint8Array(padded.length);
  (await Promise.all(blocks)).forEach((block, i) => encrypted.set(new Uint8Array(block, 0, BLOCK), i * BLOCK));
  return encrypted;
}
