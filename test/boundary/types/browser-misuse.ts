import {
  continueThreeDS,
  createCardEncryptor,
  defineCardElement,
  encryptForm,
  loadApplePay,
  loadEmbedded,
  loadGooglePay,
  parseReturn,
  redirectToHosted,
} from "oceanpayment/browser";

createCardEncryptor({ environment: "sandbox", account: "995149", terminal: "99514901" });
createCardEncryptor({ environment: "sandbox", account: "995149", terminal: "99514901", publicKey: "", secureCode: "" });
createCardEncryptor({ environment: "live", account: "995149", terminal: "99514901", publicKey: "" });
createCardEncryptor({ environment: "sandbox", account: "995149", terminal: "99514901", publicKey: "" }, "rsa-oaep");
createCardEncryptor(null as never, { scheme: "rsa_oaep" });
createCardEncryptor(null as never, { scheme: "rsa-oaep", hash: "sha256" });
createCardEncryptor(null as never, { version: "0_2_1" });
void createCardEncryptor(null as never).encrypt({ number: "4111111111111111", expiryMonth: "12", expiryYear: "30" });
void createCardEncryptor(null as never).encrypt({ number: "4", expiryMonth: 12, expiryYear: 30, securityCode: "123" });
export const sealed: string = createCardEncryptor(null as never).encrypt(null as never);

encryptForm("#checkout", "key");
encryptForm(document.createElement("form"));
encryptForm(document.createElement("form"), "key", { fieldName: "card_data" });
encryptForm(document.createElement("form"), "key", { scheme: "opcse_0_2_1" });
encryptForm(document.createElement("form"), "key", { onError: (message: string) => message });
export const formSealed: string = encryptForm(document.createElement("form"), "key").encrypt();

defineCardElement({ name: "shop-card" });
export const made = new (defineCardElement())();
document.createElement("oceanpayment-card").config = { environment: "sandbox", account: "995149" };
document.createElement("oceanpayment-card").config = new URL("https://shop.example/config");
document.createElement("oceanpayment-card").texts = { cardNumber: "Number" };
document.createElement("oceanpayment-card").holder = "Ada Lovelace";
document.createElement("oceanpayment-card").brand = "visa";
export const value = document.createElement("oceanpayment-card").value;
export const number = document.createElement("oceanpayment-card").number;
export const elementSealed: string = document.createElement("oceanpayment-card").encrypt();

void loadEmbedded({ element: document.body });
void loadEmbedded({ environment: "sandbox" });
void loadEmbedded({ environment: "sandbox", element: "#card" });
void loadEmbedded({ environment: "sandbox", element: document.body, sandbox: true });
void loadEmbedded({ environment: "sandbox", element: document.body, timeout: 1000 });
void loadEmbedded({ environment: "sandbox", element: document.body, onEvent: ({ type }) => type === "authorised" });
loadEmbedded({ environment: "sandbox", element: document.body }).checkout({});
void loadEmbedded(null as never).then(({ checkout }) => checkout({ order_amount: 48 }));
void loadEmbedded(null as never).then(({ checkout }) => checkout({}).then(({ redirectUrl }) => redirectUrl));

void loadGooglePay({ environment: "sandbox", element: document.body, terminal: "99514901", onEvent: () => {} });
void loadGooglePay({
  ...{ environment: "sandbox", element: document.body, terminal: "99514901", onEvent: () => {} },
  transaction: { orderNumber: "A1", amount: 48, currency: "USD", country: "US" },
});
void loadApplePay({
  ...{ environment: "sandbox", element: document.body, terminal: "99514901" },
  transaction: { orderNumber: "A1", amount: "48.00", currency: "USD", country: "US" },
  onEvent: ({ type }) => type === "validation",
});
void loadApplePay({
  ...{ environment: "sandbox", element: document.body, terminal: "99514901" },
  transaction: { orderNumber: "A1", amount: "48.00", currency: "USD", country: "US" },
});

redirectToHosted({ action: "https://test-secure.oceanpayment.com/", fields: {} });
redirectToHosted({ action: "https://test-secure.oceanpayment.com/", fields: {} }, "sandbox");
redirectToHosted({ action: "https://test-secure.oceanpayment.com/", fields: { order_amount: 48 } }, null as never);
redirectToHosted("https://test-secure.oceanpayment.com/", { environment: "sandbox" });

continueThreeDS(new URL("https://test-secure.oceanpayment.com/"));
continueThreeDS("https://test-secure.oceanpayment.com/");
continueThreeDS({ status: "approved" }, null as never);
continueThreeDS("https://test-secure.oceanpayment.com/", { environment: "sandbox" });

parseReturn("?order_number=A1");
parseReturn();
export const isPaid: true = parseReturn(location).verified;
