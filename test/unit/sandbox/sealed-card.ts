import { constants, createCipheriv, publicEncrypt, randomInt } from "node:crypto";
import type { Card } from "../../../src/card/card.ts";
import { jsonOf } from "../card-samples.ts";
import type { TestKey } from "../rsa-keys.ts";

/** The parts of the vendor's format, each of which a test may want otherwise. */
export interface SealOptions {
  readonly keyValue?: string;
  /** The bytes of the RSA part, where they shall differ from `keyValue`. */
  readonly rsaMessage?: Uint8Array;
  readonly json?: string;
  readonly label?: string;
  /** Encrypts again until the RSA part begins with a zero byte, and drops it, as the vendor's script does. */
  readonly dropsZeros?: boolean;
}

/** Returns `card_data` as protocol.md §5 describes it, made by OpenSSL and none of the library's code. */
export function sealByNode(card: Card, key: TestKey, options: SealOptions = {}): string {
  const {
    keyValue = String(randomInt(10 ** 8) + 10 ** 8)
      .repeat(2)
      .slice(0, 16),
    label = "opcse_0_2_1",
  } = options;
  const rsaPart = options.dropsZeros
    ? sealWithoutZeros(key, Buffer.from(keyValue))
    : sealRsa(key, options.rsaMessage ?? Buffer.from(keyValue));
  const cipher = createCipheriv("aes-128-ecb", Buffer.from(keyValue), null);
  const aesPart = Buffer.concat([cipher.update(options.json ?? jsonOf(card, keyValue), "utf8"), cipher.final()]);
  return [label, rsaPart.toString("base64"), aesPart.toString("base64")].join("$");
}

/** Returns RSAES-PKCS1-v1_5 of OpenSSL. */
export function sealRsa(key: TestKey, message: Uint8Array): Buffer {
  return publicEncrypt({ key: key.publicKey, padding: constants.RSA_PKCS1_PADDING }, message);
}

function sealWithoutZeros(key: TestKey, message: Uint8Array): Buffer {
  // One in 256 begins with a zero byte.
  for (let i = 0; i < 20_000; i++) {
    const sealed = sealRsa(key, message);
    if (sealed[0] === 0) return sealed.subarray(sealed.findIndex((byte) => byte !== 0));
  }
  throw new Error("no ciphertext began with a zero byte");
}
