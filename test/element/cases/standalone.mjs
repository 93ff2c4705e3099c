import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { inLanguage } from "./languages.mjs";
import { CARD } from "../harness/stage.mjs";
import { CONFIG, openCardData } from "../harness/terminal.mjs";
import { ROOT } from "../../lanes/lanes.mjs";

const FILE = "oceanpayment-card.mjs";
const OPENED = { number: CARD.number, month: "12", year: "2030", securityCode: CARD.securityCode };

/** The built file that a page loads by a plain script element, in the recipe's page, as published with its hash. */
export function standaloneChecks() {
  return [
    { title: "standalone: every file has the hash that is published for it", run: hashes },
    { title: "standalone: a plain page pays, and its server gets the ciphertext and the name only", run: pays },
    { title: "standalone: each language comes from the file beside it, when a page needs it", run: speaks },
    { title: "standalone: a file with a changed byte is refused", run: refusesChanged },
  ];
}

async function hashes() {
  const files = [FILE, ...readdirSync(`${ROOT}dist/languages`).map((file) => `languages/${file}`)];
  const counted = files.map((file) => [file, hashOf(readDist(file))]);
  assert.ok(files.length > 15, `${files.length} files`);
  assert.deepEqual(published(), Object.fromEntries(counted));
}

async function pays(t) {
  const stage = await openPlain(t);
  await stage.heard();
  await stage.typeCard({ ...CARD, holder: "Zoe ONeil" });
  assert.equal(await stage.page.evaluate(() => probe.card().checkValidity()), true);
  await stage.click("button");
  await stage.arrive("/pay");
  const [post, ...others] = stage.posts();
  assert.equal(others.length, 0);
  const { card_data: cardData, ...rest } = Object.fromEntries(new URLSearchParams(post.body));
  assert.deepEqual(rest, { card_name: "Zoe ONeil" });
  assert.deepEqual(openCardData(cardData), OPENED);
  const everything = stage.requests().map(({ url, body, headers }) => `${url} ${body} ${JSON.stringify(headers)}`);
  assert.ok(!everything.join().includes(CARD.number.slice(-6)), "digits in a request");
  assert.deepEqual(languagesOf(stage), [], "English is in the file itself");
}

async function speaks(t) {
  const tags = Object.keys(published()).flatMap((file) => /^languages\/(.+)\.mjs$/.exec(file)?.[1] ?? []);
  const stage = await openPlain(t);
  await stage.heard();
  const said = { en: await stage.page.evaluate(() => probe.texts()) };
  for (const tag of tags) {
    said[tag] = await inLanguage(stage, tag);
    assert.equal(languagesOf(stage).at(-1), tag);
  }
  assert.deepEqual(languagesOf(stage), tags, "what was loaded, each once");
  assert.equal(new Set(Object.values(said).map((texts) => JSON.stringify(texts))).size, tags.length + 1);
  // It says what the element says that a bundler puts into a page.
  const bundled = await t.open({});
  assert.deepEqual(await bundled.page.evaluate(() => probe.texts()), said.en);
  for (const tag of tags) assert.deepEqual(await inLanguage(bundled, tag), said[tag], tag);
  // A page in a language of its own has it from the start.
  const german = await openPlain(t, { lang: "de" });
  await german.heard();
  assert.deepEqual(await german.page.evaluate(() => probe.texts()), said.de);
  assert.deepEqual(languagesOf(german), ["de"]);
  return `${Object.keys(said).length} languages`;
}

async function refusesChanged(t) {
  const original = readDist(FILE);
  const changed = original.toString().replace("Card number", "Card numbed");
  assert.equal(changed.length, original.toString().length);
  assert.notEqual(changed, original.toString());
  const isDefined = (stage) =>
    stage.page.evaluate(() => customElements.get("oceanpayment-card") !== undefined || probe.root() !== undefined);
  const refused = await openPlain(t, { text: changed, integrity: hashOf(original) });
  assert.equal(refused.requests().filter(({ path }) => path === `/${FILE}`).length, 1, "it was not even asked for");
  assert.equal(await isDefined(refused), false);
  assert.ok(
    refused.faults.every((fault) => /integrity|digest|hash/i.test(fault)),
    refused.faults.join(),
  );
  refused.faults.length = 0;
  // Held against its own hash it is taken: the byte breaks nothing else.
  const taken = await openPlain(t, { text: changed, integrity: hashOf(changed) });
  await taken.heard();
  assert.equal(await isDefined(taken), true);
  assert.match(JSON.stringify(await taken.page.evaluate(() => probe.texts())), /Card numbed/);
}

/** Opens the recipe's page, with a configuration in it, and with the hash at its script. */
function openPlain(t, { lang = "en", text = readDist(FILE), integrity = published()[FILE] } = {}) {
  for (const file of Object.keys(published())) t.server.serve(`/${file}`, readDist(file));
  t.server.serve(`/${FILE}`, text);
  const html = replaceEach(readFileSync(`${ROOT}playground/recipes/card/plain.html`, "utf8"), [
    ['<html lang="en">', `<html lang="${lang}">`],
    [`src="/${FILE}">`, `src="/${FILE}" integrity="${integrity}">`],
    ['config="{}"', `config="${JSON.stringify(CONFIG).replaceAll('"', "&quot;")}"`],
  ]);
  return t.open({ html, ready: false });
}

function replaceEach(text, pairs) {
  return pairs.reduce((whole, [before, after]) => {
    assert.equal(whole.split(before).length, 2, `once in the recipe: ${before}`);
    return whole.replace(before, () => after);
  }, text);
}

function languagesOf(stage) {
  return stage.requests().flatMap(({ path }) => /^\/languages\/(.+)\.mjs$/.exec(path)?.[1] ?? []);
}

const readDist = (file) => readFileSync(`${ROOT}dist/${file}`);
const published = () => JSON.parse(readDist("sri.json"));
const hashOf = (contents) => `sha384-${createHash("sha384").update(contents).digest("base64")}`;
