import { ResponseError } from "../errors.ts";

/** How many tokens may be renewed because they were refused before their time. */
export interface RenewalAllowance {
  /** Takes one. @throws ResponseError `token_contention` where there is none left for now. */
  readonly take: (nowMs: number) => void;
  /** Puts one back: no token came of it. */
  readonly giveBack: () => void;
}

const MOST = 6;
const REFILL_MS = 60_000;

/**
 * Returns an allowance of six, refilled by one a minute. Where a new token ends the old one and several isolates each make
 * their own, every renewal is the next one's refusal: this bounds what would be a storm.
 */
export function createRenewalAllowance(): RenewalAllowance {
  let left = MOST;
  let filledAtMs: number | undefined;

  return {
    take: (nowMs) => {
      // A clock that was set back fills nothing, and must not stop the filling either.
      const sinceMs = Math.max(0, nowMs - (filledAtMs ?? nowMs));
      left = Math.min(MOST, left + sinceMs / REFILL_MS);
      filledAtMs = nowMs;
      if (left < 1) {
        throw contentionError(Math.ceil((1 - left) * REFILL_MS));
      }
      left--;
    },
    giveBack: () => {
      left = Math.min(MOST, left + 1);
    },
  };
}

/** Returns the error of tokens that die young, with the time after which one may be bought again. */
export function contentionError(retryAfterMs: number): ResponseError {
  return new ResponseError(
    "token_contention",
    "tokens are refused long before their end: somebody else makes new ones for this app key, and a new one ends the others; share one token store (a Durable Object, Deno KV) among all who use the key",
    { outcome: "refused", retryAfterMs },
  );
}
