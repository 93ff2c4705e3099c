import assert from "node:assert/strict";
import { CARD } from "../harness/stage.mjs";
import { CONFIG, openCardData } from "../harness/terminal.mjs";

const OPENED = { number: CARD.number, month: "12", year: "2030", securityCode: CARD.securityCode };

/** What pages do to their forms while the element holds them, and to the element. */
export function holdingChecks() {
  return [
    { title: "hold: a page that waits, and submits by itself then, sends the card once", run: waits },
    { title: "hold: a page that refuses keeps the card; the button asks for the security code again", run: refuses },
    { title: "hold: what was sealed is not sent for a card that was changed meanwhile", run: changed },
    { title: "hold: a page that reads the form and sends it by itself has the card once", run: readsOnce },
    { title: "hold: a button that the page disables at once keeps its name and value", run: disabledButton },
    { title: "hold: a button that is gone by then keeps its name, value and address", run: goneButton },
    { title: "hold: a second click on a slow server sends nothing, and asks for nothing", run: slowServer },
    { title: "hold: two cards in one form are both sent", run: twoCards },
    { title: "hold: a card beside its form takes the focus where it is wrong", run: besideForm },
    { title: "hold: without a configuration the shopper is told, and asked for nothing", run: noConfig },
    { title: "hold: an Enter that ends a composition submits nothing", run: composingEnter },
    { title: "element: properties set before it is defined are its own", run: earlyProperties },
    { title: "element: texts that are undefined are none", run: undefinedTexts },
    { title: "element: in another document it keeps its styles", run: adopted },
    { title: "element: moveBefore keeps what was typed", only: "chromium", run: moved },
  ];
}

async function waits(t) {
  const stage = await t.open({});
  await stage.page.evaluate(() => {
    let isChecked = false;
    document.forms[0].addEventListener("submit", (event) => {
      if (isChecked) return;
      event.preventDefault();
      const { submitter, target } = event;
      setTimeout(() => {
        isChecked = true;
        target.requestSubmit(submitter);
      }, 300);
    });
  });
  await stage.fillCard(CARD);
  await stage.page.click("#pay");
  await stage.arrive("/pay");
  assertSent(stage, { action: "pay" });
}

async function refuses(t) {
  const stage = await t.open({});
  await stage.page.evaluate(() => {
    globalThis.refused = 0;
    document.forms[0].addEventListener("submit", (event) => {
      if (refused++ === 0) event.preventDefault();
    });
  });
  await stage.fillCard(CARD);
  await stage.page.click("#pay");
  await stage.until(() => refused === 1 && probe.field("security-code").value === "");
  assert.equal((await stage.read("number")).value.replaceAll(" ", ""), CARD.number);
  await stage.page.click("#pay");
  await stage.until(() => probe.messages()["security-code"] !== "");
  // What was sealed is over: a page that submits by itself now has no card either.
  assert.equal(await stage.page.evaluate(() => document.forms[0].checkValidity()), false);
  assert.deepEqual(
    Object.entries(await stage.messages()).filter(([, text]) => text !== "").length,
    1,
    "more than the code is asked for",
  );
  assert.equal(await stage.page.evaluate(() => probe.root().activeElement.id), "security-code");
  await stage.page.keyboard.type(CARD.securityCode);
  await stage.page.click("#pay");
  await stage.arrive("/pay");
  assertSent(stage, { action: "pay" });
}

async function changed(t) {
  const stage = await t.open({});
  await stage.page.evaluate(() => {
    globalThis.refused = 0;
    document.forms[0].addEventListener("submit", (event) => {
      if (refused++ === 0) event.preventDefault();
    });
  });
  await stage.fillCard({ ...CARD, number: "4242424242424242" });
  await stage.page.click("#pay");
  await stage.until(() => refused === 1 && probe.field("security-code").value === "");
  await stage.page.evaluate(() => probe.field("number").select());
  await stage.type("number", CARD.number);
  const isValid = () => stage.page.evaluate(() => document.forms[0].checkValidity());
  assert.equal(await isValid(), false);
  await stage.page.evaluate(() => document.forms[0].requestSubmit());
  await stage.type("security-code", CARD.securityCode);
  assert.equal(await isValid(), true);
  await stage.page.evaluate(() => document.forms[0].requestSubmit());
  await stage.arrive("/pay");
  assertSent(stage, {});
}

async function readsOnce(t) {
  const stage = await t.open({});
  await stage.page.evaluate(() => {
    globalThis.read = [];
    document.forms[0].addEventListener("submit", (event) => {
      event.preventDefault();
      read.push(new FormData(event.target).get("card_data"));
    });
  });
  const submit = () => stage.page.evaluate(() => document.forms[0].requestSubmit());
  await stage.fillCard(CARD);
  await submit();
  await stage.until(() => read.length === 1 && !document.forms[0].checkValidity());
  await submit();
  await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
  const read = await stage.page.evaluate(() => globalThis.read);
  assert.equal(read.length, 1);
  assert.deepEqual(openCardData(read[0]), OPENED);
  await stage.type("security-code", CARD.securityCode);
  await submit();
  await stage.until(() => globalThis.read.length === 2);
}

async function disabledButton(t) {
  const stage = await t.open({});
  await stage.page.evaluate(() => {
    const pay = document.getElementById("pay");
    pay.addEventListener("click", () => setTimeout(() => (pay.disabled = true)));
  });
  await stage.fillCard(CARD);
  await stage.page.click("#pay");
  await stage.arrive("/pay");
  assertSent(stage, { action: "pay" });
}

async function goneButton(t) {
  const stage = await t.open({});
  await stage.fillCard(CARD);
  await stage.page.evaluate(() => {
    const button = document.createElement("button");
    Object.assign(button, { name: "way", value: "express" });
    button.setAttribute("formaction", "/express");
    document.forms[0].append(button);
    button.click();
    button.remove();
  });
  await stage.arrive("/express");
  assertSent(stage, { way: "express" }, "/express");
}

async function slowServer(t) {
  const stage = await t.open({ fresh: true });
  let answer;
  stage.server.answerAfter(new Promise((resolve) => (answer = resolve)));
  await stage.fillCard(CARD);
  // All of it by the page itself: while a page is on its way, Chromium lets no test ask it anything.
  const { messages, values, isOnItsWay } = await stage.page.evaluate(async () => {
    const pause = () => new Promise((resolve) => setTimeout(resolve, 400));
    const pay = document.getElementById("pay");
    pay.click();
    while (probe.field("security-code").value !== "") await pause();
    await pause();
    pay.click();
    await pause();
    return { messages: probe.messages(), values: probe.values(), isOnItsWay: probe.card().checkValidity() };
  });
  assert.deepEqual(Object.values(messages).filter(Boolean), []);
  assert.equal(values.number.replaceAll(" ", ""), CARD.number);
  assert.equal(isOnItsWay, true);
  answer();
  stage.server.answerAfter(undefined);
  await stage.arrive("/pay");
  assertSent(stage, { action: "pay" });
  assert.equal(stage.sent.filter((line) => line.startsWith("POST")).length, 1);
}

async function twoCards(t) {
  const stage = await t.open({});
  await stage.page.evaluate((config) => {
    const second = document.createElement("oceanpayment-card");
    Object.assign(second, { config, name: "second_data", id: "second" });
    document.getElementById("pay").before(second);
  }, CONFIG);
  await stage.fillCard(CARD);
  // The second is empty: it is asked for, and nothing is sent.
  await stage.page.click("#pay");
  await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  assert.equal(stage.posts().length, 0);
  await stage.page.focus("#second");
  for (const text of [CARD.number, CARD.expiry, CARD.securityCode]) {
    await stage.page.keyboard.type(text);
    await stage.page.keyboard.press("Tab");
  }
  await stage.page.click("#pay");
  await stage.arrive("/pay");
  const sent = new URLSearchParams(stage.posts()[0].body);
  assert.deepEqual(openCardData(sent.get("card_data")), OPENED);
  assert.deepEqual(openCardData(sent.get("second_data")), OPENED);
  assert.equal(stage.posts().length, 1);
}

async function besideForm(t) {
  const stage = await t.open({
    attributes: 'form="apart"',
    form: false,
    after: '<form id="apart" method="post" action="/pay"><button id="send">Send</button></form>',
  });
  await stage.page.click("#send");
  await stage.until(() => probe.root().activeElement?.id === "number" && probe.messages().number !== "");
  await stage.fillCard(CARD);
  await stage.page.click("#send");
  await stage.arrive("/pay");
  assertSent(stage, {});
}

async function noConfig(t) {
  const stage = await t.open({ ready: false, config: "" });
  await stage.until(() => probe.root()?.getElementById("number") && probe.root().querySelector("[role=alert]"));
  await stage.page.evaluate(() => {
    globalThis.reported = [];
    addEventListener("error", (event) => {
      event.preventDefault();
      reported.push(event.error?.code);
    });
    probe.card().removeAttribute("config");
  });
  const notice = () => stage.page.evaluate(() => probe.root().querySelector("[role=alert]").textContent);
  assert.equal(await notice(), "");
  await stage.page.click("#pay");
  await stage.until(() => probe.root().querySelector("[role=alert]").textContent !== "");
  assert.equal(await notice(), "Card payment is not available at the moment.");
  assert.deepEqual(Object.values(await stage.messages()).filter(Boolean), []);
  assert.deepEqual(await stage.page.evaluate(() => reported), ["invalid_config"]);
  assert.equal(stage.posts().length, 0);
  stage.forgive("invalid_config", "must be", "OceanpaymentInputError");
}

async function composingEnter(t) {
  const stage = await t.open({});
  await stage.fillCard(CARD);
  await stage.page.evaluate(() => {
    const init = { bubbles: true, composed: true, cancelable: true, key: "Enter", code: "Enter" };
    const field = probe.field("number");
    // As Safari tells it, and as all others do.
    const event = new KeyboardEvent("keydown", { ...init, keyCode: 229 });
    if (event.keyCode !== 229) Object.defineProperty(event, "keyCode", { value: 229 });
    field.dispatchEvent(event);
    field.dispatchEvent(new KeyboardEvent("keydown", { ...init, isComposing: true }));
  });
  await stage.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
  assert.equal(stage.posts().length, 0);
  assert.equal((await stage.read("security-code")).value, CARD.securityCode);
}

async function earlyProperties(t) {
  const stage = await t.open({});
  const [before, after] = await stage.page.evaluate((config) => {
    // An element of a document without a registry is upgraded when it comes into this one.
    const card = document.implementation.createHTMLDocument("").createElement("oceanpayment-card");
    Object.assign(card, { config, disabled: true, holder: true, name: "card" });
    probe.card().replaceWith(card);
    const stateOf = () => ["disabled", "holder", "name"].map((name) => card.getAttribute(name));
    const before = [...stateOf(), probe.field("number").disabled];
    Object.assign(card, { disabled: false, holder: false });
    return [before, [...stateOf(), probe.field("number").disabled]];
  }, CONFIG);
  assert.deepEqual(before, ["", "", "card", true]);
  assert.deepEqual(after, [null, null, "card", false]);
}

async function undefinedTexts(t) {
  const stage = await t.open({});
  await stage.page.evaluate(() => {
    probe.card().texts = { numberMissing: undefined, expiry: "Good until" };
  });
  await stage.page.click("#pay");
  await stage.until(() => probe.messages().number !== "");
  assert.equal((await stage.messages()).number, "Enter your card number.");
  assert.equal(
    await stage.page.evaluate(() => probe.root().querySelector("label[for=expiry]").textContent),
    "Good until",
  );
}

async function adopted(t) {
  const stage = await t.open({});
  const heights = await stage.page.evaluate(async () => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const heightOf = () => getComputedStyle(field).borderTopLeftRadius;
    const field = probe.field("number");
    const before = heightOf();
    frame.contentDocument.body.append(probe.card());
    return [before, frame.contentWindow.getComputedStyle(field).borderTopLeftRadius];
  });
  assert.equal(heights[0], "8px");
  assert.equal(heights[1], "8px");
}

async function moved(t) {
  const stage = await t.open({});
  await stage.fillCard(CARD);
  const value = await stage.page.evaluate(() => {
    const box = document.createElement("div");
    document.forms[0].append(box);
    box.moveBefore(probe.card(), null);
    return probe.field("number").value;
  });
  assert.equal(value.replaceAll(" ", ""), CARD.number);
  await stage.page.click("#pay");
  await stage.arrive("/pay");
  assertSent(stage, { action: "pay" });
}

function assertSent(stage, others, path = "/pay") {
  const posts = stage.posts();
  assert.deepEqual(
    posts.map((post) => post.path),
    [path],
  );
  const { card_data: cardData, ...rest } = Object.fromEntries(new URLSearchParams(posts[0].body));
  assert.deepEqual(rest, others);
  assert.deepEqual(openCardData(cardData), OPENED);
}
