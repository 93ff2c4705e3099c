import { type CardElement, continueThreeDS, defineCardElement } from "oceanpayment/browser";
import { ask, clearProblems, find, markField, price, showProblem, value } from "./dom.ts";
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

const NOTHING_CHARGED = "The payment could not be taken. Nothing was charged; please try again.";
const WRONG_EMAIL = "Please enter your email address.";
const WRONG_NAME = "Please check the name on the card.";

/** What is said where the server finds a field wrong, by the field of the payment it names. */
const SERVER_FIELDS: Readonly<Record<string, string>> = {
  "billing.firstName": WRONG_NAME,
  "billing.lastName": WRONG_NAME,
  cardName: WRONG_NAME,
};

const form = find<HTMLFormElement>("pay");
const card = find<CardElement>("card");
let shop: ShopConfig | undefined;

// The element holds this event back until the card is encrypted: the form has the ciphertext by now, and no card.
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearProblems(form);
  const { card_data: cardData, card_name: cardName } = Object.fromEntries(new FormData(form));
  if (shop && !find<HTMLButtonElement>("submit").disabled) void pay(shop, `${cardData}`, `${cardName}`);
});
find("email").addEventListener("invalid", (event) => {
  event.preventDefault();
  markField("email", WRONG_EMAIL);
  find("email").focus();
});
find("email").addEventListener("input", () => clearProblems(form));
defineCardElement();
await open();

/** Asks the server what is sold and under which key; until then nothing can be paid. */
async function open(): Promise<void> {
  try {
    shop = await loadShop();
    card.config = shop.config;
    showShop(shop);
  } catch (error) {
    find("submit-label").textContent = "Pay";
    sayProblem(error instanceof Error ? error.message : "The shop is not ready.");
  }
}

async function pay({ config }: ShopConfig, cardData: string, cardName: string): Promise<void> {
  setBusy(true);
  let orderNumber: string | undefined;
  try {
    orderNumber = await openOrder(IS_RESERVE ? "reserve" : "card");
  } catch {
    sayProblem(NOTHING_CHARGED);
  }
  if (orderNumber === undefined) return;
  const request = { orderNumber, cardData, cardName, email: value("email") };
  // From here on the card may be charged whatever happens: what is not known, the order's own page tells.
  const answer = await ask<Record<"redirectUrl" | "error" | "field" | "outcome", string>>("/api/pay", request);
  const wasNotPaid = answer.outcome === "nothing-sent" || answer.outcome === "refused";
  if (answer.redirectUrl) {
    card.clear();
    continueThreeDS(answer.redirectUrl, config);
  } else if (answer.error && wasNotPaid) {
    showRefusal(answer.field);
  } else {
    card.clear();
    location.assign(`/orders/${orderNumber}`);
  }
}

/** Says what the server refused before anything was paid. */
function showRefusal(field = ""): void {
  setBusy(false);
  if (field === "billing.email") {
    markField("email", WRONG_EMAIL);
    find("email").focus();
  } else {
    sayProblem(SERVER_FIELDS[field] ?? NOTHING_CHARGED);
  }
}

function sayProblem(text: string): void {
  if (shop) setBusy(false);
  showProblem(text);
}

function setBusy(busy: boolean): void {
  find<HTMLButtonElement>("submit").disabled = busy;
  find("submit-label").textContent = busy ? "Paying…" : `${IS_RESERVE ? "Reserve" : "Pay"} ${amount()}`;
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
    button.addEventListener("click", () => void copy(number));
    chips.append(button);
  }
}

/** The card's fields can't be filled in by a page, this one included: the shopper pastes the number. */
async function copy(number: string): Promise<void> {
  const isCopied = await navigator.clipboard.writeText(number).then(
    () => true,
    () => false,
  );
  find("copied").textContent = `${isCopied ? "Copied" : "Type"} ${number}, any coming expiry, any code`;
  card.focus();
}

function amount(): string {
  return shop ? price(shop.amount, shop.currency) : "";
}
