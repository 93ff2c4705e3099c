/** Returns the language that holds for an element: its own, its next ancestor's, also beyond shadow roots, or none. */
export function languageAt(element: Element): string {
  const found = element.closest("[lang]");
  if (found) return found.getAttribute("lang") ?? "";
  const root = element.getRootNode();
  return "host" in root ? languageAt(root.host as Element) : "";
}

/** Calls back when a language is changed anywhere in the page, and returns what ends that. */
export function watchLanguage(element: Element, onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  // A filter of attributes is what turns on the watching of attributes.
  const options = { attributeFilter: ["lang"], subtree: true };
  for (const root of [element.ownerDocument, element.getRootNode()]) observer.observe(root, options);
  return () => observer.disconnect();
}
