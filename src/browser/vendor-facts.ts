/** What a page was told of a payment. Nobody checked it: it came through the page, and decides nothing. */
export interface UnconfirmedFacts {
  readonly verified: false;
  /** Empty where it was not told, as with all texts here. */
  readonly orderNumber: string;
  readonly paymentId: string;
  readonly amount: string;
  readonly currency: string;
  /** The gateway's five-digit code; empty where its text has none. */
  readonly gatewayCode: string;
  /** The gateway's text beside the code. */
  readonly gatewayText: string;
}

/** What the gateway's own words say about a payment, where they say anything. */
export type UnconfirmedStatus = "approved" | "declined" | "pending" | "authorised";

/** Returns what a payment's fields tell, by their wire names. */
export function toFacts(fields: Readonly<Record<string, string>>): UnconfirmedFacts {
  const details = fields.payment_details ?? "";
  const isCoded = /^\d{5}(?::|$)/.test(details);
  return {
    verified: false,
    orderNumber: fields.order_number ?? "",
    paymentId: fields.payment_id ?? "",
    amount: fields.order_amount ?? "",
    currency: fields.order_currency ?? "",
    gatewayCode: isCoded ? details.slice(0, 5) : "",
    gatewayText: isCoded ? details.slice(6) : details,
  };
}

/** Returns a payment's status, or nothing where none is told: the rule of the server's own results (protocol.md §6.3). */
export function toStatus(fields: Readonly<Record<string, string>>): UnconfirmedStatus | undefined {
  const { payment_status: status, payment_authType: type } = fields;
  if (status === "1") return "approved";
  if (status === "0") return "declined";
  if (status !== "-1") return undefined;
  return type === "1" ? "authorised" : "pending";
}
