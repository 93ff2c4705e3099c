import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromJson, type JsonInput, toJson } from "../../../src/wire/json.ts";

/** JSON text of any kind, and what is left out of it. */
const plain = fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<JsonInput>;
const withGaps: fc.Arbitrary<JsonInput> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(undefined, null, true, "", -0, 1e21, "__proto__", "a\u2028\ud800"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant("__proto__")), tie("value"), { maxKeys: 4 }),
  ),
})).value as fc.Arbitrary<JsonInput>;

/** The longest that any id here has, and more. */
const big = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const isSafe = (value: bigint) => value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);

describe("JSON that leaves", () => {
  it("is what JSON.stringify makes of it where no bigint is in it", () => {
    fc.assert(
      fc.property(plain, (value) => toJson(value) === JSON.stringify(value)),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(withGaps, (value) => {
        expect(toJson(value)).toBe(JSON.stringify(value ?? null));
      }),
      { numRuns: 500 },
    );
  });

  it("has the digits of a bigint, and no others", () => {
    fc.assert(
      fc.property(big, (value) => {
        expect(toJson(value)).toBe(value.toString());
        expect(toJson({ id: value, in: [value] })).toBe(`{"id":${value},"in":[${value}]}`);
        // What came of it reads as text where a number would not hold it, and as that number elsewhere.
        const read = fromJson(toJson({ id: value }));
        expect(read).toEqual({ id: isSafe(value) ? Number(value) : value.toString() });
      }),
      { numRuns: 500 },
    );
  });
});
