import { type Card, cardBrand, isCardExpiry, isCardNumber, isOceanpaymentError, isSecurityCode } from "oceanpayment";
import { type CardEncryptor, continueThreeDS, createCardEncryptor } from "oceanpayment/browser";
import { areRight, ask, clearProblems, find, markField, price, showProblem, value } from "./dom.ts";
import { loadShop, openOrder, type ShopConfig } from "./shop-order.ts";

/** One page for two ways to pay: at once, or by reserving the money until the print leaves. */
const IS_RESERVE = location.pathname === "/reserve";

/** Cards of the simulated gateway, by what it does with them. */
const TEST_CARDS = [
  { label: "Approve", number: "4111 1111 1111 1111" },
  { label: "Decline", number: "4000 0000 0000 0002" },
  { label: "No funds", number: "4000 0000 0000 9995" },
  { label: "3-D Secure", number: "4000 0000 0000 3220" },
  { label: "Pending", number: "4000 0000 0000 0077" },
] as const;

const BRAND_NAMES: Readonly<Record<string, string>> = {
  visa: "Visa",
  mastercard: "Mastercard",
  amex: "Amex",
  jcb: "JCB",
  unionpay: "UnionPay",
  diners: "Diners",
  discover: "Discover",
  maestro: "Maestro",
};

const NOTHING_CHARGED = "The payment could not be taken. Nothing was charged; please try again.";

/** What is said about a field that is wrong. */
const MESSAGES = {
  email: "Please enter your email address.",
  cardName: "Please enter the name on the card.",
  number: "Please check the card number.",
  expiry: "Please enter month and year, such as 08/30.",
  expired: "This card has expired.",
  securityCode: "Please enter the 3 or 4 digits on the card.",
} as const;

/** Where the server found something wrong, by the field of the payment it names. */
const SERVER_FIELDS: Readonly<Record<string, "email" | "cardName">> = {
  "billing.email": "email",
  "billing.firstName": "cardName",
  "billing.lastName": "cardName",
  cardName: "cardName",
};

/** Wiped whenever the page is left, so that going back shows no card. */
const CARD_FIELDS = ["number", "expiry", "securityCode"] as const;

type FieldId = "email" | "cardName" | (typeof CARD_FIELDS)[number];

const form = find<HTMLFormElement>("pay");
let shop: ShopConfig | undefined;
let encryptor: CardEncryptor | undefined;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (shop && encryptor && !find<HTMLButtonElement>("submit").disabled) void pay(shop, encryptor);
});
find<HTMLInputElement>("number").addEventListener("input", showBrand);
addEventListener("pagehide", wipeCard);
await open();

/** Asks the server what is sold and under which key; until then nothing can be paid. */
async function open(): Promise<void> {
  try {
    shop = await loadShop();
    encryptor = createCardEncryptor(shop.config);
    showShop(shop);
  } catch (error) {
    find("submit-label").textContent = "Pay";
    sayProblem(error instanceof Error ? error.message : "The shop is not ready.");
  }
}

async function pay({ config }: ShopConfig, { encrypt }: CardEncryptor): Promise<void> {
  clearProblems(form);
  if (!areFieldsRight()) return;
  setBusy(true);
  let orderNumber = "";
  let request: Record<string, string>;
  try {
    const cardData = await encrypt(readCard());
    const opened = await openOrder(IS_RESERVE ? "reserve" : "card");
    if (opened === undefined) return;
    orderNumber = opened;
    request = { orderNumber, cardData, cardName: value("cardName"), email: value("email") };
  } catch (error) {
    const isInsecure = isOceanpaymentError(error) && error.code === "crypto_unavailable";
    sayProblem(
      isInsecure ? "This page can’t encrypt your card, because it wasn’t loaded over https." : NOTHING_CHARGED,
    );
    return;
  }
  // From here on the card may be charged whatever happens: what is not known, the order's own page tells.
  const answer = await ask<Record<"redirectUrl" | "error" | "field" | "outcome", string>>("/api/pay", request);
  const wasNotPaid = answer.outcome === "nothing-sent" || answer.outcome === "refused";
  if (answer.redirectUrl) {
    wipeCard();
    continueThreeDS(answer.redirectUrl, config);
  } else if (answer.error && wasNotPaid) {
    showRefusal(answer.field);
  } else {
    wipeCard();
    location.assign(`/orders/${orderNumber}`);
  }
}

function readCard(): Card {
  const [expiryMonth, expiryYear] = splitExpiry(value("expiry"));
  return { number: value("number"), expiryMonth, expiryYear, securityCode: value("securityCode") };
}

/** Takes `12/30`, `12-30`, `12 30`, `8/2030`, `1230`, `830` and `082030`. */
function splitExpiry(typed: string): readonly [month: string, year: string] {
  const parts = typed.split(/[^0-9]+/).filter((part) => part !== "");
  const [digits = "", year] = parts;
  if (parts.length > 1) return [digits, parts.length === 2 ? (year ?? "") : ""];
  const cut = digits.length === 3 || digits.length === 5 ? 1 : 2;
  return [digits.slice(0, cut), digits.slice(cut)];
}

/** Marks every field that is wrong, and tells whether none is. */
function areFieldsRight(): boolean {
  const { number, expiryMonth, expiryYear, securityCode } = readCard();
  const isExpiry = isCardExpiry(expiryMonth, expiryYear, 0);
  const wrong: [FieldId, string][] = [];
  if (!find<HTMLInputElement>("email").checkValidity()) wrong.push(["email", MESSAGES.email]);
  if (value("cardName") === "") wrong.push(["cardName", MESSAGES.cardName]);
  if (!isCardNumber(number)) wrong.push(["number", MESSAGES.number]);
  if (!isCardExpiry(expiryMonth, expiryYear)) wrong.push(["expiry", isExpiry ? MESSAGES.expired : MESSAGES.expiry]);
  if (!isSecurityCode(securityCode)) wrong.push(["securityCode", MESSAGES.securityCode]);
  return areRight(wrong);
}

/** Says what the server refused before anything was paid. */
function showRefusal(field = ""): void {
  const id = SERVER_FIELDS[field];
  if (id === undefined) {
    sayProblem(NOTHING_CHARGED);
    return;
  }
  setBusy(false);
  markField(id, MESSAGES[id]);
  find(id).focus();
}

function sayProblem(text: string): void {
  if (shop) setBusy(false);
  showProblem(text);
}

function setBusy(busy: boolean): void {
  find<HTMLButtonElement>("submit").disabled = busy;
  find("submit-label").textContent = busy ? "Paying…" : `${IS_RESERVE ? "Reserve" : "Pay"} ${amount()}`;
}

function wipeCard(): void {
  for (const id of CARD_FIELDS) find<HTMLInputElement>(id).value = "";
  showBrand();
}

function showShop({ simulated }: ShopConfig): void {
  if (IS_RESERVE) {
    document.title = "Reserve · Tide & Paper";
    find("pay-title").textContent = "Reserve by card";
    find("pay-lead").textContent = "The money is held now, and taken when your print leaves.";
  }
  if (simulated) showTestCards();
  setBusy(false);
}

function showTestCards(): void {
  const chips = find("test-cards");
  chips.hidden = false;
  for (const { label, number } of TEST_CARDS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => fill(number));
    chips.append(button);
  }
}

function fill(number: string): void {
  const values = { email: "ada@example.com", cardName: "Ada Lovelace", number, expiry: "12 / 30", securityCode: "123" };
  for (const [id, text] of Object.entries(values)) find<HTMLInputElement>(id).value = text;
  clearProblems(form);
  showBrand();
}

function showBrand(): void {
  find("brand").textContent = BRAND_NAMES[cardBrand(value("number")) ?? ""] ?? "";
}

function amount(): string {
  return shop ? price(shop.amount, shop.currency) : "";
}
