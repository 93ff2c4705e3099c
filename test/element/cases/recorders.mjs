import assert from "node:assert/strict";
import { CARD } from "../harness/stage.mjs";

const HOLDER = "Zoe ONeil";

/** What a page's analytics and session recorders do: they listen to all that comes by, and put setters of their own in place. */
export function recorderChecks() {
  return [
    { title: "recorder: a listener of every event hears no digit", run: hearsNoDigit },
    { title: "recorder: the same listener hears a field of the page's own", run: hearsOwnField },
    { title: "recorder: a setter in the place of value is not asked", run: setsNothing },
    { title: "recorder: dragging, copying and an input method's keys stay inside, Tab and Escape do not", run: quiet },
    { title: "recorder: a card in the field of the name is no name", run: cardAsName },
  ];
}

async function hearsNoDigit(t) {
  const stage = await t.open({ attributes: "holder" });
  await stage.page.evaluate(recordEvents);
  await stage.type("number", CARD.number);
  for (const key of ["a", "c", "x", "v"]) await stage.page.keyboard.press(`Control+${key}`);
  await stage.type("expiry", CARD.expiry);
  await stage.type("security-code", CARD.securityCode);
  await stage.page.keyboard.press("Backspace");
  await stage.type("holder", HOLDER);
  assert.equal((await stage.read("number")).value.replaceAll(" ", ""), CARD.number);
  const { digits, types } = await stage.page.evaluate(() => recorded);
  assert.deepEqual(digits, []);
  // It did listen: focus comes by, and the keys that have names.
  for (const type of ["focusin", "change", "keydown"]) assert.ok(types.includes(type), type);
}

async function hearsOwnField(t) {
  const stage = await t.open({ before: '<label>Note <input name="note"></label>' });
  await stage.page.evaluate(recordEvents);
  await stage.page.focus("[name=note]");
  await stage.page.keyboard.type("739");
  const { digits } = await stage.page.evaluate(() => recorded);
  assert.ok(digits.length >= 6, digits.join());
}

/** Listens to every event there is a name of, as the last to be asked, and keeps digits that are in one. */
function recordEvents() {
  const named = [window, document, HTMLElement.prototype, HTMLInputElement.prototype].flatMap((owner) => {
    const names = [];
    for (const name in owner) if (name.startsWith("on")) names.push(name.slice(2));
    return names;
  });
  const unnamed = ["textInput", "focusin", "focusout", "compositionstart", "compositionupdate", "compositionend"];
  const recorded = { digits: [], types: [] };
  Object.defineProperty(globalThis, "recorded", { value: recorded });
  for (const type of new Set([...named, ...unnamed])) {
    addEventListener(type, (event) => {
      recorded.types.push(type);
      const transfers = [event.dataTransfer, event.clipboardData].map((transfer) => transfer?.getData("text/plain"));
      const texts = [
        event.data,
        event.key,
        /\d$/.exec(event.code ?? "")?.[0],
        JSON.stringify(event.detail),
        ...transfers,
      ];
      if (event.type !== "wheel" && typeof event.detail === "number") texts[3] = "";
      for (const text of texts) if (/\d/.test(text ?? "")) recorded.digits.push(`${type}: ${text}`);
    });
  }
}

async function setsNothing(t) {
  const stage = await t.open({ attributes: "holder" });
  await stage.page.evaluate(() => {
    const written = [];
    Object.defineProperty(globalThis, "written", { value: written });
    const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    Object.defineProperty(HTMLInputElement.prototype, "value", {
      ...own,
      set(value) {
        written.push(value);
        own.set.call(this, value);
      },
    });
    const field = document.createElement("input");
    field.value = "heard";
  });
  await stage.fillCard({ ...CARD, holder: HOLDER });
  await (await stage.input("number")).focus();
  await stage.page.keyboard.press("Home");
  await stage.page.keyboard.press("Delete");
  await stage.page.keyboard.type("6");
  await stage.page.evaluate(() => probe.card().encrypt());
  await stage.page.evaluate(() => probe.card().clear());
  assert.deepEqual(await stage.values(), { number: "", expiry: "", "security-code": "", holder: "" });
  assert.deepEqual(await stage.page.evaluate(() => written), ["heard"]);
}

/** By events made as browsers make them: composed, and from the field within. */
async function quiet(t) {
  const stage = await t.open({});
  await stage.fillCard(CARD);
  const heard = await stage.page.evaluate(() => {
    const heard = [];
    const dataTransfer = new DataTransfer();
    dataTransfer.setData("text/plain", "6011000990139424");
    const init = { bubbles: true, composed: true, cancelable: true };
    const events = [
      ...["dragstart", "drop"].map((type) => new DragEvent(type, { ...init, dataTransfer })),
      ...["copy", "cut", "paste"].map((type) => new ClipboardEvent(type, { ...init, clipboardData: dataTransfer })),
      new KeyboardEvent("keydown", { ...init, key: "Process", code: "Digit4" }),
      new KeyboardEvent("keyup", { ...init, key: "Unidentified", code: "Numpad4" }),
      new KeyboardEvent("keydown", { ...init, key: "Tab", code: "Tab" }),
      new KeyboardEvent("keydown", { ...init, key: "Escape", code: "Escape" }),
    ];
    for (const { type } of events)
      document.addEventListener(type, ({ key = type }) => heard.push(key), { once: false });
    for (const event of events) probe.field("number").dispatchEvent(event);
    return [...new Set(heard)];
  });
  assert.deepEqual(heard, ["Tab", "Escape"]);
}

async function cardAsName(t) {
  const stage = await t.open({ attributes: "holder" });
  await stage.type("holder", CARD.number);
  assert.equal(await stage.page.evaluate(() => probe.card().holderName), "");
  const field = await stage.input("holder");
  await field.focus();
  await stage.page.keyboard.press("Control+a");
  await stage.page.keyboard.type(HOLDER);
  assert.equal(await stage.page.evaluate(() => probe.card().holderName), HOLDER);
  const hidden = await stage.page.evaluate(() => {
    probe.card().holder = false;
    return probe.card().holderName;
  });
  assert.equal(hidden, "");
}
