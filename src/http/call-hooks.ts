import type { ErrorCode, Outcome } from "../errors.ts";

/** One attempt of a call. */
export interface RequestEvent {
  /** The operation, such as `payments.pay`: a row of the operations table. */
  readonly operation: string;
  /** The host it goes to. */
  readonly host: string;
  readonly path: string;
  /**
   * From 1. A query has more after failures that may pass; also a change has a second one where the first was refused for its
   * authorisation, when nothing was done.
   */
  readonly attempt: number;
  /** What was sent, by wire names. Values that are neither ids nor amounts are masked, with nothing of their length. */
  readonly fields: Readonly<Record<string, string>>;
}

/** An attempt that got an answer the library could read. A decline is one. */
export interface ResponseEvent extends RequestEvent {
  readonly durationMs: number;
  /** The HTTP status. */
  readonly status: number;
  /** The gateway's own code, where the answer has one. */
  readonly gatewayCode?: string | undefined;
}

/** An attempt that ended in an error. */
export interface ErrorEvent extends RequestEvent {
  readonly durationMs: number;
  /** The HTTP status, where an answer came. */
  readonly status?: number | undefined;
  readonly gatewayCode?: string | undefined;
  /** The code of the library's error. */
  readonly code: ErrorCode;
  readonly outcome?: Outcome | undefined;
}

/**
 * What watches every request. Each attempt is told by `onRequest`, then by exactly one of the other two. What a hook
 * throws or rejects with is dropped, and nobody waits for it: watching a payment must not change it.
 */
export interface CallHooks {
  readonly onRequest?: ((event: RequestEvent) => unknown) | undefined;
  readonly onResponse?: ((event: ResponseEvent) => unknown) | undefined;
  readonly onError?: ((event: ErrorEvent) => unknown) | undefined;
}
