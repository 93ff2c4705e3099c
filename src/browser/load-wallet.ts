import { assertInput, InputError, type OceanpaymentError } from "../errors.ts";
import { startVendor, type VendorInstance, type VendorNews, type VendorOptions } from "./vendor-instance.ts";
import type { EmbeddedResult } from "./vendor-result.ts";
import { APPLE_PAY_ROW, GOOGLE_PAY_ROW, type VendorRow } from "./vendor-rows.ts";

/** What a wallet says. */
export type WalletEvent =
  /** The shopper authorised: the page must call `checkout` now. */
  | { readonly type: "authorised" }
  /** The shopper closed the wallet's sheet. */
  | { readonly type: "closed" }
  | { readonly type: "result"; readonly result: EmbeddedResult }
  /**
   * It said what can't be read as a result. What became of a payment is unknown: ask the server. `remark` is what it said
   * beside a code that is none of its signs, for the shopper to read: it doesn't tell that nothing was paid.
   */
  | {
      readonly type: "error";
      readonly error: OceanpaymentError;
      readonly remark: { readonly code: string; readonly message: string; readonly method: string } | undefined;
    };

/** What the wallet's sheet shows. What is paid is what the server signed. */
export interface WalletTransaction {
  readonly orderNumber: string;
  /** A decimal text such as `"10.50"`. */
  readonly amount: string;
  readonly currency: string;
  /** Two letters. */
  readonly country: string;
  readonly address?: string | undefined;
}

/** How a wallet's button is drawn. */
export interface LoadWalletOptions extends VendorOptions {
  readonly terminal: string;
  readonly transaction: WalletTransaction;
  readonly onEvent: (event: WalletEvent) => void;
  /** Further settings, handed to the vendor's script as they are: no public source tells their values. */
  readonly mode?: string | undefined;
  readonly param?: string | Readonly<Record<string, string>> | undefined;
  readonly buttonStyle?: string | Readonly<Record<string, string>> | undefined;
}

/** Codes that are no result (stated, protocol.md §6.8). */
const SIGNS: ReadonlyMap<string, "authorised" | "closed"> = new Map([
  ["2", "authorised"],
  ["3", "closed"],
]);

/**
 * Returns the vendor's Google Pay button, drawn into `element`. At the event `"authorised"` call `checkout` with the signed
 * fields of `payments.buildEmbeddedFields`, whose `methods` is `"GooglePay"`. Its result is not confirmed.
 * It never comes to `"invalid"`: of a wallet's other codes no source tells that nothing was paid.
 *
 * @throws as `loadEmbedded`.
 */
export function loadGooglePay(options: LoadWalletOptions): Promise<VendorInstance> {
  return loadWallet(GOOGLE_PAY_ROW, options);
}

/**
 * Returns the vendor's Apple Pay button, drawn into `element`. At the event `"authorised"` call `checkout` with the signed
 * fields of `payments.buildEmbeddedFields`, whose `methods` is `"ApplePay"`. Its result is not confirmed.
 *
 * @throws as `loadEmbedded`.
 */
export function loadApplePay(options: LoadWalletOptions): Promise<VendorInstance> {
  return loadWallet(APPLE_PAY_ROW, options);
}

async function loadWallet(row: VendorRow, options: LoadWalletOptions): Promise<VendorInstance> {
  const settings = toSettings(options ?? {});
  const { onEvent } = options;
  return startVendor(row, options, {
    init: (script, isSandbox) => script.init(isSandbox, settings),
    // All other codes are results (stated, protocol.md §6.8), of a shape that is not.
    read: ({ code }) => (SIGNS.has(code) ? "sign" : undefined),
    onNews: (news) => onEvent(toEvent(news)),
  });
}

/** Plain data, whatever a framework has made of it: the script may post it to a frame. */
function toSettings(options: Partial<LoadWalletOptions>): unknown {
  const { cssUrl = "", language = "en", terminal, mode, param, transaction, buttonStyle, onEvent } = options;
  assertInput(typeof terminal === "string", "invalid_argument", "terminal", "text", terminal);
  assertInput(typeof onEvent === "function", "invalid_argument", "onEvent", "a function", onEvent);
  const { orderNumber, amount, currency, country, address } = Object(transaction) as Partial<WalletTransaction>;
  for (const [name, value] of Object.entries({ orderNumber, amount, currency, country, address: address ?? "" })) {
    assertInput(typeof value === "string", "invalid_argument", `transaction.${name}`, "text", value);
  }
  const transactionInfo = {
    ...{ orderCurrency: currency, orderAmount: amount, billCountry: country, orderNumber, billAddress: address },
  };
  try {
    return JSON.parse(
      JSON.stringify({ cssUrl, language, terminal, mode, param, transactionInfo, buttonStyle }),
    ) as unknown;
  } catch {
    throw new InputError("invalid_argument", "what the wallet is loaded with must be plain data");
  }
}

function toEvent(news: VendorNews): WalletEvent {
  if (news.type === "result") return news;
  const { remark } = news;
  if (news.type === "sign") return { type: SIGNS.get(news.remark.code) as "authorised" | "closed" };
  return { type: "error", error: news.error, remark: remark && { ...remark, message: remark.message ?? "" } };
}
