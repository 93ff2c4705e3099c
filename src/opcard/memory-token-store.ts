import { createEntryStore } from "./entry-store.ts";
import type { TokenStore } from "./token-store.ts";

/**
 * Returns a store of tokens in memory, for the clients of one process or isolate that are given it. What it holds ends
 * with the process.
 *
 * @param options `now` is the clock, Unix milliseconds.
 * @example
 * ```ts
 * import { createMemoryTokenStore } from "oceanpayment/edge";
 *
 * // One for all clients of this process that have the same app key.
 * const tokenStore = createMemoryTokenStore();
 * ```
 */
export function createMemoryTokenStore({ now }: { readonly now?: (() => number) | undefined } = {}): TokenStore {
  const texts = new Map<string, string>();
  return createEntryStore(
    {
      read: async (key) => texts.get(key),
      update: async (key, change) => {
        const { answer, text } = change(texts.get(key));
        if (text !== undefined) texts.set(key, text);
        return answer;
      },
    },
    { sharing: "none", now },
  );
}
