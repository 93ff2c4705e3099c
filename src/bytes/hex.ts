import type { Bytes } from "./utf8.ts";

/** Returns bytes as lower-case hexadecimal digits. */
export function toHex(bytes: Uint8Array): string {
  return bytes.reduce((text, byte) => text + byte.toString(16).padStart(2, "0"), "");
}

/** Returns the bytes of hexadecimal digits of either case, or nothing where the text is not an even number of them. */
export function fromHex(text: string): Bytes | undefined {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < text.length; i++) {
    // A character at a time: of more it would read those that are digits, and forget the rest.
    const digit = Number.parseInt(text[i] as string, 16);
    if (!(digit >= 0)) return undefined;
    bytes[i >> 1] = (bytes[i >> 1] as number) * 16 + digit;
  }
  return text.length % 2 === 0 ? bytes : undefined;
}
