import assert from "node:assert/strict";
import { CARD, soon } from "../harness/stage.mjs";
import { openCardData } from "../harness/terminal.mjs";

const OPENED = { number: CARD.number, month: "12", year: "2030", securityCode: CARD.securityCode };
const EMPTY = { number: "", expiry: "", "security-code": "" };

/** What `encrypt()` gives, and what is left in the fields after each end that a card can come to. */
export function wipingChecks() {
  return [
    {
      title: "encrypt: the ciphertext opens with the private key; the security code is wiped, the rest kept",
      run: encrypts,
    },
    { title: "encrypt: calls at the same time share one promise", run: sharesOne },
    { title: "encrypt: each ciphertext is another", run: isFresh },
    { title: "encrypt: what is wrong is said by a code, in the field, and without a digit", run: refusesWrong },
    { title: "encrypt: a card typed during the encryption is not wiped with the old one", run: typedMeanwhile },
    { title: "encrypt: brands with their own lengths", run: brands },
    { title: "wipe: clear()", run: clear },
    { title: "wipe: taking the element out of the page", run: disconnect },
    { title: "wipe: taking the form out of the page", run: disconnectForm },
    { title: "wipe: leaving the page, and coming back", run: pagehide },
    { title: "wipe: a form that was sent", run: afterSubmit },
  ];
}

const EXPIRED = { ...CARD, expiry: "0120" };
const WRONG = [
  ["number", { ...CARD, number: "6011000990139425" }],
  ["number", { ...CARD, number: "601100099" }],
  ["expiry", { ...CARD, expiry: "12" }],
  ["expiry", EXPIRED],
  ["security-code", { ...CARD, securityCode: "73" }],
  ["security-code", { ...CARD, securityCode: "" }],
];

async function encrypts(t) {
  const stage = await t.open({});
  await stage.typeCard(CARD);
  assert.deepEqual(openCardData(await encrypt(stage)), OPENED);
  assert.deepEqual(await digitsIn(stage), { number: CARD.number, expiry: CARD.expiry, "security-code": "" });
  // Being wiped is no mistake of the shopper's.
  assert.deepEqual(Object.values(await stage.messages()).filter(Boolean), []);
}

async function sharesOne(t) {
  const stage = await t.open({});
  await stage.fillCard(CARD);
  const outcome = await stage.page.evaluate(async () => {
    const card = probe.card();
    const [one, two] = [card.encrypt(), card.encrypt()];
    return { isOne: one === two, texts: await Promise.all([one, two]) };
  });
  assert.equal(outcome.texts[0], outcome.texts[1]);
  assert.ok(outcome.isOne, "two promises");
  assert.deepEqual(openCardData(outcome.texts[0]), OPENED);
}

async function isFresh(t) {
  const stage = await t.open({});
  await stage.fillCard(CARD);
  const first = await encrypt(stage);
  await stage.type("security-code", CARD.securityCode);
  const second = await encrypt(stage);
  assert.notEqual(first, second);
  assert.deepEqual(openCardData(second), OPENED);
}

async function refusesWrong(t) {
  const stage = await t.open({});
  for (const [id, card] of WRONG) {
    await stage.page.evaluate(() => probe.card().clear());
    await stage.fillCard(card);
    const outcome = await stage.page.evaluate(() =>
      probe
        .card()
        .encrypt()
        .then(
          () => ({ text: "it was encrypted" }),
          (error) => ({ code: error.code, text: `${error} ${error.stack} ${JSON.stringify(error)}` }),
        ),
    );
    assert.equal(typeof outcome.code, "string", `${id}: ${outcome.text}`);
    assert.ok(!outcome.text.includes(card.number.slice(0, 6)), "digits in the error");
    const said = await stage.messages();
    assert.notEqual(said[id], "", `nothing is said at ${id}`);
    assert.deepEqual(
      Object.entries(said).filter(([name, text]) => name !== id && text),
      [],
    );
    const isMarked = await stage.page.evaluate((id) => probe.field(id).getAttribute("aria-invalid"), id);
    assert.equal(isMarked, "true");
  }
}

async function typedMeanwhile(t) {
  const stage = await t.open({});
  await stage.fillCard(CARD);
  // While it encrypts, the shopper's other hand is on the keyboard: the code of the next card must not be lost silently.
  const [first] = await Promise.all([encrypt(stage), stage.page.evaluate(() => probe.card().clear())]);
  assert.deepEqual(openCardData(first), OPENED, "clear() while it encrypts must not change what was begun");
  assert.deepEqual(await stage.values(), EMPTY);
}

async function brands(t) {
  const stage = await t.open({});
  const cards = [
    ["378282246310005", "1234", "amex", "3782 822463 10005"],
    ["4242424242424242", "123", "visa", "4242 4242 4242 4242"],
    ["5555555555554444", "123", "mastercard", "5555 5555 5555 4444"],
    ["2223003122003222", "123", "mastercard", "2223 0031 2200 3222"],
    ["3566002020360505", "123", "jcb", "3566 0020 2036 0505"],
    ["6205500000000000004", "123", "unionpay", "6205 5000 0000 0000 004"],
    ["30569309025904", "123", "diners", "3056 930902 5904"],
  ];
  for (const [number, securityCode, brand, shown] of cards) {
    await stage.page.evaluate(() => probe.card().clear());
    await stage.fillCard({ number, expiry: "1230", securityCode });
    assert.equal(await stage.page.evaluate(() => probe.card().brand), brand);
    if (shown) assert.equal((await stage.values()).number, shown);
    assert.deepEqual(openCardData(await encrypt(stage)), { number, month: "12", year: "2030", securityCode });
  }
}

async function clear(t) {
  const stage = await t.open({ attributes: "holder" });
  await stage.fillCard({ ...CARD, holder: "Zoe ONeil" });
  await stage.page.evaluate(() => probe.card().clear());
  assert.deepEqual(await stage.values(), { holder: "", ...EMPTY });
  assert.deepEqual(Object.values(await stage.messages()).filter(Boolean), []);
}

async function disconnect(t) {
  const stage = await t.open({});
  await stage.fillCard(CARD);
  const values = await stage.page.evaluate(async () => {
    const card = probe.card();
    const inputs = probe.inputs();
    const parent = card.parentNode;
    card.remove();
    // A move is a removal too, and may be told apart from one only later.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const gone = inputs.map((input) => input.value);
    parent.prepend(card);
    return { gone, back: probe.inputs().map((input) => input.value) };
  });
  assert.deepEqual(values, { gone: ["", "", ""], back: ["", "", ""] });
  // It works again where it was put back.
  await stage.fillCard(CARD);
  assert.deepEqual(openCardData(await encrypt(stage)), OPENED);
}

async function disconnectForm(t) {
  const stage = await t.open({});
  await stage.fillCard(CARD);
  const left = await stage.page.evaluate(async () => {
    const inputs = probe.inputs();
    document.forms[0].remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return inputs.map((input) => input.value);
  });
  assert.deepEqual(left, ["", "", ""]);
}

async function pagehide(t) {
  const stage = await t.open({ fresh: true });
  await stage.fillCard(CARD);
  const atOnce = await stage.page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
    return Object.values(probe.values());
  });
  assert.deepEqual(atOnce, ["", "", ""]);
  await stage.fillCard(CARD);
  // A document that comes back from the browser's memory is not loaded again, and Playwright may not learn of it: so
  // documents say themselves when they are shown, this one as well as the next.
  await stage.page.addInitScript(tellWhenShown);
  await stage.page.evaluate(tellWhenShown);
  await stage.page.goto(`${stage.url}?elsewhere`);
  const shown = () =>
    stage
      .posts()
      .filter(({ path }) => path === "/shown")
      .map(({ body }) => JSON.parse(body));
  await soon(() => shown().length === 1, "the next page was not shown");
  await stage.page.evaluate(() => void setTimeout(() => history.back()));
  await soon(() => shown().length === 2, "the page did not come back");
  assert.deepEqual(
    shown().map(({ query }) => query),
    ["?elsewhere", ""],
  );
  assert.deepEqual(shown()[1].values, EMPTY);
}

/** Runs in a page: sends where it is, and what stands in its fields, when it is shown or shown again. */
function tellWhenShown() {
  addEventListener("pageshow", () => {
    const { search: query } = location;
    void fetch("/shown", { method: "POST", body: JSON.stringify({ query, values: probe.values() }) });
  });
}

async function afterSubmit(t) {
  // Into another window: this page stays, and its form was sent.
  const stage = await t.open({});
  const before = new Set(t.context.pages());
  const opened = () => t.context.pages().filter((page) => !before.has(page));
  await stage.page.evaluate(() => {
    document.forms[0].target = "_blank";
  });
  await stage.fillCard(CARD);
  await stage.click("#pay");
  await stage.until(() => Object.values(probe.values()).every((value) => value === ""));
  await soon(() => stage.posts().length > 0 && opened().length > 0, "the form was not sent into a window of its own");
  assert.equal(stage.posts().length, 1);
  assert.deepEqual(openCardData(new URLSearchParams(stage.posts()[0].body).get("card_data")), OPENED);
  for (const page of opened()) await page.close();
}

function encrypt(stage) {
  return stage.page.evaluate(() => probe.card().encrypt());
}

async function digitsIn(stage) {
  const values = Object.entries(await stage.values());
  return Object.fromEntries(values.map(([id, value]) => [id, value.replace(/\D/g, "")]));
}
