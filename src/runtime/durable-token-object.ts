import { createEntryStore, type TokenTexts } from "../opcard/entry-store.ts";
import { answerAsObject } from "./answer-as-object.ts";
import { TOKEN_PROTOCOL } from "./durable-protocol.ts";
import type { ObjectSql } from "./durable-records.ts";

/** What the runtime gives a Durable Object whose storage is SQLite: the part that is used. */
export interface TokenObjectState {
  readonly storage: { readonly sql: ObjectSql };
}

/** A Durable Object that keeps tokens. */
export interface TokenObject {
  readonly fetch: (request: Request) => Promise<Response>;
}

/** What a Durable Object of tokens may be given. */
export interface TokenObjectOptions {
  /** Told what storage threw within the object. Default `reportError`, which writes it to the Worker's log. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

const TABLE = "CREATE TABLE IF NOT EXISTS tokens (name TEXT PRIMARY KEY, entry TEXT NOT NULL)";
const READ = "SELECT entry FROM tokens WHERE name = ?";
const WRITE = "INSERT INTO tokens (name, entry) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET entry = excluded.entry";

/**
 * Returns a Durable Object class that keeps sealed tokens, and who may renew them, for {@link createDurableTokenStore}. It
 * needs a class with SQLite: `new_sqlite_classes` in the migration of `wrangler.jsonc`. Let nothing but
 * {@link createDurableTokenStore} send requests to it.
 *
 * @example
 * ```ts
 * import { createDurableTokenStore, createTokenObject, type TokenNamespace } from "oceanpayment/cloudflare";
 *
 * export const Tokens = createTokenObject();
 *
 * declare const env: { readonly TOKENS: TokenNamespace<unknown> };
 * const tokenStore = createDurableTokenStore(env.TOKENS);
 * ```
 */
export function createTokenObject({ onError = (error) => reportError(error) }: TokenObjectOptions = {}): new (
  state: TokenObjectState,
) => TokenObject {
  return class implements TokenObject {
    readonly #fetch: TokenObject["fetch"];

    constructor({ storage }: TokenObjectState) {
      const store = createEntryStore(textsIn(storage.sql), { sharing: "atomic" });
      this.#fetch = (request) =>
        answerAsObject(request, {
          protocol: TOKEN_PROTOCOL,
          answer: (method, values) => {
            const ask = store[method] as (...values: readonly unknown[]) => Promise<unknown>;
            return ask(...values);
          },
          onError,
        });
    }

    fetch(request: Request): Promise<Response> {
      return this.#fetch(request);
    }
  };
}

/**
 * Texts in the SQLite of a Durable Object. It is asked and answers within one turn: nothing is awaited between reading and
 * writing, and an object has one thread, so that no other question comes between, whatever gates the runtime has for
 * storage that is awaited. Nor does an answer leave before what was written is on disk: the runtime holds it back.
 */
function textsIn(sql: ObjectSql): TokenTexts {
  sql.exec(TABLE);
  const read = (key: string) => sql.exec(READ, key).toArray()[0]?.entry;
  return {
    read: async (key) => read(key),
    update: async (key, change) => {
      const { answer, text } = change(read(key));
      if (text !== undefined) sql.exec(WRITE, key, text);
      return answer;
    },
  };
}
