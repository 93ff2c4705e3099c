import type { Bytes } from "./utf8.ts";

/** Returns bytes as base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Returns bytes as base64url without padding (RFC 4648 §5), as JSON Web Keys hold them. */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * Returns the bytes of base64 or base64url, padded or not, or nothing where the text is neither. White space is
 * refused: callers that allow it (PEM) remove it first.
 */
export function fromBase64(text: string): Bytes | undefined {
  if (!/^[\w+/-]*={0,2}$/.test(text)) return undefined;
  // Not every host's atob looks at the padding.
  if (text.endsWith("=") && text.length % 4 !== 0) return undefined;
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  try {
    const binary = atob(plain);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    // Re-encoding refuses what atob forgives: bits left over after the last byte.
    return toBase64(bytes).replaceAll("=", "") === plain.replaceAll("=", "") ? bytes : undefined;
  } catch {
    return undefined;
  }
}
