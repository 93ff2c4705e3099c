import type { Bytes } from "./utf8.ts";

/** A source of bytes. Only tests replace the platform's own. */
export type RandomBytes = (length: number) => Bytes;

/** Returns bytes of the platform's cryptographic random number generator. */
export function randomBytes(length: number): Bytes {
  const bytes = new Uint8Array(length);
  // One call fills 65,536 bytes at the most (Web Cryptography API §10.1.1).
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

/** Returns uniform random decimal digits: bytes of 250 and above are drawn again, so that no digit is likelier. */
export function randomDigits(count: number, random: RandomBytes = randomBytes): string {
  let digits = "";
  while (digits.length < count) {
    for (const byte of random(count * 2)) {
      if (byte < 250 && digits.length < count) digits += byte % 10;
    }
  }
  return digits;
}
