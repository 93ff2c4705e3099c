/**
 * Listens to clicks in a page, to a button of the mouse that goes down, and up again (`onPointer` is told after the click
 * that comes of it), and to the page's end. Returns what ends that.
 */
export function listenToPage(
  page: Document,
  onClick: (event: Event) => void,
  onPointer: (isDown: boolean) => void,
  onLeave: () => void,
): () => void {
  const over = new AbortController();
  const options = { capture: true, signal: over.signal };
  page.addEventListener("click", onClick, options);
  page.addEventListener("pointerdown", () => onPointer(true), options);
  for (const type of ["pointerup", "pointercancel"]) {
    page.addEventListener(type, () => setTimeout(onPointer, 0, false), options);
  }
  page.defaultView?.addEventListener("pagehide", onLeave, options);
  return () => over.abort();
}
