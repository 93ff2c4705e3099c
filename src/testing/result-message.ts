import { operations } from "../wire/operations.ts";
import { sign, type WireFields } from "../wire/signing.ts";
import { hasControl } from "../wire/xml-text.ts";
import { isTrusted, type Refusal, toDetails } from "./refusals.ts";
import type { SandboxPayment } from "./sandbox-payment.ts";

const ECHOED = ["account", "terminal", "methods", "order_number", "order_currency", "order_amount", "order_notes"];

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
    ...(payment.quickpayId && { quickpay_id: payment.quickpayId }),
    // Inferred: the signed amount stays the order's, and what was captured of it stands beside.
    ...(payment.capturedAmount && { payment_amount: payment.capturedAmount }),
    ...(options.payUrl && { pay_url: options.payUrl }),
  };
  return { ...fields, signValue: (await sign(operations.paymentResult, fields, options.secureCode)).toUpperCase() };
}

/**
 * Returns a refusal in the shape of a result. Whether the live gateway signs it no source states: here it is signed,
 * except to those who did not sign themselves.
 */
export async function toRefusedResult(fields: WireFields, refusal: Refusal, secureCode: string): Promise<WireFields> {
  const answer: WireFields = {
    ...echoOf(fields, ECHOED),
    payment_id: "",
    payment_authType: "0",
    payment_status: "0",
    payment_details: toDetails(refusal),
    payment_risk: "",
  };
  const isSigned = secureCode !== "" && isTrusted(refusal);
  const signValue = isSigned ? (await sign(operations.paymentResult, answer, secureCode)).toUpperCase() : "";
  return { ...answer, signValue };
}

/** Returns fields of a request by their names, without what XML can't hold. */
export function echoOf(fields: WireFields, names: readonly string[]): WireFields {
  return Object.fromEntries(names.map((name) => [name, hasControl(fields[name] ?? "") ? "" : fields[name]]));
}
