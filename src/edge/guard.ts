import { InputError } from "../errors.ts";

/** What lifts the guard, for tests that emulate a document on a server. */
export interface GuardOptions {
  /** `true` allows secrets where there is a document. Never in a page: the secret would be public. */
  readonly unsafeAllowDocument?: boolean | undefined;
}

/** The globals that tell a page, and a page's worker, from a server. */
interface Surroundings {
  readonly document?: { readonly createElement?: unknown };
  readonly WorkerGlobalScope?: unknown;
  readonly importScripts?: unknown;
}

/**
 * Refuses to go on in a page or in a worker of a page. Every exported function that takes a secret calls it first: the
 * last of three nets, after the refusing export and the types.
 *
 * A server runtime's own workers (workerd, Deno) have `WorkerGlobalScope` too, but no `importScripts`.
 *
 * @throws InputError `server_only`.
 */
export function assertServer(options: GuardOptions | undefined): void {
  if (options?.unsafeAllowDocument === true) return;
  const { document, WorkerGlobalScope, importScripts } = globalThis as Surroundings;
  const inDocument = typeof document?.createElement === "function";
  const inPageWorker = typeof WorkerGlobalScope === "function" && typeof importScripts === "function";
  if (inDocument || inPageWorker) {
    throw new InputError(
      "server_only",
      "this function takes a secret and runs on a server only; a test that emulates a document says unsafeAllowDocument: true",
    );
  }
}
