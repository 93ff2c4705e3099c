/** A token as it is kept: never printed, and outside of memory only sealed. */
export interface TokenRecord {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** Names this token, and tells nothing of it: a random text. A refusal ends one generation, not what came after it. */
  readonly generation: string;
  /** When it was asked for, by the clock of whoever asked. Unix milliseconds. */
  readonly obtainedAtMs: number;
  /** When it ends, likewise. */
  readonly endsAtMs: number;
}

/** Seals tokens for a store, and opens what is kept there. */
export interface TokenSealing {
  readonly seal: (token: TokenRecord) => Promise<string>;
  /** Returns the token, or nothing where it does not open: another key, another app key or environment, other bytes. */
  readonly open: (sealed: string) => Promise<TokenRecord | undefined>;
}
