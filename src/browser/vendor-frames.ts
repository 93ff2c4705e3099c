import { readUrl } from "../environment.ts";
import type { VendorRow } from "./vendor-rows.ts";
import { waitForDrawn, waitForLoad, type WaitOptions } from "./vendor-wait.ts";

/** The frames that one of the vendor's scripts draws. */
export interface VendorFrames {
  /** Tells whether an event is a message of one of them, from the payment host's origin. */
  readonly isOwn: (event: Event) => boolean;
  /** Tells whether what the script says must have come by a message of theirs. */
  readonly mustSpeak: () => boolean;
  /** Returns when what is posted to them is heard: what is posted to a frame before it has loaded is lost. */
  readonly load: (options: WaitOptions) => Promise<unknown>;
}

/** Returns the frames of a script, within the element that it draws into. */
export function createVendorFrames(row: VendorRow, origin: string, drawn: () => HTMLElement | undefined): VendorFrames {
  const find = () => [...(drawn()?.querySelectorAll<HTMLIFrameElement>(frameSelector(row)) ?? [])];
  return {
    isOwn: (event) => {
      const { origin: from, source } = event as MessageEvent;
      return from === origin && !!source && find().some(({ contentWindow }) => contentWindow === source);
    },
    // Of a script that draws no frame no message can be asked for: only the card's is known to draw one (§6.8). A wallet's
    // button may hold frames of the wallet's own.
    mustSpeak: () => row.frameId !== undefined || find().some((frame) => isOf(frame, origin)),
    load: (options) => {
      const element = drawn();
      if (element && row.frameId !== undefined) return waitForDrawn(element, () => find()[0], options);
      const own = find().filter((frame) => isOf(frame, origin));
      return Promise.all(own.map((frame) => waitForLoad(frame, options)));
    },
  };
}

/** Tells whether a frame may be of an origin, as far as the page can see. */
function isOf(frame: HTMLIFrameElement, origin: string): boolean {
  const from = readUrl(frame.src)?.origin ?? "null";
  // One without an address may have been sent there by a form or a script. What the page can look into is its own.
  return from === "null" ? frame.contentDocument === null : from === origin;
}

function frameSelector({ frameId }: VendorRow): string {
  return frameId === undefined ? "iframe" : `iframe#${frameId}`;
}
