import { InputError, shapeOf } from "../errors.ts";

/** Parts of names that only secrets have, in lower case. `signValue` and the public `key` belong to a page's fields. */
const SECRET_NAMES = ["secret", "securecode", "privatekey", "password", "appkey"];

/**
 * Returns signed fields as a plain object of texts: what a framework makes reactive can't be posted to a frame.
 *
 * @throws InputError `invalid_argument`, `invalid_field` for what is no text, `secret_in_page`.
 */
export function toPlainFields(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  if (typeof fields !== "object" || fields === null || Array.isArray(fields)) {
    throw new InputError("invalid_argument", `"fields" must be an object, got ${shapeOf(fields)}`, { field: "fields" });
  }
  const present = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined);
  for (const [name, value] of present) {
    const plain = name.toLowerCase().replaceAll("_", "");
    if (SECRET_NAMES.some((secret) => plain.includes(secret)) || `${value}`.includes("PRIVATE KEY")) {
      throw new InputError("secret_in_page", "a page's fields must hold no secret: send signed fields to the page");
    }
    if (typeof value !== "string") {
      throw new InputError("invalid_field", `"${name.slice(0, 40)}" must be text, got ${shapeOf(value)}`, {
        field: name,
      });
    }
  }
  return Object.fromEntries(present);
}
