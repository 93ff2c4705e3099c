/** What a store keeps of the token of one app key. */
export interface StoredToken {
  /** The token, sealed: nothing of it can be read without the key, which the store never sees. */
  readonly sealed: string;
  /** Changes with each write. */
  readonly version: string;
}

/**
 * What a store promises to those who share it: `"none"`, that it is not shared at all; `"eventual"`, that a write is
 * seen some time later, and that two may renew at once; `"atomic"`, that one renews at a time and its write is seen at once.
 */
export type TokenSharing = "none" | "eventual" | "atomic";

/** The right to renew a token. */
export interface RenewalClaim {
  /** Whose it is: a random text of the claimant's. */
  readonly holder: string;
  /** How long it lasts, unless it is claimed again by the same holder. */
  readonly leaseMs: number;
}

/**
 * Where tokens are kept, so that isolates and processes share one: the port that stores implement. `key` names the app
 * key and environment, by a hash. Methods may throw: a store that does not answer is then done without.
 */
export interface TokenStore {
  readonly sharing: TokenSharing;
  /** Returns what is kept, or nothing. */
  readonly read: (key: string) => Promise<StoredToken | undefined>;
  /**
   * Returns `true` where the right to renew is now the holder's: nobody else had it, its lease was over, or it was the
   * holder's already (which makes it last longer). An `"eventual"` store always returns `true`.
   */
  readonly claim: (key: string, claim: RenewalClaim) => Promise<boolean>;
  /**
   * Keeps a sealed token and ends the holder's claim. Returns `false`, with nothing written, where the right to renew is
   * another's by now.
   */
  readonly write: (key: string, sealed: string, holder: string) => Promise<boolean>;
  /** Ends the holder's claim with nothing written. */
  readonly release: (key: string, holder: string) => Promise<void>;
}
