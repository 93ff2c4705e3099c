import { continueThreeDS } from "oceanpayment/browser";
import { onBuyer, setButton } from "./buyer.ts";
import { ask, find, markField, price, showProblem } from "./dom.ts";
import { loadShop, openOrder, type ShopConfig } from "./shop-order.ts";

/** The vendor's script (stated, protocol.md §6.8): no promise, and its result reaches one global function. */
declare global {
  var Oceanpayment: {
    init(isSandbox: boolean, cssUrl: string, language: string, options: { readonly showCardName: boolean }): void;
    checkout(fields: Readonly<Record<string, string>>): void;
  };
  var oceanpaymentCallBack: (data: string | { readonly code: unknown; readonly msg: string }) => void;
}

let shop: ShopConfig | undefined;
let orderNumber: string | undefined;
/** Signed once per order: a card that was typed wrong is sent again with the same fields. */
let fields: Readonly<Record<string, string>> | undefined;

globalThis.oceanpaymentCallBack = (data) => {
  if (typeof data === "string") {
    takeResult(data);
  } else {
    ready();
    showProblem(data.msg);
  }
};

try {
  shop = await loadShop();
  find("stand-in").hidden = !shop.simulated;
  globalThis.Oceanpayment.init(true, "", "en", { showCardName: false });
  onBuyer(pay);
  ready();
} catch {
  showProblem("The gateway’s script did not load. Nothing was charged.");
}

async function pay(buyer: { readonly name: string; readonly email: string }): Promise<void> {
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
  globalThis.Oceanpayment.checkout(fields);
}

/**
 * Takes the result the script hands over. It passed through this page, so it decides nothing: it only tells where the
 * shopper goes next. The notification settles the order, or a question to the gateway.
 */
function takeResult(xml: string): void {
  const address = /<pay_url>([^<]+)<\/pay_url>/.exec(xml)?.[1]?.replaceAll("&amp;", "&");
  if (address !== undefined && shop) continueThreeDS(address, shop.config);
  else location.assign(`/orders/${orderNumber ?? ""}`);
}

function ready(): void {
  setButton(shop ? `Pay ${price(shop.amount, shop.currency)}` : "Pay");
}
