import { ResponseError } from "../errors.ts";

/** Returns fields as `application/x-www-form-urlencoded` text in UTF-8. Fields without a value are left out. */
export function toForm(fields: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return new URLSearchParams(pairs).toString();
}

/**
 * Returns the fields of `application/x-www-form-urlencoded` text. Strict: a name that stands twice and a broken escape
 * are refused, since two readers would differ on them.
 *
 * @throws ResponseError `malformed_form`.
 */
export function fromForm(text: string): Readonly<Record<string, string>> {
  const fields: Record<string, string> = Object.create(null);
  for (const pair of text === "" ? [] : text.split("&")) {
    const at = pair.indexOf("=");
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    if (name === "" || name in fields) {
      throw new ResponseError("malformed_form", "a form must name each field, and each once");
    }
    fields[name] = at < 0 ? "" : decode(pair.slice(at + 1));
  }
  return fields;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new ResponseError("malformed_form", "a form must be percent-encoded UTF-8");
  }
}
