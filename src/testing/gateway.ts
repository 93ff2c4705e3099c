import { isOceanpaymentError } from "../errors.ts";
import { readBody } from "../http/read-body.ts";
import { mediaType } from "../http/send.ts";
import { fromForm } from "../wire/form.ts";
import { fromJson } from "../wire/json.ts";
import { readApiCall } from "./api/read-call.ts";
import { answerCall, type Call } from "./call-faults.ts";
import { calls, type FormCall, type JsonCall } from "./calls.ts";
import { CALL_FAULTS } from "./faults.ts";
import type { GatewayContext } from "./gateway-context.ts";
import type { GatewayOperationName } from "./operation-name.ts";
import { answerPages } from "./page-routes.ts";
import { flattenJson, type RequestRecord } from "./received.ts";

const MOST_BYTES = 1024 * 1024;

const MEDIA_TYPES = { form: "application/x-www-form-urlencoded", json: "application/json" } as const;

/** A request that was read, and its answer still to be made. */
interface ReadCall {
  readonly operation: GatewayOperationName;
  readonly call: Call;
}

/** Returns what answers requests as the gateway would. */
export function createGatewayFetch(
  context: GatewayContext,
  record: RequestRecord,
): (request: Request) => Promise<Response> {
  async function route(request: Request): Promise<Response> {
    const paged = await answerPages(request, context);
    if (paged) return paged;
    const { pathname } = new URL(request.url);
    const row = Object.hasOwn(calls, pathname) ? calls[pathname] : undefined;
    const read = row ? await readCall(row, request) : await readApiCall(request, context, record);
    if ("status" in read) return read;
    const { operation, call } = read;
    const fault = context.faults.draw(CALL_FAULTS, operation);
    return answerCall(
      fault,
      () => context.inTurn(call),
      () => stall(context.stallMs, request.signal),
    );
  }

  async function readCall(row: FormCall | JsonCall, request: Request): Promise<Response | ReadCall> {
    if (request.method !== "POST") return new Response("Method Not Allowed", { status: 405 });
    if (mediaType(request.headers.get("content-type")) !== MEDIA_TYPES[row.format]) {
      return new Response("Unsupported Media Type", { status: 415 });
    }
    const body = await readBody(request.body, MOST_BYTES);
    return row.format === "form" ? readForm(row, body, request) : readJson(row, body, request);
  }

  function readForm(row: FormCall, body: string, request: Request): ReadCall {
    const fields = fromForm(body);
    const operation = row.operationOf(fields);
    record.add({ operation, path: new URL(request.url).pathname, fields });
    const refuse = isRegistered(request) ? undefined : row.refuseAddress;
    return { operation, call: async () => (refuse ? refuse(fields) : row.answer(fields, context, operation)) };
  }

  function readJson({ operation, answer }: JsonCall, body: string, request: Request): ReadCall {
    const value = fromJson(body);
    record.add({ operation, path: new URL(request.url).pathname, fields: flattenJson(value) });
    return { operation, call: () => answer(request.headers, value, context) };
  }

  /** The caller's address must be registered before any order-management call (stated, protocol.md §2). */
  function isRegistered(request: Request): boolean {
    const { registeredAddresses, addressOf } = context;
    return registeredAddresses === undefined || registeredAddresses.includes(addressOf?.(request) ?? "");
  }

  return async (request) => {
    try {
      return await route(request);
    } catch (error) {
      if (isOceanpaymentError(error)) return new Response("Bad Request", { status: 400 });
      throw error;
    }
  };
}

function stall(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
