// Cards in a page
export { defineCardElement } from "./browser/define-card-element.ts";
export type { CardChange, CardElement, CardEventMap } from "./browser/card-element/card-element-type.ts";
export type { CardTexts } from "./browser/card-element/card-texts.ts";
export { createCardEncryptor, type CardEncryptor } from "./browser/create-card-encryptor.ts";
export { encryptForm, type EncryptedForm, type EncryptFormOptions } from "./browser/encrypt-form.ts";
export type { CardInput } from "./browser/encrypt-form-inputs.ts";
export { continueThreeDS, type Navigation, type RedirectingResult } from "./browser/continue-three-ds.ts";

// The gateway's own pages and frames
export { redirectToHosted, type HostedForm } from "./browser/redirect-to-hosted.ts";
export { parseReturn, type PageReturn, type ReturnSource } from "./browser/parse-return.ts";
export { loadEmbedded, type EmbeddedEvent, type LoadEmbeddedOptions } from "./browser/load-embedded.ts";
export {
  loadApplePay,
  loadGooglePay,
  type LoadWalletOptions,
  type WalletEvent,
  type WalletTransaction,
} from "./browser/load-wallet.ts";
export type { VendorInstance, VendorOptions } from "./browser/vendor-instance.ts";
export type {
  EmbeddedResult,
  UnconfirmedInvalid,
  UnconfirmedPayment,
  UnconfirmedRedirect,
} from "./browser/vendor-result.ts";
export type { UnconfirmedFacts, UnconfirmedStatus } from "./browser/vendor-facts.ts";

// What they take
export type { PublicConfig } from "./card/public-config.ts";
export type { Card } from "./card/card.ts";
export type { CardBrand } from "./card/card-number.ts";
