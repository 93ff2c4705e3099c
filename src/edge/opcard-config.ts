import type { SealingKey } from "../opcard/sealing-key.ts";
import type { OpcardAssumptions } from "../opcard/assumptions.ts";
import type { TokenStore } from "../opcard/token-store.ts";
import type { OpcardSettings } from "../schema/opcard-config.ts";

/** What an OPCard client is made of. */
export interface OpcardConfig extends OpcardSettings {
  /**
   * Where the token is kept, so that isolates and processes share it. Default this process's memory, which shares with none:
   * each isolate then has a token of its own.
   */
  readonly tokenStore?: TokenStore | undefined;
  /** The keys that tokens are sealed under in a store. Needed for every store but memory. */
  readonly sealing?: { readonly key: SealingKey; readonly previousKey?: SealingKey | undefined } | undefined;
  /**
   * `true` says that nothing else uses this app key, in no other process or isolate: with that a token in memory is right
   * even where `assume.newTokenRevokesOld` is `true`.
   */
  readonly isOnlyUser?: boolean | undefined;
  /**
   * Told what a token store threw: the client goes on without the store. Told also, once, where `waitUntil` throws: the
   * renewal then ends with the request that began it.
   */
  readonly onTokenStoreError?: ((error: unknown) => unknown) | undefined;
  /** What to take for granted where no source tells. */
  readonly assume?: Partial<OpcardAssumptions> | undefined;
}
