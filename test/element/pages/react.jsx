// A shop in React: the recipe in a page of its own, with what a test tells it and learns from it.
import { StrictMode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { CardForm } from "../../../playground/recipes/card/react.jsx";

const place = document.querySelector("#root");
const faults = [];
const payments = [];
const cards = [];
let root;

const shop = {
  faults,
  payments,
  cards,
  answer: { isPaid: true },
  config: JSON.parse(place.dataset.config),
  /** Draws the form, in strict mode if the page says so; `who` is told apart in what the listeners keep. */
  draw: (who = "first") => {
    const form = (
      <CardForm
        config={shop.config}
        onPay={async (payment) => {
          payments.push(payment);
          return shop.answer;
        }}
        onCard={(detail) => cards.push({ who, ...detail })}
      />
    );
    const whole = place.dataset.strict === undefined ? form : <StrictMode>{form}</StrictMode>;
    if (root === undefined && place.dataset.hydrate !== undefined) root = hydrateRoot(place, whole, OPTIONS);
    else (root ??= createRoot(place, OPTIONS)).render(whole);
  },
  end: () => {
    root.unmount();
    root = undefined;
  },
};
const keep = (kind) => (error) => faults.push(`${kind}: ${error}`);
const OPTIONS = {
  onRecoverableError: keep("recovered"),
  onCaughtError: keep("caught"),
  onUncaughtError: keep("uncaught"),
};

Object.defineProperty(globalThis, "shop", { value: shop });
shop.draw();
