import { fromBase64, toBase64Url } from "../bytes/base64.ts";
import type { Bytes } from "../bytes/utf8.ts";
import { DER, type DerValue, readDer, readUnsigned, trimZeros } from "../crypto/der.ts";
import { toInteger } from "../crypto/integer.ts";
import { KeyError, shapeOf } from "../errors.ts";

/** A private key for tests: PKCS#8 PEM, or a JSON Web Key. */
export type PrivateKeyInput = string | JsonWebKey;

/** An RSA private key. Arithmetic on it is not in constant time: for tests and the simulated gateway only. */
export interface RsaPrivateKey {
  readonly modulusBytes: number;
  readonly n: bigint;
  readonly d: bigint;
  /** The same key for `crypto.subtle`. */
  readonly jwk: JsonWebKey;
}

const PEM = /^-----BEGIN PRIVATE KEY-----([A-Za-z\d+/=\s]+)-----END PRIVATE KEY-----$/;
const JWK_MEMBERS = ["n", "e", "d", "p", "q", "dp", "dq", "qi"] as const;

/**
 * Returns a private key ready for use.
 *
 * @throws KeyError `invalid_key`; the message shows nothing of the key.
 */
export function readPrivateKey(input: PrivateKeyInput): RsaPrivateKey {
  const jwk = typeof input === "string" ? readPem(input) : input;
  const n = readMember(jwk, "n");
  const d = readMember(jwk, "d");
  if (jwk?.kty !== "RSA" || !n || !d) throw invalidKey(input);
  return { modulusBytes: n.length, n: toInteger(n), d: toInteger(d), jwk };
}

function readPem(pem: string): JsonWebKey {
  const der = fromBase64((PEM.exec(pem.trim())?.[1] ?? "").replace(/\s+/g, ""));
  // PrivateKeyInfo ::= SEQUENCE { version, algorithm, privateKey OCTET STRING } (RFC 5208 §5)
  const wrapped = sequence(der && readDer(der)?.[0])?.[2];
  // RSAPrivateKey ::= SEQUENCE { version, n, e, d, p, q, dP, dQ, qInv } (RFC 8017 appendix A.1.2)
  const key = wrapped?.tag === DER.octetString ? sequence(readDer(wrapped.content)?.[0]) : undefined;
  const members = JWK_MEMBERS.map((name, i) => [name, readUnsigned(key?.[i + 1])] as const);
  if (members.some(([, value]) => value === undefined)) throw invalidKey(pem);
  return { kty: "RSA", ...Object.fromEntries(members.map(([name, value]) => [name, toBase64Url(value as Bytes)])) };
}

function sequence(value: DerValue | undefined): readonly DerValue[] | undefined {
  return value?.tag === DER.sequence ? readDer(value.content) : undefined;
}

function readMember(jwk: JsonWebKey | undefined, name: "n" | "d"): Bytes | undefined {
  const text = jwk?.[name];
  const bytes = typeof text === "string" ? fromBase64(text) : undefined;
  return bytes && trimZeros(bytes);
}

function invalidKey(input: unknown): KeyError {
  return new KeyError("invalid_key", `"privateKey" must be an RSA key as PKCS#8 PEM or JWK, got ${shapeOf(input)}`, {
    field: "privateKey",
  });
}
