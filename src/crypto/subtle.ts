import { KeyError } from "../errors.ts";

/**
 * Returns the platform's `crypto.subtle`.
 *
 * @throws KeyError `crypto_unavailable` where there is none: pages have it on https and on localhost only.
 */
export function subtle(): SubtleCrypto {
  const found = globalThis.crypto?.subtle;
  if (found) return found;
  throw new KeyError("crypto_unavailable", "no crypto.subtle without https");
}
