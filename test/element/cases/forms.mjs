import assert from "node:assert/strict";
import { CARD } from "../harness/stage.mjs";
import { openCardData } from "../harness/terminal.mjs";

const OPENED = { number: CARD.number, month: "12", year: "2030", securityCode: CARD.securityCode };
const NOTE = '<label>Note <input name="note" value="ring twice"></label>';
const LATER = '<button id="later" name="action" value="later" formaction="/later">Later</button>';

/** What a form with the element in it sends, and when. */
export function formChecks() {
  return [
    { title: "form: a click sends the ciphertext only, by the button that was clicked", run: clickSends },
    { title: "form: Enter in a field submits by the form's first button", run: enterSends },
    { title: "form: another button keeps its name, value and address", run: otherButton },
    { title: "form: requestSubmit() without and with a button", run: requestSubmit },
    { title: "form: form.submit() sends no card", run: plainSubmit },
    { title: "form: an empty card holds the form, says why, and takes the focus", run: emptyHolds },
    { title: "form: novalidate does not let an empty card through", run: noValidate },
    { title: "form: a button that skips validation takes no card along", run: saveForLater },
    { title: "form: a double click submits once", run: doubleClick },
    { title: "form: the page's own listener sees one submission, with the ciphertext in it", run: ownListener },
    { title: "form: a button of the name requestSubmit is no trap", run: clobbered },
    { title: "form: FormData of a filled form holds no card", run: noFormData },
    { title: "form: name, holder and form attribute", run: namesAndHolder },
    { title: "form: reset clears all", run: reset },
    { title: "form: a disabled fieldset disables the fields, and sends no card", run: disabledFieldset },
    { title: "form: disabled disables the fields, and sends no card", run: disabledElement },
    { title: "form: the browser's own validation knows the element", run: constraints },
    { title: "form: a page without a configuration sends nothing", run: noConfig },
    { title: "form: events say validity and brand only", run: changeEvents },
    { title: "form: set as a property, the configuration serves as well", run: configProperty },
    { title: "form: autofocus, focus() and a label reach the number", run: focusing },
  ];
}

async function clickSends(t) {
  const stage = await t.open({ before: NOTE, after: LATER });
  await stage.typeCard(CARD);
  await stage.click("#pay");
  await stage.arrive("/pay");
  assertPost(stage, "/pay", { note: "ring twice", action: "pay" });
}

async function enterSends(t) {
  const stage = await t.open({ before: NOTE, after: LATER });
  await stage.typeCard(CARD);
  await stage.page.keyboard.press("Enter");
  await stage.arrive("/pay");
  assertPost(stage, "/pay", { note: "ring twice", action: "pay" });
}

async function otherButton(t) {
  const stage = await t.open({ before: NOTE, after: LATER });
  await stage.fillCard(CARD);
  await stage.click("#later");
  await stage.arrive("/later");
  assertPost(stage, "/later", { note: "ring twice", action: "later" });
}

async function requestSubmit(t) {
  for (const [id, path, expected] of [
    [null, "/pay", {}],
    ["later", "/later", { action: "later" }],
  ]) {
    const stage = await t.open({ after: LATER });
    await stage.fillCard(CARD);
    await stage.page.evaluate((id) => document.forms[0].requestSubmit(id && document.getElementById(id)), id);
    await stage.arrive(path);
    assertPost(stage, path, expected);
  }
}

async function plainSubmit(t) {
  const stage = await t.open({ before: NOTE });
  await stage.fillCard(CARD);
  await stage.page.evaluate(() => document.forms[0].submit());
  await stage.arrive("/pay");
  assert.deepEqual(fieldsOf(stage.posts()[0]), { note: "ring twice" });
}

async function emptyHolds(t) {
  const stage = await t.open({});
  await stage.click("#pay");
  await stage.until(() => probe.root().activeElement?.id === "number" && probe.messages().number !== "");
  const messages = await stage.messages();
  assert.deepEqual(Object.values(messages).filter(Boolean).length, 3, JSON.stringify(messages));
  assert.equal(stage.posts().length, 0);
  assert.equal(new URL(stage.page.url()).pathname, stage.path);
}

async function noValidate(t) {
  const stage = await t.open({});
  await stage.page.evaluate(() => {
    document.forms[0].noValidate = true;
  });
  await stage.click("#pay");
  await stage.until(() => probe.root().activeElement?.id === "number" && probe.messages().number !== "");
  await stillHere(stage);
  await stage.fillCard(CARD);
  await stage.click("#pay");
  await stage.arrive("/pay");
  assertPost(stage, "/pay", { action: "pay" });
}

/** A button that skips validation saves an order for later: it is no way to pay, and takes no card along. */
async function saveForLater(t) {
  const stage = await t.open({ before: NOTE, after: '<button id="save" formnovalidate>Save</button>' });
  await stage.fillCard({ ...CARD, securityCode: "" });
  await stage.click("#save");
  await stage.arrive("/pay");
  assert.deepEqual(fieldsOf(stage.posts()[0]), { note: "ring twice" });
}

async function doubleClick(t) {
  const stage = await t.open({ before: NOTE });
  await stage.fillCard(CARD);
  await stage.click("#pay", { clickCount: 2 });
  await stage.arrive("/pay");
  assertPost(stage, "/pay", { note: "ring twice", action: "pay" });
}

async function ownListener(t) {
  const stage = await t.open({ before: NOTE });
  await stage.fillCard(CARD);
  await stage.page.evaluate(() => {
    globalThis.seen = [];
    document.forms[0].addEventListener("submit", (event) => {
      event.preventDefault();
      seen.push([...new FormData(event.target, event.submitter)]);
    });
  });
  await stage.click("#pay", { clickCount: 2 });
  await stage.until(() => seen.length > 0);
  const seen = await stage.page.evaluate(() => seen);
  assert.equal(seen.length, 1);
  const { card_data: cardData, ...rest } = Object.fromEntries(seen[0]);
  assert.deepEqual(rest, { note: "ring twice", action: "pay" });
  assert.deepEqual(openCardData(cardData), OPENED);
  // The page may be told of a decline: the security code is gone, the rest is kept, and a new code pays again.
  assert.deepEqual(await digitsIn(stage), { number: CARD.number, expiry: CARD.expiry, "security-code": "" });
  assert.deepEqual(await stage.page.evaluate(() => [...new FormData(document.forms[0])].map(([name]) => name)), [
    "note",
  ]);
  await stage.type("security-code", "222");
  await stage.click("#pay");
  await stage.until(() => seen.length === 2);
  const again = Object.fromEntries(await stage.page.evaluate(() => seen[1]));
  assert.deepEqual(openCardData(again.card_data), { ...OPENED, securityCode: "222" });
  assert.notEqual(again.card_data, cardData);
  assert.equal(stage.posts().length, 0);
}

async function clobbered(t) {
  const names = ["requestSubmit", "submit", "elements", "action"];
  const inputs = names.map((name) => `<input type="hidden" name="${name}" value="">`).join("");
  const stage = await t.open({ after: inputs });
  await stage.fillCard(CARD);
  await stage.click("#pay");
  await stage.arrive("/pay");
  assert.equal(stage.posts().length, 1);
  assert.deepEqual(openCardData(new URLSearchParams(stage.posts()[0].body).get("card_data")), OPENED);
}

async function noFormData(t) {
  const stage = await t.open({ before: NOTE, attributes: "holder" });
  await stage.fillCard({ ...CARD, holder: "Zoe ONeil" });
  const read = () => stage.page.evaluate(() => [...new FormData(document.forms[0])].map(([name]) => name));
  assert.deepEqual(
    (await read()).filter((name) => name !== "card_name"),
    ["note"],
  );
  await stage.page.evaluate(() => probe.card().encrypt());
  assert.deepEqual(
    (await read()).filter((name) => name !== "card_name"),
    ["note"],
  );
}

async function namesAndHolder(t) {
  const stage = await t.open({
    attributes: 'holder name="sealed" form="form"',
    form: false,
    before: '<form id="form" method="post" action="/apart"></form>',
    after: '<button id="apart" form="form">Pay apart</button>',
  });
  assert.equal(await stage.page.evaluate(() => probe.card().form?.id), "form");
  await stage.fillCard({ ...CARD, holder: "Zoe ONeil" });
  assert.equal(await stage.page.evaluate(() => probe.card().holderName), "Zoe ONeil");
  await stage.click("#apart");
  await stage.arrive("/apart");
  const { sealed, ...rest } = fieldsOf(stage.posts()[0]);
  assert.deepEqual(rest, { card_name: "Zoe ONeil" });
  assert.deepEqual(openCardData(sealed), OPENED);
}

async function reset(t) {
  const stage = await t.open({ attributes: "holder", after: '<button type="reset" id="reset">Reset</button>' });
  await stage.click("#pay");
  await stage.until(() => probe.messages().number !== "");
  await stage.fillCard({ ...CARD, holder: "Zoe ONeil" });
  await stage.click("#reset");
  await stage.until(() => Object.values(probe.values()).every((value) => value === ""));
  assert.deepEqual(Object.values(await stage.messages()).filter(Boolean), [], "messages stay after a reset");
  assert.equal(await stage.page.evaluate(() => probe.card().brand ?? null), null);
  const invalid = await stage.page.evaluate(() => probe.root().querySelectorAll("[aria-invalid=true]").length);
  assert.equal(invalid, 0);
}

async function disabledFieldset(t) {
  const stage = await t.open({ before: `${NOTE}<fieldset id="set">`, after: "</fieldset>" });
  await stage.fillCard(CARD);
  const disabled = () => stage.page.evaluate(() => probe.inputs().every((input) => input.matches(":disabled")));
  assert.equal(await disabled(), false);
  await stage.page.evaluate(() => {
    document.querySelector("#set").disabled = true;
  });
  assert.equal(await disabled(), true);
  assert.equal(await stage.page.evaluate(() => probe.card().willValidate), false);
  await stage.page.evaluate(() => {
    document.querySelector("#set").disabled = false;
  });
  assert.equal(await disabled(), false);
  await stage.page.evaluate(() => {
    document.querySelector("#set").disabled = true;
    document.forms[0].requestSubmit();
  });
  await stage.arrive("/pay");
  assert.deepEqual(fieldsOf(stage.posts()[0]), { note: "ring twice" });
}

async function disabledElement(t) {
  const stage = await t.open({ before: NOTE, attributes: "disabled" });
  const inputs = () => stage.page.evaluate(() => probe.inputs().map((input) => input.disabled));
  assert.deepEqual(await inputs(), [true, true, true]);
  const refused = await encryptOutcome(stage);
  assert.equal(typeof refused.code, "string", "a disabled element encrypts nothing");
  await stage.page.evaluate(() => probe.card().removeAttribute("disabled"));
  assert.deepEqual(await inputs(), [false, false, false]);
  await stage.page.evaluate(() => probe.card().setAttribute("disabled", ""));
  await stage.click("#pay");
  await stage.arrive("/pay");
  assert.deepEqual(fieldsOf(stage.posts()[0]), { note: "ring twice", action: "pay" });
}

async function constraints(t) {
  const stage = await t.open({});
  const read = () =>
    stage.page.evaluate(() => {
      const card = probe.card();
      return {
        form: document.forms[0].checkValidity(),
        card: card.checkValidity(),
        valid: card.validity.valid,
        message: card.validationMessage,
        isInvalid: card.matches(":invalid"),
        willValidate: card.willValidate,
        isElement: [...document.forms[0].elements].includes(card),
      };
    });
  const empty = await read();
  assert.notEqual(empty.message, "");
  assert.deepEqual(
    { ...empty, message: "" },
    { form: false, card: false, valid: false, message: "", isInvalid: true, willValidate: true, isElement: true },
  );
  assert.deepEqual(Object.values(await stage.messages()).filter(Boolean), [], "checkValidity() must show nothing");
  assert.equal(await stage.page.evaluate(() => probe.card().reportValidity()), false);
  await stage.until(() => Object.values(probe.messages()).filter(Boolean).length === 3);
  await stage.typeCard(CARD);
  await stage.page.keyboard.press("Tab");
  assert.deepEqual(await read(), {
    ...{ form: true, card: true, valid: true, message: "", isInvalid: false, willValidate: true, isElement: true },
  });
  assert.deepEqual(Object.values(await stage.messages()).filter(Boolean), [], "a right card has no message");
}

async function noConfig(t) {
  const stage = await t.open({ config: null, ready: false });
  await stage.until(() => probe.root()?.getElementById("number"));
  const enabled = await stage.page.evaluate(() => !probe.field("number").disabled);
  if (enabled) await stage.fillCard(CARD);
  const refused = await encryptOutcome(stage);
  assert.equal(typeof refused.code, "string");
  assertNoCard(JSON.stringify(refused));
  await stage.click("#pay");
  await stillHere(stage);
  // That the configuration is missing may be said to the developer.
  assertNoCard(stage.faults.join());
  stage.faults.length = 0;
}

async function changeEvents(t) {
  const stage = await t.open({});
  await stage.typeCard(CARD);
  const events = await stage.page.evaluate(() => shop.events);
  assert.equal(events.filter(({ type }) => type === "ready").length, 1);
  const details = events.filter(({ type }) => type === "change").map(({ detail }) => detail);
  assert.ok(details.length > 0);
  for (const detail of details) assert.deepEqual(Object.keys(detail).sort(), ["brand", "isEmpty", "isValid"]);
  assert.deepEqual(details.at(-1), { isValid: true, brand: "discover", isEmpty: false });
  await stage.page.evaluate(() => probe.card().clear());
  await stage.until(() => shop.events.at(-1).detail?.isEmpty === true);
  assert.equal(await stage.page.evaluate(() => shop.events.at(-1).detail.isValid), false);
}

async function configProperty(t) {
  const stage = await t.open({ config: null, ready: false });
  stage.faults.length = 0;
  const { CONFIG } = await import("../harness/terminal.mjs");
  await stage.page.evaluate((config) => {
    probe.card().removeAttribute("config");
    probe.card().config = config;
  }, CONFIG);
  await stage.fillCard(CARD);
  const opened = openCardData(await stage.page.evaluate(() => probe.card().encrypt()));
  assert.deepEqual(opened, OPENED);
  stage.faults.length = 0;
}

async function focusing(t) {
  const stage = await t.open({ attributes: 'id="card"', before: '<label for="card" id="label">Card</label>' });
  const focused = () =>
    stage.page.evaluate(() => document.activeElement === probe.card() && probe.root().activeElement?.id);
  await stage.page.evaluate(() => probe.card().focus());
  assert.equal(await focused(), "number");
  await stage.page.evaluate(() => probe.root().activeElement.blur());
  assert.equal(await focused(), false);
  await stage.click("#label");
  assert.equal(await focused(), "number", "a click on a label for the element must focus its first field");
}

/** Asserts that nothing was sent, after the page had its time for it. */
async function stillHere(stage) {
  // Long enough for an encryption to end, which takes some milliseconds.
  await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  assert.equal(stage.posts().length, 0);
  assert.equal(new URL(stage.page.url()).pathname, stage.path);
}

function fieldsOf(post) {
  return Object.fromEntries(new URLSearchParams(post.body));
}

function assertPost(stage, path, others) {
  const posts = stage.posts();
  assert.deepEqual(
    posts.map((post) => post.path),
    [path],
  );
  const { card_data: cardData, ...rest } = fieldsOf(posts[0]);
  assert.deepEqual(rest, others);
  assert.deepEqual(openCardData(cardData), OPENED);
  assertNoCard(posts[0].body);
}

function assertNoCard(text) {
  assert.ok(
    !text.includes(CARD.number) && !text.includes(CARD.number.slice(-6)),
    "the card is in what was sent or said",
  );
}

async function digitsIn(stage) {
  const values = Object.entries(await stage.values());
  return Object.fromEntries(values.map(([id, value]) => [id, value.replace(/\D/g, "")]));
}

/** Encrypts, and returns the code and the message of the error it ends with. */
function encryptOutcome(stage) {
  return stage.page.evaluate(() =>
    probe
      .card()
      .encrypt()
      .then(
        () => ({ code: null }),
        (error) => ({ code: error.code ?? null, message: String(error), stack: String(error.stack) }),
      ),
  );
}
