import type { TokenStore } from "../opcard/token-store.ts";
import { askObject, type ObjectStub } from "./ask-object.ts";
import { assertBinding, TOKENS_IN_KV_REFUSED } from "./assert-binding.ts";
import { TOKEN_PROTOCOL, type TokenMethod } from "./durable-protocol.ts";

/** A binding of a Durable Object class that keeps tokens: the part that is used. */
export interface TokenNamespace<Id> {
  readonly idFromName: (name: string) => Id;
  readonly get: (id: Id) => ObjectStub;
}

/**
 * Returns a store of tokens in Durable Objects, whose class {@link createTokenObject} makes: one object for each app key
 * and environment. An object does one thing at a time, by its own clock, so that of all who share it one renews at a time,
 * wherever they run. Also a Worker that binds the class by `script_name` shares it.
 *
 * Each method throws TransportError `connection_failed` where the object does not answer. A claim may then be held by
 * nobody until its lease is over.
 *
 * @throws InputError `invalid_config` for what is no binding of a Durable Object, such as a Workers KV namespace.
 * @example
 * ```ts
 * import { createDurableTokenStore, type TokenNamespace } from "oceanpayment/cloudflare";
 *
 * declare const env: { readonly TOKENS: TokenNamespace<unknown> };
 * const tokenStore = createDurableTokenStore(env.TOKENS);
 * ```
 */
export function createDurableTokenStore<Id>(namespace: TokenNamespace<Id>): TokenStore {
  assertBinding(namespace, {
    field: "namespace",
    wanted: "the binding of a Durable Object",
    methods: ["idFromName", "get"],
    kvRefused: TOKENS_IN_KV_REFUSED,
  });
  const ask = <Answer>(method: TokenMethod, values: readonly [key: string, ...unknown[]]): Promise<Answer> =>
    askObject(() => namespace.get(namespace.idFromName(values[0])), { protocol: TOKEN_PROTOCOL, method, values });
  return Object.freeze({
    sharing: "atomic",
    read: (key) => ask("read", [key]),
    claim: (key, claim) => ask("claim", [key, claim]),
    write: (key, sealed, holder) => ask("write", [key, sealed, holder]),
    release: (key, holder) => ask("release", [key, holder]),
  } satisfies TokenStore);
}
