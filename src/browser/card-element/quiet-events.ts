const TYPING = [
  "beforeinput",
  "input",
  "keydown",
  "keypress",
  "keyup",
  "compositionstart",
  "compositionupdate",
  "compositionend",
  "paste",
] as const;

/**
 * Keeps what is typed inside a root: these events cross it by themselves and have the typed text in them, so that any
 * recorder in the page would have the card. Keys with a name, such as Tab and Escape, go on. It guards against accident:
 * a listener that captures on the window is asked first.
 */
export function keepTypingInside(root: ShadowRoot): void {
  for (const type of TYPING) {
    root.addEventListener(type, (event) => {
      const { key } = event as KeyboardEvent;
      if (key === undefined || key.length === 1) event.stopPropagation();
    });
  }
}
