import assert from "node:assert/strict";
import { CANARY, findings, outside } from "./canary.mjs";
import { bundleHost, renderOnServer } from "../harness/frameworks.mjs";
import { POLICY } from "../harness/server.mjs";
import { CONFIG, openCardData } from "../harness/terminal.mjs";

const CARD = { ...CANARY, holder: "Zoe ONeil" };
const OPENED = { number: CARD.number, month: "12", year: "2030", securityCode: CARD.securityCode };

/** The recipes of playground/recipes/card, each in its framework, under the same policy. */
export function frameworkChecks() {
  return [
    { title: "react: the recipe pays, is declined, pays again, and holds no digit", run: reactPays },
    { title: "react: built for production it does the same", run: (t) => reactPays(t, { mode: "production" }) },
    { title: "react: strict mode, a listener of a later draw, and a form that goes and comes back", run: strict },
    { title: "react: drawn on a server, it is taken over without a warning, and pays", run: hydrates },
    { title: "vue: the recipe pays, and is cleared", run: (t) => pays(t, "vue.mjs", "vue") },
    { title: "svelte: the recipe pays, and is cleared", run: (t) => pays(t, "svelte.mjs", "svelte-trusted-html") },
  ];
}

async function reactPays(t, options) {
  const stage = await openHost(t, "react.jsx", options);
  const card = await stage.page.evaluate(() => ({
    config: probe.card().config,
    attributes: probe.card().getAttributeNames(),
    holder: probe.card().holder,
  }));
  // An object, and not what an attribute makes of one.
  assert.deepEqual(card, { config: CONFIG, attributes: ["holder"], holder: true });
  const sealed = [];
  const look = async (when) => {
    const places = await stage.page.evaluate(() => probe.places());
    assert.deepEqual(findings({ ...places, ...outside(stage) }, sealed), [], when);
  };
  await stage.typeCard(CARD);
  await look("typed");
  const cards = await stage.page.evaluate(() => shop.cards);
  assert.ok(cards.length > 1);
  for (const detail of cards) assert.deepEqual(Object.keys(detail).sort(), ["brand", "isEmpty", "isValid", "who"]);
  assert.deepEqual(cards.at(-1), { who: "first", isValid: true, brand: "amex", isEmpty: false });
  await stage.page.evaluate(() => {
    shop.answer = { isPaid: false };
  });
  await stage.click("button");
  const [first] = await paymentsOf(stage, 1);
  sealed.push(first.cardData);
  assertPayment(first);
  await look("declined");
  // Longer than the answer takes to be drawn: after a decline, only the security code is to be typed again.
  await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  assert.deepEqual(await stage.values(), {
    number: "3782 822463 10005",
    expiry: "12 / 30",
    "security-code": "",
    holder: CARD.holder,
  });
  await stage.page.evaluate(() => {
    shop.answer = { isPaid: true };
  });
  await stage.type("security-code", CARD.securityCode);
  await stage.click("button");
  const [, second] = await paymentsOf(stage, 2);
  sealed.push(second.cardData);
  assertPayment(second);
  await stage.until(() => Object.values(probe.values()).every((value) => value === ""));
  await look("paid");
  await assertQuiet(stage);
  // The probe looks into React's own objects too, and this is what one says to that.
  stage.forgive("Accessing element.ref was removed");
}

async function strict(t) {
  const stage = await openHost(t, "react.jsx", { attributes: "data-strict" });
  await stage.page.evaluate(() => {
    globalThis.changes = 0;
    document.addEventListener("change", ({ target }) => (changes += target === probe.card() ? 1 : 0));
  });
  const told = () => stage.page.evaluate(() => ({ changes, cards: shop.cards.map(({ who }) => who) }));
  await stage.typeCard(CARD);
  const first = await told();
  // Mounted twice as it was, it listens once.
  assert.deepEqual(first.cards, Array(first.changes).fill("first"));
  await stage.page.evaluate(() => {
    shop.cards.length = 0;
    changes = 0;
    shop.draw("second");
  });
  await stage.until(() => probe.values().number !== "");
  await stage.page.evaluate(() => new Promise(requestAnimationFrame));
  await stage.page.evaluate(() => probe.card().clear());
  const second = await told();
  assert.ok(second.changes > 0);
  assert.deepEqual(second.cards, Array(second.changes).fill("second"));
  await stage.typeCard(CARD);
  const left = await stage.page.evaluate(async () => {
    const card = probe.card();
    const inputs = probe.inputs();
    shop.end();
    await new Promise((resolve) => setTimeout(resolve, 50));
    shop.cards.length = 0;
    card.dispatchEvent(new CustomEvent("change", { detail: {} }));
    return { values: inputs.map(({ value }) => value), cards: shop.cards.length, isGone: probe.card() === null };
  });
  assert.deepEqual(left, { values: ["", "", "", ""], cards: 0, isGone: true });
  await stage.page.evaluate(() => shop.draw("third"));
  await stage.until(() => probe.card()?.config !== undefined && probe.field("number"));
  await stage.typeCard(CARD);
  await stage.click("button");
  const [payment] = await paymentsOf(stage, 1);
  assertPayment(payment);
  await assertQuiet(stage);
}

async function hydrates(t) {
  const inner = await renderOnServer(CONFIG);
  assert.match(inner, /^<form><oceanpayment-card holder=""><\/oceanpayment-card><button>Pay<\/button><\/form>$/);
  const stage = await openHost(t, "react.jsx", { inner, attributes: "data-hydrate" });
  assert.deepEqual(await stage.page.evaluate(() => probe.card().config), CONFIG);
  await stage.typeCard(CARD);
  await stage.click("button");
  const [payment] = await paymentsOf(stage, 1);
  assertPayment(payment);
  await assertQuiet(stage);
}

/**
 * Vue and Svelte give the form's fields as they are. Each makes a policy of Trusted Types as it is loaded, whose name a
 * page's own policy must allow; React makes none.
 */
async function pays(t, file, policyName) {
  const stage = await openHost(t, file, {
    policy: POLICY.replace("trusted-types 'none'", `trusted-types ${policyName}`),
  });
  assert.deepEqual(await stage.page.evaluate(() => probe.card().config), CONFIG);
  await stage.typeCard(CARD);
  const cards = await stage.page.evaluate(() => shop.cards);
  assert.deepEqual(cards.at(-1), { isValid: true, brand: "amex", isEmpty: false });
  await stage.click("button");
  const [{ card_data: cardData, card_name: cardName, ...rest }] = await paymentsOf(stage, 1);
  assert.deepEqual(rest, {});
  assertPayment({ cardData, cardName });
  assert.equal((await stage.values()).number, "3782 822463 10005");
  const left = await stage.page.evaluate(() => {
    const inputs = probe.inputs();
    shop.clear();
    const cleared = inputs.map(({ value }) => value);
    inputs[0].value = "3782";
    shop.end();
    return { cleared, ended: inputs.map(({ value }) => value), isGone: probe.card() === null };
  });
  assert.deepEqual(left, { cleared: ["", "", "", ""], ended: ["", "", "", ""], isGone: true });
  await assertQuiet(stage);
}

const bundles = new Map();

/** Opens a page with a framework's host in it, and waits for the element. */
async function openHost(t, file, { mode = "development", attributes = "", inner = "", policy } = {}) {
  const name = `${file} ${mode}`;
  if (!bundles.has(name)) bundles.set(name, bundleHost(file, mode));
  for (const [path, text] of Object.entries(await bundles.get(name))) t.server.serve(`/${mode}${path}`, text);
  const json = JSON.stringify(CONFIG).replaceAll('"', "&quot;");
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Checkout</title></head>
<body><div id="root" ${attributes} data-config="${json}">${inner}</div>
<script type="module" src="/${mode}/frameworks/${file.replace(/\.\w+$/, ".js")}"></script></body></html>`;
  const stage = await t.open({ html, policy, ready: false });
  await stage.until(() => probe.card() && probe.root() && probe.card().config !== undefined);
  return stage;
}

async function paymentsOf(stage, count) {
  await stage.until((count) => shop.payments.length >= count, count);
  const payments = await stage.page.evaluate(() => shop.payments);
  assert.equal(payments.length, count);
  return payments;
}

function assertPayment({ cardData, ...rest }) {
  assert.deepEqual(rest, { cardName: CARD.holder });
  assert.deepEqual(openCardData(cardData), OPENED);
}

/** Asserts that nothing was sent past the recipe, and that the framework complained of nothing. */
async function assertQuiet(stage) {
  assert.equal(stage.posts().length, 0);
  assert.deepEqual(await stage.page.evaluate(() => shop.faults), []);
}
