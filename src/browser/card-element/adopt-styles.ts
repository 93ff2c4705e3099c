import { CARD_STYLES } from "./styles.ts";

/** Gives a root its styles, where there are sheets that scripts make (test environments have none): one of its document. */
export function adoptStyles(root: ShadowRoot): void {
  const Sheet = (root.ownerDocument.defaultView as typeof globalThis | null)?.CSSStyleSheet;
  if (!Sheet || !("adoptedStyleSheets" in root && "replaceSync" in Sheet.prototype)) return;
  const sheet = new Sheet();
  sheet.replaceSync(CARD_STYLES);
  root.adoptedStyleSheets = [sheet];
}
