// The gateway's messages by protocol.md alone, signed with node:crypto: nothing here is the library's.
import { createHash } from "node:crypto";

/** The merchant of the soak. */
export const MERCHANT = { account: "900001", terminal: "90000101", secureCode: "0123456789abcdef" };

/** What is signed of a payment's result, in this order (protocol.md §4.1). */
const SIGNED =
  "account terminal order_number order_currency order_amount order_notes card_number payment_id payment_authType payment_status payment_details payment_risk".split(
    " ",
  );

/** How each state is written (protocol.md §6.3): authType, status, details. */
const STATES = {
  approved: ["0", "1", "80000:Transaction Approved"],
  authorised: ["1", "-1", "80000:Transaction Approved"],
  pending: ["0", "-1", "80100:Not finished"],
  declined: ["0", "0", "80022:Insufficient funds"],
};

/** Returns the fields of a payment's notice, signed. */
export function paymentFields(order, { paymentId, cardNumber, state }) {
  const [payment_authType, payment_status, payment_details] = STATES[state];
  return signed({
    response_type: "1",
    notice_type: "transaction",
    ...nameOf(order),
    methods: "Credit Card",
    order_currency: order.currency,
    order_amount: order.amount,
    order_notes: "",
    card_number: cardNumber,
    payment_id: paymentId,
    payment_authType,
    payment_status,
    payment_details,
    payment_solutions: "",
    payment_risk: "",
    card_type: "Visa",
  });
}

/** Returns the fields of a refund's notice. How it is signed no source tells. */
export function refundFields(order, { paymentId, refundId }) {
  return {
    response_type: "1",
    notice_type: "refund",
    ...nameOf(order),
    payment_id: paymentId,
    push_id: refundId,
    push_status: "1",
    push_details: "success",
    signValue: "0".repeat(64),
  };
}

/** Returns fields with the signature they have with a secret. */
export function signed(fields, secureCode = MERCHANT.secureCode) {
  return {
    ...fields,
    signValue: hashOf(
      SIGNED.map((name) => fields[name] ?? ""),
      secureCode,
    ).toUpperCase(),
  };
}

/** Returns fields as the gateway's XML. */
export function toXml(fields, root = "response") {
  const elements = Object.entries(fields).map(([name, value]) => `  <${name}>${escape(value)}</${name}>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>\n${elements.join("")}</${root}>\n`;
}

/** Tells whether a question about orders is the merchant's. */
export function isQuestion(fields) {
  const { account, terminal, order_number, signValue = "" } = fields;
  return signValue.toLowerCase() === hashOf([account, terminal, order_number], MERCHANT.secureCode);
}

/** Returns the answer to a question about an order: its payments, newest first (protocol.md §6.4). */
export function toAnswer(order) {
  if (!order) return toXml({ results: "00" });
  const payments = [...order.payments].reverse().map((payment) => paymentInfo(order, payment));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<response>\n${payments.join("")}</response>\n`;
}

function paymentInfo(order, { paymentId, state, refunds = [] }) {
  const [payment_authType, payment_results, payment_details] = STATES[state];
  const fields = {
    ...nameOf(order),
    order_currency: order.currency,
    order_amount: order.amount,
    order_notes: "",
    methods: "Credit Card",
    payment_id: paymentId,
    payment_authType,
    payment_results,
    payment_details,
    payment_dateTime: "2026-11-25 08:00:00",
  };
  const list = refunds.map(
    (refundId) => `<refund>${inner({ refund_id: refundId, refund_status: "1", refund_amount: order.amount })}</refund>`,
  );
  return `<paymentInfo>${inner(fields)}<refundList>${list.join("")}</refundList></paymentInfo>\n`;
}

function inner(fields) {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${escape(value)}</${name}>`)
    .join("");
}

function nameOf({ orderNumber }) {
  return { account: MERCHANT.account, terminal: MERCHANT.terminal, order_number: orderNumber };
}

function hashOf(values, secureCode) {
  return createHash("sha256")
    .update(values.join("") + secureCode)
    .digest("hex");
}

function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
