import { calls } from "./calls.ts";

/** Tells whether a question to the gateway may name an order number. */
export function isOrderNumber(orderNumber: string, terminal: string): boolean {
  try {
    calls.find.parse({ orderNumbers: [orderNumber], terminal });
    return true;
  } catch {
    return false;
  }
}
