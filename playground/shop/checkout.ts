import { type Card, cardBrand, isOceanpaymentError, type PublicConfig } from "oceanpayment";
import { continueThreeDS, createCardEncryptor } from "oceanpayment/browser";

/** What the server tells the page. */
interface ShopConfig {
  readonly config: PublicConfig;
  readonly simulated: boolean;
  readonly amount: string;
  readonly currency: string;
}

/** Cards of the simulated gateway, by what it does with them. */
const TEST_CARDS = [
  { label: "Approve", number: "4111 1111 1111 1111" },
  { label: "Decline", number: "4000 0000 0000 0002" },
  { label: "Insufficient funds", number: "4000 0000 0000 9995" },
  { label: "3-D Secure", number: "4000 0000 0000 3220" },
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

/** What to say about each error of a card, beside its field. */
const MESSAGES: Readonly<Record<string, readonly [field: string, text: string]>> = {
  invalid_card_number: ["number", "This card number isn’t complete. Please check its digits."],
  invalid_expiry: ["expiry", "Enter the month and year on the card, such as 08 / 30."],
  card_expired: ["expiry", "This card has expired."],
  invalid_security_code: ["securityCode", "Enter the 3 or 4 digits printed on the card."],
};

/** What to say where the server could not take the payment. */
const PROBLEMS: Readonly<Record<string, string>> = {
  duplicate_order: "This order was paid before. Please don’t pay again.",
  unknown: "We don’t know yet whether the payment went through. Please don’t pay again: we are asking.",
  crypto_unavailable: "This page can’t encrypt your card, because it wasn’t loaded over https.",
};

const form = find<HTMLFormElement>("pay");
const shop = (await (await fetch("/api/config")).json()) as ShopConfig;
const encryptor = createCardEncryptor(shop.config);
let order: { readonly orderNumber: string } | undefined;

showPrice();
showTestCards();
find<HTMLInputElement>("number").addEventListener("input", showBrand);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void pay();
});

async function pay(): Promise<void> {
  clearProblems();
  if (!holdPersonFields()) return;
  setBusy(true);
  try {
    const cardData = await encryptor.encrypt(readCard());
    order ??= (await post("/api/orders", {})) as { readonly orderNumber: string };
    const { orderNumber } = order;
    const result = await post("/api/pay", {
      orderNumber,
      cardData,
      cardName: value("cardName"),
      email: value("email"),
    });
    if (result.redirectUrl) continueThreeDS(result.redirectUrl, shop.config);
    else if (result.error && result.outcome !== "unknown") showProblem(result.error, result.field);
    else location.assign(`/orders/${orderNumber}`);
  } catch (error) {
    showProblem(isOceanpaymentError(error) ? error.code : "failed");
  }
}

function readCard(): Card {
  const [expiryMonth = "", expiryYear = ""] = splitExpiry(value("expiry"));
  return { number: value("number"), expiryMonth, expiryYear, securityCode: value("securityCode") };
}

/** Takes `08/30`, `0830`, `8/2030` and `082030`. */
function splitExpiry(typed: string): readonly string[] {
  const parts = typed.split("/").map((part) => part.trim());
  return parts.length === 2 ? parts : [typed.trim().slice(0, 2), typed.trim().slice(2)];
}

function holdPersonFields(): boolean {
  const wrong = ["email", "cardName"].filter((id) => value(id) === "" || !find<HTMLInputElement>(id).checkValidity());
  for (const id of wrong) markField(id, id === "email" ? "Enter your email address." : "Enter the name on the card.");
  find<HTMLInputElement>(wrong[0] ?? "submit").focus();
  return wrong.length === 0;
}

async function post(path: string, body: object): Promise<Readonly<Record<string, string | undefined>>> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, string | undefined>;
}

function showProblem(code: string, field?: string): void {
  setBusy(false);
  const [id, text] =
    MESSAGES[code] ?? (field?.startsWith("billing") ? ["email", "Please check your name and email."] : []);
  if (id !== undefined && text !== undefined) {
    markField(id, text);
    find<HTMLInputElement>(id).focus();
    return;
  }
  const problem = find("problem");
  problem.textContent = PROBLEMS[code] ?? "The payment could not be taken. Nothing was charged; please try again.";
  problem.hidden = false;
}

function markField(id: string, text: string): void {
  find(id).setAttribute("aria-invalid", "true");
  find(`${id}-error`).textContent = text;
}

function clearProblems(): void {
  find("problem").hidden = true;
  for (const input of form.querySelectorAll("input")) {
    input.removeAttribute("aria-invalid");
    find(`${input.id}-error`).textContent = "";
  }
}

function setBusy(busy: boolean): void {
  find<HTMLButtonElement>("submit").disabled = busy;
  find("submit-label").textContent = busy ? "Paying…" : `Pay ${price()}`;
}

function showPrice(): void {
  for (const place of document.querySelectorAll("[data-amount]")) place.textContent = price();
  find("mode").textContent = shop.simulated ? "Simulated gateway" : "Oceanpayment";
  setBusy(false);
}

function showTestCards(): void {
  const chips = find("test-cards");
  chips.hidden = !shop.simulated;
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
  clearProblems();
  showBrand();
}

function showBrand(): void {
  find("brand").textContent = BRAND_NAMES[cardBrand(value("number")) ?? ""] ?? "";
}

function price(): string {
  return new Intl.NumberFormat("en", { style: "currency", currency: shop.currency }).format(Number(shop.amount));
}

function value(id: string): string {
  return find<HTMLInputElement>(id).value.trim();
}

function find<Found extends HTMLElement = HTMLElement>(id: string): Found {
  return document.getElementById(id) as Found;
}
