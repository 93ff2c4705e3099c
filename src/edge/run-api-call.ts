import { addDetails, OceanpaymentError, ResponseError } from "../errors.ts";
import type { CallHooks } from "../http/call-hooks.ts";
import type { Send, SendRequest, SendResponse } from "../http/send.ts";
import { toStatusError } from "../http/status-error.ts";
import {
  type ApiAnswer,
  type ApiCodes,
  readApiAnswer,
  readStatusAnswer,
  toUnauthorised,
} from "../results/api-answer.ts";
import { type CallOptions, parseCallOptions } from "../schema/call-options.ts";
import type { ApiMethod, ApiOperation } from "../wire/api-operations.ts";
import type { ApiQuestion } from "../wire/api-question.ts";
import type { ApiCall } from "./api-call.ts";
import { toApiRequest } from "./api-request.ts";
import { maskParameters } from "./mask.ts";
import { type AttemptLimits, runAttempts, withOutcome } from "./run-attempts.ts";

/** What authorises one sending of a request. */
export interface Authorisation {
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Told where the service refused it, for the first time or with another one again; returns whether another one may be
   * tried. Without it none may.
   */
  readonly refused?: (times: 1 | 2) => boolean;
  /** Told where the service answered the request. */
  readonly accepted?: () => void;
}

/** What calls of one service are run with. */
export interface ApiContext {
  /** The origin of each service that is called. */
  readonly origins: Readonly<Partial<Record<ApiOperation["service"], string>>>;
  readonly send: Send;
  readonly hooks: CallHooks;
  readonly timeoutMs: number;
  readonly queryBudgetMs: number;
  readonly codes: ApiCodes;
  /** Returns the authorisation of a request: a token, or a signature over its parameters. */
  readonly authorise: (request: ApiRequest, limits: AttemptLimits) => Promise<Authorisation>;
}

/** A question with the row that says how it travels. */
export interface ApiRequest {
  readonly operation: string;
  readonly row: Pick<ApiOperation, "service" | "method" | "path" | "effect" | "multipart">;
  readonly question: ApiQuestion;
}

/** An answer has at most 16 MB. */
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;

/** Returns what runs a table's calls. `methods` changes how single operations travel. */
export function createApiRunner<Name extends string>(
  operations: Readonly<Record<Name, ApiOperation>>,
  context: ApiContext,
  methods?: Readonly<Partial<Record<Name, ApiMethod>>>,
): <Input, Result>(
  call: ApiCall<Input, Result> & { readonly operation: Name },
) => (input: unknown, options?: CallOptions) => Promise<Result> {
  return (call) => async (input, options) => {
    const question = call.build(call.parse(input));
    const row = operations[call.operation];
    const method = methods?.[call.operation] ?? row.method;
    const answer = await runApiRequest(
      { operation: call.operation, row: { ...row, method }, question },
      options,
      context,
    );
    try {
      return call.read(answer);
    } catch (error) {
      throw withOutcome(error, { isQuery: row.effect === "query" });
    }
  };
}

/**
 * Runs one request: authorises and sends it, reads its answer. A query is repeated after failures that may pass. A change
 * is sent once; only after a refusal of its authorisation, when nothing was done, once more with another one.
 */
export async function runApiRequest(
  asked: ApiRequest,
  options: CallOptions | undefined,
  context: ApiContext,
): Promise<ApiAnswer> {
  const { operation, row, question } = asked;
  const { signal, timeoutMs = context.timeoutMs, budgetMs = context.queryBudgetMs } = parseCallOptions(options);
  const request = toApiRequest(row, question, context.origins[row.service] ?? "");
  const event = {
    operation,
    host: new URL(request.url).host,
    path: row.path,
    fields: maskParameters(question.parameters ?? {}),
  };
  const isQuery = row.effect === "query";
  return runAttempts({ event, isQuery, hooks: context.hooks, timeoutMs, budgetMs, signal }, async (make, limits) => {
    const attempt = async ({ headers, accepted }: Authorisation) => {
      const answer = await make({
        send: (limits) => sendOnce({ ...request, headers: { ...request.headers, ...headers } }, limits, context),
        read: (body) => readApiAnswer(body, context.codes),
      });
      accepted?.();
      return answer;
    };
    const first = await authorise(asked, limits(), context);
    try {
      return await attempt(first);
    } catch (error) {
      if (!isUnauthorised(error) || first.refused?.(1) !== true) throw error;
    }
    const second = await authorise(asked, limits(), context);
    try {
      return await attempt(second);
    } catch (error) {
      if (isUnauthorised(error)) second.refused?.(2);
      throw error;
    }
  });
}

/** What fails before a request is sent has changed nothing. */
async function authorise(asked: ApiRequest, limits: AttemptLimits, context: ApiContext): Promise<Authorisation> {
  try {
    return await context.authorise(asked, limits);
  } catch (error) {
    if (error instanceof OceanpaymentError) addDetails(error, { outcome: "nothing-sent" });
    throw error;
  }
}

/** Sends a request once. @throws also what an answer of HTTP 400 to 499 stands for, by its status and its code. */
export async function sendOnce(
  request: Pick<SendRequest, "url" | "method" | "headers" | "body">,
  limits: AttemptLimits,
  { send, codes }: Pick<ApiContext, "send" | "codes">,
): Promise<SendResponse> {
  const answer = await send({ ...request, ...limits, maxBytes: MOST_ANSWER_BYTES, takesRefusals: true });
  if (answer.status > 299) throw toRefusal(answer, codes);
  if (answer.contentType !== "" && !/^text\/|[/+]json$/.test(answer.contentType)) {
    throw new ResponseError("unexpected_content_type", "the gateway's answer must be JSON");
  }
  return answer;
}

/** Statuses that say that the same may succeed a little later, whatever code stands beside them. */
const LATER: readonly number[] = [408, 429];

function toRefusal({ status, body, retryAfterMs }: SendResponse, codes: ApiCodes): OceanpaymentError {
  const { details, refusal } = readStatusAnswer(body, codes);
  // Credentials of the other environment stay wrong with any token: what they are is worth more than the status.
  if (status === 401 && refusal?.code !== "wrong_environment") return toUnauthorised({ ...details, status });
  if (refusal && !LATER.includes(status)) {
    addDetails(refusal, { status });
    return refusal;
  }
  return toStatusError(status, { ...details, retryAfterMs });
}

function isUnauthorised(error: unknown): boolean {
  return error instanceof ResponseError && error.code === "unauthorised";
}
