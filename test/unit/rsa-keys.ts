import {
  constants,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  privateDecrypt,
  type RsaPrivateKey,
  type JsonWebKey as NodeJwk,
} from "node:crypto";
import { promisify } from "node:util";

/** A key pair made by OpenSSL for a test run; none is kept in the repository. */
export interface TestKey {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly bits: number;
  /** The modulus's length in bytes: k of RFC 8017. */
  readonly k: number;
  /** The modulus in lower-case hex, an even number of digits. */
  readonly hex: string;
  readonly jwk: NodeJwk;
}

const made = new Map<string, Promise<TestKey>>();

/** Returns a key pair of exactly so many bits, the same one each time within a file. */
export function rsaKey(bits: number, exponent = 65537): Promise<TestKey> {
  const name = `${bits} ${exponent}`;
  const found = made.get(name) ?? makeKey(bits, exponent);
  made.set(name, found);
  return found;
}

async function makeKey(bits: number, exponent: number): Promise<TestKey> {
  const pair = await promisify(generateKeyPair)("rsa", { modulusLength: bits, publicExponent: exponent });
  const jwk = pair.publicKey.export({ format: "jwk" });
  const modulus = Buffer.from(jwk.n ?? "", "base64url");
  if (BigInt(`0x${modulus.toString("hex")}`).toString(2).length !== bits) throw new Error("OpenSSL made another size");
  return { ...pair, bits, k: modulus.length, hex: modulus.toString("hex"), jwk };
}

/**
 * Opens RSAES-PKCS1-v1_5 with raw RSA of OpenSSL and strict unpadding by hand: Node 20 refuses private decryption with
 * this padding (CVE-2023-46809), and others hide a wrong padding behind random bytes.
 */
export function openPkcs1(
  privateKey: RsaPrivateKey["key"] & KeyObject,
  encrypted: Uint8Array,
): { message: Buffer; padding: Buffer } {
  const encoded = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encrypted);
  const end = encoded.indexOf(0, 2);
  if (encoded.length !== encrypted.length || encoded[0] !== 0 || encoded[1] !== 2 || end < 10) {
    throw new Error("not RSAES-PKCS1-v1_5");
  }
  return { message: encoded.subarray(end + 1), padding: encoded.subarray(2, end) };
}

/** Opens RSAES-OAEP with OpenSSL. */
export function openOaep(privateKey: KeyObject, oaepHash: string, encrypted: Uint8Array): Buffer {
  return privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, encrypted);
}

/** Returns an RSA public key in DER by hand, whatever its numbers: OpenSSL makes none with an even exponent. */
export function spkiOf(modulus: Uint8Array, exponent: Uint8Array): Buffer {
  const key = der(0x30, der(0x02, unsigned(modulus)), der(0x02, unsigned(exponent)));
  const algorithm = der(0x30, Buffer.from("06092a864886f70d0101010500", "hex"));
  return der(0x30, algorithm, der(0x03, Buffer.from([0]), key));
}

/** Returns one DER value (X.690 §8.1, definite form in the fewest octets). */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const digits = content.length.toString(16);
  const octets = Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex");
  const length = content.length < 0x80 ? octets : Buffer.concat([Buffer.from([0x80 + octets.length]), octets]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

/** Returns a PEM of DER bytes. */
export function pemOf(label: string, bytes: Uint8Array): string {
  const lines = Buffer.from(bytes)
    .toString("base64")
    .replace(/.{1,64}/g, "$&\n");
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
}

/** Returns base64 of DER bytes as OpenSSL takes it, to show that the bytes are a key. */
export function isKey(spki: Uint8Array): boolean {
  return createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" }).asymmetricKeyType === "rsa";
}

function unsigned(bytes: Uint8Array): Uint8Array {
  return (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}
