import type { FieldName } from "./check-card.ts";
import { makeElement } from "./make-element.ts";
import type { Edit, Typed } from "./typed-digits.ts";

/** What makes one field differ from another. */
export interface FieldRow {
  readonly name: FieldName;
  /** Its id, if not its name. */
  readonly id?: string;
  /** The class that the style sheet knows it by, if not its name. */
  readonly style?: string;
  readonly autocomplete: string;
  /** Returns what was typed in the field's form; a name has none. */
  readonly format?: (edit: Edit) => Typed;
}

/** One field of the element: its label, its input, and what is said about it. */
export interface CardField {
  readonly name: FieldName;
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  /** Whether the shopper has been in it and left. */
  isVisited: boolean;
  readonly isWrong: () => boolean;
  readonly showLabel: (text: string) => void;
  /** Says what is wrong, or takes it back where the text is empty. */
  readonly showProblem: (text: string) => void;
  /** Empties it, and forgets what stood in it. */
  readonly wipe: () => void;
}

/** Returns a field that keeps what is typed in its form, with the caret beside the digit it stood beside. */
export function createField(
  { name, id = name, style = name, autocomplete, format }: FieldRow,
  root: ShadowRoot,
  listeners: { readonly onInput: () => void; readonly onLeave: (field: CardField) => void },
): CardField {
  const { ownerDocument: document } = root;
  const element = makeElement(document, "div", { class: `field ${style}`, part: `field ${id}-field` });
  const label = makeElement(document, "label", { part: "label", for: id });
  const input = makeElement(document, "input", {
    id,
    part: `input ${id}`,
    autocomplete,
    "aria-required": "true",
    "aria-describedby": `${id}-error`,
    autocorrect: "off",
    spellcheck: "false",
    ...(format && { inputmode: "numeric" }),
  });
  // Announced when its text changes; not assertive, because several may change at once.
  const error = makeElement(document, "span", {
    id: `${id}-error`,
    class: "error",
    part: "error",
    "aria-live": "polite",
  });
  element.append(label, input, error);

  let before: Edit["before"];
  // Not by `value`: recorders of a page put a setter of their own in its place, which closed roots are no bar to.
  const replace = (text: string): void => input.setRangeText(text, 0, input.value.length);
  const apply = (isDeletion: boolean): void => {
    const { value } = input;
    // A field that the browser fills in may not be in use: it has no caret then, and setting one would take the focus.
    const isActive = root.activeElement === input;
    const edit = { text: value, caret: (isActive ? input.selectionStart : null) ?? value.length, before, isDeletion };
    before = undefined;
    if (!format) return;
    const { text, caret } = format(edit);
    if (text !== value) replace(text);
    if (isActive) input.setSelectionRange(caret, caret);
  };
  input.addEventListener("beforeinput", () => {
    before = { text: input.value, start: input.selectionStart ?? 0, end: input.selectionEnd ?? 0 };
  });
  input.addEventListener("input", (event) => {
    const { isComposing, inputType } = event as InputEvent;
    // A composition is the input method's until it ends: changing its text would break it.
    if (!isComposing) apply(inputType?.startsWith("delete") ?? false);
    listeners.onInput();
  });
  input.addEventListener("compositionend", () => {
    apply(false);
    listeners.onInput();
  });
  input.addEventListener("blur", () => {
    apply(false);
    field.isVisited = true;
    listeners.onLeave(field);
  });

  const field: CardField = {
    name,
    element,
    input,
    isVisited: false,
    isWrong: () => error.textContent !== "",
    showLabel: (text) => {
      label.textContent = text;
    },
    showProblem: (text) => {
      if (error.textContent !== text) error.textContent = text;
      input.setAttribute("aria-invalid", `${text !== ""}`);
    },
    wipe: () => {
      replace("");
      before = undefined;
      field.isVisited = false;
      field.showProblem("");
    },
  };
  return field;
}
