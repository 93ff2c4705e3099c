import { CARD, CVV, PAN, SECURE_CODE } from "./canaries.ts";
import { ENTRIES } from "./entries.ts";
import {
  any,
  badCards,
  badConfigs,
  badPages,
  type CanaryCase,
  cases,
  hex,
  junk,
  jwk,
  large,
  PAGE,
  pem,
} from "./marked-input.ts";

const { browser, index } = ENTRIES;

/** Cases of what a page may import, by `entry.name`. A test fails where an exported function has none. */
export const PAGE_CASES: Readonly<Record<string, readonly CanaryCase[]>> = {
  "index.encryptCard": [
    ...badCards.map((card) => ({ call: () => index.encryptCard(any(card), hex) })),
    ...junk((card) => index.encryptCard(card, hex)),
    ...junk((publicKey) => index.encryptCard(CARD, publicKey)),
    ...junk((scheme) => index.encryptCard(CARD, hex, { scheme })),
    ...junk((hash) => index.encryptCard(CARD, large.hex, { scheme: "rsa-oaep", hash })),
    ...cases(
      () => index.encryptCard(CARD, hex),
      () => index.encryptCard(CARD, hex, { scheme: "rsa-pkcs1" }),
      () => index.encryptCard(CARD, large.hex, { scheme: "rsa-oaep" }),
      () => index.encryptCard(CARD, hex, { scheme: "rsa-oaep" }),
      () => index.encryptCard(CARD, pem),
      () => index.encryptCard(CARD, jwk),
      async () => index.encryptCard(CARD, await index.importPublicKey(hex), { scheme: "rsa-oaep" }),
      () => index.encryptCard(CARD, hex, { randomBytes: () => any(PAN) }),
    ),
  ],
  "index.importPublicKey": [
    ...junk((publicKey) => index.importPublicKey(publicKey)),
    ...cases(
      () => index.importPublicKey(hex),
      () => index.importPublicKey(large.hex, { scheme: "rsa-oaep" }),
      () => index.importPublicKey(jwk),
      () => index.importPublicKey(pem.replaceAll("PRIVATE", "PUBLIC")),
      () => index.importPublicKey(pem.replaceAll(/-----[A-Z ]+-----/g, "")),
    ),
  ],
  "index.isSecurityCode": cases(
    () => index.isSecurityCode(CVV),
    () => index.isSecurityCode(any(Number(CVV))),
  ),
  "index.cardBrand": cases(
    () => index.cardBrand(PAN),
    () => index.cardBrand(any(Number(PAN))),
  ),
  "index.isCardNumber": cases(
    () => index.isCardNumber(PAN),
    () => index.isCardNumber(any({ number: PAN })),
  ),
  "index.isCardExpiry": cases(
    () => index.isCardExpiry("11", "2033"),
    () => index.isCardExpiry(any(PAN), any(CVV)),
  ),
  "index.readPublicConfig": [
    ...junk((config) => index.readPublicConfig(config)),
    ...badPages.map((page) => ({ call: () => index.readPublicConfig(any(page)) })),
    ...cases(() => index.readPublicConfig(PAGE)),
  ],
  "index.isNavigable": cases(
    () => index.isNavigable(`https://${SECURE_CODE}@a.example`, index.resolveEnvironment("sandbox")),
    () => index.isNavigable(any(jwk), index.resolveEnvironment("sandbox")),
  ),
  "index.resolveEnvironment": [
    ...junk((option) => index.resolveEnvironment(option)),
    ...cases(() => index.resolveEnvironment("sandbox")),
    ...badConfigs.slice(1, 4).map(({ environment }) => ({ call: () => index.resolveEnvironment(any(environment)) })),
  ],
  "index.isOceanpaymentError": junk((value) => index.isOceanpaymentError(value)),
  "browser.createCardEncryptor": [
    ...junk((config) => browser.createCardEncryptor(config)),
    ...badPages.map((page) => ({ call: () => browser.createCardEncryptor(any(page)) })),
    ...badCards.map((card) => ({ call: () => browser.createCardEncryptor(PAGE).encrypt(any(card)) })),
    ...cases(
      () => browser.createCardEncryptor(PAGE),
      () => browser.createCardEncryptor(PAGE).encrypt(CARD),
      () => browser.createCardEncryptor({ ...PAGE, publicKey: SECURE_CODE }).encrypt(CARD),
    ),
  ],
  "browser.continueThreeDS": [
    ...badPages.map((page) => ({ call: () => browser.continueThreeDS("https://a.example/", any(page)) })),
    ...cases(
      () => browser.continueThreeDS(`https://evil.example/${PAN}`, PAGE),
      () => browser.continueThreeDS(`https://test-secure.oceanpayment.com/?${SECURE_CODE}`, PAGE),
      () => browser.continueThreeDS(any(jwk), PAGE, any({ assign: PAN })),
      () => browser.continueThreeDS("https://test-secure.oceanpayment.com/", PAGE, { assign: () => {} }),
    ),
  ],
  // Outside of a page there is no element to define.
  "browser.defineCardElement": cases(
    () => browser.defineCardElement(),
    () => browser.defineCardElement(any(PAN)),
  ),
  "browser.encryptForm": [
    ...junk((form) => browser.encryptForm(form, hex)),
    ...badPages.map((page) => ({ call: () => browser.encryptForm(any({}), any(page)) })),
  ],
  "browser.redirectToHosted": [
    ...junk((form) => browser.redirectToHosted(form, PAGE)),
    ...cases(
      () => browser.redirectToHosted({ action: `https://evil.example/${PAN}`, fields: { note: SECURE_CODE } }, PAGE),
      () => browser.redirectToHosted({ action: "https://test-secure.oceanpayment.com/", fields: any(jwk) }, PAGE),
    ),
  ],
  "browser.parseReturn": [
    ...junk((source) => browser.parseReturn(source)),
    ...cases(() => browser.parseReturn(new URLSearchParams({ payment_details: "80000:Approved", order_number: "A1" }))),
  ],
  "browser.loadEmbedded": [
    ...junk((options) => browser.loadEmbedded(options)),
    ...cases(() => browser.loadEmbedded(any({ environment: SECURE_CODE, element: PAN }))),
  ],
  "browser.loadGooglePay": [
    ...junk((options) => browser.loadGooglePay(options)),
    ...cases(() =>
      browser.loadGooglePay(any({ environment: "sandbox", terminal: SECURE_CODE, transaction: { orderNumber: PAN } })),
    ),
  ],
  "browser.loadApplePay": [
    ...junk((options) => browser.loadApplePay(options)),
    ...cases(() =>
      browser.loadApplePay(any({ environment: "sandbox", terminal: SECURE_CODE, transaction: { orderNumber: PAN } })),
    ),
  ],
};
