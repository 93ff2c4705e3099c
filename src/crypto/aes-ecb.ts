import type { Bytes } from "../bytes/utf8.ts";
import { subtle } from "./subtle.ts";

/**
 * Encrypts bytes with AES-128 in ECB mode and PKCS#7 padding. WebCrypto has no ECB: each block goes through AES-CBC
 * alone under a zero initialisation vector, and the first block of that output is its ECB encryption. What is left after
 * the last whole block, of 0 to 15 bytes, AES-CBC pads as ECB would.
 *
 * Weak by design: equal blocks give equal output. For the vendor's card format only, where the key is used once.
 */
export async function encryptAesEcb(message: Bytes, key: Bytes): Promise<Bytes> {
  const block = 16;
  const aes = await subtle().importKey("raw", key, "AES-CBC", false, ["encrypt"]);
  const encrypted: number[] = [];
  for (let at = 0; at <= message.length; at += block) {
    const algorithm = { name: "AES-CBC", iv: new Uint8Array(block) };
    const output = await subtle().encrypt(algorithm, aes, message.subarray(at, at + block));
    encrypted.push(...new Uint8Array(output, 0, block));
  }
  return Uint8Array.from(encrypted);
}
