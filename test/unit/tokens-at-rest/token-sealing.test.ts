import { createCipheriv, createDecipheriv } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createTokenSealing, type TokenSealingOptions } from "../../../src/opcard/token-sealing.ts";
import type { TokenRecord } from "../../../src/opcard/token.ts";
import { someUnicode, unicode } from "../arbitraries.ts";
import { expectNoRun, failure } from "../leaks.ts";

/** Keys of no real use: a pattern each. */
const keyBytes = (seed: number) => new Uint8Array(Array.from({ length: 32 }, (_, at) => (at * 53 + seed * 91) & 0xff));
const KEY = { id: "key-2", bytes: keyBytes(2) };
const PREVIOUS = { id: "key-1", bytes: keyBytes(1) };
const HOST = "https://tokens.example";
const OPTIONS: TokenSealingOptions = { environment: "sandbox", host: HOST, appKey: "an-app-key", key: KEY };
const TOKEN: TokenRecord = {
  accessToken: "an-access-token",
  refreshToken: "a-refresh-token",
  generation: "g1",
  obtainedAtMs: 1_700_000_000_000,
  endsAtMs: 1_700_003_600_000,
};
const sealing = createTokenSealing(OPTIONS);

const tokens: fc.Arbitrary<TokenRecord> = fc
  .record({
    accessToken: someUnicode,
    refreshToken: fc.option(someUnicode, { nil: undefined }),
    generation: someUnicode,
    obtainedAtMs: fc.integer({ min: 0, max: 2 ** 45 }),
    endsAtMs: fc.integer({ min: 0, max: 2 ** 45 }),
  })
  .map(({ refreshToken, ...token }) => ({ ...token, ...(refreshToken !== undefined && { refreshToken }) }));

/** Seals with OpenSSL, in the format as it is documented. */
function sealElsewhere(
  text: string | Buffer,
  { key = KEY, associated = `["sandbox","https://tokens.example","an-app-key",1]` } = {},
): string {
  const iv = Buffer.from("000102030405060708090a0b", "hex");
  const cipher = createCipheriv("aes-256-gcm", key.bytes, iv, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(associated));
  const encrypted = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  return `v1.${key.id}.${iv.toString("base64url")}.${encrypted.toString("base64url")}`;
}

function openElsewhere(sealed: string, associated: string): unknown {
  const [version, id, iv = "", coded = ""] = sealed.split(".");
  expect([version, id]).toEqual(["v1", KEY.id]);
  const encrypted = Buffer.from(coded, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", KEY.bytes, Buffer.from(iv, "base64url"), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(associated)).setAuthTag(encrypted.subarray(-16));
  return JSON.parse(decipher.update(encrypted.subarray(0, -16), undefined, "utf8") + decipher.final("utf8"));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("sealing", () => {
  test("what is sealed opens again", async () => {
    await fc.assert(
      fc.asyncProperty(
        tokens,
        unicode,
        fc.constantFrom("sandbox", "production"),
        async (token, appKey, environment) => {
          const own = createTokenSealing({ ...OPTIONS, environment, appKey });
          const sealed = await own.seal(token);
          expect(sealed).toMatch(/^v1\.key-2\.[\w-]{16}\.[\w-]+$/);
          expect(await own.open(sealed)).toEqual(token);
        },
      ),
    );
  });

  test("OpenSSL opens what is sealed, and what it seals opens", async () => {
    await fc.assert(
      fc.asyncProperty(tokens, async (token) => {
        expect(openElsewhere(await sealing.seal(token), `["sandbox","https://tokens.example","an-app-key",1]`)).toEqual(
          token,
        );
        expect(await sealing.open(sealElsewhere(JSON.stringify(token)))).toEqual(token);
      }),
    );
  });

  test("nothing but the five members is sealed, and nothing but them comes out", async () => {
    const more = { ...TOKEN, appSecret: "not-to-be-kept" } as TokenRecord;
    expect(openElsewhere(await sealing.seal(more), `["sandbox","https://tokens.example","an-app-key",1]`)).toEqual(
      TOKEN,
    );
    expect(await sealing.open(sealElsewhere(JSON.stringify(more)))).toEqual(TOKEN);
  });

  test("each has a vector of its own, from the platform's generator", async () => {
    const draw = vi.spyOn(globalThis.crypto, "getRandomValues");
    const sealed = await Promise.all(Array.from({ length: 500 }, () => sealing.seal(TOKEN)));
    expect(new Set(sealed.map((text) => text.split(".")[2])).size).toBe(500);
    expect(draw.mock.calls.map(([bytes]) => bytes?.byteLength)).toEqual(Array(500).fill(12));
  });
});

describe("what does not open is nothing", () => {
  test("any one character changed", async () => {
    const both = createTokenSealing({ ...OPTIONS, previousKey: PREVIOUS });
    const sealed = await both.seal(TOKEN);
    const characters = [..."ABab01-_+/=. \u0000é"];
    for (let at = 0; at < sealed.length; at++) {
      for (const character of characters) {
        if (character === sealed[at]) continue;
        const changed = sealed.slice(0, at) + character + sealed.slice(at + 1);
        expect(await both.open(changed), `${character} at ${at}`).toBeUndefined();
      }
    }
  });

  test("any one bit changed", async () => {
    const [version, id, iv = "", coded = ""] = (await sealing.seal(TOKEN)).split(".");
    const parts = [Buffer.from(iv, "base64url"), Buffer.from(coded, "base64url")] as const;
    const join = () => [version, id, ...parts.map((part) => part.toString("base64url"))].join(".");
    expect(await sealing.open(join())).toEqual(TOKEN);
    for (const part of parts) {
      for (let bit = 0; bit < part.length * 8; bit++) {
        (part[bit >> 3] as number) ^= 1 << (bit & 7);
        expect(await sealing.open(join())).toBeUndefined();
        (part[bit >> 3] as number) ^= 1 << (bit & 7);
      }
    }
  });

  test("cut or lengthened anywhere", async () => {
    const sealed = await sealing.seal(TOKEN);
    for (let at = 0; at < sealed.length; at++) {
      expect(await sealing.open(sealed.slice(0, at))).toBeUndefined();
      expect(await sealing.open(sealed.slice(at + 1))).toBeUndefined();
      expect(await sealing.open(sealed.slice(0, at) + sealed.slice(at + 1))).toBeUndefined();
    }
    for (const more of ["=", "==", ".", "A", "AAAA", "\n", ".AAAA"]) {
      expect(await sealing.open(sealed + more)).toBeUndefined();
    }
  });

  test("any text, and what is no text", async () => {
    const notOpened = fc.asyncProperty(unicode, async (text) => {
      expect(await sealing.open(text)).toBeUndefined();
    });
    await fc.assert(notOpened);
    for (const value of [undefined, null, 1, {}, [], new Uint8Array(3)]) {
      expect(await sealing.open(value as never)).toBeUndefined();
    }
  });

  test("sealed for another app key or environment, however alike they are written together", async () => {
    const appKeys = [
      "an-app-key",
      "an-app-key,1",
      `an-app-key",1]`,
      "an-app-ke",
      "",
      `sandbox","an-app-key`,
      "an-app-key1",
    ];
    const places = appKeys.flatMap((appKey) => [
      { appKey, environment: "sandbox" as const },
      { appKey, environment: "production" as const },
      { appKey, environment: "sandbox" as const, host: "https://other.example" },
    ]);
    for (const from of places) {
      const sealed = await createTokenSealing({ ...OPTIONS, ...from }).seal(TOKEN);
      for (const to of places) {
        const opened = await createTokenSealing({ ...OPTIONS, ...to }).open(sealed);
        expect(opened).toEqual(from === to ? TOKEN : undefined);
      }
    }
  });

  test("another version, another key's id, another key by the same id", async () => {
    const sealed = await sealing.seal(TOKEN);
    expect(await sealing.open(sealed.replace("v1.", "v2."))).toBeUndefined();
    expect(
      await sealing.open(
        sealElsewhere(JSON.stringify(TOKEN), { associated: `["sandbox","https://tokens.example","an-app-key",2]` }),
      ),
    ).toBe(undefined);
    expect(await createTokenSealing({ ...OPTIONS, key: PREVIOUS }).open(sealed)).toBeUndefined();
    const other = createTokenSealing({ ...OPTIONS, key: { ...PREVIOUS, id: KEY.id } });
    expect(await other.open(sealed)).toBeUndefined();
  });

  const json = JSON.stringify(TOKEN);
  test.each([
    "",
    "{",
    "null",
    "1",
    `"text"`,
    "[]",
    "{}",
    `\ufeff${json}`,
    json.replace(`"accessToken"`, `"token"`),
    json.replace(`"generation"`, `"x"`),
    json.replace(`"obtainedAtMs"`, `"x"`),
    json.replace(`"endsAtMs"`, `"x"`),
    json.replace(`"an-access-token"`, `""`),
    json.replace(`"an-access-token"`, "7"),
    json.replace(`"a-refresh-token"`, "null"),
    json.replace(`"a-refresh-token"`, "7"),
    json.replace(`"a-refresh-token"`, `""`),
    json.replace(`"g1"`, "{}"),
    json.replace("1700000000000", "1e999"),
    json.replace("1700003600000", "-1e999"),
    json.replace("1700003600000", `"1700003600000"`),
    json.replace("1700003600000", "null"),
  ])("rightly sealed, but no token: %s", async (text) => {
    expect(text).not.toBe(json);
    expect(await sealing.open(sealElsewhere(text))).toBeUndefined();
  });

  test("rightly sealed, but no text", async () => {
    expect(await sealing.open(sealElsewhere(Buffer.from([0x22, 0xff, 0x22])))).toBeUndefined();
  });
});

describe("keys", () => {
  test("what the previous key has sealed opens, and is sealed with the current one", async () => {
    const old = await createTokenSealing({ ...OPTIONS, key: PREVIOUS }).seal(TOKEN);
    const both = createTokenSealing({ ...OPTIONS, previousKey: PREVIOUS });
    expect(await both.open(old)).toEqual(TOKEN);
    const sealed = await both.seal(TOKEN);
    expect(sealed.split(".")[1]).toBe(KEY.id);
    expect(await both.open(sealed)).toEqual(TOKEN);
    expect(await sealing.open(sealed)).toEqual(TOKEN);
    expect(await sealing.open(old)).toBeUndefined();
  });

  test("a wrong one is told at once, by the name of its member", async () => {
    const wrong = (changes: object) => () => createTokenSealing({ ...OPTIONS, ...changes });
    await failure(wrong({ key: { ...KEY, bytes: "short" } }), "invalid_config", "sealing.key.bytes");
    await failure(wrong({ key: undefined }), "invalid_config", "sealing.key");
    await failure(wrong({ previousKey: { id: "a b", bytes: KEY.bytes } }), "invalid_config", "sealing.previousKey.id");
    await failure(wrong({ previousKey: null }), "invalid_config", "sealing.previousKey");
  });

  test("the previous key must be another one", async () => {
    const wrong = (previousKey: object) => () => createTokenSealing({ ...OPTIONS, previousKey: previousKey as never });
    await failure(wrong({ ...PREVIOUS, id: KEY.id }), "invalid_config", "sealing.previousKey.id");
    await failure(wrong({ ...KEY, id: "key-1" }), "invalid_config", "sealing.previousKey.bytes");
  });

  test("is asked for once, and imported once when it is first used", async () => {
    const bytes = vi.fn(() => KEY.bytes);
    const importKey = vi.spyOn(crypto.subtle, "importKey");
    const own = createTokenSealing({ ...OPTIONS, key: { id: KEY.id, bytes } });
    expect(importKey).not.toHaveBeenCalled();
    for (let turn = 0; turn < 3; turn++) expect(await own.open(await own.seal(TOKEN))).toEqual(TOKEN);
    expect(bytes).toHaveBeenCalledTimes(1);
    expect(importKey).toHaveBeenCalledTimes(1);
  });

  test("an import that never ends, or that fails, holds nobody else up", async () => {
    const own = createTokenSealing(OPTIONS);
    const importKey = vi.spyOn(crypto.subtle, "importKey");
    importKey.mockImplementationOnce(() => new Promise(() => {}));
    importKey.mockImplementationOnce(() => Promise.reject(new Error("not now")));
    void own.seal(TOKEN);
    await expect(own.seal(TOKEN)).rejects.toThrow("not now");
    expect(await own.open(await own.seal(TOKEN))).toEqual(TOKEN);
  });

  test("nothing printed of it shows a key or a token", async () => {
    const text = Buffer.from(KEY.bytes).toString("base64");
    const own = createTokenSealing({ ...OPTIONS, key: { id: KEY.id, bytes: text } });
    const sealed = await own.seal(TOKEN);
    await own.open(sealed);
    const shown = [inspect(own, { depth: null, showHidden: true }), JSON.stringify(own), String(own), sealed].join(
      "\n",
    );
    for (const secret of [text.slice(0, 12), "an-access-token", "a-refresh-token", "an-app-key"]) {
      expect(shown).not.toContain(secret);
    }
    const error = await failure(
      () => createTokenSealing({ ...OPTIONS, key: { id: "a", bytes: `${text}A` } }),
      ["invalid_config"],
    );
    expectNoRun(error, text, 6);
  });
});
