import * as v from "valibot";
import * as field from "./fields.ts";
import type { AboutOrder } from "./authorisation-input.ts";
import { parse } from "./parse.ts";
import * as text from "./text.ts";

/** A refund, whole or in part. */
export interface RefundInput extends AboutOrder {
  /** 18 to 21 digits. */
  readonly paymentId: string;
  readonly type: "full" | "partial";
  /** Decimal text: how much is refunded, of a full refund too. */
  readonly amount: string;
  /** ISO 4217. Not sent: the amount is held against it. */
  readonly currency: string;
  /** Why. 1 to 500 (inferred), signed. */
  readonly description: string;
  /** Your number of the refund, 1 to 50 (inferred). Give one: it is what a refund of unknown outcome is told by. */
  readonly refundNumber?: string | undefined;
}

/** Which refund is asked about. */
export interface FindRefundInput {
  /** What `refunds.create` returned. */
  readonly refundId: string;
  /** The terminal that was used. Default the first. */
  readonly terminal?: string | undefined;
}

const about = { orderNumber: v.optional(field.orderNumber), terminal: v.optional(field.terminalName) };

const refundInput = v.pipe(
  v.strictObject({
    ...about,
    paymentId: field.paymentId,
    type: field.oneOf("full", "partial"),
    amount: field.amount,
    currency: field.currency,
    description: text.personText(500, 1),
    refundNumber: v.optional(text.identifier(50)),
  }),
  field.fitsCurrency(),
);

const findRefundInput = v.strictObject({ refundId: field.refundId, terminal: v.optional(field.terminalName) });

/** Returns a refund's input, checked. @throws InputError with the field and the shape of what came. */
export function parseRefundInput(input: unknown): RefundInput {
  return parse(refundInput, input, "input");
}

/** Returns a refund's question, checked. @throws InputError with the field and the shape of what came. */
export function parseFindRefundInput(input: unknown): FindRefundInput {
  return parse(findRefundInput, input, "input");
}
