import type { SandboxStore } from "../sandbox-store.ts";

/** Returns what a store keeps under a beginning of keys, in the order of the keys. */
export async function listKept<Item>(store: SandboxStore, prefix: string): Promise<readonly Item[]> {
  return [...(await store.list({ prefix })).values()] as Item[];
}

/** No key of the sandbox's is longer, and a Durable Object refuses those of more than 2,048 bytes. */
const MOST_KEY_LENGTH = 256;

/** Returns what a store keeps under a key, or nothing. */
export async function readKept<Item>(store: SandboxStore, key: string): Promise<Item | undefined> {
  if (key.length > MOST_KEY_LENGTH) return undefined;
  return (await store.get(key)) as Item | undefined;
}
