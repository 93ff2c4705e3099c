import { type ErrorDetails, ResponseError } from "../errors.ts";
import type { JsonValue } from "../wire/json.ts";
import { refusalOf } from "./codes.ts";
import { readJsonObject, textOf } from "./json-answer.ts";

/** An answer of OPCard, disputes or OPCCOUNT, whose code says that the call succeeded. */
export interface ApiAnswer {
  readonly gatewayCode: string;
  /** The gateway's own words; empty where it has none. */
  readonly gatewayText: string;
  /** The gateway's own number of the call, to give to its support; empty where it has none. */
  readonly traceId: string;
  /** What the call returns, integers beyond 2^53 as text. */
  readonly data: JsonValue;
}

/** How answers of one service say what became of the call. */
export interface ApiCodes {
  /** The codes of success: `"200"` for OPCard, `"000"` for OPCCOUNT (stated, protocol.md §7, §8). */
  readonly success: readonly string[];
  /** The codes by which a call is refused for its authorisation, with nothing done. */
  readonly unauthorised: readonly string[];
}

/** Codes whose meaning in payments speaks of a terminal, which these services have not: the same, said of credentials. */
const MEANINGS: Readonly<Record<string, string>> = {
  "20013": "the signature was wrong: check the key, and the text that is signed",
  "20014": "credentials of the sandbox were used in production",
  "20015": "credentials of production were used in the sandbox",
};

/**
 * Returns the answer to a call.
 *
 * @throws ResponseError `malformed_json`, `unexpected_answer`; `unauthorised`, `wrong_environment`, `gateway_refused`
 * where its code is another than success.
 */
export function readApiAnswer(body: string, { success, unauthorised }: ApiCodes): ApiAnswer {
  const { code, msg, message, trace_id: traceId, data = null } = readJsonObject(body);
  const shown = textOf(code);
  if (shown === "") throw new ResponseError("unexpected_answer", "the answer must have a code");
  if (success.includes(shown)) {
    return { gatewayCode: shown, gatewayText: textOf(msg) || textOf(message), traceId: textOf(traceId), data };
  }
  const details = readDetails(code, traceId);
  throw (
    toRefusal(shown, unauthorised, details) ?? refused("gateway_refused", "it has not done what was asked", details)
  );
}

/** What an answer of another HTTP status than success says. */
export interface StatusAnswer {
  /** The code and the number of the call, where the answer has them in their shape. */
  readonly details: Pick<ErrorDetails, "gatewayCode" | "traceId">;
  /** The error that the code stands for, where it has a meaning of its own. */
  readonly refusal: ResponseError | undefined;
}

/** Returns what the body of an answer says that HTTP itself calls a failure. One that is no JSON object says nothing. */
export function readStatusAnswer(body: string, { unauthorised }: Pick<ApiCodes, "unauthorised">): StatusAnswer {
  try {
    const { code, trace_id: traceId } = readJsonObject(body);
    const details = readDetails(code, traceId);
    return { details, refusal: toRefusal(textOf(code), unauthorised, details) };
  } catch {
    return { details: {}, refusal: undefined };
  }
}

/** Returns the error that a code stands for, or nothing where it has no meaning of its own. */
function toRefusal(
  code: string,
  unauthorised: readonly string[],
  details: StatusAnswer["details"],
): ResponseError | undefined {
  if (unauthorised.includes(code)) return toUnauthorised(details);
  const found = refusalOf(code);
  if (!found) return undefined;
  const [errorCode, meaning] = found;
  return refused(errorCode, (Object.hasOwn(MEANINGS, code) && MEANINGS[code]) || meaning, details);
}

/** Returns the error of a call that was refused for its authorisation, with nothing done. */
export function toUnauthorised(details: ErrorDetails): ResponseError {
  return new ResponseError("unauthorised", "the gateway refused the call's authorisation", {
    ...details,
    outcome: "refused",
  });
}

function refused(code: ResponseError["code"], meaning: string, details: StatusAnswer["details"]): ResponseError {
  return new ResponseError(code, `the gateway refused the request: ${meaning}`, { ...details, outcome: "unknown" });
}

/** A code is a word or a number, and so is the number of a call; anything else could be what was sent. */
function readDetails(code: JsonValue | undefined, traceId: JsonValue | undefined): StatusAnswer["details"] {
  const [shownCode, shownId] = [textOf(code), textOf(traceId)];
  return {
    gatewayCode: /^[A-Za-z0-9_-]{1,24}$/.test(shownCode) ? shownCode : undefined,
    traceId: /^[A-Za-z0-9_-]{1,64}$/.test(shownId) ? shownId : undefined,
  };
}
