// A shop in Svelte: the recipe in a page of its own, with what a test tells it and learns from it.
import { mount, unmount } from "svelte";
import CardForm from "../../../playground/recipes/card/card-form.svelte";

const place = document.querySelector("#root");
const shop = { faults: [], payments: [], cards: [], config: JSON.parse(place.dataset.config) };
Object.defineProperty(globalThis, "shop", { value: shop });
const form = mount(CardForm, {
  target: place,
  props: {
    config: shop.config,
    onpay: (payment) => shop.payments.push(payment),
    oncard: (detail) => shop.cards.push(detail),
  },
});
shop.clear = () => form.clear();
shop.end = () => unmount(form);
