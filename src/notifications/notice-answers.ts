import type { ErrorCode } from "../errors.ts";

/** What is acknowledged, in these words (stated, protocol.md §6.7). */
const ACKNOWLEDGEMENT = "receive-ok";

/** The HTTP status for what is no notice. */
const STATUSES: Partial<Readonly<Record<ErrorCode, number>>> = {
  unexpected_method: 405,
  timeout: 408,
  body_too_large: 413,
  unexpected_content_type: 415,
  malformed_text: 400,
  malformed_xml: 400,
  connection_failed: 400,
  unknown_sender: 403,
};

/** Answers a notice that is done with. */
export function acknowledge(): Response {
  return plainAnswer(200, ACKNOWLEDGEMENT);
}

/** Answers a notice that could not be taken now: it is to come again. */
export function askAgain(): Response {
  return plainAnswer(503, "", { "retry-after": "60" });
}

/** Tells whether an error means that what came is no notice at all. */
export function isNoNotice(code: ErrorCode): boolean {
  return Object.hasOwn(STATUSES, code);
}

/** Answers what is no notice. */
export function refuseNotice(code: ErrorCode): Response {
  return plainAnswer(STATUSES[code] ?? 503, code, code === "unexpected_method" ? { allow: "POST" } : {});
}

function plainAnswer(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(text, { status, headers: { "content-type": "text/plain; charset=utf-8", ...headers } });
}
