import { fromBase64 } from "../bytes/base64.ts";
import { fromHex, toHex } from "../bytes/hex.ts";
import type { Bytes } from "../bytes/utf8.ts";
import { KeyError, shapeOf } from "../errors.ts";
import { readSequence, readUnsigned, trimZeros } from "./der.ts";

/** A public key as the gateway or the merchant's own systems hand it out: text, or a JSON Web Key. */
export type PublicKeyInput = string | JsonWebKey;

/** An RSA public key: modulus and exponent, big-endian, without leading zeros. */
export interface RsaPublicKey {
  readonly modulus: Bytes;
  readonly exponent: Bytes;
  readonly modulusBits: number;
}

/**
 * Returns the RSA public key of a hex modulus (exponent 65537), an SPKI or PKCS#1 public key (PEM or bare base64), or a
 * JWK. Moduli of 1024 to 4096 bits.
 *
 * @throws KeyError `private_key` for a private key, `key_too_small`, `key_too_large`, and `invalid_key` for all else.
 */
export function readRsaPublicKey(input: PublicKeyInput): RsaPublicKey {
  const numbers = typeof input === "string" ? readText(input.trim()) : readJwk(Object(input));
  const [modulus, exponent] = numbers.map((number) => number && trimZeros(number));
  assertPublicKey(modulus && exponent, "invalid_key", `be RSA: hex modulus, PEM, base64 or JWK, got ${shapeOf(input)}`);
  const [modulusBits, exponentBits] = [modulus, exponent].map(bitLength) as [number, number];
  const isOdd = [modulus, exponent].every((number) => (number.at(-1) as number) & 1);
  assertModulusBits(modulusBits);
  assertPublicKey(
    isOdd && exponentBits > 1 && exponentBits <= 32,
    "invalid_key",
    "have an odd modulus and an odd exponent of 2 to 32 bits",
  );
  return { modulus, exponent, modulusBits };
}

/**
 * Asserts the size of a modulus.
 *
 * @throws KeyError `key_too_small`, `key_too_large`.
 */
export function assertModulusBits(bits: number, least = 1024): void {
  const code = bits < least ? "key_too_small" : "key_too_large";
  assertPublicKey(bits >= least && bits <= 4096, code, `have ${least} to 4096 bits, got ${bits}`);
}

/**
 * Asserts a condition on a public key.
 *
 * @throws KeyError that tells what the key must be or have.
 */
export function assertPublicKey(holds: unknown, code: KeyError["code"], expected: string): asserts holds {
  if (!holds) throw new KeyError(code, `"publicKey" must ${expected}`, { field: "publicKey" });
}

/** Returns a public key without whatever else its object carries: a page gets this, and no more. */
export function publicMembers(input: PublicKeyInput): PublicKeyInput {
  if (typeof input === "string") return input;
  const { kty, n, e } = input;
  return Object.freeze({ kty, n, e }) as JsonWebKey;
}

type Numbers = readonly (Bytes | undefined)[];

function readText(text: string): Numbers {
  assertNotPrivate(!text.includes("PRIVATE KEY"));
  const hex = fromHex(text);
  // A whole key in hex is no modulus, though its digits look like one.
  if (hex?.length) return readSequence(hex).length > 0 ? [] : [hex, Uint8Array.of(1, 0, 1)];
  const pem = /^-----BEGIN ((?:RSA )?PUBLIC KEY-----)([^-]*)-----END \1$/.exec(text);
  return readKeyDer(fromBase64((pem?.[2] ?? text).replace(/\s+/g, "")));
}

function readKeyDer(der: Bytes | undefined): Numbers {
  const sequence = 0x30;
  const bitString = 0x03;
  let parts = readSequence(der);
  const [first, second, third] = parts;
  // SubjectPublicKeyInfo ::= SEQUENCE { algorithm, subjectPublicKey BIT STRING } (RFC 5280 §4.1)
  if (first?.tag === sequence && second?.tag === bitString) {
    // rsaEncryption, 1.2.840.113549.1.1.1 (RFC 8017 appendix A.1), and no unused bits.
    const isRsa = toHex(first.content).startsWith("06092a864886f70d010101") && second.content[0] === 0 && !third;
    parts = isRsa ? readSequence(second.content.slice(1)) : [];
  }
  // RSAPublicKey ::= SEQUENCE { modulus, publicExponent } (RFC 8017 appendix A.1.1)
  const numbers = parts.map(readUnsigned);
  // PKCS#8 and PKCS#1 private keys have more, and begin with a version.
  assertNotPrivate(numbers.length < 3 || !numbers[0]);
  return numbers.length === 2 ? numbers : [];
}

function readJwk(input: JsonWebKey): Numbers {
  // Members that only private and secret keys have (RFC 7518 §6).
  const members = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] as const;
  assertNotPrivate(members.every((name) => input[name] === undefined));
  return input.kty === "RSA" ? [fromBase64(input.n), fromBase64(input.e)] : [];
}

function bitLength(bytes: Bytes): number {
  return bytes.length && bytes.length * 8 + 24 - Math.clz32(bytes[0] as number);
}

function assertNotPrivate(holds: boolean): void {
  assertPublicKey(holds, "private_key", "be public, got a private key");
}
