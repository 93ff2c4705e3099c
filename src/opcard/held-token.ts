import { randomBytes } from "../bytes/random.ts";
import { TOKEN_LIFE_MS } from "./assumptions.ts";
import type { TokenRecord } from "./token.ts";

/** The token that an isolate holds, with when to renew it. */
export interface HeldToken extends TokenRecord {
  /** From then on whoever calls begins a renewal, and goes on with this token meanwhile. */
  readonly renewAtMs: number;
  /** From then on a call waits for the renewal first. */
  readonly waitAtMs: number;
}

/** The share of its life after which a token is renewed; each isolate draws its own, so that not all come at once. */
const RENEW_SHARE = { least: 0.85, most: 0.92 };
/** The share of its life after which a call would rather wait than begin with the token. */
const WAIT_SHARE = 0.98;

/** Returns a token to hold. One that was obtained later than now, by another's clock, counts as obtained now. */
export function holdToken(token: TokenRecord, nowMs: number): HeldToken {
  const obtainedAtMs = Math.min(token.obtainedAtMs, nowMs);
  const lifeMs = Math.min(TOKEN_LIFE_MS, token.endsAtMs - token.obtainedAtMs);
  const [high = 0, low = 0] = randomBytes(2);
  const { least, most } = RENEW_SHARE;
  const share = least + ((most - least) * (high * 256 + low)) / 65_536;
  return {
    ...token,
    obtainedAtMs,
    endsAtMs: obtainedAtMs + lifeMs,
    renewAtMs: obtainedAtMs + lifeMs * share,
    waitAtMs: obtainedAtMs + lifeMs * WAIT_SHARE,
  };
}

/** Tells whether a token lives still. */
export function isAlive(token: TokenRecord | undefined, nowMs: number): boolean {
  return token !== undefined && nowMs < token.endsAtMs;
}
