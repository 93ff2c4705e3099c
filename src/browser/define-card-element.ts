import { createCardElement } from "./card-element/card-element.ts";
import type { CardElement } from "./card-element/card-element-type.ts";

declare global {
  interface HTMLElementTagNameMap {
    "oceanpayment-card": CardElement;
  }
}

/**
 * Defines the card element and returns its class. Returns nothing, and does nothing, where there are no custom elements:
 * on a server, in a Worker. A name that is defined already keeps what it has.
 *
 * @example
 * ```ts
 * import { defineCardElement } from "oceanpayment/browser";
 *
 * defineCardElement();
 * ```
 */
export function defineCardElement(name = "oceanpayment-card"): (new () => CardElement) | undefined {
  const registry = (globalThis as { customElements?: CustomElementRegistry }).customElements;
  if (registry === undefined) return undefined;
  if (registry.get(name) === undefined) registry.define(name, createCardElement());
  return registry.get(name) as new () => CardElement;
}
