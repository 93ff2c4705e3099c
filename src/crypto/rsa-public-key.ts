import { fromBase64 } from "../bytes/base64.ts";
import { fromHex } from "../bytes/hex.ts";
import type { Bytes } from "../bytes/utf8.ts";
import { KeyError, shapeOf } from "../errors.ts";
import { DER, readDer, readUnsigned, trimZeros } from "./der.ts";

/** A public key as the gateway or the merchant's own systems hand it out: text, or a JSON Web Key. */
export type PublicKeyInput = string | JsonWebKey;

/** An RSA public key: modulus and exponent, big-endian, without leading zeros. */
export interface RsaPublicKey {
  readonly modulus: Bytes;
  readonly exponent: Bytes;
  readonly modulusBits: number;
}

const LEAST_BITS = 1024;
const MOST_BITS = 4096;
const F4 = new Uint8Array([1, 0, 1]);
const FORMS = "hex digits of a modulus, an SPKI or PKCS#1 public key as PEM or base64, or a JWK";
/** rsaEncryption, 1.2.840.113549.1.1.1 (RFC 8017 appendix A.1). */
const RSA_ENCRYPTION = "42,134,72,134,247,13,1,1,1";

/**
 * Returns the RSA public key of a hex modulus (exponent 65537), an SPKI or PKCS#1 public key (PEM or bare base64), or a
 * JWK. Moduli of 1024 to 4096 bits.
 *
 * @throws KeyError `private_key` for a private key, `key_too_small`, `key_too_large`, and `invalid_key` for all else.
 */
export function readRsaPublicKey(input: PublicKeyInput): RsaPublicKey {
  const [modulus, exponent] = typeof input === "string" ? readText(input) : readJwk(input);
  const modulusBits = bitLength(modulus);
  if (modulusBits < LEAST_BITS) {
    throw new KeyError("key_too_small", `"publicKey" must have at least ${LEAST_BITS} bits, got ${modulusBits}`, FIELD);
  }
  if (modulusBits > MOST_BITS) {
    throw new KeyError("key_too_large", `"publicKey" must have at most ${MOST_BITS} bits, got ${modulusBits}`, FIELD);
  }
  if (isEven(modulus))
    throw new KeyError("invalid_key", `"publicKey" must have an odd modulus, got an even one`, FIELD);
  if (isEven(exponent) || bitLength(exponent) < 2 || bitLength(exponent) > 32) {
    throw new KeyError(
      "invalid_key",
      `"publicKey" must have an odd exponent from 3 to 32 bits, got one of ${bitLength(exponent)} bits`,
      FIELD,
    );
  }
  return { modulus, exponent, modulusBits };
}

/** Members that only private and secret keys have (RFC 7518 §6). */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] as const;

const FIELD = { field: "publicKey" };

/** Returns a public key without whatever else its object carries: a page gets this, and no more. */
export function publicMembers(input: PublicKeyInput): PublicKeyInput {
  if (typeof input === "string") return input;
  const { kty, n, e } = input;
  return Object.freeze({ kty, n, e }) as JsonWebKey;
}

function readText(input: string): readonly [Bytes, Bytes] {
  const text = input.trim();
  if (text.startsWith("-----")) return readPem(text);
  const hex = fromHex(text);
  if (hex !== undefined && text !== "") {
    // A whole key in hex is no modulus, though its digits look like one.
    if (readDer(hex)?.length === 1 && hex[0] === DER.sequence) throw invalidKey(input);
    return [trimZeros(hex), F4];
  }
  return readKeyDer(fromBase64(removeSpace(text)), input);
}

function readPem(text: string): readonly [Bytes, Bytes] {
  const head = text.slice(5, text.indexOf("-----", 5));
  if (head.includes("PRIVATE")) throw privateKey();
  const open = `-----${head}-----`;
  const close = open.replace("BEGIN", "END");
  if ((head !== "BEGIN PUBLIC KEY" && head !== "BEGIN RSA PUBLIC KEY") || !text.endsWith(close)) throw invalidKey(text);
  return readKeyDer(fromBase64(removeSpace(text.slice(open.length, -close.length))), text);
}

function readKeyDer(der: Bytes | undefined, input: string): readonly [Bytes, Bytes] {
  const outer = der && readDer(der);
  const parts = outer?.length === 1 && outer[0]?.tag === DER.sequence ? readDer(outer[0].content) : undefined;
  const [first, second, ...rest] = parts ?? [];
  // PKCS#1 RSAPublicKey ::= SEQUENCE { modulus, publicExponent } (RFC 8017 appendix A.1.1)
  const [modulus, exponent] = [readUnsigned(first), readUnsigned(second)];
  if (modulus && exponent && rest.length === 0) return [modulus, exponent];
  // PKCS#8 and PKCS#1 private keys begin with a version, 0 or 1.
  if (modulus && modulus.length <= 1 && parts && parts.length >= 3) throw privateKey();
  if (first?.tag !== DER.sequence || second?.tag !== DER.bitString || rest.length > 0) throw invalidKey(input);
  // SubjectPublicKeyInfo ::= SEQUENCE { algorithm, subjectPublicKey BIT STRING } (RFC 5280 §4.1)
  const algorithm = readDer(first.content)?.[0];
  if (algorithm?.tag !== DER.objectId || algorithm.content.join() !== RSA_ENCRYPTION) {
    throw new KeyError("invalid_key", `"publicKey" must be an RSA key, got one of another algorithm`, FIELD);
  }
  const inner = second.content[0] === 0 ? readDer(second.content.slice(1)) : undefined;
  const numbers = inner?.length === 1 && inner[0]?.tag === DER.sequence ? readDer(inner[0].content) : undefined;
  const [n, e] = [readUnsigned(numbers?.[0]), readUnsigned(numbers?.[1])];
  if (!n || !e || numbers?.length !== 2) throw invalidKey(input);
  return [n, e];
}

function readJwk(input: JsonWebKey): readonly [Bytes, Bytes] {
  if (typeof input !== "object" || input === null) throw invalidKey(input);
  if (PRIVATE_MEMBERS.some((name) => input[name] !== undefined)) throw privateKey();
  const n = typeof input.n === "string" ? fromBase64(input.n) : undefined;
  const e = typeof input.e === "string" ? fromBase64(input.e) : undefined;
  if (input.kty !== "RSA" || !n || !e) throw invalidKey(input);
  return [trimZeros(n), trimZeros(e)];
}

function bitLength(bytes: Bytes): number {
  return bytes.length === 0 ? 0 : bytes.length * 8 - Math.clz32(bytes[0] as number) + 24;
}

function isEven(bytes: Bytes): boolean {
  return ((bytes.at(-1) ?? 0) & 1) === 0;
}

function removeSpace(text: string): string {
  return text.replace(/\s+/g, "");
}

function invalidKey(input: unknown): KeyError {
  return new KeyError("invalid_key", `"publicKey" must be ${FORMS}, got ${shapeOf(input)}`, FIELD);
}

function privateKey(): KeyError {
  return new KeyError(
    "private_key",
    `"publicKey" must be a public key, got a private one: it must never reach a page`,
    FIELD,
  );
}
