import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readSealingKey } from "../../../src/opcard/sealing-key.ts";
import { expectNoRun, failure } from "../leaks.ts";

/** Bytes of no pattern, none of them printable, which no real key is made of. */
const BYTES = new Uint8Array(Array.from({ length: 32 }, (_, at) => ((at * 37 + 128) & 0xff) | 0x80));
const buffer = Buffer.from(BYTES);
const read = (bytes: unknown) => readSealingKey({ id: "key-1", bytes }, "sealing.key");

describe("a sealing key", () => {
  test.each([
    ["bytes", BYTES],
    ["a Buffer", buffer],
    ["base64", buffer.toString("base64")],
    ["base64 without padding", buffer.toString("base64").replace("=", "")],
    ["base64url", buffer.toString("base64url")],
    ["hexadecimal digits", buffer.toString("hex")],
    ["hexadecimal digits, upper case", buffer.toString("hex").toUpperCase()],
    ["a function of bytes", () => BYTES],
    ["a function of text", () => buffer.toString("base64")],
  ])("is taken as %s", (_name, bytes) => {
    expect(read(bytes)).toEqual({ id: "key-1", bytes: BYTES });
  });

  test("is copied: whoever gave the bytes may overwrite them", () => {
    const given = BYTES.slice();
    const { bytes } = read(given);
    given.fill(0);
    expect(bytes).toEqual(BYTES);
  });

  test("of a thousand random ones none is refused, in any form", () => {
    for (let turn = 0; turn < 1000; turn++) {
      const random = randomBytes(32);
      for (const form of [random, random.toString("base64"), random.toString("base64url"), random.toString("hex")]) {
        expect(Buffer.from(read(form).bytes)).toEqual(random);
      }
    }
  });

  const passphrase = "correct horse battery staple 123";
  test.each([
    ["nothing", undefined],
    ["null", null],
    ["a number", 32],
    ["an empty text", ""],
    ["31 bytes", BYTES.subarray(1)],
    ["33 bytes", new Uint8Array([...BYTES, 1])],
    ["16 bytes as base64", buffer.subarray(16).toString("base64")],
    ["33 bytes as base64", Buffer.from([...BYTES, 1]).toString("base64")],
    ["31 bytes as hexadecimal digits", buffer.toString("hex").slice(2)],
    ["base64 with a line break", `${buffer.toString("base64")}\n`],
    ["base64 with bits left over", `${buffer.toString("base64url").slice(0, 42)}B`],
    ["a list of numbers", [...BYTES]],
    ["an ArrayBuffer", BYTES.buffer],
    ["a promise of bytes", () => Promise.resolve(BYTES)],
    ["a function of a function", () => () => BYTES],
  ])("%s is refused, and how to make one is told", async (_name, bytes) => {
    const error = await failure(() => read(bytes), "invalid_config", "sealing.key.bytes");
    expect(error.message).toMatch(/^"sealing.key.bytes" must be 32 .*openssl rand -base64 32$/);
    if (typeof bytes === "string" && bytes !== "") expectNoRun(error, bytes, 6);
  });

  test.each([
    ["32 characters", passphrase],
    ["text of 32 bytes", Buffer.from(passphrase)],
    ["text of 32 bytes, as base64", Buffer.from(passphrase).toString("base64")],
    ["text of 32 bytes, as hexadecimal digits", Buffer.from(passphrase).toString("hex")],
    // These two are base64url of 32 bytes.
    ["words of 43 characters", "correct-horse-battery-staple-and-some-more0"],
    ["words of 43 characters, upper case", "CORRECT-HORSE-BATTERY-STAPLE-AND-SOME-MORE0"],
    ["words with a space", "correct horse battery staple and some more0"],
  ])("a passphrase of %s is refused", async (_name, bytes) => {
    const error = await failure(() => read(bytes), "invalid_config", "sealing.key.bytes");
    expect(error.message).toContain("openssl rand -base64 32");
    expectNoRun(error, Buffer.from(bytes).toString(), 6);
  });

  test("what only a passphrase is, is called so", async () => {
    for (const bytes of [Buffer.from(passphrase), "correct-horse-battery-staple-and-some-more0"]) {
      expect((await failure(() => read(bytes), "invalid_config")).message).toContain("passphrase");
    }
  });

  test.each([0x00, 0x41, 0xff])("32 times the byte %i is refused", async (byte) => {
    for (const form of [Buffer.alloc(32, byte), Buffer.alloc(32, byte).toString("hex")]) {
      await failure(() => read(form), "invalid_config", "sealing.key.bytes");
    }
  });

  test.each([undefined, "", "x".repeat(33), "a.b", "a b", "é", "a\n", 1])("an id %j is refused", async (id) => {
    const error = await failure(() => readSealingKey({ id, bytes: BYTES }, "sealing.previousKey"), "invalid_config");
    expect(error.field).toBe("sealing.previousKey.id");
  });

  test.each(["a", "x".repeat(32), "2026-11_B"])("an id %j is taken", (id) => {
    expect(readSealingKey({ id, bytes: BYTES }, "sealing.key").id).toBe(id);
  });

  test.each([undefined, null, "text", 1, () => ({ id: "a", bytes: BYTES })])("%s is no key", async (key) => {
    await failure(() => readSealingKey(key, "sealing.key"), "invalid_config", "sealing.key");
  });

  test("nothing of it stays where a regular expression keeps what it matched", () => {
    for (const text of [
      buffer.toString("base64"),
      buffer.toString("hex"),
      "correct-horse-battery-staple-and-some-more0",
    ]) {
      /(x)/.exec("x");
      try {
        read(text);
      } catch {
        // One of them is refused.
      }
      const { input, lastMatch, leftContext, rightContext, lastParen } = RegExp as unknown as Record<string, string>;
      expect([input, lastMatch, leftContext, rightContext, lastParen].join()).not.toContain(text.slice(0, 8));
    }
  });
});
