import { toBase64 } from "../bytes/base64.ts";
import { type RandomBytes, randomDigits } from "../bytes/random.ts";
import { utf8 } from "../bytes/utf8.ts";
import { encryptAesEcb } from "../crypto/aes-ecb.ts";
import { createPkcs1Encryption } from "../crypto/rsa-pkcs1.ts";
import { type PublicKeyInput, readRsaPublicKey, type RsaPublicKey } from "../crypto/rsa-public-key.ts";
import type { CardFields } from "./card.ts";

/** Turns a card's fields into `card_data`. */
export type Seal = (fields: CardFields) => Promise<string>;

/**
 * Returns what seals cards in the vendor's own format under a key as it is handed out.
 *
 * @throws KeyError `invalid_key`, `private_key`, `key_too_small`, `key_too_large`.
 */
export function readOpcseSeal(publicKey: PublicKeyInput): Seal {
  return createOpcseSeal(readRsaPublicKey(publicKey));
}

/** Returns what seals cards under a key in the vendor's own format, version `0_2_1` (proved, protocol.md §5). */
export function createOpcseSeal(key: RsaPublicKey, random?: RandomBytes): Seal {
  const encrypt = createPkcs1Encryption(key, random);
  return async (fields) => {
    // The 16 digits, which are an AES-128 key as they stand, and the label: proved, protocol.md §5.
    const keyValue = randomDigits(16, random);
    const rsaPart = await encrypt(utf8(keyValue));
    const aesPart = await encryptAesEcb(utf8(JSON.stringify({ ...fields, key_value: keyValue })), utf8(keyValue));
    return `opcse_0_2_1$${toBase64(rsaPart)}$${toBase64(aesPart)}`;
  };
}
