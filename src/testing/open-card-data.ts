import { fromBase64 } from "../bytes/base64.ts";
import { fromUtf8, type Bytes } from "../bytes/utf8.ts";
import type { EncryptionSchemeName } from "../card/encryption-schemes.ts";
import type { OaepHash } from "../crypto/rsa-oaep.ts";
import { assertServer, type GuardOptions } from "../edge/guard.ts";
import { InputError, shapeOf } from "../errors.ts";
import { decryptAesEcb, decryptOaep, decryptPkcs1, failed, readJsonObject } from "./decrypt.ts";
import { type PrivateKeyInput, type RsaPrivateKey, readPrivateKey } from "./private-key.ts";

/** How to open card data. */
export interface OpenCardDataOptions extends GuardOptions {
  /** The scheme it was made with. Default `"opcse"`. */
  readonly scheme?: EncryptionSchemeName | undefined;
  /** The hash of `"rsa-oaep"`. Default `"SHA-256"`. */
  readonly hash?: OaepHash | undefined;
}

/** An opened card. */
export interface OpenedCard {
  readonly number: string;
  /** Two digits. */
  readonly expiryMonth: string;
  /** Four digits. */
  readonly expiryYear: string;
  readonly securityCode: string;
}

type Opener = (cardData: string, key: RsaPrivateKey, hash: OaepHash) => Promise<Bytes>;

const OPENERS: Readonly<Record<EncryptionSchemeName, Opener>> = {
  opcse: openLabelled,
  "rsa-oaep": (cardData, key, hash) => decryptOaep(decode(cardData), key, hash),
  "rsa-pkcs1": async (cardData, key) => decryptPkcs1(decode(cardData), key),
};

/**
 * Returns the card that `encryptCard`, or the vendor's own script, encrypted: for tests. Server only, and not in constant
 * time: never use it with a key that protects real cards.
 *
 * @throws KeyError `invalid_key` for a private key that is none, `decryption_failed` for card data that does not open.
 * @throws InputError `server_only`, `invalid_argument`.
 * @example
 * ```ts
 * import { openCardData } from "oceanpayment/testing";
 *
 * declare const cardData: string, privateKeyPem: string;
 * const { number } = await openCardData(cardData, privateKeyPem);
 * ```
 */
export async function openCardData(
  cardData: string,
  privateKey: PrivateKeyInput,
  options: OpenCardDataOptions = {},
): Promise<OpenedCard> {
  assertServer(options);
  const { scheme = "opcse", hash = "SHA-256" } = options;
  const open = Object.hasOwn(OPENERS, scheme) ? OPENERS[scheme] : undefined;
  if (open === undefined || typeof cardData !== "string") {
    throw new InputError(
      "invalid_argument",
      `"cardData" must be text and "scheme" a known one, got ${shapeOf(cardData)}`,
    );
  }
  const fields = readJsonObject(await open(cardData, readPrivateKey(privateKey), hash));
  return {
    number: readText(fields.card_number),
    expiryMonth: readText(fields.card_month),
    expiryYear: readText(fields.card_year),
    securityCode: readText(fields.card_secureCode),
  };
}

async function openLabelled(cardData: string, key: RsaPrivateKey): Promise<Bytes> {
  const [label, rsaPart = "", aesPart = "", ...rest] = cardData.split("$");
  if (label !== "opcse_0_2_1" || rest.length > 0) throw failed();
  const keyValue = decryptPkcs1(decode(rsaPart), key);
  if (!/^\d{16}$/.test(readDigits(keyValue))) throw failed();
  const json = await decryptAesEcb(decode(aesPart), keyValue);
  // The key must be repeated inside (protocol.md §5): two parts of different cards do not open.
  if (readJsonObject(json).key_value !== readDigits(keyValue)) throw failed();
  return json;
}

function readDigits(bytes: Bytes): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw failed();
  }
}

function decode(text: string): Bytes {
  const bytes = fromBase64(text);
  if (!bytes || bytes.length === 0) throw failed();
  return bytes;
}

function readText(value: unknown): string {
  if (typeof value !== "string") throw failed();
  return value;
}
