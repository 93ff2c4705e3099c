import type { OceanpaymentError } from "../errors.ts";
import { startVendor, type VendorInstance, type VendorOptions } from "./vendor-instance.ts";
import type { EmbeddedResult, UnconfirmedInvalid } from "./vendor-result.ts";
import { CARD_ROW } from "./vendor-rows.ts";

/** What the card's frame says, whether a checkout waits for it or not. */
export type EmbeddedEvent =
  | { readonly type: "validation"; readonly validation: UnconfirmedInvalid }
  | { readonly type: "result"; readonly result: EmbeddedResult }
  /** What it said can't be read or believed. What became of a payment is unknown: ask the server. */
  | { readonly type: "error"; readonly error: OceanpaymentError };

/** How the card's frame is drawn. */
export interface LoadEmbeddedOptions extends VendorOptions {
  /** Shows the holder's name field. Default false. */
  readonly showCardName?: boolean | undefined;
  readonly onEvent?: ((event: EmbeddedEvent) => void) | undefined;
}

/**
 * Returns the vendor's Embedded checkout, drawn into `element`: the card is typed in the gateway's own frame, which this
 * page can't read. Only messages of that frame count. One instance lives at a time.
 *
 * What `checkout` returns is not confirmed: show it, send a `"redirect"` on by `continueThreeDS`, and let the server settle
 * the order by its notice or by asking.
 *
 * @throws TransportError `connection_failed`, `timeout`, `aborted`: nothing was sent, and the next call loads again.
 * @throws ResponseError `unexpected_answer` where what came is not the vendor's script, or where it fails.
 * @throws InputError `already_in_use`, `invalid_argument`, `invalid_config`.
 * @example
 * ```ts
 * import { loadEmbedded } from "oceanpayment/browser";
 *
 * declare const element: HTMLElement, fields: Record<string, string>;
 * const embedded = await loadEmbedded({ environment: "sandbox", element });
 * const result = await embedded.checkout(fields);
 * ```
 */
export function loadEmbedded(options: LoadEmbeddedOptions): Promise<VendorInstance> {
  const { cssUrl = "", language = "en", showCardName = false, onEvent } = options;
  return startVendor(CARD_ROW, options, {
    init: (script, isSandbox) => script.init(isSandbox, cssUrl, language, { showCardName }),
    read: ({ message, ...said }) =>
      message === undefined ? undefined : { status: "invalid", verified: false, ...said, message },
    onNews: (news) => {
      if (news.type === "error") onEvent?.({ type: "error", error: news.error });
      else if (news.type === "result") onEvent?.(toEvent(news.result));
    },
  });
}

function toEvent(result: EmbeddedResult): EmbeddedEvent {
  return result.status === "invalid" ? { type: "validation", validation: result } : { type: "result", result };
}
