import type { PublicKeyInput } from "../crypto/rsa-public-key.ts";
import { InputError } from "../errors.ts";
import { type Card, readCard } from "./card.ts";
import { type CardPublicKey, importPublicKey, isCardPublicKey, type PublicKeyOptions } from "./public-key.ts";

/** Options of {@link encryptCard}. */
export interface EncryptCardOptions extends PublicKeyOptions {
  /** The time to hold the expiry against, in Unix milliseconds. Default now. */
  readonly nowMs?: number | undefined;
}

/**
 * Returns a card encrypted for the gateway: the `card_data` of a direct payment. Runs wherever WebCrypto does; in a page
 * that means https or localhost. The card's holder is in no encrypted format: send the name beside, as `cardName`.
 *
 * The default scheme `"opcse"` is the vendor's own browser format, version `0_2_1` (proved, protocol.md §5). Whether
 * today's gateway takes `card_data` made outside the vendor's own iframe is not publicly known.
 *
 * @throws InputError `invalid_card_number`, `invalid_expiry`, `card_expired`, `invalid_security_code`, `invalid_argument`.
 * @throws KeyError `invalid_key`, `private_key`, `key_too_small`, `key_too_large`, `crypto_unavailable`.
 * @example
 * ```ts
 * import { encryptCard } from "oceanpayment";
 *
 * declare const publicKey: string;
 * const cardData = await encryptCard(
 *   { number: "4111 1111 1111 1111", expiryMonth: "12", expiryYear: "2030", securityCode: "123" },
 *   publicKey,
 * );
 * ```
 */
export async function encryptCard(
  card: Card,
  publicKey: PublicKeyInput | CardPublicKey,
  options?: EncryptCardOptions,
): Promise<string> {
  const { nowMs, ...keyOptions } = options ?? {};
  const fields = readCard(card, nowMs);
  if (!isCardPublicKey(publicKey)) return (await importPublicKey(publicKey, keyOptions)).seal(fields);
  for (const name of ["scheme", "hash"] as const) {
    if (keyOptions[name] !== undefined && keyOptions[name] !== publicKey[name]) {
      throw new InputError("invalid_argument", `"${name}" must be the imported key's own, or be left out`, {
        field: name,
      });
    }
  }
  return publicKey.seal(fields);
}
