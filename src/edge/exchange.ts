import { isHeaderText } from "../bytes/plain-text.ts";
import { InputError, ResponseError } from "../errors.ts";
import type { Environment } from "../environment.ts";
import type { Send, SendRequest, SendResponse } from "../http/send.ts";
import { toForm } from "../wire/form.ts";
import type { Operation } from "../wire/operations.ts";
import { signRequest, type WireFields } from "../wire/signing.ts";

/** What every exchange with the gateway needs. */
export interface ExchangeContext {
  readonly environment: Environment;
  readonly send: Send;
}

/** A call's question, ready to be sent. */
export interface Question {
  readonly row: Operation;
  /** The fields of a form, or of a JSON body by dotted names; account and terminal among them. */
  readonly fields: WireFields;
  /** The JSON body, where the call has one. */
  readonly json?: object;
  readonly secureCode: string;
}

/** An answer has at most 16 MB: a list of orders is the longest. */
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;

/**
 * What each format is sent and answered as. No source states under which type the gateway's XML comes: any textual type is
 * taken, and what it is the XML reader decides. JSON is held to its reader likewise.
 */
const FORMATS = {
  form: { accept: "application/xml, text/xml", answer: /^text\/|[/+]xml$/, name: "XML" },
  json: { accept: "application/json", answer: /^text\/|[/+]json$/, name: "JSON" },
} as const;

/** Signs a question. The text that is signed is made of the very values that are sent. */
export async function toRequest(
  { row, fields, json, secureCode }: Question,
  { environment }: ExchangeContext,
): Promise<Pick<SendRequest, "url" | "method" | "headers" | "body">> {
  const url = `${environment.hosts[row.host]}${row.path}`;
  if (json !== undefined) {
    const { account = "", terminal = "" } = fields;
    if (!isHeaderText(secureCode)) {
      throw new InputError(
        "invalid_config",
        `"secureCode" must be printable ASCII for a call that has it as a header`,
        {
          field: "secureCode",
        },
      );
    }
    // Stated for these calls alone (protocol.md §4.3): the secret as a header, over TLS, never followed by a redirect.
    const headers = { "content-type": "application/json", accept: FORMATS.json.accept, account, terminal, secureCode };
    return { url, method: "POST", headers, body: JSON.stringify(json) };
  }
  const signValue = await signRequest(row, fields, secureCode);
  const headers = {
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    accept: FORMATS.form.accept,
  };
  return { url, method: "POST", headers, body: toForm({ ...fields, signValue }) };
}

/** Sends a request once, and returns the answer: the one path of all calls. */
export async function exchange(
  { row }: Question,
  request: Pick<SendRequest, "url" | "method" | "headers" | "body">,
  { context, timeoutMs, signal }: { context: ExchangeContext; timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<SendResponse> {
  const answer = await context.send({ ...request, timeoutMs, maxBytes: MOST_ANSWER_BYTES, signal });
  const format = FORMATS[row.format ?? "form"];
  if (answer.contentType !== "" && !format.answer.test(answer.contentType)) {
    throw new ResponseError("unexpected_content_type", `the gateway's answer must be ${format.name}`);
  }
  return answer;
}
