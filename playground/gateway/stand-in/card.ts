// The card's frame of the stand-in: the card is typed, encrypted and sent here, on the gateway's own origin.
import { encryptCard, isCardExpiry, isCardNumber, isSecurityCode } from "oceanpayment";

/** What the script in the shop's page sends. */
interface Checkout {
  readonly fields?: Readonly<Record<string, string>>;
}

/** What is said about a field that is wrong: which codes the vendor's script has no source tells. */
const WRONG = [
  { id: "number", msg: "Please check the card number." },
  { id: "expiry", msg: "Please enter month and year, such as 08/30." },
  { id: "code", msg: "Please enter the 3 or 4 digits on the card." },
] as const;

const asked = new URL(location.href).searchParams;
const shop = asked.get("shop") ?? "";
find("name-field").hidden = asked.get("showCardName") !== "true";
document.documentElement.lang = asked.get("language") || "en";

addEventListener("message", ({ origin, source, data }: MessageEvent<Checkout>) => {
  if (origin === shop && source === parent && data.fields) void checkout(data.fields);
});
new ResizeObserver(() => tell({ height: document.body.scrollHeight })).observe(document.body);

async function checkout(fields: Readonly<Record<string, string>>): Promise<void> {
  const card = readCard();
  const isRight = {
    number: isCardNumber(card.number),
    expiry: isCardExpiry(card.expiryMonth, card.expiryYear),
    code: isSecurityCode(card.securityCode),
  };
  for (const { id } of WRONG) find(id).setAttribute("aria-invalid", `${!isRight[id]}`);
  const wrong = WRONG.find(({ id }) => !isRight[id]);
  if (wrong) {
    find(wrong.id).focus();
    tell({ result: { code: 0, msg: wrong.msg, method: fields.methods } });
    return;
  }
  const cardData = await encryptCard(card, fields.key ?? "");
  const body = new URLSearchParams({ ...fields, card_data: cardData, card_name: value("name") });
  const response = await fetch("/gateway/direct/pay", { method: "POST", body });
  tell({ result: await response.text() });
}

function readCard() {
  const [expiryMonth = "", expiryYear = ""] = value("expiry").split(/\D+/);
  return { number: value("number"), expiryMonth, expiryYear, securityCode: value("code") };
}

function tell(message: object): void {
  parent.postMessage({ from: "card", ...message }, shop);
}

function value(id: string): string {
  return (find(id) as HTMLInputElement).value.trim();
}

function find(id: string): HTMLElement {
  return document.getElementById(id) as HTMLElement;
}
