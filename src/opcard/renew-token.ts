import { toHex } from "../bytes/hex.ts";
import { randomBytes } from "../bytes/random.ts";
import { ResponseError, TransportError } from "../errors.ts";
import { growingPauseMs, pause } from "../http/pause.ts";
import { withRetries } from "../http/with-retries.ts";
import { type HeldToken, holdToken, isAlive } from "./held-token.ts";
import type { SharedRenewal, SharedToken } from "./shared-token.ts";
import type { TokenRecord } from "./token.ts";
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
  /** Given the token as soon as it is there: whoever waits for it need not wait until it is stored. */
  readonly onToken: (token: HeldToken) => void;
  readonly onBeat: (listener: () => void) => void;
}

/** How long a claim on the renewal lasts. It is claimed again while its holder lives. */
const LEASE_MS = 6000;
/** Every so many beats the claim is made again. */
const BEATS_A_CLAIM = 10;
/** How long to wait for another isolate's renewal, and how long `token/create` is repeated. */
const BUDGET_MS = 25_000;
const LOOKS = { firstMs: 60, mostMs: 500 };
/** So much the clocks of two isolates may differ, and the later of two tokens still count as later. */
const CLOCKS_DIFFER_MS = 5000;

/**
 * Gives a token newer than the one held: another isolate's where there is one, else a new one, bought by whoever has the
 * claim on it. Ends when it is stored as well.
 *
 * @throws TransportError, ResponseError where neither call gave one.
 */
export async function renewToken(mode: RenewalMode, context: RenewalContext): Promise<void> {
  const { now, onToken } = context;
  const shared = context.shared();
  /** Takes over what the store shows, where that is newer. */
  const takeOver = (found: TokenRecord | undefined): boolean => {
    const token = mode === "auto" && found ? holdToken(found, now()) : undefined;
    if (!token || !isNewer(token, context)) return false;
    onToken(token);
    return true;
  };
  const holder = toHex(randomBytes(12));
  const endMs = performance.now() + BUDGET_MS;
  for (let looks = 1; ; looks++) {
    if (takeOver(await shared.read())) return;
    if (await shared.claim(holder, LEASE_MS)) break;
    if (performance.now() >= endMs) throw new TransportError("timeout", "another isolate's renewal did not end");
    await pause(growingPauseMs(looks, LOOKS), undefined);
  }
  const claim = keepClaim(holder, shared, context);
  try {
    // Another isolate may have ended its renewal between the look and the claim.
    const found = await shared.read();
    if (takeOver(found)) return;
    const token = await buy(mode, latest(found, context.held)?.refreshToken, context);
    onToken(holdToken(token, now()));
    // Where another has taken the claim over, it writes what it bought.
    if (await claim.end()) await shared.write(token, holder);
  } finally {
    await claim.end();
    await shared.release(holder);
  }
}

/** Claims again with the beats, so that the claim lasts as long as its holder. */
function keepClaim(
  holder: string,
  shared: SharedRenewal,
  { onBeat }: Pick<RenewalContext, "onBeat">,
): { readonly end: () => Promise<boolean> } {
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

/** What was obtained last has the refresh token that is good: those before it may be used up. */
function latest(found: TokenRecord | undefined, held: TokenRecord | undefined): TokenRecord | undefined {
  if (!found || !held) return found ?? held;
  return held.obtainedAtMs > found.obtainedAtMs ? held : found;
}

function isNewer(found: HeldToken, { held, now, isRefused }: RenewalContext): boolean {
  if (isRefused(found.generation) || now() >= found.waitAtMs) return false;
  if (!held) return true;
  // A store that is late still shows what came before the one that was refused.
  if (isRefused(held.generation)) return found.obtainedAtMs >= held.obtainedAtMs - CLOCKS_DIFFER_MS;
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
