import * as v from "valibot";
import * as field from "./fields.ts";
import { type HostedPage, pageMembers, type PaymentMethod } from "./hosted-input.ts";
import { type Billing, billing } from "./order-input.ts";
import { expects, parse } from "./parse.ts";
import * as text from "./text.ts";

/** The storing of a card on the gateway's own page. */
export interface CreateFormInput extends HostedPage {
  /** Your number of the customer, 1 to 50 (inferred), signed. */
  readonly customerId: string;
  readonly billing: Billing;
  /** Where the shopper's browser returns to with the result, at most 500, signed. */
  readonly backUrl: string;
  /** At most 500 (inferred). */
  readonly notes?: string | undefined;
  /** The terminal to use. Default the first. */
  readonly terminal?: string | undefined;
}

/** The storing of another method than a card. Lengths are those of payments (inferred). */
export interface CreateStoredInput {
  /** What is stored, such as a wallet. */
  readonly methods: PaymentMethod;
  /** ISO 4217. */
  readonly currency: string;
  /** Decimal text. */
  readonly amount: string;
  /** Your number of the request, 1 to 50. */
  readonly merchantReference: string;
  /** Your number of the customer, 1 to 50. */
  readonly customerId: string;
  /** Where the shopper's browser returns to with the result. */
  readonly redirectUrl: string;
  /** Where the notification goes. */
  readonly noticeUrl?: string | undefined;
  readonly billing: Billing;
  /** What it is for, at most 500. */
  readonly description?: string | undefined;
  /** At most 500. */
  readonly remark?: string | undefined;
  /** What the shopper uses, each 1 to 50 (inferred): which words are taken no source tells. */
  readonly device: { readonly environment: string; readonly osType: string };
  /** Further objects of the documentation (`subscription`, `customer_info`, `voucher_info`), sent as they are. */
  readonly more?: { readonly [Name in "subscription" | "customer_info" | "voucher_info"]?: unknown } | undefined;
  /** The terminal to use. Default the first. */
  readonly terminal?: string | undefined;
}

/** Which stored payment is asked about: one of these. */
export type FindStoredInput = { readonly terminal?: string | undefined } & (
  Only<"quickpayId"> | Only<"customerId"> | Only<"merchantReference"> | Only<"orderReference">
);

/** Which stored payment is cancelled. */
export interface CancelStoredInput {
  readonly quickpayId: string;
  /** The terminal it was stored by. Default the first. */
  readonly terminal?: string | undefined;
}

type Key = "quickpayId" | "customerId" | "merchantReference" | "orderReference";
type Only<Name extends Key> = { readonly [One in Name]: string } & {
  readonly [Other in Exclude<Key, Name>]?: undefined;
};

/** A stored payment's question as it is checked. */
export type CheckedFindStored = { readonly [Name in Key | "terminal"]?: string | undefined };

const KEYS = ["quickpayId", "customerId", "merchantReference", "orderReference"] as const;

const createFormInput = v.strictObject({
  ...pageMembers,
  customerId: text.identifier(50),
  billing,
  backUrl: field.backUrl,
  notes: v.optional(field.notes),
  terminal: v.optional(field.terminalName),
});

const json = v.custom<unknown>(isPlainJson, expects("invalid_field", "must be what JSON can hold"));

const createStoredInput = v.pipe(
  v.strictObject({
    methods: field.methods,
    currency: field.currency,
    amount: field.amount,
    merchantReference: text.identifier(50),
    customerId: text.identifier(50),
    redirectUrl: field.address,
    noticeUrl: v.optional(field.noticeUrl),
    billing,
    description: text.optionalText(500),
    remark: text.optionalText(500),
    device: v.strictObject({ environment: text.personText(50, 1), osType: text.personText(50, 1) }),
    more: v.optional(
      v.strictObject({
        subscription: v.optional(json),
        customer_info: v.optional(json),
        voucher_info: v.optional(json),
      }),
    ),
    terminal: v.optional(field.terminalName),
  }),
  field.fitsCurrency(),
);

const findStoredInput = v.pipe(
  v.strictObject({
    quickpayId: v.optional(field.quickpayId),
    customerId: v.optional(text.identifier(50)),
    merchantReference: v.optional(text.identifier(50)),
    orderReference: v.optional(text.identifier(50)),
    terminal: v.optional(field.terminalName),
  }),
  v.check(
    (input) => KEYS.filter((name) => input[name] !== undefined).length === 1,
    expects("invalid_field", `must have exactly one of ${KEYS.join(", ")}`),
  ),
);

const cancelStoredInput = v.strictObject({ quickpayId: field.quickpayId, terminal: v.optional(field.terminalName) });

/** Returns a card storing's input, checked. @throws InputError with the field and the shape of what came. */
export function parseCreateFormInput(input: unknown): CreateFormInput {
  return parse(createFormInput, input, "input");
}

/** Returns a storing's input, checked. @throws InputError with the field and the shape of what came. */
export function parseCreateStoredInput(input: unknown): CreateStoredInput {
  return parse(createStoredInput, input, "input") as CreateStoredInput;
}

/** Returns a stored payment's question, checked. @throws InputError with the field and the shape of what came. */
export function parseFindStoredInput(input: unknown): CheckedFindStored {
  return parse(findStoredInput, input, "input");
}

/** Returns a cancellation's input, checked. @throws InputError with the field and the shape of what came. */
export function parseCancelStoredInput(input: unknown): CancelStoredInput {
  return parse(cancelStoredInput, input, "input");
}

function isPlainJson(value: unknown): boolean {
  try {
    return typeof value === "object" && value !== null && JSON.stringify(value).length <= 65_536;
  } catch {
    return false;
  }
}
