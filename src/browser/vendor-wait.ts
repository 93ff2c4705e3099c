import { TransportError } from "../errors.ts";

/** How long a script or a frame of the vendor's is waited for. */
export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
}

/**
 * Returns when an element has loaded. `begin` makes it load.
 *
 * @throws TransportError `connection_failed`, `timeout`, `aborted`, and whatever `begin` throws.
 */
export function waitForLoad(
  element: HTMLElement,
  { signal, timeoutMs }: WaitOptions,
  begin?: () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      settle();
    };
    const fail = (code: "connection_failed" | "timeout" | "aborted", why: string) =>
      end(() =>
        reject(new TransportError(code, `the vendor's script was not loaded: ${why}`, { outcome: "nothing-sent" })),
      );
    const abort = () => fail("aborted", "the caller gave up");
    const timer = setTimeout(() => fail("timeout", `nothing came in ${timeoutMs} ms`), timeoutMs);
    signal?.addEventListener("abort", abort);
    element.addEventListener("load", () => end(resolve));
    element.addEventListener("error", () =>
      fail("connection_failed", "no connection, or the page's policy forbids it"),
    );
    try {
      begin?.();
    } catch (error) {
      end(() => reject(error as Error));
    }
  });
}
