import { OceanpaymentError, TransportError } from "../errors.ts";
import { growingPauseMs, pause } from "./pause.ts";

/** How long queries are repeated. */
export interface RetryOptions {
  /** How long all attempts and the pauses between them may take. */
  readonly budgetMs: number;
  readonly signal?: AbortSignal | undefined;
}

const FIRST_PAUSE_MS = 250;
const MOST_PAUSE_MS = 8000;

/**
 * Returns what one of several attempts returns. An attempt is repeated after a failure that may pass (no connection, no
 * answer in time, HTTP 429 or 5xx), after a growing pause that is no shorter than the gateway asks for, while time is left.
 *
 * For queries only: an attempt that changed something must never run twice.
 *
 * @throws whatever the last attempt threw.
 */
export async function withRetries<Result>(
  attempt: (number: number, leftMs: number) => Promise<Result>,
  { budgetMs, signal }: RetryOptions,
): Promise<Result> {
  const endMs = performance.now() + budgetMs;
  for (let number = 1; ; number++) {
    try {
      return await attempt(number, Math.max(1, Math.floor(endMs - performance.now())));
    } catch (error) {
      if (!mayPass(error)) throw error;
      const askedMs = error instanceof OceanpaymentError ? (error.retryAfterMs ?? 0) : 0;
      const ownMs = growingPauseMs(number, { firstMs: FIRST_PAUSE_MS, mostMs: MOST_PAUSE_MS });
      // Not sooner than asked, and never at once: a gateway that asks for no pause must not be flooded.
      const pauseMs = Math.max(askedMs, ownMs);
      // Without time for another attempt, this one's failure is the answer.
      if (performance.now() + pauseMs >= endMs) throw error;
      await pause(pauseMs, signal);
    }
  }
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof TransportError)) return false;
  const { code, status = 0 } = error;
  return (
    code === "connection_failed" || code === "timeout" || (code === "http_status" && (status === 429 || status >= 500))
  );
}
