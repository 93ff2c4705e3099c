import * as v from "valibot";
import { isWellFormed } from "../bytes/utf8.ts";
import * as field from "./fields.ts";
import { detailMembers, orderMembers, type OrderToPay, type PaymentDetails } from "./order-input.ts";
import { expects, parse } from "./parse.ts";
import * as text from "./text.ts";

/** The methods seen in public sources (protocol.md §6.6). There are more than 250: any other text is taken too. */
export type PaymentMethod =
  | "Credit Card"
  | "ApplePay"
  | "GooglePay"
  | "Klarna"
  | "Afterpay"
  | "Alipay_Web"
  | "Alipay_Wap"
  | "WeChatPay_Web"
  | "WeChatPay_Wap"
  | "WeChatPay_Acc"
  | "YunShanFu_APP"
  | (string & {});

/** How the gateway's own page looks. */
export interface HostedPage {
  /** The shop's logo, at most 500. */
  readonly logoUrl?: string | undefined;
  /** A style sheet for the page, at most 500. */
  readonly cssUrl?: string | undefined;
  /** The page's language, at most 20 (inferred). */
  readonly language?: string | undefined;
}

/** A payment on the gateway's own page. Take amount, currency and order from your own stored order, never from the page. */
export interface HostedInput extends OrderToPay, PaymentDetails, HostedPage {
  /** What is paid with, 1 to 50 characters. Default `"Credit Card"`. */
  readonly methods?: PaymentMethod | undefined;
  /** The lines of the order as JSON text, which Klarna asks for (`itemList`). At most 10,000 (inferred). */
  readonly itemList?: string | undefined;
  /** `cart_info`, at most 500 (inferred). */
  readonly cartInfo?: string | undefined;
  /** `cart_api`, at most 500 (inferred). */
  readonly cartApi?: string | undefined;
}

/** A payment link's input: as a hosted payment's. Links are for cards. */
export type LinkInput = Omit<HostedInput, "itemList">;

/** The members of {@link HostedPage}. */
export const pageMembers = {
  logoUrl: v.optional(field.address),
  cssUrl: v.optional(field.address),
  language: text.optionalText(20),
};

const linkMembers = {
  ...orderMembers,
  ...detailMembers,
  ...pageMembers,
  methods: v.optional(field.methods),
  cartInfo: text.optionalText(500),
  cartApi: text.optionalText(500),
};

const linkInput = v.pipe(v.strictObject(linkMembers), field.fitsCurrency());

const hostedInput = v.pipe(
  v.strictObject({
    ...linkMembers,
    itemList: v.optional(
      v.pipe(
        v.string(expects("invalid_field", "must be JSON text")),
        v.check((value) => value.length <= 10_000, expects("field_too_long", "must have at most 10000 characters")),
        v.check(isJson, expects("invalid_field", "must be JSON text")),
      ),
    ),
  }),
  field.fitsCurrency(),
);

/** Returns a hosted payment's input, checked. @throws InputError with the field and the shape of what came. */
export function parseHostedInput(input: unknown): HostedInput {
  return parse(hostedInput, input, "input");
}

/** Returns a payment link's input, checked. @throws InputError with the field and the shape of what came. */
export function parseLinkInput(input: unknown): LinkInput {
  return parse(linkInput, input, "input");
}

function isJson(value: string): boolean {
  if (!isWellFormed(value)) return false;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" && parsed !== null;
  } catch {
    return false;
  }
}
