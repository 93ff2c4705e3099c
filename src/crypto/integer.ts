import { fromHex, toHex } from "../bytes/hex.ts";
import type { Bytes } from "../bytes/utf8.ts";

/** OS2IP (RFC 8017 §4.2): returns the non-negative integer that big-endian bytes stand for. */
export function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x0${toHex(bytes)}`);
}

/** I2OSP (RFC 8017 §4.1): returns an integer as big-endian bytes of a given length. The integer must fit. */
export function toOctets(integer: bigint, length: number): Bytes {
  return fromHex(integer.toString(16).padStart(length * 2, "0")) as Bytes;
}

/** Returns `base` to the power of `exponent`, modulo `modulus`. Not in constant time: for public values. */
export function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint {
  if (exponent === 0n) return 1n;
  const factor = exponent & 1n ? base : 1n;
  return (powerModulo((base * base) % modulus, exponent >> 1n, modulus) * factor) % modulus;
}
