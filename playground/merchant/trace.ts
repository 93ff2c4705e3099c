import { operations, type Fetch } from "oceanpayment/edge";
import type { Orders } from "./orders.ts";

/** Shown in place of the secret that ends every signed text. */
const MASK = "••••••••";

/**
 * Returns a `fetch` that writes down what each payment sent and got, for the page to show. The secret is in neither: it
 * never leaves in a request.
 */
export function createTracedFetch(orders: Orders): Fetch {
  return async (input, init) => {
    const fields = new URLSearchParams(typeof init?.body === "string" ? init.body : "");
    const orderNumber = fields.get("order_number") ?? "";
    const order = operations["payments.pay"].signed ?? [];
    const signed = order.map((name) => [name, fields.get(name) ?? ""] as const);
    await orders.record(orderNumber, {
      kind: "signed",
      title: "The Worker signed the request",
      text: `SHA-256 over these values, joined, and the secureCode. Sent to ${new URL(input).pathname}.`,
      rows: [...signed, ["secureCode", MASK], ["signValue", fields.get("signValue") ?? ""]],
    });
    const response = await fetch(input, init);
    const body = await response.clone().text();
    await orders.record(orderNumber, {
      kind: "answer",
      title: "The gateway answered",
      text: `HTTP ${response.status}, ${body.length} characters`,
      rows: readRows(body),
    });
    return response;
  };
}

/** Returns the elements of flat XML for display; the library reads the same text for itself, strictly. */
export function readRows(xml: string): (readonly [string, string])[] {
  return [...xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)]
    .map((match) => [match[1] ?? "", match[2] ?? ""] as const)
    .filter(([, value]) => value !== "");
}
