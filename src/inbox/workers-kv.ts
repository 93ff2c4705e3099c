/** Why Workers KV keeps no notices. */
export const WORKERS_KV_REFUSED =
  "Workers KV is eventually consistent: it can hold neither a lock nor a mark that something was seen; use a Durable Object or D1";

/** Tells whether a value looks like a Workers KV namespace. */
export function isWorkersKv(value: unknown): boolean {
  const { get, put, list, getWithMetadata } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return [get, put, list, getWithMetadata].every((member) => typeof member === "function");
}
