import type { JsonValue } from "../wire/json.ts";

/** The digits that a number holds exactly (IEEE 754: 15), whatever they are. */
const MOST_DIGITS = 15;

/** Returns a member as text: nothing where it is missing, null, or neither text nor a number that can be told. */
export function textIn(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" || Number.isFinite(value) ? `${value as string | number}` : undefined;
}

/**
 * Returns an amount or a rate as decimal text. The gateway writes them as JSON numbers (samples of the documentation): zeros
 * at a number's end are lost, and of a number with more digits than can be read exactly there is nothing.
 */
export function decimalIn(value: JsonValue | undefined): string | undefined {
  const text = textIn(value);
  if (typeof value !== "number" || text === undefined) return text;
  const digits = text.replace(/\D/g, "").replace(/^0+/, "");
  return text.includes("e") || digits.length > MOST_DIGITS ? undefined : text;
}
