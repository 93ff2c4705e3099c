import { ResponseError } from "../errors.ts";
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
  // A code is a word or a number; anything else could be what was sent.
  const gatewayCode = /^[A-Za-z0-9_-]{1,24}$/.test(shown) ? shown : undefined;
  if (unauthorised.includes(shown)) {
    throw new ResponseError("unauthorised", "the gateway refused the call's authorisation", {
      gatewayCode,
      outcome: "refused",
    });
  }
  const [errorCode, meaning] = refusalOf(shown) ?? ["gateway_refused", "it has not done what was asked"];
  const said = Object.hasOwn(MEANINGS, shown) ? MEANINGS[shown] : meaning;
  throw new ResponseError(errorCode, `the gateway refused the request: ${said}`, {
    gatewayCode,
    outcome: "unknown",
  });
}
