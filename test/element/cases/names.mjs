import assert from "node:assert/strict";
import { CARD } from "../harness/stage.mjs";

/** What a screen reader is told, from Chromium's accessibility tree, and what the keyboard reaches. */
export function namesChecks() {
  const only = "chromium";
  return [
    { title: "names: each field has its name, role and state, in the tree", only, run: names },
    {
      title: "names: an error is the field's description, the field is invalid, and it is announced",
      only,
      run: errors,
    },
    { title: "names: the brand is said in text", only, run: brand },
    { title: "names: texts of the page's own", run: ownTexts },
    { title: "keyboard: Tab walks through the fields in order, and back", run: tabOrder },
    { title: "keyboard: the whole payment without a mouse", run: payByKeyboard },
    { title: "keyboard: a wrong field is reached, said and put right", run: errorByKeyboard },
    { title: "fields: autocomplete, inputmode, and no pattern or name", run: attributes },
  ];
}

async function names(t) {
  const stage = await t.open({ attributes: "holder", fresh: true });
  const nodes = await treeOf(stage);
  const boxes = nodes
    .filter(({ role }) => role === "textbox")
    .map(({ name, required, invalid }) => ({ name, required, invalid }));
  const box = (name) => ({ name, required: true, invalid: "false" });
  assert.deepEqual(
    boxes.slice().sort((a, b) => a.name.localeCompare(b.name)),
    [box("Card number"), box("Expiry date"), box("Name on card"), box("Security code")],
  );
  assert.ok(
    nodes.some(({ role, name }) => role === "group" && name === "Card details"),
    "no group says what it is",
  );
  assert.deepEqual(
    nodes.filter(({ role }) => ["image", "img", "graphics-document"].includes(role)),
    [],
    "the mark is decoration",
  );
}

async function errors(t) {
  const stage = await t.open({ fresh: true });
  // A live region must be there before its text, or nothing is announced.
  const before = await liveOf(stage);
  assert.ok(before.length >= 3, `${before.length} live regions before the error`);
  await stage.click("#pay");
  await stage.until(() => Object.values(probe.messages()).every((text) => text !== ""));
  const boxes = (await treeOf(stage)).filter(({ role }) => role === "textbox");
  const said = Object.fromEntries(boxes.map(({ name, description, invalid }) => [name, { description, invalid }]));
  assert.deepEqual(said, {
    "Card number": { description: "Enter your card number.", invalid: "true" },
    "Expiry date": { description: "Enter the expiry date.", invalid: "true" },
    "Security code": { description: "Enter the security code.", invalid: "true" },
  });
  const after = await liveOf(stage);
  assert.deepEqual(
    after.map(({ id }) => id).sort(),
    before.map(({ id }) => id).sort(),
    "the regions themselves were replaced",
  );
  const spoken = after.map(({ text }) => text).join(" ");
  for (const { description } of Object.values(said))
    assert.ok(spoken.includes(description), `not announced: ${description}`);
}

async function brand(t) {
  const stage = await t.open({ fresh: true });
  await stage.type("number", "378282246310005");
  const text = JSON.stringify((await treeOf(stage)).map(({ name, description }) => [name, description]));
  assert.match(text, /American Express/i);
}

async function ownTexts(t) {
  const stage = await t.open({});
  await stage.page.evaluate(() => {
    probe.card().texts = { number: "Kaartnr <b>", numberMissing: "Leeg!" };
  });
  await stage.until(() => probe.root().querySelector('label[for="number"]').textContent === "Kaartnr <b>");
  assert.equal(await stage.page.evaluate(() => probe.root().querySelectorAll("b").length), 0);
  await stage.click("#pay");
  await stage.until(() => probe.messages().number === "Leeg!");
  assert.equal(await stage.page.evaluate(() => probe.card().validationMessage), "Leeg!");
}

const focusedAt = (stage) =>
  stage.page.evaluate(() => {
    const { activeElement } = document;
    return activeElement === probe.card()
      ? probe.root().activeElement?.id
      : activeElement.id || activeElement.localName;
  });

async function tabOrder(t) {
  const stage = await t.open({ attributes: "holder", before: '<input id="first" aria-label="First">' });
  await stage.page.evaluate(() => document.querySelector("#first").focus());
  const order = [];
  for (let i = 0; i < 5; i++) {
    await stage.page.keyboard.press("Tab");
    order.push(await focusedAt(stage));
  }
  const shown = await stage.page.evaluate(() => probe.inputs().map(({ id }) => id));
  assert.deepEqual(order, [...shown, "pay"], "the order of focus is not the order on the page");
  assert.deepEqual(order.slice().sort(), ["expiry", "holder", "number", "pay", "security-code"]);
  const back = [];
  for (let i = 0; i < 5; i++) {
    await stage.page.keyboard.press("Shift+Tab");
    back.push(await focusedAt(stage));
  }
  assert.deepEqual(back, [...shown.slice().reverse(), "first"]);
  const outline = await stage.page.evaluate(() => {
    probe.field("number").focus();
    const { outlineStyle, outlineWidth } = getComputedStyle(probe.field("number"));
    return { outlineStyle, wide: parseFloat(outlineWidth) >= 2 };
  });
  assert.deepEqual(outline, { outlineStyle: "solid", wide: true }, "where the focus is must be seen");
}

async function payByKeyboard(t) {
  const stage = await t.open({ before: '<input id="first" aria-label="First">' });
  await stage.page.evaluate(() => document.querySelector("#first").focus());
  for (const text of [CARD.number, CARD.expiry, CARD.securityCode]) {
    await stage.page.keyboard.press("Tab");
    await stage.page.keyboard.type(text);
  }
  await stage.page.keyboard.press("Tab");
  assert.equal(await focusedAt(stage), "pay");
  await stage.page.keyboard.press("Space");
  await stage.arrive("/pay");
  assert.equal(stage.posts().length, 1);
}

async function errorByKeyboard(t) {
  const stage = await t.open({});
  await stage.typeCard({ ...CARD, number: "6011000990139425" });
  await stage.page.keyboard.press("Enter");
  await stage.until(() => probe.messages().number !== "");
  assert.equal(await focusedAt(stage), "number");
  assert.equal(stage.posts().length, 0);
  await stage.page.keyboard.press("End");
  await stage.page.keyboard.press("Backspace");
  await stage.page.keyboard.press("4");
  await stage.until(
    () => probe.messages().number === "" && probe.field("number").getAttribute("aria-invalid") !== "true",
  );
  await stage.page.keyboard.press("Enter");
  await stage.arrive("/pay");
  assert.equal(stage.posts().length, 1);
}

async function attributes(t) {
  const stage = await t.open({ attributes: "holder" });
  const read = await stage.page.evaluate(() =>
    Object.fromEntries(
      probe.inputs().map((input) => [
        input.id,
        {
          autocomplete: input.getAttribute("autocomplete"),
          inputmode: input.inputMode,
          label: input.labels.length,
          trap: ["pattern", "name", "maxlength", "value"].filter((name) => input.hasAttribute(name)),
          parts: [...input.part],
        },
      ]),
    ),
  );
  const field = (id, autocomplete, inputmode) => ({
    autocomplete,
    inputmode,
    label: 1,
    trap: [],
    parts: ["input", id],
  });
  assert.deepEqual(read, {
    number: field("number", "cc-number", "numeric"),
    expiry: field("expiry", "cc-exp", "numeric"),
    "security-code": field("security-code", "cc-csc", "numeric"),
    holder: field("holder", "cc-name", ""),
  });
}

async function cdpOf(stage) {
  stage.session ??= await stage.page.context().newCDPSession(stage.page);
  return stage.session;
}

/** Returns the accessibility tree's nodes that assistive technology sees. */
async function treeOf(stage) {
  const { nodes } = await (await cdpOf(stage)).send("Accessibility.getFullAXTree");
  const property = (node, name) => node.properties?.find((one) => one.name === name)?.value.value;
  return nodes
    .filter(({ ignored }) => !ignored)
    .map((node) => ({
      id: node.backendDOMNodeId,
      role: node.role?.value,
      name: node.name?.value ?? "",
      description: node.description?.value ?? "",
      required: property(node, "required"),
      invalid: property(node, "invalid"),
      live: property(node, "live"),
      node,
      nodes,
    }));
}

/** Returns the live regions and what stands in them. An empty one may be ignored in the tree: it is found by its attribute. */
async function liveOf(stage) {
  return stage.page.evaluate(() => {
    const isLive = (element) =>
      ["polite", "assertive"].includes(element.getAttribute("aria-live")) ||
      ["alert", "status"].includes(element.getAttribute("role"));
    const ids = (globalThis.liveIds ??= new WeakMap());
    const next = (globalThis.liveNext ??= { value: 0 });
    return [...probe.root().querySelectorAll("[aria-live],[role]")].filter(isLive).map((element) => {
      if (!ids.has(element)) ids.set(element, next.value++);
      return { id: ids.get(element), text: element.textContent };
    });
  });
}
