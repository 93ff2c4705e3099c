import type { PaymentsConfig } from "../../src/edge.ts";
import type { ServerOptions } from "./check.ts";
import { encodeHex } from "./opener.ts";

// The gateway's side of the wire by hand: orders of signed fields as protocol.md §4.1 has them, not as the library does.

export const ACCOUNT = "995149";
export const TERMINAL = "99514901";
export const SECURE_CODE = "12345678";

export type Fields = Readonly<Record<string, string>>;

export const DIRECT_PAY_ORDER = [
  "account",
  "terminal",
  "order_number",
  "order_currency",
  "order_amount",
  "billing_firstName",
  "billing_lastName",
  "billing_email",
];

const RESULT_ORDER = [
  "account",
  "terminal",
  "order_number",
  "order_currency",
  "order_amount",
  "order_notes",
  "card_number",
  "payment_id",
  "payment_authType",
  "payment_status",
  "payment_details",
  "payment_risk",
];

/** A payment result as the gateway sends it, approved. */
export const APPROVED: Fields = {
  response_type: "0",
  account: ACCOUNT,
  terminal: TERMINAL,
  methods: "Credit Card",
  order_number: "A-1001",
  order_currency: "USD",
  order_amount: "10.00",
  order_notes: "",
  card_number: "411111******1111",
  payment_id: "260101000000000000123",
  payment_authType: "0",
  payment_status: "1",
  payment_details: "80000:Transaction Approved",
  payment_risk: "",
};

/** `APPROVED`, signed by openssl's SHA-256, in upper case as the gateway sends it. */
export const APPROVED_SIGNATURE = "82FD0152F37F160CEF7F1D1839F5BCB3CA0207A9DD069E3DAB245D03A858EE48";

/** Returns the signature of fields in an order, lower-case. */
export async function signFields(order: readonly string[], fields: Fields, secureCode = SECURE_CODE): Promise<string> {
  const text = order.map((name) => fields[name] ?? "").join("") + secureCode;
  return encodeHex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

/** Returns `APPROVED` with changes, signed, as the gateway's XML. */
export async function resultXml(changes: Fields = {}, secureCode = SECURE_CODE): Promise<string> {
  const fields = { ...APPROVED, ...changes };
  const signValue = (await signFields(RESULT_ORDER, fields, secureCode)).toUpperCase();
  return toXml({ signValue, ...fields });
}

/** Returns fields as the gateway's XML. */
export function toXml(fields: Fields): string {
  const escape = (value: string) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const body = Object.entries(fields).map(([name, value]) => `  <${name}>${escape(value)}</${name}>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<response>\n${body.join("")}</response>`;
}

/** Returns the configuration of a client whose requests go to a function. */
export function configOf(options: ServerOptions, fetch?: PaymentsConfig["fetch"]): PaymentsConfig {
  return {
    environment: "sandbox",
    account: ACCOUNT,
    terminals: [{ terminal: TERMINAL, secureCode: SECURE_CODE }],
    ...(fetch && { fetch }),
    ...options,
  };
}

/** Returns an answer of the gateway. */
export function answer(body: string, init: ResponseInit = {}): Response {
  return new Response(body, { headers: { "content-type": "text/xml;charset=UTF-8" }, ...init });
}
