import * as v from "valibot";
import * as field from "./fields.ts";
import { parse } from "./parse.ts";
import * as text from "./text.ts";

/**
 * A declaration of a payment to the Chinese customs. Their lists of codes no public source shows: `type` and `customs` are
 * sent as they are given.
 */
export interface CustomsInput {
  /** 18 to 21 digits: a payment by WeChat Pay, Alipay or UnionPay of the last 180 days. */
  readonly paymentId: string;
  /** What kind of declaration it is; samples hold `"1"`. At most 10 (inferred). */
  readonly type: string;
  /** The payer's identity number, signed. At most 50 (inferred). */
  readonly payerId?: string | undefined;
  /** The payer's name, signed. At most 50 (inferred). */
  readonly payerName: string;
  /** What the goods cost: decimal text. */
  readonly price?: string | undefined;
  /** What is paid in all: decimal text. */
  readonly totalAmount?: string | undefined;
  /** The customs office; samples hold `"01"`. At most 20 (inferred). */
  readonly customs: string;
  /** The merchant's number at the customs. At most 50 (inferred). */
  readonly customsNumber: string;
  /** The merchant's name at the customs. At most 100 (inferred). */
  readonly customsName?: string | undefined;
  /** What the shipping costs: decimal text. */
  readonly shippingFee?: string | undefined;
  /** The number of a part of an order that is declared in parts. At most 50 (inferred). */
  readonly subOrderNumber?: string | undefined;
  /** The payment's order. Not sent: an error then names it. */
  readonly orderNumber?: string | undefined;
  /** The terminal that was used. Default the first. */
  readonly terminal?: string | undefined;
}

const customsInput = v.strictObject({
  paymentId: field.paymentId,
  type: text.identifier(10),
  payerId: v.optional(text.identifier(50)),
  payerName: text.personText(50, 1),
  price: v.optional(field.price),
  totalAmount: v.optional(field.price),
  customs: text.identifier(20),
  customsNumber: text.identifier(50),
  customsName: text.optionalText(100),
  shippingFee: v.optional(field.price),
  subOrderNumber: v.optional(text.identifier(50)),
  orderNumber: v.optional(field.orderNumber),
  terminal: v.optional(field.terminalName),
});

/** Returns a declaration's input, checked. @throws InputError with the field and the shape of what came. */
export function parseCustomsInput(input: unknown): CustomsInput {
  return parse(customsInput, input, "input");
}
