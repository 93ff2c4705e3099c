import { utf8 } from "../bytes/utf8.ts";
import { InputError, OceanpaymentError, ResponseError, shapeOf, TransportError } from "../errors.ts";
import { readBody } from "./read-body.ts";
import { mediaType } from "./send.ts";
import { withinTime } from "./within-time.ts";

/** What is to be received. */
export interface Expected {
  /** In words, for messages: `a notice`. */
  readonly what: string;
  /** The first one is named in messages. */
  readonly mediaTypes: readonly string[];
}

/** The gateway's messages have about two kB. A store keeps one in a value. */
const MOST_BYTES = 32_768;
/** How long a body may take to come. */
const MOST_MS = 10_000;

/**
 * Returns the body of a message that was posted, or the same given as text. Only the body counts, never the address or
 * its query.
 *
 * @throws ResponseError `unexpected_method`, `unexpected_content_type`, `malformed_text`. @throws TransportError
 * `body_too_large`, `connection_failed`, and `timeout` after 10 s. @throws InputError `invalid_argument`.
 */
export async function receiveText(request: Request | string, { what, mediaTypes }: Expected): Promise<string> {
  if (typeof request === "string") {
    if (utf8(request).length <= MOST_BYTES) return request;
    throw new TransportError("body_too_large", `${what} must have at most ${MOST_BYTES} bytes`);
  }
  if (typeof request?.headers?.get !== "function") {
    throw new InputError("invalid_argument", `"request" must be a Request or text, got ${shapeOf(request)}`, {
      field: "request",
    });
  }
  if (request.method !== "POST") throw new ResponseError("unexpected_method", `${what} comes by POST`);
  if (!mediaTypes.includes(mediaType(request.headers.get("content-type")))) {
    throw new ResponseError("unexpected_content_type", `${what} comes as ${mediaTypes[0]}`);
  }
  try {
    return await withinTime(readBody(request.body, MOST_BYTES), MOST_MS);
  } catch (error) {
    if (error instanceof OceanpaymentError) throw error;
    throw new TransportError("connection_failed", `${what} broke off before its end`);
  }
}
