import { startVendor, type VendorInstance, type VendorOptions } from "./vendor-instance.ts";
import type { EmbeddedResult, UnconfirmedInvalid } from "./vendor-result.ts";
import { APPLE_PAY_ROW, GOOGLE_PAY_ROW, type VendorRow } from "./vendor-rows.ts";

/** What a wallet says. */
export type WalletEvent =
  /** The shopper authorised: the page must call `checkout` now. */
  | { readonly type: "authorised" }
  /** The shopper closed the wallet's sheet. */
  | { readonly type: "closed" }
  | { readonly type: "validation"; readonly validation: UnconfirmedInvalid }
  | { readonly type: "result"; readonly result: EmbeddedResult };

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

/**
 * Returns the vendor's Google Pay button, drawn into `element`. At the event `"authorised"` call `checkout` with the signed
 * fields of `payments.buildEmbeddedFields`, whose `methods` is `"GooglePay"`. Its result is not confirmed.
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

function loadWallet(row: VendorRow, options: LoadWalletOptions): Promise<VendorInstance> {
  const { cssUrl = "", language = "en", terminal, mode, param, buttonStyle, onEvent } = options;
  return startVendor(row, options, {
    init: (script, isSandbox) => {
      const { orderNumber, amount, currency, country, address } = options.transaction;
      const transactionInfo = {
        ...{ orderCurrency: currency, orderAmount: amount, billCountry: country, orderNumber, billAddress: address },
      };
      const settings = { cssUrl, language, terminal, mode, param, transactionInfo, buttonStyle };
      // Plain data, whatever a framework has made of it: the script may post it to a frame.
      script.init(isSandbox, JSON.parse(JSON.stringify(settings)));
    },
    // Codes that are no result (stated, protocol.md §6.8).
    isSign: ({ code }) => code === "2" || code === "3",
    onResult: (result) => {
      if (result.status !== "invalid") onEvent({ type: "result", result });
      else if (result.code === "2") onEvent({ type: "authorised" });
      else if (result.code === "3") onEvent({ type: "closed" });
      else onEvent({ type: "validation", validation: result });
    },
  });
}
