import { continueThreeDS, type HostedForm, redirectToHosted } from "oceanpayment/browser";
import { onBuyer, setButton } from "./buyer.ts";
import { ask, markField, showProblem } from "./dom.ts";
import { loadShop, openOrder, type ShopConfig } from "./shop-order.ts";

const LABEL = "Go to the gateway";

/** What the server answers: where to go, a form to carry there, or why not. */
interface Answer {
  readonly redirectUrl: string;
  readonly form: HostedForm;
  readonly error: string;
  readonly field: string;
  readonly outcome: string;
}

try {
  const shop = await loadShop();
  onBuyer((buyer) => go(shop, buyer));
  setButton(LABEL);
} catch (error) {
  showProblem(error instanceof Error ? error.message : "The shop is not ready.");
}

async function go({ config }: ShopConfig, buyer: { readonly name: string; readonly email: string }): Promise<void> {
  setButton("One moment…", true);
  const how = document.querySelector<HTMLInputElement>("input[name=how]:checked")?.value;
  const orderNumber = await openOrder("hosted").catch(() => "");
  if (orderNumber === undefined) return;
  const answer = await ask<Answer>("/api/hosted", { orderNumber, how, ...buyer });
  const { redirectUrl, form, error, field, outcome } = answer;
  if (form) {
    // As with 3-D Secure, to https on a host of the gateway only.
    redirectToHosted(form, config);
  } else if (redirectUrl) {
    continueThreeDS(redirectUrl, config);
  } else if (error !== undefined && (outcome === "nothing-sent" || outcome === "refused")) {
    setButton(LABEL);
    if (field === "billing.email") markField("email", "Please enter your email address.");
    else showProblem("The gateway made no page. Nothing was charged; please try again.");
  } else if (orderNumber === "") {
    setButton(LABEL);
    showProblem("The shop did not answer. Nothing was charged; please try again.");
  } else {
    location.assign(`/orders/${orderNumber}`);
  }
}
