import type { TestKey } from "./keys.ts";

// Opens what the library encrypts, and shares no line with it: the library is never its own judge.

type Bytes = Uint8Array<ArrayBuffer>;

/** Returns the bytes of base64 text. */
export function decodeBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Returns the bytes of hexadecimal text. */
export function decodeHex(text: string): Bytes {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Returns bytes as lower-case hexadecimal text. */
export function encodeHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
}

/** Returns bytes as base64url without padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Opens RSAES-PKCS1-v1_5 (RFC 8017 §7.2.2) and returns the message. */
export function openPkcs1(ciphertext: Bytes, key: TestKey): Bytes {
  const encoded = decryptRaw(ciphertext, key);
  const end = encoded.indexOf(0, 2);
  if (encoded[0] !== 0 || encoded[1] !== 2 || end < 10) throw new Error("not RSAES-PKCS1-v1_5");
  return encoded.slice(end + 1);
}

/** Opens RSAES-OAEP with an empty label (RFC 8017 §7.1.2) and returns the message. */
export async function openOaep(ciphertext: Bytes, key: TestKey, hash: "SHA-256" | "SHA-1"): Promise<Bytes> {
  const encoded = decryptRaw(ciphertext, key);
  const labelHash = new Uint8Array(await crypto.subtle.digest(hash, new Uint8Array()));
  const maskedSeed = encoded.slice(1, 1 + labelHash.length);
  const maskedBlock = encoded.slice(1 + labelHash.length);
  const seed = xor(maskedSeed, await mask(maskedBlock, maskedSeed.length, hash));
  const block = xor(maskedBlock, await mask(seed, maskedBlock.length, hash));
  const separator = block.indexOf(1, labelHash.length);
  const padding = block.slice(labelHash.length, separator);
  const whole =
    encoded[0] === 0 && labelHash.every((byte, i) => block[i] === byte) && padding.every((byte) => byte === 0);
  if (!whole || separator < 0) throw new Error("not RSAES-OAEP");
  return block.slice(separator + 1);
}

/** Opens AES-128 in ECB mode with PKCS#7 padding. */
export async function openAesEcb(ciphertext: Bytes, keyBytes: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", keyBytes, "AES-CBC", false, ["encrypt", "decrypt"]);
  const blocks: number[] = [];
  for (let at = 0; at < ciphertext.length; at += 16)
    blocks.push(...(await decryptBlock(ciphertext.slice(at, at + 16), key)));
  const fill = blocks.at(-1) ?? 0;
  if (ciphertext.length % 16 !== 0 || fill < 1 || fill > 16 || blocks.slice(-fill).some((byte) => byte !== fill)) {
    throw new Error("not AES-128-ECB with PKCS#7 padding");
  }
  return Uint8Array.from(blocks.slice(0, -fill));
}

/** Opens `card_data` of the vendor's format (protocol.md §5) and returns the JSON text in it. */
export async function openVendorFormat(cardData: string, key: TestKey): Promise<string> {
  const [label, rsaPart, aesPart, ...rest] = cardData.split("$");
  if (label !== "opcse_0_2_1" || !rsaPart || !aesPart || rest.length > 0) throw new Error("not opcse_0_2_1");
  const keyValue = openPkcs1(decodeBase64(rsaPart), key);
  return new TextDecoder().decode(await openAesEcb(decodeBase64(aesPart), keyValue));
}

function decryptRaw(ciphertext: Bytes, key: TestKey): Bytes {
  const length = Math.ceil(key.bits / 8);
  if (ciphertext.length !== length) throw new Error(`expected ${length} bytes, got ${ciphertext.length}`);
  let result = 1n;
  let square = BigInt(`0x${encodeHex(ciphertext)}`);
  for (const bit of [...key.d.toString(2)].reverse()) {
    if (bit === "1") result = (result * square) % key.n;
    square = (square * square) % key.n;
  }
  return decodeHex(result.toString(16).padStart(length * 2, "0"));
}

/** MGF1 (RFC 8017 appendix B.2.1). */
async function mask(seed: Bytes, length: number, hash: string): Promise<Bytes> {
  const bytes: number[] = [];
  for (let counter = 0; bytes.length < length; counter++) {
    const input = Uint8Array.from([...seed, 0, 0, counter >> 8, counter & 255]);
    bytes.push(...new Uint8Array(await crypto.subtle.digest(hash, input)));
  }
  return Uint8Array.from(bytes.slice(0, length));
}

function xor(a: Bytes, b: Bytes): Bytes {
  return a.map((byte, i) => byte ^ (b[i] ?? 0));
}

/**
 * WebCrypto has CBC alone, and wants padding behind what it decrypts. Encrypting nothing under the block as its initial
 * vector gives the one block that decrypts, after it, to a whole block of padding.
 */
async function decryptBlock(block: Bytes, key: CryptoKey): Promise<Bytes> {
  const end = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-CBC", iv: block }, key, new Uint8Array()));
  const iv = new Uint8Array(16);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CBC", iv }, key, Uint8Array.from([...block, ...end])));
}
