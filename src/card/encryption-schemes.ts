import { toBase64 } from "../bytes/base64.ts";
import type { RandomBytes } from "../bytes/random.ts";
import { utf8 } from "../bytes/utf8.ts";
import { createOaepEncryption, OAEP_OVERHEAD, type OaepHash } from "../crypto/rsa-oaep.ts";
import { createPkcs1Encryption, type Encrypt } from "../crypto/rsa-pkcs1.ts";
import { assertModulusBits, type RsaPublicKey } from "../crypto/rsa-public-key.ts";
import { createOpcseSeal, type Seal } from "./opcse.ts";

/** The ways a card can be encrypted. */
export type EncryptionSchemeName = "opcse" | "rsa-oaep" | "rsa-pkcs1";

/** One way to encrypt a card, as a row of the scheme table: gets ready once for a key, and returns what seals cards. */
export type EncryptionScheme = (
  key: RsaPublicKey,
  random: RandomBytes | undefined,
  hash: OaepHash,
) => Seal | Promise<Seal>;

/**
 * The scheme table. `opcse` is the vendor's own format (proved, protocol.md §5); the two others encrypt the same JSON
 * without `key_value` and are inferred, for terminals whose key is provisioned for them. What RSAES-PKCS1-v1_5 has to
 * hold, at most 99 bytes and 11 of its own, fits in every key that is read; RSA-OAEP needs a larger one.
 */
export const ENCRYPTION_SCHEMES = {
  __proto__: null,
  opcse: createOpcseSeal,
  "rsa-oaep": async (key, _random, hash) => {
    const longestCardBytes = 99;
    assertModulusBits(key.modulusBits, (longestCardBytes + OAEP_OVERHEAD[hash]) * 8 - 7);
    return sealPlain(await createOaepEncryption(key, hash));
  },
  "rsa-pkcs1": (key, random) => sealPlain(createPkcs1Encryption(key, random)),
} satisfies { __proto__: null } & Record<EncryptionSchemeName, EncryptionScheme> as Readonly<
  Record<EncryptionSchemeName, EncryptionScheme>
>;

function sealPlain(encrypt: Encrypt): Seal {
  return async (fields) => toBase64(await encrypt(utf8(JSON.stringify(fields))));
}
