import { toHex } from "../bytes/hex.ts";
import { randomBytes } from "../bytes/random.ts";
import type { RenewalClaim, StoredToken } from "./token-store.ts";

/** What a store knows of one key. */
export interface TokenEntry {
  readonly token?: StoredToken;
  readonly claim?: { readonly holder: string; readonly endsAtMs: number; readonly leaseMs: number };
  /** Whose claim another has taken over since, the latest first. */
  readonly superseded?: readonly string[];
}

/** What a step comes to: an answer, and the entry to keep, or none where nothing changes. */
export interface TokenStep<Answer> {
  readonly answer: Answer;
  readonly entry?: TokenEntry;
}

/** Of a claim that does not say how long it was to last. */
const MOST_LEASE_MS = 600_000;
/** More holders than can still be on their way. */
const MOST_SUPERSEDED = 8;

/** Gives the right to renew, unless it is another's by now. */
export function claimEntry(entry: TokenEntry, { holder, leaseMs }: RenewalClaim, nowMs: number): TokenStep<boolean> {
  if (isAnothers(entry, holder, nowMs)) return { answer: false };
  const { claim, superseded = [] } = entry;
  const isOwn = claim?.holder === holder;
  const others = claim && !isOwn ? [claim.holder, ...superseded] : superseded;
  // Claimed again it lasts longer, never shorter.
  const endsAtMs = Math.max(nowMs + leaseMs, isOwn ? claim.endsAtMs : 0);
  const longestMs = Math.max(leaseMs, isOwn ? claim.leaseMs : 0);
  return {
    answer: true,
    entry: toEntry({
      token: entry.token,
      claim: { holder, endsAtMs, leaseMs: longestMs },
      superseded: others.filter((other) => other !== holder).slice(0, MOST_SUPERSEDED),
    }),
  };
}

/**
 * Keeps a sealed token and ends the claim, unless the right to renew is another's, or was since: whoever took it over may
 * have written, and what the first one holds may be revoked by that.
 */
export function writeEntry(
  entry: TokenEntry,
  { sealed, holder }: { readonly sealed: string; readonly holder: string },
  nowMs: number,
): TokenStep<boolean> {
  if (isAnothers(entry, holder, nowMs) || entry.superseded?.includes(holder)) return { answer: false };
  return {
    answer: true,
    entry: toEntry({ token: toStoredToken(sealed), claim: undefined, superseded: entry.superseded }),
  };
}

/** Ends the holder's own claim. */
export function releaseEntry(entry: TokenEntry, holder: string): TokenStep<undefined> {
  if (entry.claim?.holder !== holder) return { answer: undefined };
  return {
    answer: undefined,
    entry: toEntry({ token: entry.token, claim: undefined, superseded: entry.superseded }),
  };
}

/** Returns a sealed token as it is kept, under a version that no other write has. */
export function toStoredToken(sealed: string): StoredToken {
  return { sealed, version: toHex(randomBytes(12)) };
}

/** Returns an entry as text. */
export function toEntryText(entry: TokenEntry): string {
  return JSON.stringify(entry);
}

/** Returns the entry of what a store has kept. What is no text of an entry is nothing kept, never an error. */
export function fromEntryText(text: unknown): TokenEntry {
  const { token, claim, superseded } = objectOf(typeof text === "string" ? fromJson(text) : undefined);
  const { sealed, version } = objectOf(token);
  const { holder, endsAtMs, leaseMs } = objectOf(claim);
  return toEntry({
    token: isText(sealed) && isText(version) ? { sealed, version } : undefined,
    claim:
      isText(holder) && isTime(endsAtMs)
        ? { holder, endsAtMs, leaseMs: isTime(leaseMs) ? leaseMs : MOST_LEASE_MS }
        : undefined,
    superseded: Array.isArray(superseded) ? superseded.filter(isText) : undefined,
  });
}

/**
 * A claim that ends later than its lease can have been made to last was made by a clock that is ahead, or before this one was
 * set back: it would stop all renewals for so long. Clocks that agree within a lease are let be.
 */
function isAnothers({ claim }: TokenEntry, holder: string, nowMs: number): boolean {
  if (claim === undefined || claim.holder === holder || claim.endsAtMs <= nowMs) return false;
  return claim.endsAtMs - nowMs <= claim.leaseMs * 2;
}

/** Leaves out what is not there. */
function toEntry({
  token,
  claim,
  superseded,
}: { readonly [Name in keyof TokenEntry]: TokenEntry[Name] | undefined }): TokenEntry {
  return { ...(token && { token }), ...(claim && { claim }), ...(superseded?.length && { superseded }) };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isTime(value: unknown): value is number {
  return Number.isFinite(value);
}
