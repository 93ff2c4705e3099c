import { ResponseError } from "../errors.ts";

/** What is written as JSON text: also integers beyond 2^53, as `bigint`, and members that are left out where undefined. */
export type JsonInput =
  string | number | boolean | bigint | null | undefined | readonly JsonInput[] | { readonly [name: string]: JsonInput };

/** What JSON text can hold here: an integer beyond 2^53 is its exact digits as text. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/**
 * Returns the value of JSON text. Integers that a number can't hold exactly become text: ids of 18 to 21 digits stay
 * what they were (protocol.md §3). One byte order mark at the beginning is let be (RFC 8259 §8.1). An object in which a member
 * stands twice is refused: of two readers one would take the first, and one the last.
 *
 * @throws ResponseError `malformed_json`.
 */
export function fromJson(text: string): JsonValue {
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const { quoted, names } = quoteLongIntegers(json);
  let value: JsonValue;
  try {
    value = JSON.parse(quoted);
  } catch {
    throw new ResponseError("malformed_json", `the answer must be JSON, got ${text.length} characters that are not`);
  }
  // The same name can be written in several ways.
  const read = names.map((name) => JSON.parse(name) as string);
  if (new Set(read).size !== read.length) {
    throw new ResponseError("malformed_json", "the answer must be JSON with each member once");
  }
  return value;
}

/**
 * Returns compact JSON text. A `bigint` is written as its digits: ids of 19 digits that the gateway wants as numbers
 * (protocol.md §7) leave as exactly those.
 */
export function toJson(value: JsonInput): string {
  if (typeof value === "bigint") return String(value);
  // Not map, which passes over the gaps of a list.
  if (Array.isArray(value))
    return `[${Array.from(value as readonly JsonInput[], (item) => toJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const given = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${given.map(([name, member]) => `${JSON.stringify(name)}:${toJson(member)}`).join(",")}}`;
}

/**
 * Puts quotes round each integer of a JSON text that a number can't hold, strings left alone. Returns the names of the
 * outermost object beside it, as they are written.
 */
function quoteLongIntegers(text: string): { readonly quoted: string; readonly names: readonly string[] } {
  const names: string[] = [];
  let out = "";
  let kept = 0;
  let depth = 0;
  for (let at = 0; at < text.length;) {
    const character = text[at] as string;
    if (character === "{" || character === "[") depth++;
    if (character === "}" || character === "]") depth--;
    if (character === '"') {
      const end = endOfString(text, at);
      if (depth === 1 && isFollowedByColon(text, end)) names.push(text.slice(at, end));
      at = end;
    } else if (character === "-" || isDigit(character)) {
      const end = endOfNumber(text, at);
      const number = text.slice(at, end);
      // A number in a name's place is no JSON, and quotes would make it so.
      if (isLongInteger(number) && !isFollowedByColon(text, end)) {
        out += `${text.slice(kept, at)}"${number}"`;
        kept = end;
      }
      at = end;
    } else at++;
  }
  return { quoted: out + text.slice(kept), names };
}

function isFollowedByColon(text: string, start: number): boolean {
  let at = start;
  while (" \t\r\n".includes(text[at] ?? "-")) at++;
  return text[at] === ":";
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && (isDigit(text[at] as string) || "+-.eE".includes(text[at] as string))) at++;
  return at;
}

function isLongInteger(number: string): boolean {
  // Only what JSON's grammar calls an integer: anything else stays as it is, for JSON.parse to take or refuse.
  return /^-?[1-9]\d{15,}$/.test(number) && !Number.isSafeInteger(Number(number));
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}
