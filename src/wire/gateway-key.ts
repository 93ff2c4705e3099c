import { toHex } from "../bytes/hex.ts";
import { type PublicKeyInput, readRsaPublicKey } from "../crypto/rsa-public-key.ts";
import { InputError } from "../errors.ts";

/**
 * Returns a terminal's public key as the gateway writes it: the modulus in hex, as it was given where it was given so
 * (protocol.md §5). The exponent is 65537 and is not written.
 *
 * @throws InputError `missing_credential` where there is none. @throws KeyError for a key that is none.
 */
export function toGatewayKey(publicKey: PublicKeyInput | undefined): string {
  if (publicKey === undefined) {
    throw new InputError("missing_credential", `"publicKey" of the terminal must be configured`, {
      field: "publicKey",
    });
  }
  if (typeof publicKey === "string" && /^[\dA-Fa-f]+$/.test(publicKey)) return publicKey;
  return toHex(readRsaPublicKey(publicKey).modulus);
}
