import type { Environment } from "../environment.ts";
import { ResponseError } from "../errors.ts";
import type { Send } from "../http/send.ts";
import type { CallOptions } from "../schema/pay-input.ts";
import { toForm } from "../wire/form.ts";
import type { Operation } from "../wire/operations.ts";
import { signRequest, type WireFields } from "../wire/signing.ts";

/** What every exchange with the gateway needs. */
export interface ExchangeContext {
  readonly environment: Environment;
  readonly send: Send;
  readonly timeoutMs: number;
}

/** An answer has at most 16 MB: a list of orders is the longest. */
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;

/**
 * Signs a form, sends it, and returns the body of the answer: the one path of all calls that are forms and answer XML.
 *
 * The answer's XML may come under any textual type (no source states which); what it is, the XML reader decides.
 */
export async function exchangeForm(
  row: Operation,
  fields: WireFields,
  options: { secureCode: string; context: ExchangeContext; call: CallOptions },
): Promise<string> {
  const { secureCode, context, call } = options;
  const signValue = await signRequest(row, fields, secureCode);
  const { contentType, body } = await context.send({
    url: `${context.environment.hosts[row.host]}${row.path}`,
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      accept: "application/xml, text/xml",
    },
    body: toForm({ ...fields, signValue }),
    timeoutMs: call.timeoutMs ?? context.timeoutMs,
    maxBytes: MOST_ANSWER_BYTES,
    signal: call.signal,
  });
  if (contentType !== "" && !/^text\/|[/+]xml$/.test(contentType)) {
    throw new ResponseError("unexpected_content_type", "the gateway's answer must be XML");
  }
  return body;
}
