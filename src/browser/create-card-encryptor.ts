import type { Card } from "../card/card.ts";
import { encryptCard } from "../card/encrypt-card.ts";
import { readPublicConfig, type PublicConfig } from "../card/public-config.ts";
import { type CardPublicKey, importPublicKey, type PublicKeyOptions } from "../card/public-key.ts";

/** Encrypts the cards of one page. */
export interface CardEncryptor {
  /**
   * Returns a card encrypted: the `card_data` that the server's payment takes.
   *
   * @throws InputError `invalid_card_number`, `invalid_expiry`, `card_expired`, `invalid_security_code`.
   * @throws KeyError for a key that can't be used, and `crypto_unavailable` on a page without https.
   */
  readonly encrypt: (card: Card) => Promise<string>;
}

/**
 * Returns what encrypts cards under a terminal's key, from the configuration that the server's `publicConfig()` made. The
 * key is imported at the first card, and once.
 *
 * @throws InputError `secret_in_page` where the configuration holds a secret, `invalid_config` where it is wrong.
 * @example
 * ```ts
 * import { createCardEncryptor } from "oceanpayment/browser";
 *
 * const encryptor = createCardEncryptor(await (await fetch("/api/config")).json());
 * ```
 */
export function createCardEncryptor(
  config: PublicConfig,
  options: Pick<PublicKeyOptions, "scheme" | "hash"> = {},
): CardEncryptor {
  const { publicKey } = readPublicConfig(config);
  let imported: Promise<CardPublicKey> | undefined;
  return Object.freeze({
    encrypt: async (card: Card) => {
      imported ??= importPublicKey(publicKey, options).catch((error: unknown) => {
        // A failure is not kept: the next card tries again.
        imported = undefined;
        throw error;
      });
      return encryptCard(card, await imported);
    },
  });
}
