import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { CardTexts } from "../../../src/browser/card-element/card-texts.ts";
import { gzippedBytes, tags } from "./bundle-languages.ts";

const declared = readFileSync(new URL("../../../src/browser/card-element/card-texts.ts", import.meta.url), "utf8");
const keys = [...declared.matchAll(/^ {2}readonly (\w+): string;$/gm)].map(([, key]) => key!);
const errors = keys.slice(keys.indexOf("numberMissing"));

const languages = new Map<string, Readonly<Record<string, string>>>();
for (const tag of tags) {
  const module: { texts: CardTexts } = await import(`../../../src/browser/card-element/languages/${tag}.ts`);
  languages.set(tag, { ...module.texts });
}

/** The scripts that are not Latin: every text must have a letter of its own, and Latin only where a name is spelled so. */
const scripts: Readonly<Record<string, RegExp>> = {
  "zh-Hans": /\p{Script=Han}/u,
  "zh-Hant": /\p{Script=Han}/u,
  ja: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  ko: /\p{Script=Hangul}/u,
  ar: /\p{Script=Arabic}/u,
  ru: /\p{Script=Cyrillic}/u,
  th: /\p{Script=Thai}/u,
};

test("the languages are those that the element promises", () => {
  const promised = "en zh-Hans zh-Hant ja ko de fr es pt it ar ru nl pl tr vi th id sv da";
  expect([...tags].sort()).toEqual(promised.split(" ").sort());
  expect(keys).toHaveLength(17);
});

describe.each([...languages])("%s", (tag, texts) => {
  test("says every text, in plain characters and nothing twice", () => {
    expect(Object.keys(texts)).toEqual(keys);
    const all = Object.values(texts);
    expect(new Set(all).size).toBe(all.length);
    for (const text of all) {
      expect(text).toBe(text.trim().normalize("NFC"));
      expect(text).not.toMatch(/^$|[<>&"\\]|\p{Cc}| {2}|\p{Co}|�/u);
    }
  });

  test("counts digits where it must, and has no other place to fill", () => {
    for (const [key, text] of Object.entries(texts)) {
      expect([key, ...text.matchAll(/\{[^}]*\}?|\}/g)].flat()).toEqual(
        key === "securityCodeWrong" ? [key, "{digits}"] : [key],
      );
    }
  });

  test("writes its own script", () => {
    for (const [key, text] of Object.entries(texts)) {
      const letters = text.replace(/\{digits\}|https|CVC/g, "").match(/\p{L}/gu) ?? [];
      const foreign = letters.filter((letter) =>
        scripts[tag] ? /\p{Script=Latin}/u.test(letter) : !/\p{Script=Latin}/u.test(letter),
      );
      expect([key, ...foreign]).toEqual([key]);
      expect(text).toMatch(scripts[tag] ?? /\p{Script=Latin}/u);
    }
  });

  test("labels are short enough for half a phone, errors are sentences", () => {
    for (const key of ["expiry", "securityCode"]) expect(texts[key]!.length).toBeLessThanOrEqual(20);
    // Thai ends no sentence with a mark.
    for (const key of errors) expect(texts[key]).toMatch(tag === "th" ? /[^.]$/ : /[.。]$/);
    expect(texts.insecure).toContain("https");
  });

  test("is under a kilobyte on the wire, however the bundler writes letters", async () => {
    expect(await gzippedBytes(`languages/${tag}.ts`)).toBeLessThan(1024);
    expect(await gzippedBytes(`languages/${tag}.ts`, { charset: "ascii" })).toBeLessThan(1024);
  });
});

test("no language is another's copy", () => {
  for (const [one, texts] of languages) {
    for (const [other, others] of languages) {
      if (one === other) continue;
      const same = keys.filter((key) => texts[key] === others[key] && !["number", "expiryFormat"].includes(key));
      // Both kinds of Chinese share short labels, and so do neighbours.
      expect([one, other, same.length <= 2 ? [] : same]).toEqual([one, other, []]);
    }
  }
});

test("each kind of Chinese keeps to its own characters", () => {
  const simplified = JSON.stringify(languages.get("zh-Hans"));
  const traditional = JSON.stringify(languages.get("zh-Hant"));
  for (const pair of ["号號", "码碼", "请請", "输輸", "检檢", "须須", "与與", "过過", "误誤", "无無", "页頁", "连連"]) {
    expect(traditional).not.toContain(pair.charAt(0));
    expect(simplified).not.toContain(pair.charAt(1));
  }
  expect(simplified).toMatch(/号.*请输/);
  expect(traditional).toMatch(/號.*請輸/);
});

test.each([
  ["en", "MM / YY"],
  ["de", "MM / JJ"],
  ["nl", "MM / JJ"],
  ["fr", "MM / AA"],
  ["es", "MM / AA"],
  ["it", "MM / AA"],
  ["pt", "MM / AA"],
  ["pl", "MM / RR"],
  ["tr", "AA / YY"],
  ["id", "BB / TT"],
  ["sv", "MM / ÅÅ"],
  ["da", "MM / ÅÅ"],
  ["ru", "\u041c\u041c / \u0413\u0413"],
  ["ja", "月 / 年"],
  ["ko", "월 / 년"],
  ["zh-Hans", "月 / 年"],
  ["zh-Hant", "月 / 年"],
])("%s writes an expiry %s", (tag, format) => {
  expect(languages.get(tag)!.expiryFormat).toBe(format);
});

test("the Arabic month stays on the left, where it is typed", () => {
  const [month, year] = languages.get("ar")!.expiryFormat!.split(" / ");
  expect(month).toBe("شهر");
  expect(year).toBe("\u200eسنة");
});
