import type { Bytes } from "./utf8.ts";

/** A source of bytes. Only tests replace the platform's own. */
export type RandomBytes = (length: number) => Bytes;

const draw: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/** Returns bytes of the platform's cryptographic random number generator. */
export function randomBytes(length: number): Bytes {
  const bytes = new Uint8Array(length);
  // One call fills 65,536 bytes at the most (Web Cryptography API §10.1.1).
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

/** Returns random bytes for which a condition holds: others are drawn again, so that none of these is likelier. */
export function randomBytesWhere(holds: (byte: number) => boolean, length: number, random: RandomBytes = draw): Bytes {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length;) {
    for (const byte of random(256)) if (filled < length && holds(byte)) bytes[filled++] = byte;
  }
  return bytes;
}

/** Returns uniform random decimal digits: bytes of 250 and above would make some of them likelier. */
export function randomDigits(count: number, random?: RandomBytes): string {
  return randomBytesWhere((byte) => byte < 250, count, random)
    .map((byte) => byte % 10)
    .join("");
}
