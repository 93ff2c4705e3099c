import { InputError, shapeOf } from "../errors.ts";
import type { TokenStore } from "../opcard/token-store.ts";
import type { OpcardConfig } from "./opcard-config.ts";

const METHODS: readonly (keyof TokenStore)[] = ["read", "claim", "write", "release"];

/**
 * Refuses a store that is none, that holds tokens unsealed, or that cannot keep those who share an app key from ending each
 * other's tokens, where a new token ends the old.
 *
 * @throws InputError `invalid_config`, `missing_credential`.
 */
export function assertTokenStore(
  { tokenStore, sealing, isOnlyUser }: OpcardConfig,
  newTokenRevokesOld: boolean | "unknown",
): void {
  if (tokenStore !== undefined) assertIsStore(tokenStore);
  const sharing = tokenStore?.sharing ?? "none";
  // Whatever else stands in its place seals nothing.
  if (sharing !== "none" && (typeof sealing !== "object" || sealing === null)) {
    throw new InputError("missing_credential", `"sealing" must be given with a token store: tokens are kept sealed`, {
      field: "sealing",
    });
  }
  if (newTokenRevokesOld !== true || sharing === "atomic" || (sharing === "none" && isOnlyUser === true)) return;
  const reason =
    sharing === "none"
      ? "each isolate has a memory of its own, and each one's new token ends the others'; where there is but one, say isOnlyUser: true"
      : "what one isolate writes another sees up to a minute later, and by then has bought a token that ends the first one's";
  throw new InputError(
    "invalid_config",
    `"tokenStore" must let one renew at a time where a new token ends the old (a Durable Object, Deno KV): ${reason}`,
    { field: "tokenStore" },
  );
}

function assertIsStore(store: unknown): void {
  const found = (store ?? {}) as Readonly<Record<string, unknown>>;
  const isStore =
    ["none", "eventual", "atomic"].includes(String(found.sharing)) &&
    METHODS.every((name) => typeof found[name] === "function");
  if (isStore) return;
  const made = "createMemoryTokenStore, createKvTokenStore, createDurableTokenStore or createDenoKvTokenStore";
  throw new InputError("invalid_config", `"tokenStore" must be one of ${made}, got ${shapeOf(store)}`, {
    field: "tokenStore",
  });
}
