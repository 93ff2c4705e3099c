import type { CardTexts } from "./card-texts.ts";
import { texts as ENGLISH } from "./languages/en.ts";

/** English, which is there without loading anything. */
export { ENGLISH };

/** Each import is written out, so that bundlers make a file of each language and a page loads one. */
const LANGUAGES = {
  en: () => Promise.resolve({ texts: ENGLISH }),
  "zh-Hans": () => import("./languages/zh-Hans.ts"),
  "zh-Hant": () => import("./languages/zh-Hant.ts"),
  ar: () => import("./languages/ar.ts"),
  da: () => import("./languages/da.ts"),
  de: () => import("./languages/de.ts"),
  es: () => import("./languages/es.ts"),
  fr: () => import("./languages/fr.ts"),
  id: () => import("./languages/id.ts"),
  it: () => import("./languages/it.ts"),
  ja: () => import("./languages/ja.ts"),
  ko: () => import("./languages/ko.ts"),
  nl: () => import("./languages/nl.ts"),
  pl: () => import("./languages/pl.ts"),
  pt: () => import("./languages/pt.ts"),
  ru: () => import("./languages/ru.ts"),
  sv: () => import("./languages/sv.ts"),
  th: () => import("./languages/th.ts"),
  tr: () => import("./languages/tr.ts"),
  vi: () => import("./languages/vi.ts"),
};

/** A language that the card element speaks. */
export type CardLanguage = keyof typeof LANGUAGES;

/**
 * Returns the language that fits a BCP 47 tag best: `pt` for `pt-BR`, `zh-Hant` for `zh-TW`. It is English where the tag
 * is missing or wrong, or the element does not speak the language.
 */
export function languageOf(tag: string | null | undefined): CardLanguage {
  const { language, script } = likely(tag);
  // Cantonese is written as Chinese is.
  if (language === "zh" || language === "yue") return script === "Hant" ? "zh-Hant" : "zh-Hans";
  return isSpoken(language) ? language : "en";
}

/** Returns the texts in the language that fits a tag best. It never rejects: English stands in for what can't be loaded. */
export function loadTexts(tag: string | null | undefined): Promise<CardTexts> {
  return LANGUAGES[languageOf(tag)]().then(
    (module) => module.texts,
    () => ENGLISH,
  );
}

/** Tells whether a language is written from right to left, one the element does not speak included. */
export function isRightToLeft(tag: string | null | undefined): boolean {
  return ["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg"].includes(likely(tag).script ?? "");
}

/** Returns a tag with its likely script: `zh-HK` is written in traditional characters. English for what is no tag. */
function likely(tag: string | null | undefined): Pick<Intl.Locale, "language" | "script"> {
  try {
    // Pages write the underscore of other systems too: zh_TW.
    return new Intl.Locale((tag ?? "").replaceAll("_", "-")).maximize();
  } catch {
    return { language: "en" };
  }
}

function isSpoken(language: string): language is CardLanguage {
  return Object.hasOwn(LANGUAGES, language);
}
