import { type EnvironmentOption, resolveEnvironment } from "../environment.ts";
import { InputError, type Outcome, ResponseError, TransportError } from "../errors.ts";
import { takeGlobal } from "./vendor-callback.ts";
import { placeElement } from "./vendor-element.ts";
import { toPlainFields } from "./vendor-fields.ts";
import { enterPage, vendorPage } from "./vendor-page.ts";
import { type EmbeddedResult, readValidation, readVendorResult, type UnconfirmedInvalid } from "./vendor-result.ts";
import type { VendorRow } from "./vendor-rows.ts";
import { loadVendorScript, type VendorScript } from "./vendor-script.ts";
import { waitForLoad } from "./vendor-wait.ts";

/** What every script of the vendor's is loaded with. */
export interface VendorOptions {
  readonly environment: EnvironmentOption;
  /** Where to draw: an element in the page, and in no shadow tree. */
  readonly element: HTMLElement;
  /** A style sheet of the shop's for the vendor's frame. */
  readonly cssUrl?: string | undefined;
  /** The frame's language, as Oceanpayment spells it. Default `"en"`. */
  readonly language?: string | undefined;
  /** Gives up loading, and later destroys the instance. */
  readonly signal?: AbortSignal | undefined;
  /** How long the script may take to load, and then its frame. Default 15 seconds. */
  readonly timeoutMs?: number | undefined;
  /** How long a checkout may take until its outcome counts as unknown. Default 3 minutes. */
  readonly answerTimeoutMs?: number | undefined;
}

/** One of the vendor's scripts at work in the page. */
export interface VendorInstance {
  /**
   * Hands the signed fields of `payments.buildEmbeddedFields` to the vendor's script, and returns what it came to.
   *
   * @throws InputError `already_in_use` while another checkout waits, `invalid_field`, `secret_in_page`.
   * @throws TransportError `timeout`, and `aborted` where the instance is destroyed: the outcome is unknown, ask the server.
   * @throws ResponseError `malformed_xml`, `unexpected_answer`, `answer_mismatch`, `untrusted_redirect`, likewise.
   */
  readonly checkout: (fields: Readonly<Record<string, string | undefined>>) => Promise<EmbeddedResult>;
  /** Takes away all that was drawn, and puts back what the page had before. */
  readonly destroy: () => void;
}

/** What differs between the scripts beside their names. */
interface VendorUse {
  readonly init: (script: VendorScript, isSandbox: boolean) => void;
  /** Tells whether what the script says is a sign of its own, and ends no checkout. */
  readonly isSign?: (said: UnconfirmedInvalid) => boolean;
  /** Is told of all that the script says. */
  readonly onResult: (result: EmbeddedResult) => void;
}

interface Pending {
  readonly orderNumber: string | undefined;
  readonly resolve: (result: EmbeddedResult) => void;
  readonly reject: (error: Error) => void;
}

/** Returns an instance of one of the vendor's scripts, drawn and at work. */
export async function startVendor(row: VendorRow, options: VendorOptions, use: VendorUse): Promise<VendorInstance> {
  const { signal, timeoutMs = 15_000, answerTimeoutMs = 180_000 } = options;
  const environment = resolveEnvironment(options.environment);
  const page = vendorPage();
  const origin = environment.hosts.payment;
  const undo: (() => unknown)[] = [];
  let drawn: HTMLElement | undefined;
  let hasSpoken = false;
  let pending: Pending | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const frames = () => [...(drawn?.querySelectorAll<HTMLIFrameElement>(frameSelector(row)) ?? [])];
  const isOwn = (event: Event) => {
    const { origin: from, source } = event as MessageEvent;
    return from === origin && !!source && frames().some(({ contentWindow }) => contentWindow === source);
  };
  const destroy = () => {
    for (const step of undo.splice(0).reverse()) step();
    fail("aborted", "the instance was destroyed");
  };
  const settle = () => {
    const settled = pending;
    clearTimeout(timer);
    pending = undefined;
    return settled;
  };
  const fail = (code: "aborted" | "timeout", why: string) =>
    settle()?.reject(new TransportError(code, `no result came: ${why}`, { outcome: "unknown" }));

  /** The vendor's script calls this, and whoever else likes to. */
  const callback = (data: unknown) => {
    const current = globalThis.event;
    // A script that was there before the guard has heard a foreign frame's message first.
    if (current?.type === "message" && !isOwn(current)) return;
    // Of a script that draws no frame no message can be asked for: only the card's is known to draw one (§6.8).
    if (!hasSpoken && (row.frameId !== undefined || frames().length > 0)) return;
    try {
      const result =
        typeof data === "string"
          ? readVendorResult(data, { environment, orderNumber: pending?.orderNumber })
          : readValidation(data);
      // On its own: what the shop's listener throws is the shop's, and keeps no checkout from its end.
      queueMicrotask(() => use.onResult(result));
      if (result.status !== "invalid" || !use.isSign?.(result)) settle()?.resolve(result);
    } catch (error) {
      settle()?.reject(error as Error);
    }
    // One message brings one result.
    if (typeof data === "string") hasSpoken = false;
  };

  try {
    assertWanted(signal);
    enterPage(page, row.global, { origin, isOwn, sees: () => (hasSpoken = true) });
    undo.push(() => page.live.delete(row.global));
    undo.push(takeGlobal(row.callback, callback));
    const { element, release } = placeElement(options.element, row.elementId);
    drawn = element;
    undo.push(release);
    const script = await loadVendorScript(page, row, origin, { signal, timeoutMs });
    assertWanted(signal);
    call("nothing-sent", () => use.init(script, environment.name === "sandbox"));
    // What is posted to a frame before it has loaded is lost.
    await Promise.all(frames().map((frame) => waitForLoad(frame, { signal, timeoutMs })));
    signal?.addEventListener("abort", destroy);
    undo.push(() => signal?.removeEventListener("abort", destroy));

    return Object.freeze({
      destroy,
      checkout: async (fields) => {
        const plain = toPlainFields(fields);
        if (undo.length === 0) {
          throw new TransportError("aborted", "the instance was destroyed", { outcome: "nothing-sent" });
        }
        if (pending) {
          throw new InputError("already_in_use", "a checkout waits for its result: one is made at a time");
        }
        // What the frame said before is about nothing that is sent now.
        hasSpoken = false;
        const result = new Promise<EmbeddedResult>((resolve, reject) => {
          pending = { orderNumber: plain.order_number, resolve, reject };
        });
        timer = setTimeout(() => fail("timeout", `nothing came in ${answerTimeoutMs} ms`), answerTimeoutMs);
        try {
          call("unknown", () => script.checkout(plain));
        } catch (error) {
          settle()?.reject(error as Error);
        }
        return result;
      },
    } satisfies VendorInstance);
  } catch (error) {
    destroy();
    throw error;
  }
}

function frameSelector({ frameId }: VendorRow): string {
  return frameId === undefined ? "iframe" : `iframe#${frameId}`;
}

function assertWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TransportError("aborted", "the caller gave up", { outcome: "nothing-sent" });
}

/** Runs the vendor's code. What it throws may hold anything, and is told by this alone. */
function call(outcome: Outcome, work: () => void): void {
  try {
    work();
  } catch {
    throw new ResponseError("unexpected_answer", "the vendor's script failed", { outcome });
  }
}
