import { InputError, ResponseError } from "../errors.ts";
import type { VendorPage } from "./vendor-page.ts";
import type { VendorRow } from "./vendor-rows.ts";
import { toScriptUrl } from "./vendor-script-url.ts";
import { type WaitOptions, waitForLoad } from "./vendor-wait.ts";

/** What the vendor's scripts define: the same two functions each. */
export interface VendorScript {
  readonly init: (...settings: readonly unknown[]) => void;
  readonly checkout: (fields: Readonly<Record<string, string>>) => void;
}

/**
 * Returns one of the vendor's scripts, loaded from the payment host once per page. A failure is not kept: the next call
 * loads again.
 *
 * @throws TransportError `connection_failed`, `timeout`, `aborted`. @throws ResponseError `unexpected_answer` where what
 * came is not that script. @throws InputError `already_in_use` where the page has one that was not loaded here or from
 * elsewhere, `invalid_config` where its Trusted Types forbid it.
 */
export async function loadVendorScript(
  page: VendorPage,
  row: VendorRow,
  origin: string,
  options: WaitOptions,
): Promise<VendorScript> {
  const url = origin + row.path;
  const isThere = readGlobal(row) !== undefined;
  if (isThere && page.scripts.get(row.global) !== url) {
    throw new InputError(
      "already_in_use",
      "the page has this script of the vendor's already, by itself or for another environment: let it be loaded here only",
    );
  }
  // Of an attempt that was given up the script may have come all the same.
  if (!isThere) {
    page.scripts.set(row.global, url);
    await loadScript(url, page, options);
  }
  const script = readGlobal(row);
  if (typeof script?.init !== "function" || typeof script.checkout !== "function") {
    throw new ResponseError("unexpected_answer", "what the payment host served is not the vendor's script", {
      outcome: "nothing-sent",
    });
  }
  return script as VendorScript;
}

async function loadScript(url: string, page: VendorPage, options: WaitOptions): Promise<void> {
  const script = document.createElement("script");
  try {
    await waitForLoad(script, options, () => {
      try {
        script.src = toScriptUrl(url, page);
      } catch {
        throw new InputError("invalid_config", "the page's policy must name trusted-types oceanpayment");
      }
      document.head.append(script);
    });
  } catch (error) {
    script.remove();
    throw error;
  }
}

function readGlobal({ global }: VendorRow): Partial<VendorScript> | undefined {
  return (globalThis as unknown as Readonly<Record<string, Partial<VendorScript> | undefined>>)[global];
}
