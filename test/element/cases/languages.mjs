import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { soon } from "../harness/stage.mjs";

const LANGUAGES = [
  ...["en", "zh-Hans", "zh-Hant", "ja", "ko", "de", "fr", "es", "pt", "it", "ar", "ru", "nl", "pl", "tr"],
  ...["da", "id", "sv", "th", "vi"],
];

/** A script that only this language's label of the number is written in, or nothing where letters don't tell. */
const SCRIPTS = {
  "zh-Hans": /\p{sc=Han}/u,
  "zh-Hant": /\p{sc=Han}/u,
  ja: /[\p{sc=Hira}\p{sc=Kana}]/u,
  ko: /\p{sc=Hang}/u,
  ar: /\p{sc=Arab}/u,
  ru: /\p{sc=Cyrl}/u,
  th: /\p{sc=Thai}/u,
};

export function languageChecks() {
  return [
    { title: "language: each is taken from the page and loads on demand, and no other does", run: onDemand },
    { title: "language: tags fit the nearest language", run: nearest },
    { title: "language: a language that can't be loaded leaves English, and the element works", run: fails },
    { title: "language: right to left follows the language; digits stay left to right", run: rightToLeft },
    { title: "language: the element's own lang goes before the page's, and both can change", run: ownLang },
    { title: "language: what is said to be wrong is said anew in the new language", run: errorsToo },
  ];
}

async function onDemand(t) {
  const labels = new Map();
  for (const lang of LANGUAGES) {
    const from = t.server.requests.length;
    const stage = await t.open({ lang });
    await labelled(stage, lang);
    const loaded = t.server.requests
      .slice(from)
      .flatMap(({ path }) => LANGUAGES.filter((tag) => path.startsWith(`/scripts/${tag}-`)));
    assert.deepEqual(loaded, lang === "en" ? [] : [lang], "what was loaded");
    const texts = await textsOf(stage);
    for (const [what, text] of Object.entries(texts)) assert.ok(text.trim() !== "", `${lang}: ${what} is empty`);
    if (SCRIPTS[lang]) assert.match(texts.number, SCRIPTS[lang]);
    labels.set(lang, Object.values(texts).join());
    await t.leave(stage);
  }
  assert.equal(new Set(labels.values()).size, LANGUAGES.length, "two languages say the same");
}

async function nearest(t) {
  const rows = [
    ["pt-BR", "pt"], ["zh-TW", "zh-Hant"], ["zh-HK", "zh-Hant"], ["zh", "zh-Hans"], ["zh-CN", "zh-Hans"], ["de-AT", "de"],
    ["en-GB", "en"], ["tlh", "en"], ["not a tag", "en"], ["", "en"], ["DE", "de"],
  ]; // prettier-ignore
  const stage = await t.open({});
  const wanted = { en: await textsOf(stage) };
  for (const tag of new Set(rows.map(([, tag]) => tag))) wanted[tag] ??= await inLanguage(stage, tag);
  for (const [tag, nearest] of rows) {
    const other = nearest === "en" ? "de" : "en";
    if (!isDeepStrictEqual(await textsOf(stage), wanted[other])) await inLanguage(stage, other);
    assert.deepEqual(await inLanguage(stage, tag), wanted[nearest], `${tag} is not ${nearest}`);
  }
}

async function fails(t) {
  const stage = await t.open({ fresh: true });
  const english = await textsOf(stage);
  let aborted = 0;
  await stage.page.route("**/scripts/de-*.js", async (route) => {
    await route.abort();
    aborted += 1;
  });
  await setLanguage(stage, "de");
  await soon(() => aborted > 0, "the language was not asked for");
  await quiet(stage);
  assert.deepEqual(await textsOf(stage), english);
  await stage.type("number", "4242");
  assert.equal((await stage.values()).number, "4242");
  stage.faults.length = 0;
}

async function rightToLeft(t) {
  const stage = await t.open({ lang: "ar", attributes: "holder" });
  await labelled(stage, "ar");
  const read = () =>
    stage.page.evaluate(() => {
      const style = (id) => getComputedStyle(probe.field(id)).direction;
      const box = (element) => element.getBoundingClientRect();
      const label = probe.root().querySelector('label[for="expiry"]');
      return {
        label: getComputedStyle(label).direction,
        number: style("number"),
        expiry: style("expiry"),
        code: style("security-code"),
        expiryIsRight: box(probe.field("expiry")).left > box(probe.field("security-code")).left,
      };
    });
  assert.deepEqual(await read(), { label: "rtl", number: "ltr", expiry: "ltr", code: "ltr", expiryIsRight: true });
  await inLanguage(stage, "en");
  assert.deepEqual(await read(), { label: "ltr", number: "ltr", expiry: "ltr", code: "ltr", expiryIsRight: false });
}

async function ownLang(t) {
  const stage = await t.open({ lang: "fr", attributes: 'lang="it"' });
  const italian = await textsOf(stage);
  await setLanguage(stage, "es");
  await quiet(stage);
  assert.deepEqual(await textsOf(stage), italian);
  await stage.page.evaluate(() => probe.card().removeAttribute("lang"));
  await changed(stage, italian.number);
  const spanish = await textsOf(stage);
  assert.notDeepEqual(spanish, italian);
  assert.deepEqual(spanish, await textsOf(await t.open({ lang: "es" })));
}

async function errorsToo(t) {
  const stage = await t.open({});
  await stage.click("#pay");
  await stage.until(() => probe.messages().number !== "");
  await setLanguage(stage, "de");
  await stage.until(() => probe.messages().number.includes("Kartennummer"));
  assert.match(await stage.page.evaluate(() => probe.card().validationMessage), /Kartennummer/);
}

const textsOf = (stage) => stage.page.evaluate(() => probe.texts());

/** Waits until the labels are another language's than English, unless that is the one. */
function labelled(stage, lang) {
  return lang === "en" ? undefined : changed(stage, "Card number");
}

function changed(stage, before) {
  return stage.until((before) => probe.root().querySelector('label[for="number"]').textContent !== before, before);
}

function setLanguage(stage, lang) {
  return stage.page.evaluate((lang) => {
    document.documentElement.lang = lang;
  }, lang);
}

/** Gives the page another language, waits until the element speaks another, and returns what it says then. */
export function inLanguage(stage, lang) {
  return stage.page.evaluate(
    async ({ lang, timeoutMs }) => {
      const read = () => JSON.stringify(probe.texts());
      const before = read();
      const endMs = performance.now() + timeoutMs;
      document.documentElement.lang = lang;
      while (read() === before && performance.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 5));
      // Were another language to come after it, it would be there by now.
      await new Promise((resolve) => setTimeout(resolve, 50));
      return probe.texts();
    },
    { lang, timeoutMs: 60_000 },
  );
}

/** Waits a while in which something that must not change could: until nothing in the element did for as long. */
function quiet(stage) {
  return stage.page.evaluate(
    () =>
      new Promise((resolve) => {
        let timer = setTimeout(resolve, 300);
        new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(resolve, 300);
        }).observe(probe.root(), { subtree: true, childList: true, characterData: true, attributes: true });
      }),
  );
}
