/** What the names of one of the vendor's scripts are (stated from a published copy, protocol.md §6.8). */
export interface VendorRow {
  /** Where the payment host serves it. */
  readonly path: string;
  /** The global that it defines. */
  readonly global: string;
  /** The global function of the page's that it calls. */
  readonly callback: string;
  /** The element that it draws into. */
  readonly elementId: string;
  /** The frame that it draws, where its id is known. */
  readonly frameId?: string;
}

export const CARD_ROW: VendorRow = {
  path: "/pages/js/oceanpayment.js",
  global: "Oceanpayment",
  callback: "oceanpaymentCallBack",
  elementId: "oceanpayment-element",
  frameId: "oceanpayment-iframe-card",
};

export const GOOGLE_PAY_ROW: VendorRow = {
  path: "/pages/js/oceanpayment-googlepay.js",
  global: "onePageGooglePay",
  callback: "oceanpaymentGooglePayCallBack",
  elementId: "oceanpayment-googlepayelement",
};

export const APPLE_PAY_ROW: VendorRow = {
  path: "/pages/js/oceanpayment-applepay.js",
  global: "onePageApplePay",
  callback: "oceanpaymentApplePayCallBack",
  elementId: "oceanpayment-applepayelement",
};
