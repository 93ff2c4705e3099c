import { isOceanpaymentError } from "oceanpayment";
import { continueThreeDS, type EmbeddedResult, loadEmbedded, type VendorInstance } from "oceanpayment/browser";
import { onBuyer, setButton } from "./buyer.ts";
import { ask, find, markField, price, showProblem } from "./dom.ts";
import { loadShop, openOrder, type ShopConfig } from "./shop-order.ts";

let shop: ShopConfig | undefined;
let orderNumber: string | undefined;
/** Signed once per order: a card that was typed wrong is sent again with the same fields. */
let fields: Readonly<Record<string, string>> | undefined;

try {
  shop = await loadShop();
  find("stand-in").hidden = !shop.simulated;
  const embedded = await loadEmbedded({ environment: shop.config.environment, element: find("frame") });
  onBuyer((buyer) => pay(embedded, buyer));
  ready();
} catch {
  showProblem("The gateway’s script did not load. Nothing was charged.");
}

async function pay(embedded: VendorInstance, buyer: { readonly name: string; readonly email: string }): Promise<void> {
  setButton("Paying…", true);
  if (!fields) {
    orderNumber = await openOrder("embedded").catch(() => "");
    if (orderNumber === undefined) return;
    const answer = await ask<{ readonly fields: Record<string, string>; readonly field: string }>("/api/embedded", {
      ...{ orderNumber, ...buyer },
    });
    ({ fields } = answer);
    if (!fields) {
      ready();
      if (answer.field === "billing.email") markField("email", "Please enter your email address.");
      else showProblem("The payment could not be prepared. Nothing was charged; please try again.");
      return;
    }
  }
  try {
    goOn(await embedded.checkout(fields));
  } catch (error) {
    if (!isOceanpaymentError(error)) throw error;
    // Whatever became of it, the order's own page finds out.
    location.assign(`/orders/${orderNumber ?? ""}`);
  }
}

/**
 * Sends the shopper on by what the script handed over. It passed through this page, so it decides nothing: the
 * notification settles the order, or a question to the gateway.
 */
function goOn(result: EmbeddedResult): void {
  if (result.status === "invalid") {
    ready();
    showProblem(result.message);
  } else if (result.status === "redirect" && shop) {
    continueThreeDS(result, shop.config);
  } else {
    location.assign(`/orders/${orderNumber ?? ""}`);
  }
}

function ready(): void {
  setButton(shop ? `Pay ${price(shop.amount, shop.currency)}` : "Pay");
}
