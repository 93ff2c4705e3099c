import * as v from "valibot";
import * as field from "./fields.ts";
import { expects, parse } from "./parse.ts";

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

/** A card payment by the server itself. Take amount, currency and order from your own stored order, never from the page. */
export interface PayInput {
  /** Your number of the order, 1 to 50 characters, unique per terminal. Printable ASCII without commas (inferred). */
  readonly orderNumber: string;
  /** Decimal text with at most 2 decimals, such as `"10.00"`. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
  /** What `encryptCard` returned in the page. */
  readonly cardData: string;
  /** The card holder's name, which is in no encrypted format. At most 100 (inferred). */
  readonly cardName?: string | undefined;
  /** The issuing bank, at most 250. */
  readonly cardIssuer?: string | undefined;
  readonly billing: Billing;
  readonly shipping?: Shipping | undefined;
  /** Where the shopper's browser returns to after 3-D Secure, at most 500. */
  readonly backUrl: string;
  /** Where notifications go, at most 500, port 80 or 443, not behind a CDN. Without it none is sent. */
  readonly noticeUrl?: string | undefined;
  /** At most 500 (inferred). Comes back in every result as it was sent: without `<`, `>`, quotes and outer spaces. */
  readonly notes?: string | undefined;
  /** The terminal to use. Default the first. */
  readonly terminal?: string | undefined;
}

const optionalText = (most: number) => v.optional(field.personText(most));

const payInput = v.strictObject({
  orderNumber: field.orderNumber,
  amount: field.amount,
  currency: field.currency,
  cardData: field.cardData,
  cardName: optionalText(100),
  cardIssuer: optionalText(250),
  billing: v.strictObject({
    firstName: field.personText(50, 1),
    lastName: field.personText(50, 1),
    email: field.email,
    country: field.country,
    phone: optionalText(50),
    state: optionalText(100),
    city: optionalText(500),
    address: optionalText(500),
    zip: optionalText(50),
    ip: v.optional(field.ipAddress),
  }),
  shipping: v.optional(
    v.strictObject({
      firstName: optionalText(50),
      lastName: optionalText(50),
      email: optionalText(50),
      phone: optionalText(50),
      country: v.optional(field.country),
      state: optionalText(100),
      city: optionalText(500),
      address: optionalText(500),
      zip: optionalText(50),
    }),
  ),
  backUrl: field.backUrl,
  noticeUrl: v.optional(field.noticeUrl),
  notes: v.optional(field.notes),
  terminal: v.optional(field.terminalName),
});

/**
 * Returns a payment's input, checked, its text cleaned as it will be sent and signed.
 *
 * @throws InputError with the field and the shape of what came.
 */
export function parsePayInput(input: unknown): PayInput {
  return parse(payInput, input, "input");
}

const callOptions = v.optional(
  v.strictObject({
    signal: v.optional(
      v.custom<AbortSignal>(
        (value) => typeof (value as AbortSignal | null)?.addEventListener === "function",
        expects("invalid_argument", "must be an AbortSignal"),
      ),
    ),
    timeoutMs: v.optional(field.timeoutMs("invalid_argument")),
  }),
);

/**
 * Returns the options of a call, checked.
 *
 * @throws InputError `invalid_argument`.
 */
export function parseCallOptions(input: unknown): CallOptions {
  return parse(callOptions, input ?? undefined, "options") ?? {};
}

/** How a single call may differ from the client's way. */
export interface CallOptions {
  /** Stops waiting for the call. What it did by then is unknown. */
  readonly signal?: AbortSignal | undefined;
  /** How long the call may take. Default the client's. */
  readonly timeoutMs?: number | undefined;
}
