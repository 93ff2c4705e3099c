import { createFetch } from "ofetch";
import { InputError, OceanpaymentError, TransportError } from "../errors.ts";
import { readBody } from "./read-body.ts";
import { type Fetch, mediaType, type Send, type SendRequest, type SendResponse } from "./send.ts";
import { toStatusError } from "./status-error.ts";
import { withinTime } from "./within-time.ts";

/** How much is read of an answer that HTTP itself calls a failure, and how long it may take: the status alone says enough. */
const REFUSAL = { mostBytes: 16_384, mostMs: 1000 };

/**
 * Returns the way to the gateway, on ofetch. ofetch is used for one exchange only: no retry, no redirect, no parsing, and
 * its errors never leave, since they hold the request's body. One deadline covers the exchange to the last byte.
 *
 * @throws TransportError (on use) `connection_failed`, `timeout`, `aborted`, `redirected`, `http_status`, `body_too_large`.
 */
export function createSend(fetch: Fetch = (input, init) => globalThis.fetch(input, init)): Send {
  return async (request) => {
    if (request.signal?.aborted) {
      throw new TransportError("aborted", "the call was aborted before it began", { outcome: "nothing-sent" });
    }
    const deadline = createDeadline(request);
    try {
      return await Promise.race([exchange(fetch, request, deadline.signal), deadline.passed]);
    } catch (error) {
      throw deadline.reason() ?? toTransportError(error);
    } finally {
      deadline.clear();
    }
  };
}

async function exchange(fetch: Fetch, request: SendRequest, signal: AbortSignal): Promise<SendResponse> {
  const { raw } = createFetch({ fetch: (input, init) => fetch(String(input), init), Headers, AbortController });
  const { url, method, headers, body } = request;
  const response = await raw(url, {
    method,
    headers: { ...headers },
    ...(body !== undefined && { body }),
    redirect: "manual", // workerd has no "error"
    responseType: "stream",
    ignoreResponseError: true,
    retry: 0,
    signal,
  });
  const { status } = response;
  if (status === 0 || (status >= 300 && status < 400)) {
    throw new TransportError("redirected", "the gateway answered with a redirect, which is never followed", {
      status,
      outcome: "unknown",
    });
  }
  const contentType = mediaType(response.headers.get("content-type"));
  const data = response._data ?? null;
  if (status >= 200 && status <= 299) return { status, contentType, body: await readBody(data, request.maxBytes) };
  const retryAfterMs = readRetryAfter(response.headers.get("retry-after"));
  const isRefusal = status >= 400 && status <= 499 && request.takesRefusals === true;
  if (!isRefusal) throw toStatusError(status, { retryAfterMs });
  return { status, contentType, body: await readRefusal(data), retryAfterMs };
}

async function readRefusal(data: ReadableStream<Uint8Array> | null): Promise<string> {
  try {
    return await withinTime(readBody(data, REFUSAL.mostBytes), REFUSAL.mostMs);
  } catch {
    return "";
  }
}

/** Returns the wait that a `Retry-After` in seconds asks for, up to an hour. A date is left aside: clocks differ. */
function readRetryAfter(header: string | null): number | undefined {
  return header !== null && /^\d{1,4}$/.test(header) ? Math.min(Number(header), 3600) * 1000 : undefined;
}

/** Joins the time-out and the caller's signal. Stays armed until the body is read. */
function createDeadline({ timeoutMs, signal }: SendRequest) {
  const controller = new AbortController();
  let reason: TransportError | undefined;
  let refuse: (reason: TransportError) => void = () => {};
  const passed = new Promise<never>((_resolve, reject) => {
    refuse = reject;
  });
  passed.catch(() => {}); // It may lose the race and still be refused.
  const end = (error: TransportError) => {
    reason ??= error;
    controller.abort();
    refuse(error);
  };
  const abort = () => end(new TransportError("aborted", "the call was aborted", { outcome: "unknown" }));
  const timer = setTimeout(
    () => end(new TransportError("timeout", `no whole answer within ${timeoutMs} ms`, { outcome: "unknown" })),
    timeoutMs,
  );
  signal?.addEventListener("abort", abort);
  return {
    signal: controller.signal,
    passed,
    reason: () => reason,
    clear: () => {
      clearTimeout(timer);
      // Ends what is still under way, such as the body of an answer that was refused: no connection is left behind.
      controller.abort();
      signal?.removeEventListener("abort", abort);
    },
  };
}

function toTransportError(error: unknown): OceanpaymentError {
  if (error instanceof OceanpaymentError) return error;
  if (isDenied(error) || isDenied((error as { cause?: unknown } | undefined)?.cause)) {
    return new InputError(
      "permission_denied",
      "the host lets this process reach no gateway: on Deno, --allow-net is missing",
    );
  }
  return new TransportError("connection_failed", "the gateway could not be reached, or the connection broke", {
    outcome: "unknown",
  });
}

/** Deno refuses before a byte leaves. */
function isDenied(error: unknown): boolean {
  const { name } = (error ?? {}) as { name?: unknown };
  return name === "NotCapable" || name === "PermissionDenied";
}
