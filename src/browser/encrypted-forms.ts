/** On the document, so that two copies of this library in one page know of each other. */
const KEY = Symbol.for("oceanpayment.forms");

/** Returns the forms of this page whose card is encrypted. */
export function encryptedForms(): WeakSet<HTMLFormElement> {
  const page = document as Document & { readonly [KEY]?: WeakSet<HTMLFormElement> };
  if (page[KEY] === undefined) Object.defineProperty(page, KEY, { value: new WeakSet(), configurable: true });
  return page[KEY] as WeakSet<HTMLFormElement>;
}
