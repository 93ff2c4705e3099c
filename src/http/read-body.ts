import type { Bytes } from "../bytes/utf8.ts";
import { fromUtf8 } from "../bytes/utf8.ts";
import { ResponseError, TransportError } from "../errors.ts";

/**
 * Returns the text of a body, read no further than a cap.
 *
 * @throws TransportError `body_too_large`.
 * @throws ResponseError `malformed_text` where the body is not UTF-8.
 */
export async function readBody(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<string> {
  const bytes = body === null ? new Uint8Array() : await readBytes(body, maxBytes);
  try {
    return fromUtf8(bytes);
  } catch {
    throw new ResponseError("malformed_text", `the body must be UTF-8 text, got ${bytes.length} bytes that are not`);
  }
}

async function readBytes(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Bytes> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maxBytes) {
      // Not awaited: a sender that never ends must not hold the refusal back.
      reader.cancel().catch(() => {});
      throw new TransportError("body_too_large", `the body must have at most ${maxBytes} bytes`);
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
