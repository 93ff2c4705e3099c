import { toFacts, toStatus, type UnconfirmedFacts, type UnconfirmedStatus } from "./vendor-facts.ts";

/** What a page was told when the shopper came back. Nobody checked it: it decides nothing. */
export interface PageReturn extends UnconfirmedFacts {
  /** `"unknown"` where it tells none. */
  readonly status: UnconfirmedStatus | "unknown";
}

/** Where a page has what came back: its address, a form in it, or fields. */
export type ReturnSource =
  { readonly search: string } | HTMLFormElement | Iterable<readonly [string, FormDataEntryValue]>;

/**
 * Returns what came back with a shopper, from the page's address or from a form that the server wrote into it. Whoever opens
 * the page can have written it: show an order by its number and ask your server what became of it, which reads the return
 * by `returns.read` and confirms it by asking. Never throws; what is no text of one payment is left out.
 *
 * @example
 * ```ts
 * import { parseReturn } from "oceanpayment/browser";
 *
 * const { orderNumber, status } = parseReturn(location);
 * ```
 */
export function parseReturn(source: ReturnSource): PageReturn {
  const fields = readFields(source);
  return { status: toStatus(fields) ?? "unknown", ...toFacts(fields) };
}

function readFields(source: ReturnSource): Readonly<Record<string, string>> {
  const fields: Record<string, string> = Object.create(null);
  const twice = new Set<string>();
  try {
    for (const [name, value] of toEntries(source)) {
      // Of a field that stands twice two readers would differ.
      if (name in fields) twice.add(name);
      if (typeof value === "string") fields[name] = value;
    }
  } catch {
    // What can't be read tells nothing.
    return {};
  }
  for (const name of twice) delete fields[name];
  return fields;
}

function toEntries(source: ReturnSource): Iterable<readonly [string, FormDataEntryValue]> {
  if (globalThis.HTMLFormElement !== undefined && source instanceof HTMLFormElement) return new FormData(source);
  const { search } = source as { readonly search?: string };
  return typeof search === "string" ? new URLSearchParams(search) : (source as Iterable<readonly [string, string]>);
}
