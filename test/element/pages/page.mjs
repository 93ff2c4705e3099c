// What a shop's page does: it defines the element. What more a test needs of the page's own script is here too.
import { defineCardElement } from "../../../src/browser.ts";

const card = document.querySelector("oceanpayment-card");
const events = [];
if (card !== null) {
  for (const type of ["ready", "change"]) {
    card.addEventListener(type, (event) => events.push({ type, detail: event.detail ?? null }));
  }
}
defineCardElement();

Object.defineProperty(globalThis, "shop", { value: { events } });
