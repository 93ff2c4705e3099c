import type { PublicKeyInput } from "../crypto/rsa-public-key.ts";
import { assertInput } from "../errors.ts";
import { type Card, readCard } from "./card.ts";
import { type CardPublicKey, importPublicKey, type PublicKeyOptions } from "./public-key.ts";

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
  const fields = readCard(card, options?.nowMs);
  const imported = publicKey as Partial<CardPublicKey> | undefined;
  if (!imported?.seal) return (await importPublicKey(publicKey as PublicKeyInput, options)).seal(fields);
  for (const name of ["scheme", "hash"] as const) {
    const asked = options?.[name] ?? imported[name];
    assertInput(asked === imported[name], "invalid_argument", name, "the key's own", asked);
  }
  return imported.seal(fields);
}
