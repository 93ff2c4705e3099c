import { operations } from "../wire/operations.ts";
import { sign, type WireFields } from "../wire/signing.ts";
import type { SandboxPayment } from "./sandbox-state.ts";

/** Returns flat XML as the gateway sends it. */
export function toXml(fields: WireFields): string {
  const elements = Object.entries(fields).map(([name, value = ""]) => `  <${name}>${escapeText(value)}</${name}>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<response>\n${elements.join("")}</response>\n`;
}

/** Returns text that may stand in XML or HTML. */
export function escapeText(value: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return value.replace(/[&<>"']/g, (character) => entities[character] as string);
}

/** Returns a payment's result as the gateway sends it, signed in upper case (protocol.md §4 and §6.3). */
export async function toResultFields(
  payment: SandboxPayment,
  options: { responseType: "0" | "1"; secureCode: string; payUrl?: string | undefined },
): Promise<WireFields> {
  const fields: WireFields = {
    response_type: options.responseType,
    ...(options.responseType === "1" && { notice_type: "transaction" }),
    account: payment.account,
    terminal: payment.terminal,
    methods: payment.methods,
    order_number: payment.orderNumber,
    order_currency: payment.currency,
    order_amount: payment.amount,
    order_notes: payment.notes,
    card_number: payment.cardNumber,
    payment_id: payment.paymentId,
    payment_authType: payment.authType,
    payment_status: payment.status,
    payment_details: payment.details,
    payment_solutions: "",
    payment_risk: "",
    ...(options.payUrl && { pay_url: options.payUrl }),
  };
  return { ...fields, signValue: (await sign(operations.paymentResult, fields, options.secureCode)).toUpperCase() };
}
