import { OceanpaymentError, TransportError } from "../errors.ts";

/**
 * Asks Deno KV.
 *
 * @throws TransportError `connection_failed` where it throws: what it says can name what it was given, and goes no further.
 */
export async function askDenoKv<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof OceanpaymentError) throw error;
    throw new TransportError("connection_failed", "Deno KV did not answer");
  }
}

/**
 * Commits an atomic operation, and returns whether it was written: not where a check failed.
 *
 * @throws TransportError `connection_failed`.
 */
export async function isCommitted(operation: {
  readonly commit: () => Promise<{ readonly ok: boolean }>;
}): Promise<boolean> {
  return (await askDenoKv(() => operation.commit().catch(notIfLocked))).ok;
}

/** A file that another process writes at this moment: nothing was written, as if that process had been first. */
function notIfLocked(error: unknown): { readonly ok: false } {
  if (/database is locked/i.test(String(error))) return { ok: false };
  throw error;
}
