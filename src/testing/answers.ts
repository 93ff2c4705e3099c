import { type JsonInput, toJson } from "../wire/json.ts";
import { toXml, withWrongSignature, type XmlFields, type XmlRoot } from "./gateway-xml.ts";

/** What a call is answered with, before faults. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body with a wrong signature: the same where an answer has none. */
  readonly misSignedBody: string;
}

/** Returns an answer in XML. */
export function xmlAnswer(fields: XmlFields, root: XmlRoot = "response"): Answer {
  const headers = { "content-type": "application/xml; charset=UTF-8" };
  return { status: 200, headers, body: toXml(fields, root), misSignedBody: toXml(withWrongSignature(fields), root) };
}

/** Returns an answer in JSON. */
export function jsonAnswer(value: object): Answer {
  const body = JSON.stringify(value);
  return { status: 200, headers: { "content-type": "application/json; charset=utf-8" }, body, misSignedBody: body };
}

/** Returns an answer in JSON whose integers are exact: those of `bigint` are written as their digits. */
export function exactJsonAnswer(value: JsonInput, status = 200): Answer {
  const body = toJson(value);
  return { status, headers: { "content-type": "application/json; charset=utf-8" }, body, misSignedBody: body };
}

/** Returns a page. `formAction` is where its forms may go, by the rules of a content security policy. */
export function pageAnswer(body: string, options: { formAction?: string; status?: number } = {}): Answer {
  const { formAction = "'self'", status = 200 } = options;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `default-src 'none'; style-src 'self'; script-src 'self'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    "referrer-policy": "no-referrer",
  };
  return { status, headers, body, misSignedBody: body };
}

/** Returns an answer that sends a browser on, by GET. */
export function seeOther(location: string): Answer {
  return { status: 303, headers: { location, "cache-control": "no-store" }, body: "", misSignedBody: "" };
}

/** Returns an answer as the platform sends it. */
export function toResponse({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers });
}
