import { randomBytes } from "../bytes/random.ts";
import type { Bytes } from "../bytes/utf8.ts";
import { subtle } from "./subtle.ts";

/** What a message is encrypted under. */
export interface AesGcmContext {
  readonly key: CryptoKey;
  /** What is not encrypted, and without which nothing opens. */
  readonly associatedData: Bytes;
}

/** A message encrypted with AES in Galois/Counter Mode (NIST SP 800-38D). */
export interface AesGcmMessage {
  /** The initialisation vector: {@link IV_BYTES} bytes, random. */
  readonly iv: Bytes;
  /** The ciphertext, and after it the tag of 16 bytes. */
  readonly encrypted: Bytes;
}

/** SP 800-38D §8.2.2: 96 random bits, so that one key may encrypt 2^32 messages. */
const IV_BYTES = 12;

/** Returns 16, 24 or 32 bytes as a key that the platform does not give out again. */
export function importAesGcmKey(bytes: Bytes): Promise<CryptoKey> {
  return subtle().importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/**
 * Encrypts bytes with AES-GCM. The initialisation vector is drawn here, anew each time: a second message under the same
 * one would give both away.
 */
export async function encryptAesGcm(message: Bytes, { key, associatedData }: AesGcmContext): Promise<AesGcmMessage> {
  const iv = randomBytes(IV_BYTES);
  const encrypted = await subtle().encrypt({ name: "AES-GCM", iv, additionalData: associatedData }, key, message);
  return { iv, encrypted: new Uint8Array(encrypted) };
}

/**
 * Returns the bytes that were encrypted, or nothing where the message is not what came of it under this key and with this
 * associated data.
 */
export async function decryptAesGcm(
  { iv, encrypted }: AesGcmMessage,
  { key, associatedData }: AesGcmContext,
): Promise<Bytes | undefined> {
  const platform = subtle();
  if (iv.length !== IV_BYTES) return undefined;
  try {
    return new Uint8Array(
      await platform.decrypt({ name: "AES-GCM", iv, additionalData: associatedData }, key, encrypted),
    );
  } catch {
    // The platform tells a wrong tag as an OperationError, and a message too short for a tag in several ways.
    return undefined;
  }
}
