import { InputError, shapeOf } from "../errors.ts";
import { isWorkersKv, WORKERS_KV_REFUSED } from "../inbox/workers-kv.ts";

/** Why a store that promises one renewal at a time does not keep tokens in Workers KV. */
export const TOKENS_IN_KV_REFUSED =
  "Workers KV is eventually consistent: it can't tell who may renew a token; createKvTokenStore makes do with that";

/** What a store needs. */
interface WantedBinding {
  readonly field: string;
  readonly wanted: string;
  readonly methods: readonly string[];
  /** Why it does not take Workers KV. Default the reason for notices. */
  readonly kvRefused?: string;
}

/**
 * Refuses what is not the binding that a store needs. @throws InputError `invalid_config`, with the reason for a Workers
 * KV namespace.
 */
export function assertBinding(
  binding: unknown,
  { field, wanted, methods, kvRefused = WORKERS_KV_REFUSED }: WantedBinding,
): void {
  if (isWorkersKv(binding)) {
    throw new InputError("invalid_config", `"${field}" must be ${wanted}: ${kvRefused}`, { field });
  }
  const found = (binding ?? {}) as Readonly<Record<string, unknown>>;
  if (methods.some((name) => typeof found[name] !== "function")) {
    throw new InputError("invalid_config", `"${field}" must be ${wanted}, got ${shapeOf(binding)}`, { field });
  }
}
