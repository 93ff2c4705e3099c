import { createPayments } from "../../../src/edge/create-payments.ts";
import type { PaymentsClient } from "../../../src/edge/payments-client.ts";
import type { PayInput } from "../../../src/schema/pay-input.ts";
import type { PaymentsConfig } from "../../../src/schema/payments-config.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";

export const ACCOUNT = "900001";
export const TERMINAL = "90000101";
export const SECRET = "first-terminal-secret-4f1c";
export const SECOND_TERMINAL = "90000102";
export const SECOND_SECRET = "second-terminal-secret-77ad";
export const PAY_URL = "https://test-secure.oceanpayment.com/gateway/direct/pay";

/** The shape of `encryptCard`'s output. Nothing in these tests opens it. */
export const CARD_DATA = `opcse_0_2_1$${"Ab+/".repeat(43)}$${"Yz09".repeat(48)}`;

/** A payment with nothing optional in it. */
export const INPUT: PayInput = {
  orderNumber: "ORDER-1",
  amount: "10.00",
  currency: "USD",
  cardData: CARD_DATA,
  billing: { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", country: "GB" },
  backUrl: "https://shop.example/back",
};

export const CONFIG: PaymentsConfig = {
  environment: "sandbox",
  account: ACCOUNT,
  terminals: [
    { terminal: TERMINAL, secureCode: SECRET },
    { terminal: SECOND_TERMINAL, secureCode: SECOND_SECRET },
  ],
};

export type Fields = Readonly<Record<string, string>>;

const RESULT_ORDER = SIGNED_ORDERS.paymentResult?.orders[0] ?? [];

/** A payment's result about {@link INPUT}, by wire names, not yet signed: a success. */
export function resultFields(changes: Fields = {}): Fields {
  return {
    response_type: "0",
    account: ACCOUNT,
    terminal: TERMINAL,
    methods: "Credit Card",
    order_number: INPUT.orderNumber,
    order_currency: INPUT.currency,
    order_amount: INPUT.amount,
    order_notes: "",
    card_number: "411111***1111",
    payment_id: "230101120000123456789",
    payment_authType: "0",
    payment_status: "1",
    payment_details: "80000:Transaction Approved",
    payment_risk: "",
    ...changes,
  };
}

/** The text the gateway signs, without the secret, by the table that was transcribed by hand. */
export function signedTextOf(fields: Fields): string {
  return RESULT_ORDER.map((name) => fields[name] ?? "").join("");
}

/** Fields signed as the gateway signs a result: by OpenSSL, in upper case. */
export function signed(fields: Fields, secret = SECRET): Fields {
  return { ...fields, signValue: expectedSignValue(RESULT_ORDER, fields, secret).toUpperCase() };
}

const ENTITIES: Fields = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** The gateway's XML of fields. */
export function xmlOf(fields: Fields, root = "response"): string {
  const escaped = (text: string) => text.replace(/[&<>]/g, (one) => ENTITIES[one] as string);
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${elements.join("\n")}</${root}>`;
}

/** One request as it left the client. */
export interface SentRequest {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Fields;
  readonly body: string;
  readonly init: RequestInit;
}

/** A client whose requests are kept, and answered as told. */
export interface Spied extends PaymentsClient {
  readonly sent: readonly SentRequest[];
}

/** Returns a client that sends into a list instead of the network. */
export function spiedClient(
  answer: string | (() => Response | Promise<Response>),
  changes: Partial<PaymentsConfig> = {},
): Spied {
  const sent: SentRequest[] = [];
  const client = createPayments({
    ...CONFIG,
    fetch: async (url, init = {}) => {
      const headers = Object.fromEntries(new Headers(init.headers));
      sent.push({ url, method: init.method, headers, body: String(init.body), init });
      if (typeof answer === "function") return answer();
      return new Response(answer, { headers: { "content-type": "application/xml;charset=UTF-8" } });
    },
    ...changes,
  });
  return { ...client, sent };
}

/** Returns a client that gets one signed result, different from a success in some fields. */
export function answeredClient(changes: Fields = {}, secret = SECRET): Spied {
  return spiedClient(xmlOf(signed(resultFields(changes), secret)));
}
