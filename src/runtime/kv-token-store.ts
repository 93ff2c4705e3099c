import { InputError, shapeOf, TransportError } from "../errors.ts";
import { isWorkersKv } from "../inbox/workers-kv.ts";
import { fromEntryText, toEntryText, toStoredToken } from "../opcard/token-entry.ts";
import type { TokenStore } from "../opcard/token-store.ts";

/** A binding of a Workers KV namespace: the part that is used. */
export interface TokenKv {
  readonly get: (key: string) => Promise<string | null>;
  readonly put: (key: string, value: string, options: { readonly expirationTtl: number }) => Promise<void>;
}

/** Where a store keeps its tokens in Workers KV. */
export interface KvTokenStoreOptions {
  /** What all its keys begin with. Default `"oceanpayment/token/"`. */
  readonly prefix?: string | undefined;
}

/**
 * How long a token stays that nobody replaces. It is valid for 60 minutes (stated, protocol.md §7), and how long its refresh
 * token is, no source says: a day costs nothing, and what is found too old is refused by the gateway and made anew.
 */
const STAYS_SECONDS = 86_400;

/**
 * Returns a store of tokens in Workers KV. A write is seen elsewhere up to a minute later, and nothing is atomic: each
 * location can renew for itself, and the last one to write is read. Take {@link createDurableTokenStore} where one is to
 * renew for all.
 *
 * `read` and `write` throw TransportError `connection_failed` where Workers KV does not answer, or takes no write: it takes
 * one a second for each key.
 *
 * @throws InputError `invalid_config` for what is no Workers KV namespace, or a prefix that is no text of up to 256
 * characters.
 * @example
 * ```ts
 * import { createKvTokenStore, type TokenKv } from "oceanpayment/cloudflare";
 *
 * declare const env: { readonly TOKENS: TokenKv };
 * const tokenStore = createKvTokenStore(env.TOKENS);
 * ```
 */
export function createKvTokenStore(
  kv: TokenKv,
  { prefix = "oceanpayment/token/" }: KvTokenStoreOptions = {},
): TokenStore {
  if (!isWorkersKv(kv)) {
    throw new InputError("invalid_config", `"kv" must be a Workers KV namespace, got ${shapeOf(kv)}`, { field: "kv" });
  }
  if (typeof prefix !== "string" || prefix.length > 256) {
    throw new InputError("invalid_config", `"prefix" must be up to 256 characters, got ${shapeOf(prefix)}`, {
      field: "prefix",
    });
  }
  return Object.freeze({
    sharing: "eventual",
    read: async (key) => fromEntryText(await ask(() => kv.get(prefix + key))).token,
    claim: async () => true,
    write: async (key, sealed) => {
      const text = toEntryText({ token: toStoredToken(sealed) });
      await ask(() => kv.put(prefix + key, text, { expirationTtl: STAYS_SECONDS }));
      return true;
    },
    release: async () => {},
  } satisfies TokenStore);
}

/** What Workers KV throws names the key, and says nothing that a caller could decide by. */
async function ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question();
  } catch {
    throw new TransportError("connection_failed", "Workers KV did not answer");
  }
}
