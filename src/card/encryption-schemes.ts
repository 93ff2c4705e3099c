import { toBase64 } from "../bytes/base64.ts";
import { type RandomBytes, randomDigits } from "../bytes/random.ts";
import { utf8 } from "../bytes/utf8.ts";
import { encryptAesEcb } from "../crypto/aes-ecb.ts";
import { createOaepEncryption, OAEP_OVERHEAD, type OaepHash } from "../crypto/rsa-oaep.ts";
import { createPkcs1Encryption, type Encrypt, PKCS1_OVERHEAD } from "../crypto/rsa-pkcs1.ts";
import type { RsaPublicKey } from "../crypto/rsa-public-key.ts";
import { type CardFields, LONGEST_CARD } from "./card.ts";

/** The ways a card can be encrypted. */
export type EncryptionSchemeName = "opcse" | "rsa-oaep" | "rsa-pkcs1";

/** One way to encrypt a card, as a row of the scheme table. */
export interface EncryptionScheme {
  /** The bytes an RSA modulus must have to hold the longest card. */
  readonly leastModulusBytes: (hash: OaepHash) => number;
  /** The RSA part, made once for a key. */
  readonly createEncryption: (key: RsaPublicKey, hash: OaepHash, random?: RandomBytes) => Encrypt | Promise<Encrypt>;
  /** Turns a card's fields into `card_data`. */
  readonly seal: (fields: CardFields, encrypt: Encrypt, random?: RandomBytes) => Promise<string>;
}

/** The vendor's version label: proved, protocol.md §5. */
const LABEL = "opcse_0_2_1";
/** Decimal digits in a `key_value`, which is an AES-128 key as they stand: proved, protocol.md §5. */
const KEY_DIGITS = 16;

const longestCardBytes = JSON.stringify(LONGEST_CARD).length;

/**
 * The scheme table. `opcse` is the vendor's own format (proved, protocol.md §5); the two others encrypt the same JSON
 * without `key_value` and are inferred, for terminals whose key is provisioned for them.
 */
export const ENCRYPTION_SCHEMES: Readonly<Record<EncryptionSchemeName, EncryptionScheme>> = Object.freeze({
  __proto__: null,
  opcse: {
    leastModulusBytes: () => KEY_DIGITS + PKCS1_OVERHEAD,
    createEncryption: (key, _hash, random) => createPkcs1Encryption(key, random),
    seal: async (fields, encrypt, random) => {
      const keyValue = randomDigits(KEY_DIGITS, random);
      const json = JSON.stringify({ ...fields, key_value: keyValue });
      const [rsaPart, aesPart] = await Promise.all([
        encrypt(utf8(keyValue)),
        encryptAesEcb(utf8(json), utf8(keyValue)),
      ]);
      return `${LABEL}$${toBase64(rsaPart)}$${toBase64(aesPart)}`;
    },
  },
  "rsa-oaep": {
    leastModulusBytes: (hash) => longestCardBytes + OAEP_OVERHEAD[hash],
    createEncryption: (key, hash) => createOaepEncryption(key, hash),
    seal: sealPlain,
  },
  "rsa-pkcs1": {
    leastModulusBytes: () => longestCardBytes + PKCS1_OVERHEAD,
    createEncryption: (key, _hash, random) => createPkcs1Encryption(key, random),
    seal: sealPlain,
  },
} satisfies { __proto__: null } & Record<EncryptionSchemeName, EncryptionScheme>);

async function sealPlain(fields: CardFields, encrypt: Encrypt): Promise<string> {
  return toBase64(await encrypt(utf8(JSON.stringify(fields))));
}
