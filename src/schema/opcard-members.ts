import * as v from "valibot";
import type { JsonInput } from "../wire/json.ts";
import { expects } from "./parse.ts";

/** Members by their wire names, which no source tells: they are sent as they are given. */
export type OpcardMembers = { readonly [name: string]: JsonInput };

/** Nothing that is written as JSON by hand is deeper; what holds itself is. */
const MOST_DEPTH = 32;

/** Members that JSON can hold: what it can't, such as a date or a function, would be sent as something else. */
export function opcardMembers(expected: string) {
  return v.custom<OpcardMembers>(
    (value) => isPlainObject(value) && isJson(value, MOST_DEPTH),
    expects("invalid_field", `${expected}, of text, numbers, truths, bigints, lists and objects`),
  );
}

function isJson(value: unknown, depth: number): boolean {
  if (value === undefined || value === null || ["string", "boolean", "bigint"].includes(typeof value)) return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (depth === 0 || !(Array.isArray(value) || isPlainObject(value))) return false;
  const inner: readonly unknown[] = Object.values(value);
  // A list with a gap has no text in JSON.
  return !(Array.isArray(value) && inner.length < value.length) && inner.every((item) => isJson(item, depth - 1));
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Of another realm too: its own prototype has none above it.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
