import {
  type Card,
  type CardBrand,
  type CardChange,
  type CardElement,
  type CardEncryptor,
  type CardEventMap,
  type CardInput,
  type CardTexts,
  continueThreeDS,
  createCardEncryptor,
  defineCardElement,
  type EmbeddedEvent,
  type EmbeddedResult,
  type EncryptedForm,
  encryptForm,
  type EncryptFormOptions,
  type HostedForm,
  loadApplePay,
  loadEmbedded,
  type LoadEmbeddedOptions,
  loadGooglePay,
  type LoadWalletOptions,
  type Navigation,
  type PageReturn,
  parseReturn,
  type PublicConfig,
  type RedirectingResult,
  redirectToHosted,
  type ReturnSource,
  type UnconfirmedFacts,
  type UnconfirmedInvalid,
  type UnconfirmedPayment,
  type UnconfirmedRedirect,
  type UnconfirmedStatus,
  type VendorInstance,
  type VendorOptions,
  type WalletEvent,
  type WalletTransaction,
} from "oceanpayment/browser";

const config: PublicConfig = { environment: "sandbox", account: "995149", terminal: "99514901", publicKey: "" };
const card: Card = { number: "4111111111111111", expiryMonth: "12", expiryYear: "30", securityCode: "123" };
declare const form: HTMLFormElement;
declare const element: HTMLElement;
declare const fields: Readonly<Record<string, string>>;

// Cards.
const encryptor: CardEncryptor = createCardEncryptor(config);
export const sealed: Promise<string> = encryptor.encrypt(card);
createCardEncryptor({ ...config, publicKey: { kty: "RSA", n: "", e: "AQAB" } }, { scheme: "rsa-oaep", hash: "SHA-1" });

const formOptions: EncryptFormOptions = {
  name: "cipher",
  scheme: "rsa-pkcs1",
  onError: ({ code, field }, input) => void [code.length, field?.length, mark(input)],
};
const held: EncryptedForm = encryptForm(form, config, formOptions);
export const formSealed: Promise<string> = held.encrypt();
held.clear();
held.destroy();
encryptForm(form, "a key");
encryptForm(form, { kty: "RSA" }, {});

function mark(input: CardInput | undefined): void {
  input?.setCustomValidity("wrong");
}

// The card element.
const made: (new () => CardElement) | undefined = defineCardElement();
defineCardElement("shop-card");
export const constructed: CardElement | undefined = made && new made();
const found: CardElement | null = document.querySelector("oceanpayment-card");
const created: CardElement = document.createElement("oceanpayment-card");
created.config = config;
created.config = JSON.stringify(config);
created.config = undefined;
created.config = null;
export const given: PublicConfig | undefined = created.config;
const texts: Partial<CardTexts> = { number: "Card" };
created.texts = texts;
created.name = "cipher";
created.holder = created.disabled = true;
created.focus({ preventScroll: true });
created.clear();
export const elementSealed: Promise<string> = created.encrypt();
export const states: readonly boolean[] = [created.checkValidity(), created.reportValidity(), created.willValidate];
export const shown: readonly (string | undefined)[] = [created.brand, created.holderName, created.validationMessage];
export const owner: HTMLFormElement | null = created.form;
export const isMissing: boolean | undefined = found?.validity.valueMissing;
found?.addEventListener("change", ({ detail }) => tellChange(detail));
found?.addEventListener("ready", function ({ type }) {
  this.clear();
  return type;
});
found?.addEventListener("click", ({ clientX }) => clientX, { once: true });
found?.addEventListener("paid-by-you", (event) => event.type);
const tell = ({ detail: { isValid } }: CardEventMap["change"]) => isValid;
found?.addEventListener("change", tell);
found?.removeEventListener("change", tell);
found?.addEventListener("ready", (event: Event) => event.type);

function tellChange({ isValid, isEmpty, brand }: CardChange): boolean {
  const known: CardBrand | undefined = brand;
  return (isValid || isEmpty) && known === "visa";
}

// The vendor's scripts.
const common: VendorOptions = { environment: "sandbox", element, signal: new AbortController().signal };
const embeddedOptions: LoadEmbeddedOptions = {
  ...common,
  environment: { base: "production", hosts: { payment: "https://proxy.example" } },
  cssUrl: "https://shop.example/frame.css",
  language: "de",
  showCardName: true,
  timeoutMs: 5_000,
  answerTimeoutMs: undefined,
  onEvent: hear,
};

function hear(event: EmbeddedEvent): string {
  // @ts-expect-error: which of the three it has, the type says.
  void event.result;
  if (event.type === "error") return event.error.code;
  return event.type === "validation" ? event.validation.message : event.result.status;
}

export async function payEmbedded(): Promise<string> {
  const embedded: VendorInstance = await loadEmbedded(embeddedOptions);
  const result: EmbeddedResult = await embedded.checkout({ ...fields, order_notes: undefined });
  embedded.destroy();
  const isVerified: false = result.verified;
  switch (result.status) {
    case "invalid": {
      const wrong: UnconfirmedInvalid = result;
      // @ts-expect-error: what the frame finds wrong is no payment.
      return `${wrong.method}${isVerified}${wrong.paymentId}`;
    }
    case "redirect": {
      const onward: UnconfirmedRedirect = result;
      continueThreeDS(onward, config);
      return onward.redirectUrl;
    }
    default: {
      const told: UnconfirmedPayment = result;
      const status: UnconfirmedStatus = told.status;
      const facts: UnconfirmedFacts = told;
      // @ts-expect-error: only a redirect leads on.
      return `${status} ${facts.orderNumber}${told.redirectUrl}`;
    }
  }
}

const transaction: WalletTransaction = { orderNumber: "A1", amount: "10.50", currency: "USD", country: "US" };
const walletOptions: LoadWalletOptions = {
  ...common,
  terminal: "99514901",
  transaction,
  onEvent: hearWallet,
  buttonStyle: { color: "black" },
};

function hearWallet(event: WalletEvent): string {
  if (event.type === "authorised" || event.type === "closed") return event.type;
  return event.type === "error" ? (event.remark?.message ?? event.error.code) : event.result.status;
}

export const wallets: Promise<readonly VendorInstance[]> = Promise.all([
  loadGooglePay(walletOptions),
  loadApplePay({ ...walletOptions, mode: "", param: "" }),
]);

// Ways to the gateway, and back.
const hosted: HostedForm = { action: "https://test-secure.oceanpayment.com/gateway/service/pay", fields };
redirectToHosted(hosted, config);
redirectToHosted(hosted, { environment: "production" });

const onward: RedirectingResult = { status: "redirect", redirectUrl: "https://test-secure.oceanpayment.com/" };
const navigation: Navigation = { assign: (address) => void address.length };
continueThreeDS(onward, config);
continueThreeDS(onward.redirectUrl, config, navigation);
continueThreeDS(onward.redirectUrl, config, location);

const sources: readonly ReturnSource[] = [location, form, new Map([["order_number", "A1"]]), [["payment_status", "1"]]];
export const returns: readonly PageReturn[] = sources.map((source) => parseReturn(source));

export function sayReturn({ status, orderNumber }: PageReturn): string {
  const known: UnconfirmedStatus | "unknown" = status;
  // @ts-expect-error: a return says where the shopper came from, and sends nobody on.
  return known === "redirect" ? "" : orderNumber;
}
