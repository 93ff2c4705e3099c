import { watchLanguage } from "./page-language.ts";

/** What the element wants to know of its page. */
export interface PageListeners {
  readonly onClick: (event: Event) => void;
  /** A button of the mouse is down, or up again: after the click that comes of it. */
  readonly onPointer: (isDown: boolean) => void;
  readonly onLeave: () => void;
  readonly onLanguage: () => void;
}

/** Listens to the page that an element is in, and returns what ends that. */
export function listenToPage(element: Element, listeners: PageListeners): () => void {
  const { ownerDocument } = element;
  const over = new AbortController();
  const options = { capture: true, signal: over.signal };
  ownerDocument.addEventListener("click", listeners.onClick, options);
  ownerDocument.addEventListener("pointerdown", () => listeners.onPointer(true), options);
  for (const type of ["pointerup", "pointercancel"]) {
    ownerDocument.addEventListener(type, () => setTimeout(listeners.onPointer, 0, false), options);
  }
  ownerDocument.defaultView?.addEventListener("pagehide", listeners.onLeave, options);
  const unwatch = watchLanguage(element, listeners.onLanguage);
  return () => {
    unwatch();
    over.abort();
  };
}
