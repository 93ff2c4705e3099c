import { TransportError } from "../errors.ts";
import { pause } from "../http/pause.ts";
import type { TokenRecord, TokenSealing } from "./token.ts";
import type { TokenStore } from "./token-store.ts";

/** The token that isolates share, as a renewal sees it: sealed in a store, or nowhere. Nothing of it throws. */
export interface SharedRenewal {
  readonly read: () => Promise<TokenRecord | undefined>;
  readonly claim: (holder: string, leaseMs: number) => Promise<boolean>;
  readonly write: (token: TokenRecord, holder: string) => Promise<void>;
  readonly release: (holder: string) => Promise<void>;
}

/** Returns the shared token for one renewal. A store that has once not answered in time is not asked again within it. */
export type SharedToken = () => SharedRenewal;

/** Where and how a token is shared. */
export interface Sharing {
  readonly store: TokenStore;
  readonly sealing: TokenSealing;
  /** The name of the app key and environment in the store. */
  readonly key: () => Promise<string>;
  /** Told what the store threw. */
  readonly onError: (error: unknown) => unknown;
}

/** The token of an isolate that shares with none. */
export const UNSHARED: SharedToken = () => NOWHERE;

const NOWHERE: SharedRenewal = Object.freeze({
  read: async () => undefined,
  claim: async () => true,
  write: async () => {},
  release: async () => {},
});

/** How long a store may take to answer. A claim lasts for longer. */
const MOST_MS = 3000;

/**
 * Returns the token in a store. A store that does not answer is done without: an isolate then renews for itself, and the
 * allowance of early renewals bounds what comes of that.
 */
export function createSharedToken(sharing: Sharing): SharedToken {
  return () => createSharedRenewal(sharing);
}

function createSharedRenewal({ store, sealing, key, onError }: Sharing): SharedRenewal {
  // A store that hangs would cost a renewal as many waits as it has questions.
  let isLate = false;
  async function unlessFailing<Answer>(otherwise: Answer, ask: (key: string) => Promise<Answer>): Promise<Answer> {
    if (isLate) return otherwise;
    try {
      const work = ask(await key());
      return await withinTime(work, () => (isLate = true));
    } catch (error) {
      tellError(onError, error);
      return otherwise;
    }
  }
  return {
    read: () =>
      unlessFailing(undefined, async (name) => {
        const stored = await store.read(name);
        return stored && sealing.open(stored.sealed);
      }),
    claim: (holder, leaseMs) => unlessFailing(true, (name) => store.claim(name, { holder, leaseMs })),
    write: (token, holder) =>
      unlessFailing(undefined, async (name) => void (await store.write(name, await sealing.seal(token), holder))),
    release: (holder) => unlessFailing(undefined, (name) => store.release(name, holder)),
  };
}

/** @throws TransportError `timeout`: else a store that hangs would hold up all calls, for as long as it does. */
async function withinTime<Answer>(work: Promise<Answer>, onLate: () => void): Promise<Answer> {
  const answered = new AbortController();
  const late = pause(MOST_MS, answered.signal).then(() => {
    onLate();
    throw new TransportError("timeout", `the token store has not answered within ${MOST_MS} ms`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    answered.abort();
  }
}

/** Tells an error. Who can't be told changes nothing. */
export function tellError(onError: (error: unknown) => unknown, error: unknown): void {
  try {
    Promise.resolve(onError(error)).catch(() => {});
  } catch {
    // Watching must not change what is watched.
  }
}
