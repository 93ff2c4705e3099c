import { type EnvironmentOption, resolveEnvironment } from "../environment.ts";
import { InputError, type Outcome, ResponseError, TransportError } from "../errors.ts";
import { takeGlobal } from "./vendor-callback.ts";
import { placeElement } from "./vendor-element.ts";
import { toPlainFields } from "./vendor-fields.ts";
import { createVendorFrames } from "./vendor-frames.ts";
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
  /** How long the script may take to load, and then its frame to be drawn and loaded. Default 15 seconds. */
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
  /** Whether the script's own `checkout` runs at this moment. */
  let isCalling = false;
  /** Orders that were checked out here. What still comes about one must not end another's checkout. */
  const orderNumbers = new Set<string>();

  const frames = createVendorFrames(row, origin, () => drawn);
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
    const remark = typeof data === "string" ? undefined : readRemark(data);
    // What the script itself finds wrong, it says at once. A result never comes so.
    if (!(isCalling && remark) && !isHeard()) return;
    // One message brings one result.
    if (!remark) hasSpoken = false;
    let isLate = false;
    try {
      const fields = typeof data === "string" ? readVendorFields(data) : undefined;
      const { order_number: orderNumber = "" } = fields ?? {};
      isLate = orderNumbers.has(orderNumber) && orderNumber !== pending?.orderNumber;
      const result = fields
        ? toVendorResult(fields, { environment, orderNumber: isLate ? orderNumber : pending?.orderNumber })
        : remark && use.read(remark);
      if (result === undefined) throw unknownAnswer();
      tell(result === "sign" ? { type: "sign", remark: remark as VendorRemark } : { type: "result", result });
      if (!isLate && result !== "sign") settle()?.resolve(result);
    } catch (error) {
      tell({ type: "error", error: error as ResponseError, remark });
      if (!isLate) settle()?.reject(error as Error);
    }
  };
  const isHeard = () => {
    const current = globalThis.event;
    // A script that was there before the guard has heard a foreign frame's message first.
    if (current?.type === "message" && !frames.isOwn(current)) return false;
    return hasSpoken || !frames.mustSpeak();
  };
  // On its own: what the shop's listener throws is the shop's, and keeps no checkout from its end.
  const tell = (news: VendorNews) => queueMicrotask(() => use.onNews(news));

  try {
    assertWanted(signal);
    enterPage(page, row.global, { origin, isOwn: frames.isOwn, sees: () => (hasSpoken = true) });
    undo.push(() => page.live.delete(row.global));
    undo.push(takeGlobal(row.callback, callback));
    const { element, release } = placeElement(options.element, row.elementId);
    drawn = element;
    undo.push(release);
    const script = await loadVendorScript(page, row, origin, { signal, timeoutMs });
    assertWanted(signal);
    call("nothing-sent", () => use.init(script, environment.name === "sandbox"));
    await frames.load({ signal, timeoutMs });
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
        if (plain.order_number) orderNumbers.add(plain.order_number);
        try {
          isCalling = true;
          call("unknown", () => script.checkout(plain));
        } catch (error) {
          settle()?.reject(error as Error);
        } finally {
          isCalling = false;
        }
        return result;
      },
    } satisfies VendorInstance);
  } catch (error) {
    destroy();
    throw error;
  }
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
