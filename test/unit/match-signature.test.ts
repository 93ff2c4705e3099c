import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isEqualBytes } from "../../src/bytes/equal.ts";
import { operation } from "../../src/wire/operations.ts";
import { matchSignature, type WireFields } from "../../src/wire/signing.ts";
import { bytes, LONE_SURROGATE, someUnicode, unicode, valuesOf } from "./arbitraries.ts";
import { expectedSignValue, SIGNED_ORDERS } from "./signed-orders.ts";

const row = operation("paymentResult");
const order = SIGNED_ORDERS["paymentResult"]?.orders[0] ?? [];
const secret = "12345678";
const fields: Readonly<Record<string, string>> = {
  account: "995378",
  terminal: "99537801",
  order_number: "A-1",
  order_currency: "USD",
  order_amount: "10.00",
  order_notes: "",
  card_number: "411111***1111",
  payment_id: "231220170723834010513",
  payment_authType: "0",
  payment_status: "1",
  payment_details: "80000:Transaction Approved",
  payment_risk: "",
};
const right = expectedSignValue(order, fields, secret);
const match = (found: unknown, sent: WireFields = fields, code = secret) => matchSignature(row, sent, code, found);
const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

describe("matchSignature", () => {
  test("takes the right signature in any case, and gives it back in lower case", async () => {
    const mixed = [...right].map((digit, i) => (i % 2 ? digit.toUpperCase() : digit)).join("");
    for (const found of [right, right.toUpperCase(), mixed]) {
      expect(await match(found)).toEqual({ form: "received", signature: right });
    }
  });

  test("agrees with node:crypto on any values", async () => {
    await fc.assert(
      fc.asyncProperty(valuesOf(order, unicode), someUnicode, async (sent, code) => {
        const signature = expectedSignValue(order, sent, code);
        expect(await match(signature.toUpperCase(), sent, code)).toEqual({ form: "received", signature });
        expect(await match(signature, sent, `${code}x`)).toBeUndefined();
      }),
    );
  });

  test("refuses one bit off in each nibble", async () => {
    for (let at = 0; at < 64; at++) {
      for (const bit of [1, 2, 4, 8]) {
        const flipped = (Number.parseInt(right[at] as string, 16) ^ bit).toString(16);
        expect(await match(right.slice(0, at) + flipped + right.slice(at + 1))).toBeUndefined();
      }
    }
  });

  test("refuses every truncation, from either end", async () => {
    for (let length = 0; length < 64; length++) {
      expect(await match(right.slice(0, length))).toBeUndefined();
      expect(await match(right.slice(64 - length))).toBeUndefined();
    }
  });

  test.each([
    ["followed by more", right + "00"],
    ["preceded by more", "00" + right],
    ["doubled", right + right],
    ["outer space", ` ${right} `],
    ["line end", `${right}\n`],
    ["0x", `0x${right}`],
    ["inner space", right.replace(/../g, "$& ")],
    ["padded with junk", right.slice(0, 62) + "zz"],
    ["junk", "z".repeat(64)],
    ["full-width digits", "０".repeat(64)],
    ["NUL characters", "\0".repeat(64)],
    ["base64", Buffer.from(right, "hex").toString("base64")],
    ["zeros", "0".repeat(64)],
    ["a megabyte", "a".repeat(1 << 20)],
  ])("refuses %s", async (_, found) => expect(await match(found)).toBeUndefined());

  test.each([
    [undefined],
    [null],
    [0],
    [true],
    [{}],
    [[right]],
    [new String(right)],
    [Buffer.from(right)],
    [Buffer.from(right, "hex")],
    [{ toString: () => right }],
    [{ length: 32 }],
  ])("refuses what is no text: %o", async (found) => expect(await match(found)).toBeUndefined());

  test("refuses any change to one signed field", async () => {
    for (const name of order) {
      expect(await match(right, { ...fields, [name]: `${fields[name]}0` })).toBeUndefined();
      if (fields[name]) expect(await match(right, { ...fields, [name]: undefined })).toBeUndefined();
    }
  });

  test("never matches an empty or missing secret, though the sender computed it with none", async () => {
    const unkeyed = expectedSignValue(order, fields, "");
    for (const code of ["", undefined, null, 0, [], {}]) {
      expect(await match(unkeyed, fields, code as string)).toBeUndefined();
    }
    expect(await match(expectedSignValue(order, fields, "undefined"), fields, undefined)).toBeUndefined();
  });

  test("never throws on a bad message", async () => {
    for (const value of [5, null, {}, [], LONE_SURROGATE, Symbol("s")]) {
      expect(await match(right, { ...fields, order_notes: value } as unknown as WireFields)).toBeUndefined();
    }
    for (const sent of [null, undefined, 5, "text", []]) {
      expect(await matchSignature(row, sent as unknown as WireFields, secret, right)).toBeUndefined();
    }
  });

  test("reads no inherited field", async () => {
    expect(await match(right, Object.create(fields) as WireFields)).toBeUndefined();
    const fromParser = Object.assign(Object.create(null), fields) as WireFields;
    expect(await match(right, fromParser)).toBeDefined();
    const named = { ...fields, ...(JSON.parse('{"__proto__":"x","constructor":"y","hasOwnProperty":"z"}') as object) };
    expect(await match(right, named)).toEqual({ form: "received", signature: right });
  });

  test("refuses both names of an alternative", async () => {
    const tracking = operation("orders.uploadTracking");
    const both = { account: "1", payment_id: "2", order_number: "3" };
    expect(await matchSignature(tracking, both, secret, sha256(`123${secret}`))).toBeUndefined();
    expect(await matchSignature(tracking, { ...both, payment_id: "" }, secret, sha256(`13${secret}`))).toBeDefined();
  });
});

describe("the forms a value may have been signed in (protocol.md §4.2)", () => {
  const find = operation("orders.find");
  // Each line: the value received, then the value as the gateway may have signed it.
  test.each([
    ["received", ` O'Neil "<x>" `, ` O'Neil "<x>" `],
    ["trimmed", ` O'Neil "<x>" `, `O'Neil "<x>"`],
    ["spaced", ` O'Neil "<x>"`, `O Neil   x`],
    ["entities", ` O'Neil "<x>" `, `O&#039;Neil &quot;&lt;x&gt;&quot;`],
    ["entities", `a&b<c`, `a&b&lt;c`],
    ["received", "plain", "plain"],
    ["trimmed", "\t plain\r\n", "plain"],
    ["spaced", "it's", "it s"],
    ["entities", "it's", "it&#039;s"],
  ])("%s: %j signed as %j", async (form, received, signed) => {
    const signature = sha256(`995378${signed}${secret}`);
    const sent = { account: "995378", order_number: received };
    expect(await matchSignature(find, sent, secret, signature)).toEqual({ form, signature });
  });

  test.each([
    ["removed", "it's", "its"],
    ["doubly escaped", "a<b", "a&amp;lt;b"],
    ["other case", "plain", "PLAIN"],
    ["inner space", "a  b", "a b"],
    ["named apostrophe", "it's", "it&apos;s"],
  ])("no other: %s", async (_, received, signed) => {
    const sent = { account: "995378", order_number: received };
    expect(await matchSignature(find, sent, secret, sha256(`995378${signed}${secret}`))).toBeUndefined();
  });

  test("forms are not mixed within one message", async () => {
    const sent = { account: "a<", order_number: "b'" };
    expect(await matchSignature(find, sent, secret, sha256(`a&lt;b'${secret}`))).toBeUndefined();
    expect(await matchSignature(find, sent, secret, sha256(`a&lt;b&#039;${secret}`))).toBeDefined();
  });
});

test("isEqualBytes agrees with a comparison of its own", () => {
  fc.assert(
    fc.property(bytes(40), bytes(40), (a, b) => {
      expect(isEqualBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
      expect(isEqualBytes(a, a.slice())).toBe(true);
      if (a.length > 0) expect(isEqualBytes(a, a.slice(1))).toBe(false);
      expect(isEqualBytes(a, new Uint8Array([...a, 0]))).toBe(false);
      expect(isEqualBytes(new Uint8Array([...a, 0]), a)).toBe(false);
    }),
  );
  for (let bit = 0; bit < 256; bit++) {
    const a = new Uint8Array(32);
    const b = a.slice();
    b[bit >> 3] = 1 << (bit & 7);
    expect(isEqualBytes(a, b)).toBe(false);
  }
});
