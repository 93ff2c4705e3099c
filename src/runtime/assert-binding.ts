import { InputError, shapeOf } from "../errors.ts";
import { isWorkersKv, WORKERS_KV_REFUSED } from "../inbox/workers-kv.ts";

/**
 * Refuses what is not the binding that a store needs. @throws InputError `invalid_config`, with the reason for a Workers
 * KV namespace.
 */
export function assertBinding(
  binding: unknown,
  { field, wanted, methods }: { readonly field: string; readonly wanted: string; readonly methods: readonly string[] },
): void {
  if (isWorkersKv(binding)) {
    throw new InputError("invalid_config", `"${field}" must be ${wanted}: ${WORKERS_KV_REFUSED}`, { field });
  }
  const found = (binding ?? {}) as Readonly<Record<string, unknown>>;
  if (methods.some((name) => typeof found[name] !== "function")) {
    throw new InputError("invalid_config", `"${field}" must be ${wanted}, got ${shapeOf(binding)}`, { field });
  }
}
