import * as v from "valibot";
import { type ErrorCode, InputError, shapeOf } from "../errors.ts";

/** What a check expects, with the code of the error it makes: the message of every check in this folder. */
export function expects(code: InputError["code"], expected: string): string {
  return `${code satisfies ErrorCode}|${expected}`;
}

/**
 * Returns an input as its schema reads it.
 *
 * valibot's own errors never leave: their issues hold the input. The first issue becomes an `InputError` with the
 * field's path, what was expected, and the shape of what came.
 *
 * @throws InputError with the code the failed check names.
 */
export function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  subject: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const place = issue.path?.at(-1);
  const path = issue.path?.map((item) => item.key).filter(isPlainKey) ?? [];
  const field = path.length > 0 ? path.join(".") : subject;
  const [code, expected] = readExpectation(issue);
  throw new InputError(code, `"${field}" ${expected}, got ${shapeOf(place ? place.value : issue.input)}`, { field });
}

function readExpectation(issue: v.BaseIssue<unknown>): readonly [InputError["code"], string] {
  if (issue.input === undefined) return ["missing_field", "must be given"];
  // valibot's default messages hold the input; they begin with a capital, unlike any code.
  const own = /^([a-z_]+)\|(.*)$/.exec(issue.message);
  if (own) return [own[1] as InputError["code"], own[2] as string];
  if (issue.type === "strict_object" && issue.expected === "never")
    return ["invalid_field", "is not a member this takes"];
  return ["invalid_field", "must be of another type"];
}

/** Names of members are shown only where they look like names: a value could have slipped into a key's place. */
function isPlainKey(key: unknown): key is string | number {
  return typeof key === "number" || (typeof key === "string" && /^[A-Za-z_]{1,24}$/.test(key));
}
