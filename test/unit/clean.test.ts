import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanValue, isClean, VALUE_FORMS } from "../../src/wire/clean.ts";
import { unicode } from "./arbitraries.ts";

const awkward = fc.string({
  unit: fc.oneof(fc.constantFrom(..."<>'\"& \t;#"), fc.string({ unit: "binary", maxLength: 1 })),
});

test("cleaning removes the four characters and outer space, and nothing else", () => {
  expect(cleanValue(` <b>"Zoë" O'Neil & Söhne</b>; `)).toBe("bZoë ONeil & Söhne/b;");
  fc.assert(
    fc.property(fc.oneof(awkward, unicode), (value) => {
      expect(cleanValue(value)).toBe(value.replace(/[<>'"]/gu, "").trim());
    }),
  );
});

test("what was cleaned is clean, and no form finds anything to change in it", () => {
  fc.assert(
    fc.property(fc.oneof(awkward, unicode), (value) => {
      const clean = cleanValue(value);
      expect(isClean(clean)).toBe(true);
      for (const form of Object.values(VALUE_FORMS)) expect(form(clean)).toBe(clean);
      expect(isClean(value)).toBe(clean === value);
    }),
  );
});
