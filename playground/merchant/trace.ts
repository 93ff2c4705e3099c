import { type Fetch, type OperationName, operations } from "oceanpayment/edge";
import type { Orders } from "./orders.ts";

/** Shown in place of the secret that ends every signed text. */
const MASK = "••••••••";

/** The calls that an order's page shows, by their paths. Questions are shown by what they found. */
const CALLS: Readonly<Record<string, (fields: URLSearchParams) => OperationName>> = {
  "/gateway/direct/pay": (fields) => (fields.has("quickpay_id") ? "quickpay.charge" : "payments.pay"),
  "/gateway/service/sendTrade": () => "payments.createHosted",
  "/gateway/service/auth": (fields) => (fields.get("payment_authType") === "1" ? "payments.capture" : "payments.void"),
  "/service/applyRefund": () => "refunds.create",
};

/**
 * Returns a `fetch` that writes down what each payment, capture and refund sent and got, for the page to show. The secret
 * is in neither: it never leaves in a request.
 */
export function createTracedFetch(orders: Orders): Fetch {
  return async (input, init) => {
    const { pathname } = new URL(input);
    const fields = new URLSearchParams(typeof init?.body === "string" ? init.body : "");
    const operation = CALLS[pathname]?.(fields);
    if (operation === undefined) return fetch(input, init);
    const orderNumber = await orderOf(orders, fields);
    if (fields.has("card_data")) {
      await orders.record(orderNumber, {
        kind: "browser",
        title: "The page encrypted the card",
        text: "This is all that left the browser about the card. Neither the shop's page nor this Worker can open it.",
        rows: [["card_data", fields.get("card_data") ?? ""]],
      });
    }
    const signed = (operations[operation].signed ?? []).map((name) => [name, fields.get(name) ?? ""] as const);
    await orders.record(orderNumber, {
      kind: "signed",
      title: "The Worker signed the request",
      text: `SHA-256 over these values, joined, and the secureCode. Sent to ${pathname}.`,
      rows: [
        ...signed.filter(([, value]) => value !== ""),
        ["secureCode", MASK],
        ["signValue", shorten(fields.get("signValue") ?? "")],
      ],
    });
    const response = await fetch(input, init);
    const body = await response.clone().text();
    await orders.record(orderNumber, {
      kind: operation === "refunds.create" ? "refund" : "answer",
      title: "The gateway answered",
      text: `HTTP ${response.status}, ${body.length} characters`,
      rows: readRows(body),
    });
    return response;
  };
}

async function orderOf(orders: Orders, fields: URLSearchParams): Promise<string> {
  const named = fields.get("order_number");
  return named ?? (await orders.findByPayment(fields.get("payment_id") ?? ""))?.orderNumber ?? "";
}

/** Shows that it is there: a signature is nobody's to hold but the gateway's. */
function shorten(signature: string): string {
  return `${signature.slice(0, 12)}…`;
}

/** What an answer holds and no page may: a signature is shortened, a stored payment's id stays unseen. */
const HIDDEN: Readonly<Record<string, (value: string) => string>> = { signValue: shorten, quickpay_id: () => MASK };

/** Returns the elements of flat XML for display; the library reads the same text for itself, strictly. */
function readRows(xml: string): (readonly [string, string])[] {
  return [...xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)]
    .map((match) => [match[1] ?? "", match[2] ?? ""] as const)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => [name, HIDDEN[name]?.(value) ?? value] as const);
}
