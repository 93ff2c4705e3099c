import { createEntryStore } from "../opcard/entry-store.ts";
import type { TokenStore } from "../opcard/token-store.ts";
import { askDenoKv, isCommitted } from "./ask-deno-kv.ts";
import { assertBinding, TOKENS_IN_KV_REFUSED } from "./assert-binding.ts";
import type { DenoKv, DenoKvStoreOptions } from "./deno-kv-store.ts";
import { untilWritten } from "./until-written.ts";

/**
 * Returns a store of tokens in Deno KV. One value for each app key and environment is written by an atomic operation that
 * checks that nobody else has written it since it was read: of all who share the database one renews at a time, in any
 * region. Leases are by the clocks of those who claim, which differ by far less than a lease.
 *
 * Each method throws TransportError: `connection_failed` where Deno KV can't be asked, `timeout` where others were faster
 * 20 times. A claim may then be held by nobody until its lease is over.
 *
 * @throws InputError `invalid_config` for what is no database of Deno KV, such as a Workers KV namespace.
 * @example
 * ```ts
 * import { createDenoKvTokenStore, type DenoKv } from "oceanpayment/deno";
 *
 * declare const Deno: { openKv(): Promise<DenoKv> };
 * const tokenStore = createDenoKvTokenStore(await Deno.openKv());
 * ```
 */
export function createDenoKvTokenStore(
  kv: DenoKv,
  { prefix = ["oceanpayment"], now }: DenoKvStoreOptions = {},
): TokenStore {
  assertBinding(kv, {
    field: "kv",
    wanted: "a database of Deno.openKv",
    methods: ["get", "list", "atomic"],
    kvRefused: TOKENS_IN_KV_REFUSED,
  });
  const read = (key: string) => askDenoKv(() => kv.get([...prefix, "token", key]));
  return createEntryStore(
    {
      read: async (key) => (await read(key)).value,
      update: (key, change) =>
        untilWritten(async () => {
          const { value, versionstamp } = await read(key);
          const { answer, text } = change(value);
          if (text === undefined) return { answer };
          const at = [...prefix, "token", key];
          const isWritten = await isCommitted(kv.atomic().check({ key: at, versionstamp }).set(at, text));
          return isWritten ? { answer } : undefined;
        }),
    },
    { sharing: "atomic", now },
  );
}
