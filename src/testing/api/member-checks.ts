import type { JsonValue } from "../../wire/json.ts";
import { isEmail } from "../field-checks.ts";
import type { ApiRequest } from "./api-request.ts";

/** Tells whether a member's value is one. `text` is the value as compact JSON, as it was sent. */
export type MemberCheck = (value: JsonValue, text: string) => boolean;

/** The members a call takes, and no others. */
export type Members = Readonly<Record<string, { readonly isNeeded: boolean; readonly is: MemberCheck }>>;

/** Returns a member that must be there. */
export function needed(is: MemberCheck): Members[string] {
  return { isNeeded: true, is };
}

/** Returns a member that may be left out. */
export function optional(is: MemberCheck): Members[string] {
  return { isNeeded: false, is };
}

/** Returns what is wrong with a call's parameters, or nothing. */
export function wrongMember({ parameters, texts }: Pick<ApiRequest, "parameters" | "texts">, members: Members): string {
  const unknown = Object.keys(parameters).find((name) => !Object.hasOwn(members, name));
  if (unknown !== undefined) return `${unknown} is not known`;
  for (const [name, { isNeeded, is }] of Object.entries(members)) {
    const value = parameters[name];
    if (value === undefined) {
      if (isNeeded) return `${name} is missing`;
    } else if (!is(value, texts.get(name) ?? "")) return `${name} is wrong`;
  }
  return "";
}

/** Tells whether a value is a text that says something: quotes tell it from a long number. */
export const isText: MemberCheck = (value, text) =>
  typeof value === "string" && text.startsWith('"') && value.trim() !== "";

/** Tells whether a value is a text, be it empty. */
export const isAnyText: MemberCheck = (value, text) => typeof value === "string" && text.startsWith('"');

/** Tells whether a value is one text, number or truth. */
export const isScalar: MemberCheck = (value) => ["string", "number", "boolean"].includes(typeof value);

/** Tells whether a value is an e-mail address. */
export const isEmailText: MemberCheck = (value, text) => isText(value, text) && isEmail(String(value));

/** Tells whether a value is a number of at most 19 digits: without quotes. */
export const isLongNumber: MemberCheck = (_value, text) => /^[1-9]\d{0,18}$/.test(text);

/** Returns a check for texts of a shape. */
export function textLike(shape: RegExp): MemberCheck {
  return (value, text) => isText(value, text) && shape.test(String(value));
}

/** Returns a check for texts or numbers of a shape: where no source tells which of them a value is. */
export function scalarLike(shape: RegExp): MemberCheck {
  return (value) => ["string", "number"].includes(typeof value) && shape.test(String(value));
}

/** Returns a check for one of some texts. */
export function oneOf(values: readonly string[]): MemberCheck {
  return (value, text) => isText(value, text) && values.includes(String(value));
}
