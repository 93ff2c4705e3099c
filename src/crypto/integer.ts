import { fromHex, toHex } from "../bytes/hex.ts";
import type { Bytes } from "../bytes/utf8.ts";

/** OS2IP (RFC 8017 §4.2): returns the non-negative integer that big-endian bytes stand for. */
export function toInteger(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

/** I2OSP (RFC 8017 §4.1): returns an integer as big-endian bytes of a given length. The integer must fit. */
export function toOctets(integer: bigint, length: number): Bytes {
  return fromHex(integer.toString(16).padStart(length * 2, "0")) as Bytes;
}

/** Returns `base` to the power of `exponent`, modulo `modulus`. Not in constant time: for public values. */
export function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
