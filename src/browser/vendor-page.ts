import { InputError } from "../errors.ts";
import type { ScriptUrlPolicy } from "./vendor-script-url.ts";

/** An instance of one of the vendor's scripts, as messages are held against it. */
export interface LiveFrame {
  /** The payment host's origin. */
  readonly origin: string;
  /** Tells whether a message came from a frame of this instance's own. */
  readonly isOwn: (event: Event) => boolean;
  /** Is told of every message that did. */
  readonly sees: () => void;
}

/** What a page has of the vendor's scripts: the globals are the page's, and so is this. */
export interface VendorPage {
  /** Addresses that scripts were asked from, by the name of the script's global. */
  readonly scripts: Map<string, string>;
  /** Live instances, by the name of their script's global. */
  readonly live: Map<string, LiveFrame>;
  policy?: ScriptUrlPolicy | undefined;
}

/** On the document, so that two copies of this library in one page know of each other. */
const KEY = Symbol.for("oceanpayment.vendor");

/**
 * Returns what this page has of the vendor's scripts.
 *
 * @throws InputError `invalid_argument` where there is no page.
 */
export function vendorPage(): VendorPage {
  const { document } = globalThis as { readonly document?: Document & { [KEY]?: VendorPage } };
  if (document === undefined) {
    throw new InputError("invalid_argument", "there is no page here that the vendor's script could run in");
  }
  if (document[KEY] === undefined) Object.defineProperty(document, KEY, { value: createPage(), configurable: true });
  return document[KEY] as VendorPage;
}

/**
 * Makes an instance live.
 *
 * @throws InputError `already_in_use` where one of the same script is.
 */
export function enterPage(page: VendorPage, name: string, frame: LiveFrame): void {
  if (page.live.has(name)) {
    throw new InputError(
      "already_in_use",
      "the vendor's script serves one instance at a time: destroy the other first",
    );
  }
  page.live.set(name, frame);
}

function createPage(): VendorPage {
  const live = new Map<string, LiveFrame>();
  const guard = (event: MessageEvent) => {
    const frames = [...live.values()];
    const owner = frames.find((frame) => frame.isOwn(event));
    owner?.sees();
    // The vendor's scripts look at the origin alone (stated): no other frame or window of that origin may reach them.
    if (!owner && frames.some(({ origin }) => origin === event.origin)) event.stopImmediatePropagation();
  };
  // Before any script is loaded, and for as long as the page lives: so do the scripts' own listeners, and on a window Chromium
  // calls those of both phases in the order they came.
  globalThis.addEventListener("message", guard, true);
  return { scripts: new Map(), live };
}
