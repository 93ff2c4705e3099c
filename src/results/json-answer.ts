import { ResponseError } from "../errors.ts";
import { fromJson, type JsonValue } from "../wire/json.ts";
import { refusalOf } from "./codes.ts";

/** The object that a JSON answer is. */
export type JsonObject = { readonly [name: string]: JsonValue };

/** The one code of success (stated, protocol.md §6.5). */
const SUCCESS = "000";

/** Returns a JSON answer, which is an object. @throws ResponseError `malformed_json`, `unexpected_answer`. */
export function readJsonObject(body: string): JsonObject {
  const answer = fromJson(body);
  if (!isObject(answer)) throw new ResponseError("unexpected_answer", "the answer must be a JSON object");
  return answer;
}

/**
 * Returns the `data` of a JSON answer of success.
 *
 * @throws ResponseError `malformed_json`, `unexpected_answer`; `gateway_refused`, `wrong_environment` where its code is
 * another than `000`.
 */
export function readJsonData(body: string): JsonObject {
  const { code, data } = readJsonObject(body);
  const shown = textOf(code);
  if (shown === "") throw new ResponseError("unexpected_answer", "the answer must have a code");
  if (shown !== SUCCESS) {
    const [errorCode, meaning] = refusalOf(shown) ?? ["gateway_refused", "it has not done what was asked"];
    // A code is a word or a number; anything else could be what was sent.
    const gatewayCode = /^[A-Za-z0-9_-]{1,24}$/.test(shown) ? shown : undefined;
    throw new ResponseError(errorCode, `the gateway refused the request: ${meaning}`, {
      gatewayCode,
      outcome: "unknown",
    });
  }
  return isObject(data) ? data : {};
}

/** Returns a member that is an object, or an empty one. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** Returns a member as text: ids come as text or as numbers. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" || typeof value === "number" ? `${value}` : "";
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
