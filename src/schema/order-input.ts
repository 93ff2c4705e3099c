import * as v from "valibot";
import * as field from "./fields.ts";
import { expects } from "./parse.ts";
import * as text from "./text.ts";

/** Who pays. Lengths are characters: whether the gateway counts characters or bytes no source states. */
export interface Billing {
  /** 1 to 50, signed: `<`, `>` and quotes are removed before it is sent and signed. */
  readonly firstName: string;
  /** 1 to 50, signed, cleaned as the first name. */
  readonly lastName: string;
  /** 1 to 50, signed. */
  readonly email: string;
  /** ISO 3166 code. */
  readonly country: string;
  /** At most 50. */
  readonly phone?: string | undefined;
  /** At most 100. One source requires it, another leaves it out. */
  readonly state?: string | undefined;
  /** At most 500. */
  readonly city?: string | undefined;
  /** At most 500. */
  readonly address?: string | undefined;
  /** At most 50. */
  readonly zip?: string | undefined;
  /** The shopper's IPv4 or IPv6 address; the first where several are joined by commas. */
  readonly ip?: string | undefined;
}

/** Where the goods go: lengths as in {@link Billing}, which no source states for these (inferred). */
export type Shipping = { readonly [Name in Exclude<keyof Billing, "ip">]?: string | undefined };

/** A line of what is bought. No text in it may hold `;`, which joins the lines. */
export interface Product {
  /** At most 200 (inferred). */
  readonly sku?: string | undefined;
  /** At most 200 (inferred). */
  readonly name: string;
  /** A whole number above zero. */
  readonly quantity: number;
  /** Decimal text, for one piece. */
  readonly price: string;
}

/** What is to be paid. Take it from your own stored order, never from the page. */
export interface OrderToPay {
  /** Your number of the order, 1 to 50 characters, unique per terminal. Printable ASCII without commas (inferred). */
  readonly orderNumber: string;
  /** Decimal text such as `"10.00"`: at most 2 decimals and 10 characters (stated), and no more than its currency has. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
  /** At most 500 (inferred). Comes back in every result as it was sent: without `<`, `>`, quotes and outer spaces. */
  readonly notes?: string | undefined;
}

/** Who pays and where things go: what every payment takes beside the order itself. */
export interface PaymentDetails {
  readonly billing: Billing;
  readonly shipping?: Shipping | undefined;
  readonly products?: readonly Product[] | undefined;
  /** Where the shopper's browser returns to, at most 500. */
  readonly backUrl: string;
  /** Where notifications go, at most 500, port 80 or 443, not behind a CDN. Without it none is sent. */
  readonly noticeUrl?: string | undefined;
  /**
   * `"pre-authorisation"` reserves the money for a later `payments.capture`, `"sale"` takes it (`ET_NOTES`, stated). Left
   * out, the terminal decides.
   */
  readonly intent?: "sale" | "pre-authorisation" | undefined;
  /** The kind of pages the gateway shows. */
  readonly device?: "desktop" | "mobile" | undefined;
  /** Your number of the customer, at most 50 (inferred): what a stored payment is found by. */
  readonly customerId?: string | undefined;
  /** The terminal to use. Default the first. */
  readonly terminal?: string | undefined;
}

const { optionalText } = text;

/** The checks of {@link Billing}. */
export const billing = v.strictObject({
  firstName: text.personText(50, 1),
  lastName: text.personText(50, 1),
  email: field.email,
  country: field.country,
  phone: optionalText(50),
  state: optionalText(100),
  city: optionalText(500),
  address: optionalText(500),
  zip: optionalText(50),
  ip: v.optional(field.ipAddress),
});

const shipping = v.strictObject({
  firstName: optionalText(50),
  lastName: optionalText(50),
  email: optionalText(50),
  phone: optionalText(50),
  country: v.optional(field.country),
  state: optionalText(100),
  city: optionalText(500),
  address: optionalText(500),
  zip: optionalText(50),
});

const productText = (most: number, least: number) =>
  v.pipe(
    text.personText(most, least),
    v.check((value) => !value.includes(";"), expects("invalid_field", "must not hold ;, which joins the lines")),
  );

const product = v.strictObject({
  sku: v.optional(productText(200, 0)),
  name: productText(200, 1),
  quantity: field.wholeNumber(1, 1_000_000),
  price: field.price,
});

/** The members of {@link OrderToPay}. */
export const orderMembers = {
  orderNumber: field.orderNumber,
  amount: field.amount,
  currency: field.currency,
  notes: v.optional(field.notes),
};

/** The members of {@link PaymentDetails}. */
export const detailMembers = {
  billing,
  shipping: v.optional(shipping),
  products: v.optional(v.array(product, expects("invalid_field", "must be a list of products"))),
  backUrl: field.backUrl,
  noticeUrl: v.optional(field.noticeUrl),
  intent: v.optional(field.oneOf("sale", "pre-authorisation")),
  device: v.optional(field.oneOf("desktop", "mobile")),
  customerId: v.optional(text.identifier(50)),
  terminal: v.optional(field.terminalName),
};
