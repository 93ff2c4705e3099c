// A shop in Vue: the recipe in a page of its own, with what a test tells it and learns from it.
import { createApp, h, ref } from "vue";
import CardForm from "../../../playground/recipes/card/card-form.vue";

const place = document.querySelector("#root");
const shop = { faults: [], payments: [], cards: [], config: JSON.parse(place.dataset.config) };
const form = ref();
const app = createApp(() =>
  h(CardForm, {
    ref: form,
    config: shop.config,
    onPay: (payment) => shop.payments.push(payment),
    onCard: (detail) => shop.cards.push(detail),
  }),
);
app.config.errorHandler = (error) => shop.faults.push(String(error));
app.config.warnHandler = (warning) => shop.faults.push(warning);
shop.clear = () => form.value.clear();
shop.end = () => app.unmount();
Object.defineProperty(globalThis, "shop", { value: shop });
app.mount(place);
