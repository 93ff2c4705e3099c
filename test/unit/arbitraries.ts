import fc from "fast-check";

/** Any Unicode text: control characters, astral planes, combining marks, but no half of a surrogate pair. */
export const unicode: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 24 }),
  fc.string({ unit: "grapheme", maxLength: 24 }),
  fc.constantFrom("", " ", "0", "Zoë", "李雷", "😀", "a+b=c&d", "\u0000", "e\u0301"),
);

/** The same, never empty. */
export const someUnicode: fc.Arbitrary<string> = unicode.filter((text) => text !== "");

/** Any bytes. */
export const bytes = (maxLength = 300) =>
  fc.uint8Array({ maxLength }).map((array) => new Uint8Array(array) as Uint8Array<ArrayBuffer>);

/** One value for each name. */
export function valuesOf(names: readonly string[], value: fc.Arbitrary<string>): fc.Arbitrary<Record<string, string>> {
  return fc.record(Object.fromEntries(names.map((name) => [name, value])));
}

/** A half of a surrogate pair alone: a text no UTF-8 stands for. */
export const LONE_SURROGATE = "a\ud800b";
