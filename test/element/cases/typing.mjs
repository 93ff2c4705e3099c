import assert from "node:assert/strict";
import { closeStage } from "../harness/stage.mjs";
import { COMPOSITIONS, SEQUENCES } from "./typing-table.mjs";

const OPTIONS = { shared: true, fresh: true, attributes: "holder", before: '<textarea id="scrap"></textarea>' };

/** Every sequence is a check of its own, on a fresh element in one page; after a failure, in another one. */
export function typingChecks() {
  const stages = [];
  let current;
  const type = async (t, field, steps) => {
    if (!current || current.page.isClosed()) stages.push((current = await t.open(OPTIONS)));
    const stage = current;
    try {
      await perform(stage, field, steps);
    } catch (error) {
      current = undefined;
      await stage.leave(false).catch(() => {});
      throw error;
    }
  };
  const sequences = [
    ...SEQUENCES.map((sequence) => ({ ...sequence, kind: "typing" })),
    ...COMPOSITIONS.map((sequence) => ({ ...sequence, kind: "composing", only: "chromium" })),
  ];
  return [
    ...sequences.map(({ field, title, steps, kind, only }) => ({
      title: `${kind}: ${field}: ${title}`,
      only,
      run: (t) => type(t, field, steps),
    })),
    { title: "typing: no fault on the way", run: () => endOf(stages) },
  ];
}

async function endOf(stages) {
  assert.ok(stages.length > 0, "nothing was typed");
  const faults = await Promise.all(stages.map((stage) => closeStage(stage)));
  assert.deepEqual(faults.flat(), []);
}

/** Opens a page for one check that makes its own keys. */
export async function openCaretPage(t) {
  const stage = await t.open({});
  return { ...stage, renew: (id) => renew(stage, id) };
}

async function perform(stage, id, steps) {
  await renew(stage, id);
  const ends = createActions(stage, id);
  for (const [i, [action, ...rest]] of steps.entries()) {
    const expected = typeof rest.at(-1) === "string" && rest.length > 1 ? rest.pop() : undefined;
    await ends[action](...rest);
    if (expected === undefined) continue;
    const shown = await shownAs(stage, id, expected);
    assert.equal(shown, expected, `step ${i + 1}, ${action} ${JSON.stringify(rest)}`);
  }
}

/** Puts a new element in the place of the old one, waits for it, and sets the focus into one of its fields. */
function renew(stage, id) {
  return stage.page.evaluate(async (id) => {
    const old = probe.card();
    const next = old.cloneNode(false);
    const ready = new Promise((resolve) => next.addEventListener("ready", resolve));
    old.replaceWith(next);
    await ready;
    probe.field(id).focus();
  }, id);
}

/** Waits for what is expected, since a formatter may work after the event, and returns what is there at last. */
async function shownAs(stage, id, expected) {
  const withCaret = expected.includes("|");
  return stage.page.evaluate(
    async ({ id, expected, withCaret }) => {
      const show = () => {
        const { value, start, end } = probe.read(id);
        if (!withCaret) return value;
        const marked = `${value.slice(0, start)}|${value.slice(start)}`;
        return start === end ? marked : `${marked} (selected to ${end})`;
      };
      for (let i = 0; i < 200 && show() !== expected; i++) await new Promise((resolve) => setTimeout(resolve, 25));
      return show();
    },
    { id, expected, withCaret },
  );
}

/** Puts text in as an input method does, with its events but without keys. */
function insertText(page, text) {
  const isFirefox = page.context().browser().browserType().name() === "firefox";
  // In Firefox, Playwright writes to what has the focus in the document, which is the element and no input.
  if (isFirefox) return page.evaluate((text) => document.execCommand("insertText", false, text), text);
  return page.keyboard.insertText(text);
}

function createActions(stage, id) {
  const { page } = stage;
  let session;
  const cdp = async (method, params) => {
    session ??= await page.context().newCDPSession(page);
    return session.send(method, params);
  };
  const press = async (key, times = 1) => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key);
  };
  return {
    press,
    type: (text) => page.keyboard.type(text),
    insert: (text) => insertText(page, text),
    caret: (at) =>
      page.evaluate(({ id, from, to }) => probe.field(id).setSelectionRange(from, to), {
        id,
        from: [at].flat()[0],
        to: [at].flat().at(-1),
      }),
    cut: () => press("Control+x"),
    paste: async (text) => {
      // Onto the clipboard by the keyboard as well: pages may not write it by themselves.
      await page.evaluate((text) => {
        const scrap = document.querySelector("#scrap");
        scrap.value = text;
        scrap.focus();
        scrap.select();
      }, text);
      await press("Control+c");
      await stage.focus(id);
      await press("Control+v");
    },
    // As an autofill writes: the value at once, with events of input and change and no key.
    fill: (text) =>
      page.evaluate(
        ({ id, text }) => {
          const input = probe.field(id);
          input.value = text;
          input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
          input.dispatchEvent(new Event("change", { bubbles: true }));
        },
        { id, text },
      ),
    number: async (text) => {
      await stage.type("number", text);
      await stage.focus(id);
    },
    compose: (text) => cdp("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length }),
    commit: (text) => cdp("Input.insertText", { text }),
  };
}
