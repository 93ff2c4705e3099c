/** Where a sandbox keeps its state: plain JSON values by key. A Durable Object's storage fits it as it is. */
export interface SandboxStore {
  readonly get: (key: string) => Promise<unknown>;
  readonly put: (key: string, value: unknown) => Promise<void>;
  readonly delete: (key: string) => Promise<unknown>;
  /** Returns the entries whose keys begin with a prefix, in the order of their keys. */
  readonly list: (options: { prefix: string }) => Promise<ReadonlyMap<string, unknown>>;
}

/** Returns a store that lasts as long as the process. */
export function createSandboxStore(): SandboxStore {
  const entries = new Map<string, string>();
  return {
    get: async (key) => {
      const found = entries.get(key);
      return found === undefined ? undefined : (JSON.parse(found) as unknown);
    },
    put: async (key, value) => void entries.set(key, JSON.stringify(value)),
    delete: async (key) => entries.delete(key),
    list: async ({ prefix }) =>
      new Map(
        [...entries]
          .filter(([key]) => key.startsWith(prefix))
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, value]) => [key, JSON.parse(value) as unknown]),
      ),
  };
}
