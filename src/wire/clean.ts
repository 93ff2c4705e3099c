/**
 * What to do about the characters that break signatures (protocol.md §4.2): sources disagree, so values are cleaned so
 * that no rule finds anything to change. Inferred; this file is the one place that says it.
 */

/** Tells whether a character is one that some rule rewrites. */
function isRewritten(character: string): boolean {
  return character === "<" || character === ">" || character === "'" || character === '"';
}

/** Returns a value as it is to be sent *and* signed: trimmed, and without `<`, `>`, `'` and `"`. */
export function cleanValue(value: string): string {
  return [...value]
    .filter((character) => !isRewritten(character))
    .join("")
    .trim();
}

/** Tells whether a value stays as it is when it is cleaned. */
export function isClean(value: string): boolean {
  return value === cleanValue(value);
}

/** How the values of a received message may stand in the text that the gateway signed. */
export type ValueForm = "received" | "trimmed" | "spaced" | "entities";

/** The entities of the official PHP plug-ins. */
const ENTITIES: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "'": "&#039;", '"': "&quot;" };

/** Each form a received value may have been signed in, likeliest first. */
export const VALUE_FORMS: Readonly<Record<ValueForm, (value: string) => string>> = {
  received: (value) => value,
  trimmed: (value) => value.trim(),
  spaced: (value) => replaceEach(value, () => " ").trim(),
  entities: (value) => replaceEach(value, (character) => ENTITIES[character] as string).trim(),
};

function replaceEach(value: string, replacement: (character: string) => string): string {
  return [...value].map((character) => (isRewritten(character) ? replacement(character) : character)).join("");
}
