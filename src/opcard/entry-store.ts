import {
  claimEntry,
  fromEntryText,
  releaseEntry,
  type TokenEntry,
  type TokenStep,
  toEntryText,
  writeEntry,
} from "./token-entry.ts";
import type { TokenSharing, TokenStore } from "./token-store.ts";

/** What a change makes of the text that is kept: the new one, or none where nothing changes. */
export interface TextChange<Answer> {
  readonly answer: Answer;
  readonly text?: string;
}

/** Texts by key, where they are kept. */
export interface TokenTexts {
  /** Returns what is kept; anything but a text is nothing. */
  readonly read: (key: string) => Promise<unknown>;
  /** Reads, changes and writes as one step, with no other between. `change` may be called again where one was. */
  readonly update: <Answer>(key: string, change: (found: unknown) => TextChange<Answer>) => Promise<Answer>;
}

/** Returns a store of tokens over texts, each written as one step. Leases are by the clock `now`, Unix milliseconds. */
export function createEntryStore(
  texts: TokenTexts,
  { sharing, now = Date.now }: { readonly sharing: TokenSharing; readonly now?: (() => number) | undefined },
): TokenStore {
  const update = <Answer>(key: string, change: (entry: TokenEntry) => TokenStep<Answer>): Promise<Answer> =>
    texts.update(key, (found) => {
      const { answer, entry } = change(fromEntryText(found));
      return { answer, ...(entry && { text: toEntryText(entry) }) };
    });
  return Object.freeze({
    sharing,
    read: async (key) => fromEntryText(await texts.read(key)).token,
    claim: (key, claim) => update(key, (entry) => claimEntry(entry, claim, now())),
    write: (key, sealed, holder) => update(key, (entry) => writeEntry(entry, { sealed, holder }, now())),
    release: (key, holder) => update(key, (entry) => releaseEntry(entry, holder)),
  } satisfies TokenStore);
}
