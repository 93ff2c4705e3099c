import { fromBase64, toBase64Url } from "../bytes/base64.ts";
import type { Bytes } from "../bytes/utf8.ts";
import { KeyError, shapeOf } from "../errors.ts";
import { DER, type DerValue, readDer, readUnsigned, trimZeros } from "./der.ts";
import { subtle } from "./subtle.ts";

/** An RSA private key as it is configured: PKCS#8 PEM text, or a JSON Web Key. */
export type RsaPrivateKeyInput = string | JsonWebKey;

/** An RSA private key, its numbers out of sight: it prints as a size and a function. */
export interface RsaPrivateKey {
  readonly modulusBits: number;
  /**
   * Returns the key for `crypto.subtle`, for signing (RSASSA-PKCS1-v1_5 with SHA-256) and not extractable, tried once.
   *
   * @throws KeyError `invalid_key` where its numbers don't belong together or the platform does not take it,
   * `crypto_unavailable`.
   */
  readonly importKey: () => Promise<CryptoKey>;
}

/** RSA-2048 is what OPCCOUNT asks for (stated, protocol.md §1). */
const LEAST_BITS = 2048;
/** As for public keys: no source names a longer one. */
const MOST_BITS = 4096;
const FIELD = { field: "privateKey" };
const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;
/** The members of an RSA private key by RFC 7518 §6.3, in the order of PKCS#1 (RFC 8017 appendix A.1.2). */
const MEMBERS = ["n", "e", "d", "p", "q", "dp", "dq", "qi"] as const;
/** rsaEncryption, 1.2.840.113549.1.1.1 (RFC 8017 appendix A.1). */
const RSA_ENCRYPTION = "42,134,72,134,247,13,1,1,1";
const CONVERT = "openssl pkcs8 -topk8 -nocrypt -in key.pem";

/** What other PEMs are, by their labels, and how to get from them to a key that can be read here. */
const OTHER_LABELS: Readonly<Record<string, string>> = {
  "RSA PRIVATE KEY": `got one of PKCS#1, "BEGIN RSA PRIVATE KEY": convert it by ${CONVERT}`,
  "ENCRYPTED PRIVATE KEY": `got an encrypted one: decrypt it by ${CONVERT}`,
  "EC PRIVATE KEY": "got one of another algorithm, EC",
  "OPENSSH PRIVATE KEY": "got one in OpenSSH's own format: convert a copy by ssh-keygen -p -m PKCS8 -f key",
  "PUBLIC KEY": "got a public key: that one is given to Oceanpayment, its private half signs",
  "RSA PUBLIC KEY": "got a public key: that one is given to Oceanpayment, its private half signs",
  CERTIFICATE: "got a certificate, which holds a public key: its private half signs",
};

/**
 * Returns the RSA private key of a PKCS#8 PEM or a JWK, of 2048 to 4096 bits. Its shape is checked here; whether its numbers
 * belong together, at import.
 *
 * @throws KeyError `key_too_small`, `key_too_large`, and `invalid_key` for all else; nothing of the key is in the message.
 */
export function readRsaPrivateKey(input: RsaPrivateKeyInput): RsaPrivateKey {
  try {
    const jwk = typeof input === "string" ? readPem(input) : readJwk(input);
    return Object.freeze({ modulusBits: checkNumbers(jwk), importKey: () => importJwk(jwk) });
  } finally {
    // `fromBase64` leaves what it looked at in RegExp.lastMatch: here that is a key.
    /(?:)/.test("");
  }
}

type Jwk = Readonly<Record<(typeof MEMBERS)[number], string>>;

function readPem(text: string): Jwk {
  const pem = text.trim();
  const label = pem.startsWith("-----BEGIN ") ? pem.slice(11, pem.indexOf("-----", 11)) : "";
  if (Object.hasOwn(OTHER_LABELS, label)) throw invalidKey(OTHER_LABELS[label] as string);
  const [open, close] = ["-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"];
  if (pem.includes("\\n")) throw invalidKey("got one with the two characters \\n where its lines should end");
  if (label !== "PRIVATE KEY" || !pem.endsWith(close)) throw invalidKey(`got ${shapeOf(text)}`);
  return readPrivateKeyInfo(fromBase64(removeSpace(pem.slice(open.length, -close.length))), text);
}

/** PrivateKeyInfo ::= SEQUENCE { version, algorithm, privateKey OCTET STRING, attributes OPTIONAL } (RFC 5208 §5). */
function readPrivateKeyInfo(der: Bytes | undefined, text: string): Jwk {
  const [version, algorithm, wrapped] = readSequence(der) ?? [];
  const numbers = wrapped?.tag === DER.octetString ? readSequence(wrapped.content) : undefined;
  const id = algorithm?.tag === DER.sequence ? readDer(algorithm.content)?.[0] : undefined;
  if (!isZero(version) || id?.tag !== DER.objectId || wrapped === undefined) throw invalidKey(`got ${shapeOf(text)}`);
  if (id.content.join() !== RSA_ENCRYPTION) throw invalidKey("got one of another algorithm");
  // RSAPrivateKey ::= SEQUENCE { version, n, e, d, p, q, dP, dQ, qInv } (RFC 8017 appendix A.1.2), version 0: two primes.
  const members = MEMBERS.map((name, i) => [name, readUnsigned(numbers?.[i + 1])] as const);
  if (numbers?.length !== MEMBERS.length + 1 || !isZero(numbers[0]) || members.some(([, value]) => !value?.length)) {
    throw invalidKey("got one whose numbers are not those of an RSA key of two primes");
  }
  return Object.fromEntries(members.map(([name, value]) => [name, toBase64Url(value as Bytes)])) as Jwk;
}

function readJwk(input: JsonWebKey): Jwk {
  if (typeof input !== "object" || input === null) throw invalidKey(`got ${shapeOf(input)}`);
  if (input.kty !== "RSA") throw invalidKey("got a JWK of another algorithm");
  if (input.d === undefined) throw invalidKey(OTHER_LABELS["PUBLIC KEY"] as string);
  if (input.oth !== undefined) throw invalidKey("got one of more than two primes");
  // Only these members: what a JWK says of its use (`alg`, `key_ops`) could make a platform refuse it.
  const members = MEMBERS.map((name) => {
    const bytes = typeof input[name] === "string" ? fromBase64(input[name]) : undefined;
    const number = bytes && trimZeros(bytes);
    if (!number?.length) throw invalidKey(`got a JWK whose "${name}" is no number in base64url`);
    return [name, toBase64Url(number)];
  });
  return Object.fromEntries(members) as Jwk;
}

/** Returns the modulus's size, where it and the exponent are an RSA key's. */
function checkNumbers({ n, e }: Jwk): number {
  const [modulus, exponent] = [fromBase64(n) as Bytes, fromBase64(e) as Bytes];
  const bits = bitLength(modulus);
  if (bits < LEAST_BITS) {
    throw new KeyError("key_too_small", `"privateKey" must have at least ${LEAST_BITS} bits, got ${bits}`, FIELD);
  }
  if (bits > MOST_BITS) {
    throw new KeyError("key_too_large", `"privateKey" must have at most ${MOST_BITS} bits, got ${bits}`, FIELD);
  }
  if (isEven(modulus)) throw invalidKey("got one with an even modulus");
  if (isEven(exponent) || bitLength(exponent) < 2 || bitLength(exponent) > 32) {
    throw invalidKey("got one whose exponent is even, 1 or of more than 32 bits");
  }
  return bits;
}

async function importJwk(jwk: Jwk): Promise<CryptoKey> {
  const key = await subtle()
    .importKey("jwk", { kty: "RSA", ...jwk }, ALGORITHM, false, ["sign"])
    .catch(() => undefined);
  if (key === undefined || !(await isPair(key, jwk))) throw invalidKey("got one whose numbers do not belong together");
  return key;
}

/** Tells whether a key's signature is one: not every platform looks whether a key's numbers belong together. */
async function isPair(key: CryptoKey, { n, e }: Jwk): Promise<boolean> {
  const message = new Uint8Array(1);
  try {
    const signature = await subtle().sign(ALGORITHM.name, key, message);
    const half = await subtle().importKey("jwk", { kty: "RSA", n, e }, ALGORITHM, false, ["verify"]);
    return await subtle().verify(ALGORITHM.name, half, signature, message);
  } catch {
    return false;
  }
}

function readSequence(der: Bytes | undefined): readonly DerValue[] | undefined {
  const values = der && readDer(der);
  return values?.length === 1 && values[0]?.tag === DER.sequence ? readDer(values[0].content) : undefined;
}

function isZero(value: DerValue | undefined): boolean {
  return readUnsigned(value)?.length === 0;
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

function invalidKey(got: string): KeyError {
  return new KeyError("invalid_key", `"privateKey" must be an RSA private key, PKCS#8 PEM or JWK, ${got}`, FIELD);
}
