import { isEqualBytes } from "../bytes/equal.ts";
import { utf8 } from "../bytes/utf8.ts";
import type { JsonValue } from "../wire/json.ts";
import { type Answer, jsonAnswer } from "./answers.ts";
import { type GatewayContext, secureCodeOf } from "./gateway-context.ts";
import { INFERRED } from "./inferred.ts";

/** A JSON request whose headers were proved to be the merchant's. */
export interface JsonRequest {
  readonly account: string;
  readonly terminal: string;
  readonly body: JsonValue;
}

/** What a JSON call is answered with: data, or nothing where its parameters are wrong. */
export type JsonHandler = (request: JsonRequest, context: GatewayContext) => Promise<object | undefined>;

/** The name of the text beside `code`: `message` in a query, `msg` in the others (stated, §6.5). */
export type TextName = "msg" | "message";

/** Answers a JSON call. The `secureCode` header stands in a signature's place (stated, protocol.md §4.3). */
export async function answerJson(
  handler: JsonHandler,
  textName: TextName,
  headers: Headers,
  body: JsonValue,
  context: GatewayContext,
): Promise<Answer> {
  const [account = "", terminal = "", secureCode = ""] = ["account", "terminal", "secureCode"].map(
    (name) => headers.get(name) ?? "",
  );
  const expected = account === context.account ? secureCodeOf(context, terminal) : "";
  if (expected === "" || !isEqualBytes(utf8(secureCode), utf8(expected))) {
    return jsonAnswer({ code: INFERRED.jsonForbidden, [textName]: "Account, terminal or secureCode is wrong" });
  }
  const data = await handler({ account, terminal, body }, context);
  if (data === undefined) return jsonAnswer({ code: "PARAM_ERROR", [textName]: "A parameter is wrong", data: {} });
  return jsonAnswer({ code: "000", [textName]: "Success", data });
}

/** Returns the text at a path of names; empty where there is none, or something else. */
export function textAt(value: JsonValue, path: string): string {
  const found = path.split(".").reduce<JsonValue | undefined>((at, name) => memberOf(at, name), value);
  return typeof found === "string" ? found : "";
}

/** Returns a member of a JSON object; nothing where there is none. */
export function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject && Object.hasOwn(value, name) ? (value as Readonly<Record<string, JsonValue>>)[name] : undefined;
}
