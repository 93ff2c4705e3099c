import { randomBytes } from "../bytes/random.ts";
import { TransportError } from "../errors.ts";

/** Waits for a time, or until the caller wants to stop. @throws TransportError `aborted`. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(new TransportError("aborted", "the call was aborted"));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    if (signal?.aborted) return abort();
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** Returns a pause that grows with each attempt, to at most `mostMs`, by chance shortened by up to a half. */
export function growingPauseMs(attempt: number, { firstMs, mostMs }: { firstMs: number; mostMs: number }): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  const [high = 0, low = 0] = randomBytes(2);
  return Math.round(whole * (0.5 + (high * 256 + low) / 131_072));
}
