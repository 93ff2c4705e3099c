import { type EnvironmentOption, resolveEnvironment } from "../environment.ts";
import { InputError, type Outcome, ResponseError, TransportError } from "../errors.ts";
import { takeGlobal } from "./vendor-callback.ts";
import { placeElement } from "./vendor-element.ts";
import { toPlainFields } from "./vendor-fields.ts";
import { enterPage, vendorPage } from "./vendor-page.ts";
import {
  type EmbeddedResult,
  readRemark,
  readVendorFields,
  toVendorResult,
  type UnconfirmedInvalid,
  unknownAnswer,
  type VendorRemark,
} from "./vendor-result.ts";
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
   * @throws ResponseError `malformed_xml`, `answer_mismatch`, `untrusted_redirect`, and `unexpected_answer` for an answer
   * of any other shape than the known ones, likewise.
   */
  readonly checkout: (fields: Readonly<Record<string, string | undefined>>) => Promise<EmbeddedResult>;
  /** Takes away all that was drawn, and puts back what the page had before. */
  readonly destroy: () => void;
}

/** What a script says, whether a checkout waits for it or not. */
export type VendorNews =
  | { readonly type: "result"; readonly result: EmbeddedResult }
  | { readonly type: "sign"; readonly remark: VendorRemark }
  | { readonly type: "error"; readonly error: ResponseError; readonly remark: VendorRemark | undefined };

/** What differs between the scripts beside their names. */
interface VendorUse {
  readonly init: (script: VendorScript, isSandbox: boolean) => void;
  /** Returns what a remark comes to, `"sign"` for one that ends no checkout, or nothing where it may be a result. */
  readonly read: (remark: VendorRemark) => UnconfirmedInvalid | "sign" | undefined;
  readonly onNews: (news: VendorNews) => void;
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
    const remark = typeof data === "string" ? undefined : readRemark(data);
    // One message brings one result.
    if (!remark) hasSpoken = false;
    try {
      const result = read(data, remark);
      tell(result === "sign" ? { type: "sign", remark: remark as VendorRemark } : { type: "result", result });
      if (result !== "sign") settle()?.resolve(result);
    } catch (error) {
      tell({ type: "error", error: error as ResponseError, remark });
      settle()?.reject(error as Error);
    }
  };
  const read = (data: unknown, remark: VendorRemark | undefined) => {
    if (typeof data === "string") {
      return toVendorResult(readVendorFields(data), { environment, orderNumber: pending?.orderNumber });
    }
    const result = remark && use.read(remark);
    if (result === undefined) throw unknownAnswer();
    return result;
  };
  // On its own: what the shop's listener throws is the shop's, and keeps no checkout from its end.
  const tell = (news: VendorNews) => queueMicrotask(() => use.onNews(news));

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
