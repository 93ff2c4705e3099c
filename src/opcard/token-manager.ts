import { growingPauseMs } from "../http/pause.ts";
import { copyError, InputError, OceanpaymentError } from "../errors.ts";
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
   * with another token: not where it was refused with a fresh one a short while ago, and others were not.
   *
   * @throws ResponseError `token_contention` where too many were refused before their time.
   */
  readonly refused: (generation: string, subject: string) => boolean;
  /**
   * Told that a call was refused with a fresh token as well. That is the call's own trouble, and not the token's, once
   * another call was accepted with that token; before that nobody knows, and the token may be at fault.
   */
  readonly refusedAgain: (generation: string, subject: string) => void;
  /** Told that a call was accepted with a generation. */
  readonly accepted: (generation: string, subject: string) => void;
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
  /** Told once where `waitUntil` throws. Must not throw itself. */
  readonly onHostError: (error: InputError) => void;
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
export function createTokenManager({
  endpoint,
  shared,
  now,
  waitUntil,
  onHostError,
}: TokenManagerOptions): TokenManager {
  const allowance = createRenewalAllowance();
  const troubled = new Map<string, { readonly sinceMs: number; readonly generation: string }>();
  /** The last generation that a call was accepted with. */
  let acceptedGeneration: string | undefined;
  const refusedGenerations = new Set<string>();
  let held: HeldToken | undefined;
  let failures = 0;
  let notBeforeMs = 0;
  /** What to tell those who call before the next try is due. */
  let refusal: OceanpaymentError | undefined;

  const isRefused = (generation: string) => refusedGenerations.has(generation);
  const living = () => (held && isAlive(held, now()) && !isRefused(held.generation) ? held : undefined);

  const renewal = createSharedWork<RenewalMode>(async (mode, { onBeat, ready }) => {
    const before = held;
    let isTaken = false;
    const takeEarly = () => {
      allowance.take(now());
      isTaken = true;
    };
    const onToken = (token: HeldToken) => {
      // A host may let a renewal go on that stood still while another was made: the later of their tokens is kept.
      const other = held === before ? undefined : living();
      if (!other || token.obtainedAtMs >= other.obtainedAtMs) held = token;
      failures = 0;
      refusal = undefined;
      ready();
    };
    try {
      await renewToken(mode, { endpoint, shared, now, held, isRefused, takeEarly, onToken, onBeat });
    } catch (error) {
      // What bought no token has ended nobody else's.
      if (isTaken) allowance.giveBack();
      if (isContention(error) && held) refusedGenerations.delete(held.generation);
      // Whoever refreshes by hand learns that it failed; the others may still create.
      if (mode === "refresh") throw error;
      const known = error instanceof OceanpaymentError ? error : undefined;
      const askedMs = known?.retryAfterMs ?? 0;
      refusal = isTokenRefusal(error) || askedMs > 0 ? known : undefined;
      const pauses = living() ? PAUSES : REFUSAL_PAUSES;
      notBeforeMs = now() + Math.max(askedMs, growingPauseMs(++failures, pauses));
      throw error;
    }
  });

  let isHostTold = false;
  /** Hands work to the host. What the host does with it must not reach the call: the work goes on, or is begun again. */
  const tellHost = (work: Promise<unknown>) => {
    try {
      waitUntil(work);
    } catch {
      if (isHostTold) return;
      isHostTold = true;
      onHostError(
        new InputError(
          "invalid_config",
          `"waitUntil" must be a function that can be called by itself, such as (work) => ctx.waitUntil(work): it threw`,
          { field: "waitUntil" },
        ),
      );
    }
  };

  /** A clock that was set back must not put the next try off for longer than any pause. */
  const mayTry = () => now() >= notBeforeMs || notBeforeMs - now() > 3_600_000;

  /** A clock that was set back must not make a trouble last for longer. */
  const isTroubled = (subject: string) => {
    const forMs = now() - (troubled.get(subject)?.sinceMs ?? -Infinity);
    return forMs >= 0 && forMs < OWN_TROUBLE_MS;
  };

  return {
    get: async (patience) => {
      const found = living();
      if (found && now() < found.waitAtMs) {
        if (now() >= found.renewAtMs && (failures === 0 || mayTry())) {
          const work = renewal.begin("auto");
          // Its failure is no error while the token lives.
          if (work) tellHost(work.catch(() => {}));
        }
        return found;
      }
      if (failures > 0 && !mayTry()) {
        // So near its end a living token is still better than none.
        if (found) return found;
        // An error of the caller's own, which says how long it is from now.
        if (refusal) throw copyError(refusal, { retryAfterMs: Math.ceil(notBeforeMs - now()) });
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
      if (isTroubled(subject) && acceptedGeneration === generation) return false;
      // A token that can't be renewed now is not ended: it may be the call that is refused, and others may go on with it.
      if (isContention(refusal) && !mayTry()) throw contentionError(notBeforeMs - now());
      refusedGenerations.add(generation);
      for (const first of refusedGenerations) {
        if (refusedGenerations.size <= MOST_REFUSED) break;
        refusedGenerations.delete(first);
      }
      return true;
    },
    refusedAgain: (generation, subject) => {
      for (const known of troubled.keys()) if (!isTroubled(known)) troubled.delete(known);
      troubled.set(subject, { sinceMs: now(), generation });
    },
    accepted: (generation, subject) => {
      if (held?.generation !== generation) return;
      acceptedGeneration = generation;
      // Accepted with another token than it was refused with: that one was at fault, or the trouble is over.
      const trouble = troubled.get(subject);
      if (trouble && trouble.generation !== generation) troubled.delete(subject);
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
