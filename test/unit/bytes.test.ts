import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromBase64, toBase64, toBase64Url } from "../../src/bytes/base64.ts";
import { fromHex, toHex } from "../../src/bytes/hex.ts";
import { fromUtf8, isWellFormed, utf8 } from "../../src/bytes/utf8.ts";
import { bytes, unicode } from "./arbitraries.ts";

// 16-bit units, halves of surrogate pairs included.
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd7fe, max: 0xe001 })), { maxLength: 12 })
  .map((units) => String.fromCharCode(...units));

describe("base64 against Buffer", () => {
  test("encodes as Buffer does, and back", () => {
    fc.assert(
      fc.property(bytes(), (data) => {
        const buffer = Buffer.from(data);
        expect(toBase64(data)).toBe(buffer.toString("base64"));
        expect(toBase64Url(data)).toBe(buffer.toString("base64url"));
        for (const text of [toBase64(data), toBase64(data).replace(/=+$/, ""), toBase64Url(data)]) {
          expect(fromBase64(text)).toEqual(data);
        }
      }),
    );
  });

  test("takes no text that Buffer reads as anything else, nor a second spelling of the same bytes", () => {
    const near = fc.string({ unit: fc.constantFrom(..."AQZaz09+/-_= \n\u00e9\u0130"), maxLength: 9 });
    fc.assert(
      fc.property(fc.oneof(near, anyText), (text) => {
        const read = fromBase64(text);
        if (read === undefined) return;
        const buffer = Buffer.from(text, "base64");
        expect(Buffer.from(read)).toEqual(buffer);
        const plain = text.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
        expect(buffer.toString("base64").replace(/=+$/, "")).toBe(plain);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    "A",
    "=",
    "==",
    "A=",
    "AA=",
    "AAA==",
    "AAAA=",
    "AB==",
    "AAB=",
    "A A=",
    "AA==\n",
    "AAAA AAAA",
    "=AAA",
    "A===",
    "é",
  ])("refuses %j", (text) => expect(fromBase64(text)).toBeUndefined());

  test("every byte value, and a message of a megabyte", () => {
    const all = Uint8Array.from({ length: 1 << 20 }, (_, i) => i);
    expect(toBase64(all)).toBe(Buffer.from(all).toString("base64"));
    expect(Buffer.compare(fromBase64(toBase64(all)) as Uint8Array, all)).toBe(0);
  });
});

describe("hex against Buffer", () => {
  test("encodes as Buffer does, and back in either case", () => {
    fc.assert(
      fc.property(bytes(), (data) => {
        const text = Buffer.from(data).toString("hex");
        expect(toHex(data)).toBe(text);
        expect(fromHex(text)).toEqual(data);
        expect(fromHex(text.toUpperCase())).toEqual(data);
      }),
    );
  });

  test("takes an even number of hex digits and nothing else: every character alone", () => {
    for (let code = 0; code <= 0xffff; code++) {
      const pair = `0${String.fromCharCode(code)}`;
      expect(fromHex(pair) !== undefined).toBe(/^0[0-9a-fA-F]$/.test(pair));
    }
  });

  test("any text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fromHex(text) !== undefined).toBe(/^(?:[0-9a-fA-F]{2})*$/.test(text));
      }),
    );
  });
});

describe("UTF-8 against Buffer", () => {
  test("round trips", () => {
    fc.assert(
      fc.property(unicode, (text) => {
        expect(Buffer.from(utf8(text))).toEqual(Buffer.from(text, "utf8"));
        expect(fromUtf8(utf8(text))).toBe(text.replace(/^\ufeff/, ""));
      }),
    );
  });

  test("a byte order mark stays: what a text may begin with its reader decides", () => {
    expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe("\ufeffa");
  });

  test.each([
    ["a continuation byte alone", [0x80]],
    ["a cut sequence", [0xe2, 0x82]],
    ["an overlong form", [0xc0, 0xaf]],
    ["an overlong NUL", [0xc0, 0x80]],
    ["half of a surrogate pair", [0xed, 0xa0, 0x80]],
    ["beyond Unicode", [0xf4, 0x90, 0x80, 0x80]],
    ["Latin-1", [0x5a, 0x6f, 0xeb]],
    ["GBK", [0xc0, 0xee, 0xc0, 0xd7]],
    ["UTF-16 with a mark", [0xff, 0xfe, 0x61, 0x00]],
  ])("refuses %s", (_, data) => expect(() => fromUtf8(Uint8Array.from(data))).toThrow(TypeError));

  test("isWellFormed tells exactly the texts that survive", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, unicode), (text) => {
        expect(isWellFormed(text)).toBe(Buffer.from(text, "utf8").toString("utf8") === text);
      }),
      { numRuns: 2000 },
    );
    for (const text of ["\ud800", "\udc00", "\udc00\ud800", "\ud800\ud800\udc00", "a\udbff", "\ud83d\ude00\ude00"]) {
      expect(isWellFormed(text)).toBe(false);
    }
    for (const text of ["", "\ud83d\ude00", "\ud7ff\ue000", "\udbff\udfff"]) expect(isWellFormed(text)).toBe(true);
  });
});
