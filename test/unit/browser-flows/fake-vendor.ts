import { vi } from "vitest";

/** What the vendor's scripts are, as protocol.md §6.8 states them. */
interface Names {
  readonly path: string;
  readonly global: string;
  readonly callback: string;
  readonly elementId: string;
  readonly frameId: string;
}

export const CARD: Names = {
  path: "/pages/js/oceanpayment.js",
  global: "Oceanpayment",
  callback: "oceanpaymentCallBack",
  elementId: "oceanpayment-element",
  frameId: "oceanpayment-iframe-card",
};
export const GOOGLE_PAY: Names = {
  path: "/pages/js/oceanpayment-googlepay.js",
  global: "onePageGooglePay",
  callback: "oceanpaymentGooglePayCallBack",
  elementId: "oceanpayment-googlepayelement",
  frameId: "any",
};
export const APPLE_PAY: Names = {
  path: "/pages/js/oceanpayment-applepay.js",
  global: "onePageApplePay",
  callback: "oceanpaymentApplePayCallBack",
  elementId: "oceanpayment-applepayelement",
  frameId: "any",
};

export const HOST = "https://test-secure.oceanpayment.com";

// Frames have a window where their pages may be loaded; all of these are empty.
const { settings } = (globalThis as unknown as { happyDOM: { settings: Record<string, unknown> } }).happyDOM;
settings.enableIframePageLoading = true;

/** What a script that is asked for does: it comes, fails, or never ends. */
type Fate = "comes" | "fails" | "hangs" | "is-another";

/**
 * Puts a host that serves the vendor's scripts behind the page: they look at a message's origin and no further, draw a
 * frame, and call the global of the page's by its name.
 */
export function serveVendor() {
  const asked: string[] = [];
  const inits: unknown[][] = [];
  const checkouts: unknown[] = [];
  const listeners: ((event: MessageEvent) => void)[] = [];
  const fates: Fate[] = [];

  const run = ({ global, callback, elementId, frameId }: Names) => {
    const hear = ({ origin, data }: MessageEvent) => {
      if (origin === HOST && data?.for === global) Reflect.get(globalThis, callback)?.(data.result);
    };
    addEventListener("message", hear);
    listeners.push(hear);
    Reflect.set(globalThis, global, {
      init: (...settings: unknown[]) => {
        inits.push(settings);
        const frame = document.createElement("iframe");
        frame.id = frameId;
        document.getElementById(elementId)?.replaceChildren(frame);
        nameFrame(frame, HOST);
      },
      // As postMessage does.
      checkout: (fields: unknown) => checkouts.push(structuredClone(fields)),
    });
  };

  const append = vi.spyOn(document.head, "append").mockImplementation((...nodes) => {
    for (const node of nodes) {
      if (!(node instanceof HTMLScriptElement)) throw new Error("only scripts are expected in the head");
      asked.push(node.src);
      const fate = fates.shift() ?? "comes";
      if (fate === "hangs") continue;
      setTimeout(() => {
        const names = [CARD, GOOGLE_PAY, APPLE_PAY].find(({ path }) => node.src === HOST + path);
        if (fate === "comes" && names) run(names);
        node.dispatchEvent(new Event(fate === "fails" ? "error" : "load"));
      });
    }
  });

  return {
    asked,
    inits,
    checkouts,
    fates,
    close: () => {
      append.mockRestore();
      for (const hear of listeners) removeEventListener("message", hear);
      for (const { global } of [CARD, GOOGLE_PAY, APPLE_PAY]) Reflect.deleteProperty(globalThis, global);
      Reflect.deleteProperty(document, Symbol.for("oceanpayment.vendor"));
      document.body.replaceChildren();
    },
  };
}

/** Gives a frame that is in the page an address of an origin, which is not asked for. */
export function nameFrame(frame: HTMLIFrameElement, origin: string): void {
  Object.defineProperty(frame, "src", { value: `${origin}/frame` });
}

/** Returns the window of the frame that a script has drawn. */
export function frameOf({ elementId }: Names): Window {
  const source = document.querySelector<HTMLIFrameElement>(`#${elementId} iframe`)?.contentWindow;
  if (!source) throw new Error("no frame was drawn");
  return source;
}

/** Lets a message reach the page. */
export function say(
  names: Names,
  result: unknown,
  { origin = HOST, source = frameOf(names) as Window | null } = {},
): void {
  dispatchEvent(new MessageEvent("message", { origin, source, data: { for: names.global, result } }));
}

/** Returns a payment's result as the gateway writes it. */
export function xmlOf(fields: Readonly<Record<string, string>>): string {
  const members = { order_number: "A-1", payment_details: "80000:Approved", ...fields };
  const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const tags = Object.entries(members).map(([name, value]) => `<${name}>${escape(value)}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?><response>${tags.join("")}</response>`;
}
