import type { PublicConfig } from "oceanpayment";
import { ask, find, price } from "./dom.ts";

/** What the server tells a page before anything is paid. */
export interface ShopConfig {
  readonly config: PublicConfig;
  readonly simulated: boolean;
  readonly amount: string;
  readonly currency: string;
  /** The browser's last order, where it has not ended. */
  readonly open?: OpenOrder;
}

interface OpenOrder {
  readonly orderNumber: string;
  readonly state: string;
}

/** States in which money may have moved. */
const UNCERTAIN = ["paying", "unknown"];

let isFresh = false;

/** Asks the server what is sold and under which key. Throws with what to say where it does not tell. */
export async function loadShop(): Promise<ShopConfig> {
  const response = await fetch("/api/config");
  const answer = (await response.json()) as ShopConfig & { readonly message?: string };
  if (!response.ok) throw new Error(answer.message ?? "The shop is not ready.");
  for (const place of document.querySelectorAll("[data-amount]")) {
    place.textContent = price(answer.amount, answer.currency);
  }
  if (answer.open) showOpen(answer.open);
  return answer;
}

/**
 * Opens the order that is to be paid, or goes to the last one where that has not ended: then there is none, and the page
 * is being left.
 */
export async function openOrder(flow: string): Promise<string | undefined> {
  const answer = await ask<OpenOrder & { readonly error: string }>("/api/orders", {
    flow,
    ...(isFresh && { fresh: "yes" }),
  });
  const { orderNumber, error } = answer;
  if (orderNumber === undefined) throw new Error("The shop did not answer.");
  if (error === undefined) return orderNumber;
  location.assign(`/orders/${orderNumber}`);
  return undefined;
}

function showOpen({ orderNumber, state }: OpenOrder): void {
  const isUncertain = UNCERTAIN.includes(state);
  find("open-order").hidden = false;
  find("open-order-text").textContent = isUncertain
    ? "We don’t know yet whether your last order was paid. Please don’t pay again before that is known."
    : "Your last order is not finished.";
  find<HTMLAnchorElement>("open-order-link").href = `/orders/${orderNumber}`;
  const fresh = find("open-order-fresh");
  fresh.hidden = isUncertain;
  fresh.addEventListener("click", () => {
    isFresh = true;
    find("open-order").hidden = true;
  });
}
