import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type * as languages from "../../../src/browser/card-element/languages.ts";
import { ENGLISH, isRightToLeft, languageOf, loadTexts } from "../../../src/browser/card-element/languages.ts";
import { bundle, gzippedBytes, tags } from "./bundle-languages.ts";

describe("languageOf", () => {
  test.each([
    ["zh", "zh-Hans"],
    ["zh-CN", "zh-Hans"],
    ["zh-SG", "zh-Hans"],
    ["zh-Hans-HK", "zh-Hans"],
    ["cmn", "zh-Hans"],
    ["zh-TW", "zh-Hant"],
    ["zh-HK", "zh-Hant"],
    ["zh-MO", "zh-Hant"],
    ["zh-Hant", "zh-Hant"],
    ["zh-Hant-CN", "zh-Hant"],
    ["zh_TW", "zh-Hant"],
    ["yue", "zh-Hant"],
    ["yue-CN", "zh-Hans"],
    ["pt-BR", "pt"],
    ["pt-PT", "pt"],
    ["de-AT", "de"],
    ["DE", "de"],
    ["de-CH-1996", "de"],
    ["es-419", "es"],
    ["fr-CA", "fr"],
    ["ar-EG", "ar"],
    ["ru-Cyrl-RU", "ru"],
    ["in", "id"],
    ["sv-FI", "sv"],
    ["ja-JP-u-ca-japanese", "ja"],
    ["en-GB", "en"],
    ["fi", "en"],
    ["he", "en"],
    ["und", "en"],
    ["x-private", "en"],
    ["not a tag", "en"],
    ["constructor", "en"],
    ["__proto__", "en"],
    ["", "en"],
    [null, "en"],
    [undefined, "en"],
  ])("%s is served in %s", (tag, expected) => {
    expect(languageOf(tag)).toBe(expected);
  });

  test("every language is its own best match", () => {
    for (const tag of tags) expect(languageOf(tag)).toBe(tag);
  });
});

describe("isRightToLeft", () => {
  test.each(["ar", "ar-EG", "AR", "he", "iw", "fa", "ur-PK", "ps", "yi", "dv", "ckb", "pa-Arab", "pa-PK"])(
    "%s",
    (tag) => {
      expect(isRightToLeft(tag)).toBe(true);
    },
  );

  test.each(["en", "zh-TW", "ru", "th", "pa", "tr", "az", "ar-Latn", "", "not a tag", null, undefined])(
    "%s is not",
    (tag) => {
      expect(isRightToLeft(tag)).toBe(false);
    },
  );
});

describe("loadTexts", () => {
  test("brings the texts of each language's own file", async () => {
    for (const tag of tags) {
      const module: object = await import(`../../../src/browser/card-element/languages/${tag}.ts`);
      expect({ texts: await loadTexts(tag) }).toEqual({ ...module });
    }
    expect(await loadTexts("en-US")).toBe(ENGLISH);
    expect((await loadTexts("de-AT")).number).toBe("Kartennummer");
  });

  test("never throws and never rejects, whatever a page calls its language", async () => {
    const tag = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom(...tags), fc.constant(null));
    await fc.assert(
      fc.asyncProperty(tag, async (tag) => {
        expect(typeof (await loadTexts(tag)).number).toBe("string");
      }),
    );
  });
});

describe("bundled for a page", () => {
  const folder = mkdtempSync(join(tmpdir(), "card-languages-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("each language is a file of its own but English; one that can't be loaded leaves English", async () => {
    const files = await bundle("languages.ts", { splitting: true, outExtension: { ".js": ".mjs" } });
    const names = new Map(files.map((file) => [basename(file.path), file.text]));
    for (const [name, text] of names) writeFileSync(join(folder, name), text);
    const having = (text: string): string[] => [...names.keys()].filter((name) => names.get(name)!.includes(text));
    const german = having("Kartennummer");
    expect(german).toHaveLength(1);
    expect(german).not.toContain("languages.mjs");
    for (const own of ["卡号", "卡號", "Numéro de carte", "رقم البطاقة", "Kart numarası"]) {
      expect(having(own)).toHaveLength(1);
      expect(having(own)).not.toContain("languages.mjs");
    }
    expect(readFileSync(join(folder, "languages.mjs"), "utf8")).not.toMatch(/[^\0-\x7f]/);

    rmSync(join(folder, german[0]!));
    const url = pathToFileURL(join(folder, "languages.mjs")).href;
    const page: typeof languages = await import(/* @vite-ignore */ url);
    expect((await page.loadTexts("fr")).number).toBe("Numéro de carte");
    expect(await page.loadTexts("de")).toBe(page.ENGLISH);
  });

  test("what is always loaded stays small", async () => {
    expect(await gzippedBytes("languages.ts", { splitting: true, external: ["./languages/*"] })).toBeLessThan(700);
  });
});
