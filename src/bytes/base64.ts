import type { Bytes } from "./utf8.ts";

/** Returns bytes as base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}

/** Returns bytes as base64url without padding (RFC 4648 §5), as JSON Web Keys hold them. */
export function toBase64Url(bytes: Uint8Array): string {
  return withoutPadding(toBase64(bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

/**
 * Returns the bytes of base64 or base64url, padded or not, or nothing where a value is no such text. White space is
 * refused: callers that allow it (PEM) remove it first.
 */
export function fromBase64(text: unknown): Bytes | undefined {
  try {
    // What is no text has no such method, and what is no base64 is refused by atob.
    const plain = (text as string).replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(plain), (unit) => unit.charCodeAt(0));
    // Re-encoding refuses what atob forgives: white space, bits left over after the last byte, and on some hosts padding.
    const encoded = toBase64(bytes);
    return plain === encoded || plain === withoutPadding(encoded) ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function withoutPadding(text: string): string {
  return text.replaceAll("=", "");
}
