/** A request to the gateway, whole. */
export interface SendRequest {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or a form with files, whose media type the platform names with its boundary. */
  readonly body?: string | FormData;
  /** How long the whole exchange may take, the reading of the answer's body included. */
  readonly timeoutMs: number;
  /** How long the answer's body may be. */
  readonly maxBytes: number;
  /** Whether an answer of HTTP 400 to 499 is an answer too, with what of its body comes soon and is short. */
  readonly takesRefusals?: boolean;
  /** The caller's own wish to stop. */
  readonly signal?: AbortSignal | undefined;
}

/** An answer with a status of 200 to 299, its body whole; or of 400 to 499, where the request takes those. */
export interface SendResponse {
  readonly status: number;
  /** The media type in lower case, without parameters; empty where none was given. */
  readonly contentType: string;
  /** Of a status of 400 to 499 empty where it was too long, too slow, or no text. */
  readonly body: string;
  /** How long the gateway asked to wait (`Retry-After`), in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * Sends a request and returns its answer: the port that all calls go through. It sends once, follows no redirect, and
 * throws a `TransportError` for everything that is not a whole answer of success.
 */
export type Send = (request: SendRequest) => Promise<SendResponse>;

/** A `fetch` of the host or the caller's own, such as a service binding's. */
export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/** Returns the media type of a `Content-Type` value in lower case, without parameters. */
export function mediaType(header: string | null): string {
  return (header ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
