import { KeyError } from "../errors.ts";

/**
 * Returns the platform's `crypto.subtle`.
 *
 * @throws KeyError `crypto_unavailable` where there is none: pages have it on https and on localhost only.
 */
export function subtle(): SubtleCrypto {
  const found = globalThis.crypto?.subtle;
  if (found === undefined) {
    throw new KeyError(
      "crypto_unavailable",
      "crypto.subtle is missing here: a page needs https (or localhost) to encrypt a card",
    );
  }
  return found;
}
