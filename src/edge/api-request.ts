import { InputError } from "../errors.ts";
import type { SendRequest } from "../http/send.ts";
import type { ApiOperation } from "../wire/api-operations.ts";
import type { ApiParameters, ApiQuestion } from "../wire/api-question.ts";
import { type JsonInput, toJson } from "../wire/json.ts";

type Built = Pick<SendRequest, "url" | "method" | "headers" | "body">;

/**
 * Returns the request that asks a question, without its authorisation: a GET with a query, a POST with JSON, or with a form
 * where the operation takes files.
 *
 * @throws InputError `invalid_field` for files on a call that sends none.
 */
export function toApiRequest(
  { method, path, multipart }: Pick<ApiOperation, "method" | "path" | "multipart">,
  { path: values = {}, parameters = {}, files = [] }: ApiQuestion,
  origin: string,
): Built {
  const url = new URL(origin + path.replace(/\{(\w+)\}/g, (_whole, name: string) => toSegment(values[name], name)));
  const headers = { accept: "application/json" };
  if (method === "POST" && multipart) {
    // Its media type, with the boundary, is the platform's to say.
    return { url: url.href, method, headers, body: toFormData(parameters, files) };
  }
  if (files.length > 0) throw new InputError("invalid_field", `"files" are not taken by this call`, { field: "files" });
  if (method === "POST") {
    return {
      url: url.href,
      method,
      headers: { ...headers, "content-type": "application/json" },
      body: toJson(parameters),
    };
  }
  for (const [name, value] of given(parameters)) url.searchParams.append(name, toText(value));
  return { url: url.href, method, headers };
}

/** A value as one part of a path: an address reads `.` and `..` as a way to go. */
function toSegment(value: string | undefined, name: string): string {
  if (value !== undefined && value !== "" && value !== "." && value !== "..") return encodeURIComponent(value);
  throw new InputError("invalid_field", `"${name}" must be an id that can stand in a path`, { field: name });
}

function toFormData(parameters: ApiParameters, files: NonNullable<ApiQuestion["files"]>): FormData {
  const form = new FormData();
  for (const [name, value] of given(parameters)) form.append(name, toText(value));
  for (const { field, name, content } of files) form.append(field, content, name);
  return form;
}

function given(parameters: ApiParameters): readonly (readonly [string, JsonInput])[] {
  return Object.entries(parameters).filter(([, value]) => value !== undefined);
}

/** A value on its own is its text; a list or an object is JSON. */
function toText(value: JsonInput): string {
  return typeof value === "string" ? value : toJson(value);
}
