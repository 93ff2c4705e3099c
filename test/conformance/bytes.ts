import { fromBase64, toBase64, toBase64Url } from "../../src/bytes/base64.ts";
import { isEqualBytes } from "../../src/bytes/equal.ts";
import { fromHex, toHex } from "../../src/bytes/hex.ts";
import { randomBytes, randomDigits } from "../../src/bytes/random.ts";
import { fromUtf8, isWellFormed, utf8 } from "../../src/bytes/utf8.ts";
import { openCases } from "./case.ts";

/** RFC 4648 §10. */
const BASE64 = [
  ["", ""],
  ["f", "Zg=="],
  ["fo", "Zm8="],
  ["foo", "Zm9v"],
  ["foob", "Zm9vYg=="],
  ["fooba", "Zm9vYmE="],
  ["foobar", "Zm9vYmFy"],
] as const;

export const bytesCases = openCases("bytes", {
  "base64 is RFC 4648's": (t) => {
    for (const [text, encoded] of BASE64) {
      t.equal(toBase64(utf8(text)), encoded, `base64 of ${text}`);
      t.equal(fromBase64(encoded), utf8(text), `bytes of ${encoded}`);
    }
  },

  "base64url stands for the same bytes": (t) => {
    const bytes = new Uint8Array([251, 255, 191, 254]);
    t.equal(toBase64(bytes), "+/+//g==");
    t.equal(toBase64Url(bytes), "-_-__g");
    t.equal([fromBase64("+/+//g=="), fromBase64("-_-__g")], [bytes, bytes]);
  },

  "base64 that is none is nothing": (t) => {
    for (const text of ["Zg=", "Z", "Zh==", "Zm9v!", "Zm 9v", "Zm9v\n", "====", "Zm=9"]) {
      t.equal(fromBase64(text), undefined, text);
    }
  },

  "hexadecimal has every byte both ways": (t) => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    t.equal(toHex(bytes).slice(0, 34), "000102030405060708090a0b0c0d0e0f10");
    t.equal(fromHex(toHex(bytes).toUpperCase()), bytes);
    t.equal([fromHex("0"), fromHex("0g"), fromHex("٠٠")], [undefined, undefined, undefined]);
  },

  "UTF-8 is exact, and fatal where it is broken": async (t) => {
    t.equal(toHex(utf8("é€😀")), "c3a9e282acf09f9880");
    t.equal(fromUtf8(new Uint8Array([0xef, 0xbb, 0xbf, 0x41])), "\uFEFFA", "a byte order mark stays");
    await t.rejects("TypeError", () => fromUtf8(new Uint8Array([0xc3, 0x28])));
  },

  "half a surrogate pair is not well-formed": (t) => {
    const texts = ["", "a😀b", "\uD83D", "\uDE00", "\uDE00\uD83D", "\uD83Da"];
    t.equal(texts.map(isWellFormed), [true, true, false, false, false, false]);
  },

  "equality tells the first, last and missing byte": (t) => {
    const bytes = new Uint8Array([1, 2, 3]);
    const others = [[1, 2, 3], [0, 2, 3], [1, 2, 4], [1, 2], [1, 2, 3, 0], []]; // prettier-ignore
    t.equal(
      others.map((other) => isEqualBytes(bytes, new Uint8Array(other))),
      [true, false, false, false, false, false],
    );
  },

  "random bytes go beyond the platform's one call": (t) => {
    const bytes = randomBytes(200_000);
    t.equal(bytes.length, 200_000);
    const seen = new Set(bytes.subarray(131_072));
    t.equal(seen.size, 256, "values in the last part");
    t.ok(toHex(randomBytes(32)) !== toHex(randomBytes(32)), "two draws differ");
  },

  "random digits draw again where a digit would be likelier": (t) => {
    const source = (length: number) => Uint8Array.from({ length }, (_, i) => [255, 250, 249, 0, 13][i % 5] as number);
    t.equal(randomDigits(6, source), "903903");
    t.ok(/^\d{16}$/.test(randomDigits(16)), "16 digits");
  },
});
