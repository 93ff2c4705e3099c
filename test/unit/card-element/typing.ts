import type { Edit, Typed } from "../../../src/browser/card-element/typed-digits.ts";

/** A text with its caret, as `4111| 1`. */
export type Drawn = string;

/** A key, or a text that is put in at once; `⌫` and `⌦` delete. */
export type Key = string;

/** Presses keys in a field as a browser would, and returns what it shows after each, with its caret. */
export function press(format: (edit: Edit) => Typed, start: Drawn, keys: readonly Key[]): readonly Drawn[] {
  let shown = read(start);
  return keys.map((key) => {
    const { text, caret } = shown;
    const before = { text, start: caret, end: caret };
    const [from, to] = key === "⌫" ? [caret - 1, caret] : key === "⌦" ? [caret, caret + 1] : [caret, caret];
    if (from < 0 || to > text.length) return draw(shown);
    const isDeletion = from !== to;
    const added = isDeletion ? "" : key;
    shown = format({
      text: text.slice(0, from) + added + text.slice(to),
      caret: from + added.length,
      before,
      isDeletion,
    });
    return draw(shown);
  });
}

/** Puts a text into an empty field at once, as pasting and autofill do. */
export function paste(format: (edit: Edit) => Typed, text: string): Drawn {
  return draw(format({ text, caret: text.length }));
}

/** Deletes what is selected between two bars, as `41[11 1]111`. */
export function deleteSelected(format: (edit: Edit) => Typed, selected: string): Drawn {
  const [head = "", rest = ""] = selected.split("[");
  const [middle = "", tail = ""] = rest.split("]");
  const before = { text: head + middle + tail, start: head.length, end: head.length + middle.length };
  return draw(format({ text: head + tail, caret: head.length, before, isDeletion: true }));
}

function read(drawn: Drawn): Typed {
  return { text: drawn.replace("|", ""), caret: drawn.indexOf("|") };
}

function draw({ text, caret }: Typed): Drawn {
  return `${text.slice(0, caret)}|${text.slice(caret)}`;
}
