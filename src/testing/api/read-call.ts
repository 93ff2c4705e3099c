import { toHex } from "../../bytes/hex.ts";
import type { Bytes } from "../../bytes/utf8.ts";
import { sha256 } from "../../crypto/sha256.ts";
import { ResponseError } from "../../errors.ts";
import { readBody } from "../../http/read-body.ts";
import { mediaType } from "../../http/send.ts";
import { fromJson, type JsonValue } from "../../wire/json.ts";
import type { Call } from "../call-faults.ts";
import type { GatewayContext } from "../gateway-context.ts";
import type { ApiOperationName } from "../operation-name.ts";
import type { RequestRecord } from "../received.ts";
import { apiCalls } from "./api-calls.ts";
import type { ApiRequest, SandboxUpload } from "./api-request.ts";
import { readMembers } from "./json-members.ts";
import { type ApiRoute, findRoute } from "./route.ts";
import { shownFields } from "./shown-fields.ts";
import { countTokenCall } from "./tokens.ts";

type Sent = Pick<ApiRequest, "parameters" | "texts" | "files">;

const MOST_JSON_BYTES = 1024 * 1024;
const MOST_FORM_BYTES = 16 * 1024 * 1024;

/** Reads a call of OPCard, disputes or OPCCOUNT, and records it. Returns the refusal of what is none. */
export async function readApiCall(
  request: Request,
  context: GatewayContext,
  record: RequestRecord,
): Promise<Response | { readonly operation: ApiOperationName; readonly call: Call }> {
  const url = new URL(request.url);
  const route = findRoute({ method: request.method, pathname: url.pathname }, context.api);
  if (route === undefined) return new Response("Not Found", { status: 404 });
  if (route === "method") return new Response("Method Not Allowed", { status: 405 });
  const { operation, row, path } = route;
  const type = mediaType(request.headers.get("content-type"));
  if (row.method === "POST" && type !== (row.multipart ? "multipart/form-data" : "application/json")) {
    return new Response("Unsupported Media Type", { status: 415 });
  }
  const sent = await readSent(request, url, row);
  record.add({ operation, path: url.pathname, fields: shownFields(sent.parameters) });
  countTokenCall(operation, context.api);
  const asked = { operation, headers: request.headers, path, ...sent };
  return { operation, call: () => apiCalls[operation](asked, context) };
}

function readSent(request: Request, url: URL, { service, method, multipart }: ApiRoute["row"]): Promise<Sent> | Sent {
  if (method === "GET") {
    const pairs: [string, string][] = [];
    url.searchParams.forEach((value, name) => pairs.push([name, value]));
    return fromPairs(pairs, [], service === "opccount" ? toQueryValue : toJsonText);
  }
  return multipart ? readForm(request) : readJson(request);
}

async function readJson(request: Request): Promise<Sent> {
  const body = await readBody(request.body, MOST_JSON_BYTES);
  const value = fromJson(body);
  const texts = readMembers(body);
  if (!texts) throw new ResponseError("malformed_json", "the body must be a JSON object, each name once");
  return { parameters: value as Readonly<Record<string, JsonValue>>, texts, files: [] };
}

async function readForm(request: Request): Promise<Sent> {
  const pairs: [string, string][] = [];
  const sent: [string, File][] = [];
  const form = await formOf(request);
  form.forEach((value, name) => {
    if (typeof value === "string") pairs.push([name, value]);
    else sent.push([name, value]);
  });
  const files = await Promise.all(sent.map(([field, file]) => toUpload(field, file)));
  return fromPairs(pairs, files, toJsonText);
}

async function formOf({ body, headers }: Request): Promise<FormData> {
  try {
    const type = headers.get("content-type") ?? "";
    return await new Response(await bytesOf(body), { headers: { "content-type": type } }).formData();
  } catch {
    throw new ResponseError("malformed_form", `the body must be a form of at most ${MOST_FORM_BYTES} bytes`);
  }
}

/** By its reader: a host that emulates a document has streams of two kinds, and pipes do not join them. */
async function bytesOf(body: ReadableStream<Uint8Array> | null): Promise<Blob> {
  const reader = body?.getReader();
  const chunks: Bytes[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || value === undefined) return new Blob(chunks);
    length += value.length;
    if (length > MOST_FORM_BYTES) {
      reader?.cancel().catch(() => {});
      throw new Error("too long");
    }
    chunks.push(new Uint8Array(value));
  }
}

async function toUpload(field: string, file: File): Promise<SandboxUpload> {
  const bytes: Bytes = new Uint8Array(await file.arrayBuffer());
  return { field, name: file.name, type: file.type, sizeBytes: bytes.length, sha256: toHex(await sha256(bytes)) };
}

/** Returns what pairs of texts say: each name once. */
function fromPairs(
  pairs: readonly (readonly [string, string])[],
  files: readonly SandboxUpload[],
  toText: (value: string) => string,
): Sent {
  const texts = new Map(pairs.map(([name, value]) => [name, toText(value)]));
  if (texts.size !== pairs.length) throw new ResponseError("malformed_form", "each name must stand once");
  return { parameters: Object.fromEntries([...texts].map(([name, text]) => [name, fromJson(text)])), texts, files };
}

function toJsonText(value: string): string {
  return JSON.stringify(value);
}

/**
 * What stands in an OPCCOUNT query as in JSON, whole numbers and lists, is that (inferred): the documentation shows this GET's
 * parameters as a JSON body, and they are signed as such.
 */
function toQueryValue(value: string): string {
  if (/^(0|[1-9]\d{0,8})$/.test(value)) return value;
  return value.startsWith("[") ? JSON.stringify(fromJson(value)) : JSON.stringify(value);
}
