import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ResponseError } from "../../src/errors.ts";
import { fromForm, toForm } from "../../src/wire/form.ts";
import { someUnicode, unicode } from "./arbitraries.ts";
import { expectNoRun, failure } from "./leaks.ts";

const fields = fc.dictionary(someUnicode, unicode, { maxKeys: 8 });
/** Pairs in the order they stand: an object's own order puts names that are numbers first. */
const sorted = (pairs: Iterable<readonly [string, string]>) => [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));

describe("against URLSearchParams", () => {
  test("what is written is read back by both", () => {
    fc.assert(
      fc.property(fields, (given) => {
        const text = toForm(given);
        expect(text).toMatch(/^[\w.*+%=&-]*$/);
        expect(sorted(new URLSearchParams(text))).toEqual(sorted(Object.entries(given)));
        expect(sorted(Object.entries(fromForm(text)))).toEqual(sorted(Object.entries(given)));
      }),
      { numRuns: 500 },
    );
  });

  test("what is taken is what URLSearchParams reads: any text of the format's own characters", () => {
    const near = fc.string({
      unit: fc.constantFrom(
        "a",
        "b",
        "=",
        "&",
        "+",
        "%",
        "%20",
        "%2B",
        "%C3%AB",
        "%C3",
        "%e",
        "ë",
        "%00",
        "%26",
        "%3D",
      ),
      maxLength: 12,
    });
    let taken = 0;
    fc.assert(
      fc.property(near, (text) => {
        let read: Readonly<Record<string, string>>;
        try {
          read = fromForm(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ResponseError);
          return;
        }
        taken++;
        expect(sorted(Object.entries(read))).toEqual(sorted(new URLSearchParams(text)));
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});

describe("toForm", () => {
  test("leaves out fields without a value, keeps empty ones, keeps the order", () => {
    expect(toForm({ b: "1", a: undefined, c: "" })).toBe("b=1&c=");
    expect(toForm({})).toBe("");
  });

  test("spaces, signs and other scripts as a form has them", () => {
    expect(toForm({ n: "a b+c&d=e%f\r\n", 李: "ë😀" })).toBe(
      "n=a+b%2Bc%26d%3De%25f%0D%0A&%E6%9D%8E=%C3%AB%F0%9F%98%80",
    );
  });
});

describe("fromForm", () => {
  test("fields named as members of every object are fields like any other", () => {
    const read = fromForm("__proto__=1&constructor=2&toString=3&hasOwnProperty=");
    expect(Object.entries(read)).toEqual([
      ["__proto__", "1"],
      ["constructor", "2"],
      ["toString", "3"],
      ["hasOwnProperty", ""],
    ]);
    expect(Object.getPrototypeOf(read)).toBeNull();
    expect(read["valueOf"]).toBeUndefined();
  });

  test("leading zeros and long ids stay text; a value may hold =", () => {
    expect({ ...fromForm("a=007&b=231220170723834010513&c=x=y==") }).toEqual({
      a: "007",
      b: "231220170723834010513",
      c: "x=y==",
    });
    expect({ ...fromForm("") }).toEqual({});
    expect({ ...fromForm("a") }).toEqual({ a: "" });
  });

  test.each([
    ["a name twice", "a=1&a=2"],
    ["a name twice, the same value", "a=1&b=2&a=1"],
    ["a name twice, one of them escaped", "a=1&%61=2"],
    ["a name twice, as a space and a sign", "a+b=1&a%20b=2"],
    ["__proto__ twice", "__proto__=1&__proto__=2"],
    ["no name", "=1"],
    ["no name, no value", "="],
    ["two ampersands", "a=1&&b=2"],
    ["an ampersand at the end", "a=1&"],
    ["an ampersand alone", "&"],
    ["a percent sign alone", "a=%"],
    ["half an escape", "a=%4"],
    ["an escape of other letters", "a=%zz"],
    ["a broken escape in a name", "%=1"],
    ["an escape in the old style", "a=%u0041"],
    ["half a character", "a=%C3"],
    ["an overlong form", "a=%C0%AF"],
    ["half of a surrogate pair", "a=%ED%A0%80"],
    ["Latin-1", "a=Zo%EB"],
    ["GBK", "a=%C0%EE%C0%D7"],
    ["a bad escape far in", `${"a".repeat(100_000)}=1&b=%`],
  ])("refuses %s", async (_, text) => {
    const error = await failure(() => fromForm(text), "malformed_form");
    expect(error).toBeInstanceOf(ResponseError);
    expectNoRun(error, text, 8);
  });

  test("100,000 fields in time, each once", () => {
    const text = Array.from({ length: 100_000 }, (_, i) => `f${i}=${i}`).join("&");
    expect(Object.keys(fromForm(text))).toHaveLength(100_000);
  });
});
