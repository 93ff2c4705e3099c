import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ResponseError } from "../../src/errors.ts";
import { fromJson } from "../../src/wire/json.ts";
import { expectNoRun, failure } from "./leaks.ts";

const LIMIT = BigInt(Number.MAX_SAFE_INTEGER);
const beyond = fc
  .oneof(fc.bigInt(LIMIT + 1n, LIMIT * 100n), fc.bigInt(LIMIT + 1n, 10n ** 40n))
  .chain((n) => fc.constantFrom(n, -n));
const within = fc.bigInt(-LIMIT, LIMIT);

/** The value of JSON text with the digits of every number kept, by a reader that has nothing in common with the code. */
type Tree = string | boolean | null | { readonly number: string } | readonly Tree[] | ReadonlyMap<string, Tree>;

function write(tree: Tree, gap: string): string {
  if (Array.isArray(tree)) return `[${gap}${tree.map((one) => write(one as Tree, gap)).join(`${gap},${gap}`)}${gap}]`;
  if (tree instanceof Map) {
    const members = [...(tree as ReadonlyMap<string, Tree>)].map(
      ([name, value]) => `${JSON.stringify(name)}${gap}:${gap}${write(value, gap)}`,
    );
    return `{${gap}${members.join(`${gap},`)}${gap}}`;
  }
  return typeof tree === "object" && tree !== null ? (tree as { number: string }).number : JSON.stringify(tree);
}

function expected(tree: Tree): unknown {
  if (Array.isArray(tree)) return tree.map((one) => expected(one as Tree));
  if (tree instanceof Map)
    return Object.fromEntries([...(tree as ReadonlyMap<string, Tree>)].map(([name, value]) => [name, expected(value)]));
  if (typeof tree !== "object" || tree === null) return tree;
  const { number } = tree as { number: string };
  const isLong = /^-?\d+$/.test(number) && (BigInt(number) > LIMIT || BigInt(number) < -LIMIT);
  return isLong ? number : Number(number);
}

const number = fc.oneof(
  beyond.map(String),
  within.map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => JSON.stringify(n)),
  fc.constantFrom(
    "-0",
    "1E5",
    "1.50",
    "12345678901234567890.5",
    "12345678901234567890e2",
    "9007199254740991",
    "9007199254740992",
    "1e400",
  ),
);
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "12345678901234567890",
    '"12345678901234567890',
    "\\",
    '\\"',
    '\\",12345678901234567890,"',
    ":12345678901234567890,",
  ),
);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    number.map((digits) => ({ number: digits })),
    text,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("tree"), { maxLength: 5 }),
    fc.dictionary(text, tie("tree"), { maxKeys: 5 }).map((object) => new Map(Object.entries(object))),
  ),
}));

describe("fromJson", () => {
  test("integers beyond 2^53 are their exact digits, all else is as it was, in any nesting and spacing", () => {
    fc.assert(
      fc.property(tree, fc.constantFrom("", " ", "\r\n\t"), (value, gap) => {
        expect(fromJson(write(value, gap))).toEqual(expected(value));
      }),
      { numRuns: 2000 },
    );
  });

  test("agrees with JSON.parse on JSON without such integers", () => {
    fc.assert(
      fc.property(fc.json({ depthSize: "medium", noUnicodeString: false } as fc.JsonSharedConstraints), (source) => {
        if (/[1-9]\d{15}/.test(source)) return;
        expect(fromJson(source)).toEqual(JSON.parse(source));
      }),
      { numRuns: 1000 },
    );
  });

  test("what JSON.parse refuses is refused, and what it takes is taken", () => {
    const near = fc.array(
      fc.constantFrom(
        ...'{}[],:"\\-+.eE0 \n',
        "12345678901234567890",
        "9007199254740993",
        "1",
        '"a"',
        "true",
        "null",
        "\\u0041",
        "-12345678901234567890",
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(near, (parts) => {
        const source = parts.join("");
        expect(isTaken(() => fromJson(source))).toBe(isTaken(() => JSON.parse(source)));
      }),
      { numRuns: 20_000 },
    );
  });

  test.each([
    '{"a":1,"a":1}',
    '{"a":1,"a":2}',
    '{"a":1,"b":{"c":2},"a":3}',
    '{ "a" \n:1,\t"a" : [] }',
    '{"code":"200","\\u0063ode":"401"}',
    '{"\\u0061":1,"\\u0061":2}',
    '{"":1,"":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"a":[{"x":1}],"b":"}","a":{}}',
  ])("a member that stands twice is refused: %s", async (source) => {
    expect(isTaken(() => JSON.parse(source))).toBe(true);
    await failure(() => fromJson(source), "malformed_json");
    // Whatever the reader is, both orders of two values give one answer: none.
    await failure(() => fromJson(`\uFEFF${source}`), "malformed_json");
  });

  test.each([
    '{"a":{"a":1},"b":{"a":2}}',
    '[{"a":1},{"a":1}]',
    '{"a":"\\"a\\":1","A":1}',
    '{"a":"a","b":"a"}',
    '{"a ":1,"a":2}',
    '[["a"],["a"]]',
  ])("a name that stands in several places is no member twice: %s", (source) => {
    expect(fromJson(source)).toEqual(JSON.parse(source));
  });

  test("one byte order mark before it is let be, and no other", async () => {
    for (const source of ['{"a":1}', "[1]", " 7", '"\uFEFF"']) {
      expect(fromJson(`\uFEFF${source}`)).toEqual(JSON.parse(source));
    }
    for (const source of ["\uFEFF\uFEFF{}", " \uFEFF{}", "{}\uFEFF", "\uFEFF", "{\uFEFF}", "\uFFFE{}"]) {
      await failure(() => fromJson(source), "malformed_json");
    }
  });

  test("the same for every row of up to five signs", () => {
    const signs = ["{", "}", "[", "]", ":", ",", '"a"', "12345678901234567890"];
    let sources = [""];
    for (let length = 1; length <= 5; length++) {
      sources = sources.flatMap((source) => signs.map((sign) => source + sign));
      const wrong = sources.filter((source) => isTaken(() => fromJson(source)) !== isTaken(() => JSON.parse(source)));
      expect(wrong).toEqual([]);
    }
  });

  test.each([
    ["9007199254740991", 9007199254740991],
    ["9007199254740992", "9007199254740992"],
    ["-9007199254740992", "-9007199254740992"],
    ["231220170723834010513", "231220170723834010513"],
    ['{"card_holder_id":1234567890123456789}', { card_holder_id: "1234567890123456789" }],
    ["[1234567890123456789,-1234567890123456789]", ["1234567890123456789", "-1234567890123456789"]],
    ['"1234567890123456789"', "1234567890123456789"],
    ['{"1234567890123456789":1}', { "1234567890123456789": 1 }],
    ['"\\"1234567890123456789"', '"1234567890123456789'],
    ['"\\\\",1234567890123456789'.replace(/.*/, (inner) => `[${inner}]`), ["\\", "1234567890123456789"]],
    ["1234567890123456789.0", 1234567890123456800],
    ["1e21", 1e21],
    ["0", 0],
  ])("%s", (source, value) => expect(fromJson(source)).toEqual(value));

  test("__proto__ is a member like any other", () => {
    const value = fromJson('{"__proto__":{"admin":true},"constructor":12345678901234567890}') as Record<
      string,
      unknown
    >;
    expect(Object.keys(value)).toEqual(["__proto__", "constructor"]);
    expect(value["admin"]).toBeUndefined();
    expect(({} as Record<string, unknown>)["admin"]).toBeUndefined();
  });

  test.each([
    ["a long number as a name", "{12345678901234567890:1}"],
    ["the same after another member", '{"a":1, 12345678901234567890 : 2}'],
    ["a negative one", "{-12345678901234567890:1}"],
    ["a leading zero", "01"],
    ["a leading zero before a long number", "[012345678901234567890]"],
    ["a long number with a leading zero and a sign", "-012345678901234567890"],
    ["a point at the end", "1."],
    ["a point at the end of a long number", "12345678901234567890."],
    ["a point at the beginning", ".12345678901234567890"],
    ["an exponent without digits", "12345678901234567890e"],
    ["two points", "1.2.12345678901234567890"],
    ["a plus sign", "+12345678901234567890"],
    ["two minus signs", "--12345678901234567890"],
    ["a minus sign alone", "-"],
    ["a sign within", "12345678901234567890-1"],
    ["hexadecimal", "0x12345678901234567890"],
    ["a big integer of JavaScript", "12345678901234567890n"],
    ["separators", "12_345_678_901_234_567_890"],
    ["two long numbers", "12345678901234567890 12345678901234567890"],
    ["a long number after a text", '"a"12345678901234567890'],
    ["a long number before a text", '12345678901234567890"a"'],
    ["a long number after a word", "true12345678901234567890"],
    ["a text without an end", '"12345678901234567890'],
    ["an escape at the end", '"\\'],
    ["a line end in a text", '"a\n12345678901234567890"'],
    ["single quotes", "{'a':12345678901234567890}"],
    ["a comma at the end", "[12345678901234567890,]"],
    ["a comment", "[12345678901234567890/*x*/]"],
    ["NaN", "NaN"],
    ["Infinity", "-Infinity"],
    ["full-width digits", "１２３４５６７８９０１２３４５６７８９０"],
    ["two byte order marks", "\ufeff\ufeff{}"],
    ["nothing", ""],
    ["an HTML page", "<!DOCTYPE html><html></html>"],
    ["half of it", '{"card_holder_id":1234567890123456'],
  ])("refuses %s", async (_, source) => {
    const error = await failure(() => fromJson(source), "malformed_json");
    expect(error).toBeInstanceOf(ResponseError);
    expectNoRun(error, source, 8);
    expect(error.cause).toBeUndefined();
  });

  test.each([
    ["digits", "1".repeat(1 << 20)],
    ["open lists", "[".repeat(1 << 20)],
    ["open objects", '{"a":'.repeat(1 << 18)],
    ["quotes", '"'.repeat(1 << 20)],
    ["back strokes in a text", `"${"\\".repeat(1 << 20)}`],
    ["minus signs", "-".repeat(1 << 20)],
    ["long integers", `[${"12345678901234567890,".repeat(50_000)}1]`],
  ])("a megabyte of %s ends in time", (_, source) => {
    // Quadratic work on a megabyte takes minutes: the run itself would stop.
    expect(outcomeOf(source)).toMatch(/^(read|malformed_json)$/);
  });
});

function isTaken(call: () => unknown): boolean {
  try {
    call();
    return true;
  } catch {
    return false;
  }
}

function outcomeOf(source: string): string {
  try {
    fromJson(source);
    return "read";
  } catch (error) {
    return error instanceof ResponseError ? error.code : String(error);
  }
}
