import { createD1Store } from "oceanpayment/cloudflare";
import { createBrokenStore } from "./broken-store.mjs";
import { listWith, createMerchant } from "./merchant.mjs";

let merchant;

export default {
  fetch(request, env) {
    const listOpen = listWith((options) => createD1Store(env.DB, options));
    merchant ??= createMerchant({ ...env.SOAK, store: createBrokenStore(env.DB), listOpen });
    return merchant.serve(request);
  },
};
