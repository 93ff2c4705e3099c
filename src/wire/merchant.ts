import type { PublicKeyInput } from "../crypto/rsa-public-key.ts";

/** What messages are made with of a merchant's terminal: nothing of it is secret. */
export interface Merchant {
  readonly account: string;
  readonly terminal: string;
  readonly publicKey?: PublicKeyInput | undefined;
}
