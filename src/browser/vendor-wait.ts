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
export function waitForLoad(element: HTMLElement, options: WaitOptions, begin?: () => void): Promise<void> {
  return wait(options, (done, fail) => {
    watch(element, done, fail);
    begin?.();
  });
}

/**
 * Returns when an element has been drawn into another, which `find` finds, and has loaded.
 *
 * @throws TransportError `connection_failed`, `timeout`, `aborted`.
 */
export function waitForDrawn(
  root: HTMLElement,
  find: () => HTMLElement | undefined,
  options: WaitOptions,
): Promise<void> {
  let observer: MutationObserver | undefined;
  return wait(options, (done, fail) => {
    const look = () => {
      const drawn = find();
      if (!drawn) return;
      observer?.disconnect();
      watch(drawn, done, fail);
    };
    observer = new MutationObserver(look);
    observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["id"] });
    look();
  }).finally(() => observer?.disconnect());
}

type Fail = (code: "connection_failed" | "timeout" | "aborted", why: string) => void;

function watch(element: HTMLElement, done: () => void, fail: Fail): void {
  element.addEventListener("load", done);
  element.addEventListener("error", () => fail("connection_failed", "no connection, or the page's policy forbids it"));
}

function wait({ signal, timeoutMs }: WaitOptions, begin: (done: () => void, fail: Fail) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      settle();
    };
    const fail: Fail = (code, why) =>
      end(() =>
        reject(new TransportError(code, `the vendor's script was not loaded: ${why}`, { outcome: "nothing-sent" })),
      );
    const abort = () => fail("aborted", "the caller gave up");
    const timer = setTimeout(() => fail("timeout", `nothing came in ${timeoutMs} ms`), timeoutMs);
    signal?.addEventListener("abort", abort);
    try {
      begin(() => end(resolve), fail);
    } catch (error) {
      end(() => reject(error as Error));
    }
  });
}
