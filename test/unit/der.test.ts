import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DER, readDer, readUnsigned, trimZeros } from "../../src/crypto/der.ts";
import { bytes } from "./arbitraries.ts";
import { der, isKey, rsaKey, spkiOf } from "./rsa-keys.ts";

const plain = (buffer: Uint8Array) => new Uint8Array(buffer) as Uint8Array<ArrayBuffer>;
const hex = (text: string) => plain(Buffer.from(text, "hex"));
const tag = fc.integer({ min: 0, max: 255 });

describe("readDer", () => {
  test("reads back what an encoder of the test's own makes", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(tag, bytes(400)), { maxLength: 5 }), (values) => {
        const encoded = Buffer.concat(values.map(([name, content]) => der(name, content)));
        expect(readDer(plain(encoded))).toEqual(values.map(([name, content]) => ({ tag: name, content })));
      }),
    );
    for (const length of [0, 1, 127, 128, 129, 255, 256, 257, 65_535]) {
      expect(readDer(plain(der(4, new Uint8Array(length))))?.[0]?.content).toHaveLength(length);
    }
  });

  test("never throws, and takes only the one encoding of what it read", () => {
    const likely = fc.array(fc.constantFrom(0x30, 0x02, 0x80, 0x81, 0x82, 0, 1, 2, 3, 0xff), { maxLength: 12 });
    fc.assert(
      fc.property(
        fc.oneof(
          bytes(40),
          likely.map((list) => Uint8Array.from(list)),
        ),
        (data) => {
          const values = readDer(data);
          if (values === undefined) return;
          expect(Buffer.concat(values.map((value) => der(value.tag, value.content)))).toEqual(Buffer.from(data));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("refuses every truncation of a key, and every byte after it reads as something more", async () => {
    const { publicKey } = await rsaKey(1024);
    const spki = plain(publicKey.export({ type: "spki", format: "der" }));
    expect(readDer(spki)).toHaveLength(1);
    for (let length = 1; length < spki.length; length++) expect(readDer(spki.slice(0, length))).toBeUndefined();
    expect(readDer(plain(Buffer.concat([spki, spki])))).toHaveLength(2);
  });

  test.each([
    ["indefinite length", "3080020100"],
    ["a long form for a short length", "02810101"],
    ["two octets for one", "0282000101"],
    ["two octets for a length below 256", `048200ff${"00".repeat(255)}`],
    ["three octets of length", `0483010000${"00".repeat(65_536)}`],
    ["four octets of length, all of them set", "3084ffffffff"],
    ["127 octets of length", "30ff00"],
    ["a length without an end", "0402ff"],
    ["a tag alone", "30"],
    ["half a length", "3082ff"],
  ])("refuses %s", (_, data) => expect(readDer(hex(data))).toBeUndefined());

  test("agrees with OpenSSL's keys of other kinds: whole, and one sequence each", () => {
    for (const pair of [
      generateKeyPairSync("ec", { namedCurve: "P-256" }),
      generateKeyPairSync("ed25519"),
      generateKeyPairSync("rsa", { modulusLength: 1024 }),
    ]) {
      const keys = [
        pair.publicKey.export({ type: "spki", format: "der" }),
        pair.privateKey.export({ type: "pkcs8", format: "der" }),
      ];
      for (const key of keys) expect(readDer(plain(key))).toMatchObject([{ tag: DER.sequence }]);
    }
  });
});

test("the hand-made key of these tests is one that OpenSSL takes", async () => {
  const { hex: modulus, publicKey } = await rsaKey(1024);
  const spki = spkiOf(Buffer.from(modulus, "hex"), Buffer.from([1, 0, 1]));
  expect(isKey(spki)).toBe(true);
  expect(spki).toEqual(publicKey.export({ type: "spki", format: "der" }));
});

test("readUnsigned takes non-negative integers alone", () => {
  expect(readUnsigned({ tag: 2, content: hex("00ff") })).toEqual(hex("ff"));
  expect(readUnsigned({ tag: 2, content: hex("7f") })).toEqual(hex("7f"));
  expect(readUnsigned({ tag: 2, content: hex("80") })).toBeUndefined();
  expect(readUnsigned({ tag: 2, content: hex("") })).toBeUndefined();
  expect(readUnsigned({ tag: 3, content: hex("7f") })).toBeUndefined();
  expect(readUnsigned(undefined)).toBeUndefined();
});

test("trimZeros leaves the number as it is", () => {
  fc.assert(
    fc.property(bytes(10), fc.nat(5), (data, zeros) => {
      const trimmed = trimZeros(plain(Buffer.concat([new Uint8Array(zeros), data])));
      expect(trimmed[0]).not.toBe(0);
      expect(BigInt(`0x0${Buffer.from(trimmed).toString("hex")}`)).toBe(
        BigInt(`0x0${Buffer.from(data).toString("hex")}`),
      );
    }),
  );
});
