import { toHex } from "../bytes/hex.ts";
import { randomBytes } from "../bytes/random.ts";
import { ResponseError, TransportError } from "../errors.ts";
import { growingPauseMs, pause } from "../http/pause.ts";
import { withRetries } from "../http/with-retries.ts";
import { type HeldToken, holdToken, isAlive } from "./held-token.ts";
import type { SharedToken } from "./shared-token.ts";
import { isTokenRefusal, toCredentialError, type TokenEndpoint } from "./token-endpoint.ts";

/** How a new token comes about: as is best, or by the one documented call. */
export type RenewalMode = "auto" | "rotate" | "refresh" | "create";

/** What a renewal knows of the tokens there were. */
export interface RenewalContext {
  readonly endpoint: TokenEndpoint;
  readonly shared: SharedToken;
  readonly now: () => number;
  /** The token the isolate holds, alive or not. */
  readonly held: HeldToken | undefined;
  /** Tells whether a generation was refused by a resource call. */
  readonly isRefused: (generation: string) => boolean;
  /** Takes one from what may be renewed before its time. @throws ResponseError `token_contention`. */
  readonly takeEarly: () => void;
  readonly onBeat: (listener: () => void) => void;
}

/** How long a claim on the renewal lasts. It is claimed again while its holder lives. */
const LEASE_MS = 6000;
/** Every so many beats the claim is made again. */
const BEATS_A_CLAIM = 10;
/** How long to wait for another isolate's renewal, and how long `token/create` is repeated. */
const BUDGET_MS = 25_000;
const LOOKS = { firstMs: 60, mostMs: 500 };

/**
 * Returns a token newer than the one held: another isolate's where there is one, else a new one, bought by whoever has the
 * claim on it.
 *
 * @throws TransportError, ResponseError where neither call gave one.
 */
export async function renewToken(mode: RenewalMode, context: RenewalContext): Promise<HeldToken> {
  const { shared, now } = context;
  const holder = toHex(randomBytes(12));
  const endMs = performance.now() + BUDGET_MS;
  for (let looks = 1; ; looks++) {
    const found = await shared.read();
    const newer = mode === "auto" && found && isNewer(holdToken(found, now()), context) ? found : undefined;
    if (newer) return holdToken(newer, now());
    if (await shared.claim(holder, LEASE_MS)) break;
    if (performance.now() >= endMs) throw new TransportError("timeout", "another isolate's renewal did not end");
    await pause(growingPauseMs(looks, LOOKS), undefined);
  }
  const claim = keepClaim(holder, context);
  try {
    // Another isolate may have ended its renewal between the look and the claim.
    const found = await shared.read();
    if (mode === "auto" && found && isNewer(holdToken(found, now()), context)) return holdToken(found, now());
    const token = await buy(mode, found?.refreshToken ?? context.held?.refreshToken, context);
    // Where another has taken the claim over, it writes what it bought.
    if (await claim.end()) await shared.write(token, holder);
    return holdToken(token, now());
  } finally {
    await claim.end();
    await shared.release(holder);
  }
}

/** Claims again with the beats, so that the claim lasts as long as its holder. */
function keepClaim(holder: string, { shared, onBeat }: RenewalContext): { readonly end: () => Promise<boolean> } {
  let beats = 0;
  let isOver = false;
  let isHeld = Promise.resolve(true);
  onBeat(() => {
    if (isOver || ++beats % BEATS_A_CLAIM !== 0) return;
    isHeld = isHeld.then((held) => held && !isOver && shared.claim(holder, LEASE_MS));
  });
  return {
    /** Ends it, when no claim is on its way any more. Returns whether it was the holder's to the end. */
    end: async () => {
      // A claim that is made after the end would be nobody's to give back.
      const held = isHeld;
      isOver = true;
      return held;
    },
  };
}

function isNewer(found: HeldToken, { held, now, isRefused }: RenewalContext): boolean {
  if (isRefused(found.generation) || now() >= found.waitAtMs) return false;
  if (!held || isRefused(held.generation)) return true;
  return found.generation !== held.generation && found.endsAtMs > held.endsAtMs;
}

async function buy(
  mode: RenewalMode,
  refreshToken: string | undefined,
  context: RenewalContext,
): ReturnType<TokenEndpoint["create"]> {
  const { endpoint, held, now, isRefused } = context;
  if (mode === "refresh") {
    if (refreshToken === undefined) {
      throw new ResponseError("unauthorised", "there is no refresh token to refresh by", { outcome: "nothing-sent" });
    }
    return endpoint.refresh(refreshToken);
  }
  const wasRefused = held !== undefined && isRefused(held.generation);
  if (mode === "auto" && wasRefused) context.takeEarly();
  // What ended a token before its time has most likely ended its refresh token too.
  if (mode !== "create" && refreshToken !== undefined && !wasRefused) {
    try {
      return await endpoint.refresh(refreshToken);
    } catch (error) {
      // While the old token lives there is time to ask again; a refused refresh token stays refused.
      if (!isTokenRefusal(error) && isAlive(held, now())) throw error;
    }
  }
  try {
    return await withRetries(endpoint.create, { budgetMs: BUDGET_MS });
  } catch (error) {
    throw toCredentialError(error);
  }
}
