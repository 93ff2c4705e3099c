/**
 * Events that cross a shadow root by themselves and have in them what was typed, chosen, dragged or pasted. `textInput` is
 * an old event of Chromium's and Safari's.
 */
const TYPING = [
  "beforeinput",
  "input",
  "textInput",
  "keydown",
  "keypress",
  "keyup",
  "compositionstart",
  "compositionupdate",
  "compositionend",
  "paste",
  "copy",
  "cut",
  "dragstart",
  "drop",
] as const;

/**
 * Keeps what is typed inside a root: any recorder in the page would have the card. Keys with a name, such as Tab and
 * Escape, go on; a key of a digit does not, by whatever name an input method gives it. It guards against accident: a
 * listener that captures on the window is asked first.
 */
export function keepTypingInside(root: ShadowRoot): void {
  for (const type of TYPING) {
    root.addEventListener(type, (event) => {
      const { key, code = "" } = event as Partial<KeyboardEvent>;
      const isNamed = key !== undefined && key.length > 1 && !"0123456789".includes(code.slice(-1) || "-");
      if (!isNamed) event.stopPropagation();
    });
  }
}
