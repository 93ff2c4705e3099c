import { growingPauseMs } from "../http/pause.ts";
import { OceanpaymentError } from "../errors.ts";
import { type HeldToken, isAlive } from "./held-token.ts";
import { contentionError, createRenewalAllowance } from "./renewal-allowance.ts";
import { type RenewalMode, renewToken } from "./renew-token.ts";
import { createSharedWork, type Patience } from "./shared-work.ts";
import type { SharedToken } from "./shared-token.ts";
import { isTokenRefusal, type TokenEndpoint } from "./token-endpoint.ts";

/** Keeps one living token for all calls of an isolate. */
export interface TokenManager {
  /** Returns a living token, and sees to it that it is renewed in time. Throws as a renewal does, once none lives. */
  readonly get: (patience: Patience) => Promise<HeldToken>;
  /**
   * Told that a call was refused with a generation. Ends that generation, and no other. Returns whether the call may be tried
   * with another token: not where it was refused with a fresh one a short while ago.
   *
   * @throws ResponseError `token_contention` where too many were refused before their time.
   */
  readonly refused: (generation: string, subject: string) => boolean;
  /** Told that a call was refused with a fresh token as well: that is the call's own trouble, not the token's. */
  readonly refusedAgain: (subject: string) => void;
  /** Renews, whether or not the token lives, and returns the new one. */
  readonly renew: (mode: Exclude<RenewalMode, "auto">, patience: Patience) => Promise<HeldToken>;
}

/** What a manager is made of. */
export interface TokenManagerOptions {
  readonly endpoint: TokenEndpoint;
  readonly shared: SharedToken;
  readonly now: () => number;
  /** Keeps a renewal alive that nobody waits for, past the request that began it. */
  readonly waitUntil: (work: Promise<unknown>) => unknown;
}

/** How many refused generations are remembered: a store may go on showing one for a while. */
const MOST_REFUSED = 32;
/** How long a call that was refused with a fresh token ends no further one. */
const OWN_TROUBLE_MS = 60_000;
/** Pauses after renewals that failed while the token lived. */
const PAUSES = { firstMs: 5000, mostMs: 60_000 };
/** Pauses after refusals when no token lived: a wrong secret must not make a question of every call. */
const REFUSAL_PAUSES = { firstMs: 250, mostMs: 30_000 };

/** Returns the manager of one app key's token. */
export function createTokenManager({ endpoint, shared, now, waitUntil }: TokenManagerOptions): TokenManager {
  const allowance = createRenewalAllowance();
  const troubled = new Map<string, number>();
  const refusedGenerations = new Set<string>();
  let held: HeldToken | undefined;
  let failures = 0;
  let notBeforeMs = 0;
  /** What to tell those who call before the next try is due. */
  let refusal: unknown;

  const isRefused = (generation: string) => refusedGenerations.has(generation);
  const living = () => (held && isAlive(held, now()) && !isRefused(held.generation) ? held : undefined);

  const renewal = createSharedWork<RenewalMode>(async (mode, onBeat) => {
    let isTaken = false;
    const takeEarly = () => {
      allowance.take(now());
      isTaken = true;
    };
    try {
      held = await renewToken(mode, { endpoint, shared, now, held, isRefused, takeEarly, onBeat });
      failures = 0;
      refusal = undefined;
    } catch (error) {
      // What bought no token has ended nobody else's.
      if (isTaken) allowance.giveBack();
      if (isContention(error) && held) refusedGenerations.delete(held.generation);
      // Whoever refreshes by hand learns that it failed; the others may still create.
      if (mode === "refresh") throw error;
      const askedMs = error instanceof OceanpaymentError ? (error.retryAfterMs ?? 0) : 0;
      refusal = isTokenRefusal(error) || askedMs > 0 ? error : undefined;
      const pauses = living() ? PAUSES : REFUSAL_PAUSES;
      notBeforeMs = now() + Math.max(askedMs, growingPauseMs(++failures, pauses));
      throw error;
    }
  });

  /** A clock that was set back must not put the next try off for longer than any pause. */
  const mayTry = () => now() >= notBeforeMs || notBeforeMs - now() > 3_600_000;

  /** A clock that was set back must not make a trouble last for longer. */
  const isTroubled = (subject: string) => {
    const sinceMs = now() - (troubled.get(subject) ?? -Infinity);
    return sinceMs >= 0 && sinceMs < OWN_TROUBLE_MS;
  };

  return {
    get: async (patience) => {
      const found = living();
      if (found && now() < found.waitAtMs) {
        if (now() >= found.renewAtMs && (failures === 0 || mayTry())) {
          const work = renewal.begin("auto");
          // Its failure is no error while the token lives.
          if (work)
            tellHost(
              waitUntil,
              work.catch(() => {}),
            );
        }
        return found;
      }
      if (failures > 0 && !mayTry()) {
        // So near its end a living token is still better than none.
        if (found) return found;
        if (refusal !== undefined) throw refusal;
      }
      try {
        await renewal.join("auto", patience);
      } catch (error) {
        const last = living();
        if (last === undefined || patience.signal?.aborted || isContention(error)) throw error;
        return last;
      }
      // What was waited for may have been refused since: then it is renewed once more.
      const renewed = living();
      if (renewed) return renewed;
      await renewal.join("auto", patience);
      return held as HeldToken;
    },
    refused: (generation, subject) => {
      if (held !== undefined && held.generation !== generation) return true;
      if (isTroubled(subject)) return false;
      // A token that can't be renewed now is not ended: it may be the call that is refused, and others may go on with it.
      if (isContention(refusal) && !mayTry()) throw contentionError(notBeforeMs - now());
      refusedGenerations.add(generation);
      for (const first of refusedGenerations) {
        if (refusedGenerations.size <= MOST_REFUSED) break;
        refusedGenerations.delete(first);
      }
      return true;
    },
    refusedAgain: (subject) => {
      for (const known of troubled.keys()) if (!isTroubled(known)) troubled.delete(known);
      troubled.set(subject, now());
    },
    renew: async (mode, patience) => {
      await renewal.follow(mode, patience);
      return held as HeldToken;
    },
  };
}

function isContention(error: unknown): error is OceanpaymentError {
  return error instanceof OceanpaymentError && error.code === "token_contention";
}

/** What the host does with it must not reach the call. */
function tellHost(waitUntil: (work: Promise<unknown>) => unknown, work: Promise<unknown>): void {
  try {
    waitUntil(work);
  } catch {
    // The renewal goes on without it, or is begun again.
  }
}
