import * as v from "valibot";
import * as field from "./fields.ts";
import { expects, parse } from "./parse.ts";

/** What goes with a call about a payment, and is not sent. */
export interface AboutOrder {
  /** The payment's order. Not sent: an error then names the order to ask about, since queries go by order number. */
  readonly orderNumber?: string | undefined;
  /** The terminal that was used. Default the first. */
  readonly terminal?: string | undefined;
}

/** The capture of an authorised payment, whole or in part. */
export interface CaptureInput extends AboutOrder {
  /** 18 to 21 digits. */
  readonly paymentId: string;
  /** Decimal text: how much is captured. Left out, all of it. Whether a part can be captured no source states. */
  readonly amount?: string | undefined;
  /** ISO 4217, needed with `amount`. Not sent: the amount is held against it. */
  readonly currency?: string | undefined;
}

/** The void of an authorised card payment, by its id. */
export interface VoidCardInput extends AboutOrder {
  readonly paymentId: string;
}

/** The void of an offline payment that waits for its money, by its order number. */
export interface VoidOfflineInput {
  readonly orderNumber: string;
  readonly paymentId?: never;
  readonly terminal?: string | undefined;
}

/** What is voided: a card payment by `paymentId`, an offline one by `orderNumber` alone. */
export type VoidInput = VoidCardInput | VoidOfflineInput;

const about = { orderNumber: v.optional(field.orderNumber), terminal: v.optional(field.terminalName) };

const captureInput = v.pipe(
  v.strictObject({
    ...about,
    paymentId: field.paymentId,
    amount: v.optional(field.amount),
    currency: v.optional(field.currency),
  }),
  v.check(
    ({ amount, currency }) => (amount === undefined) === (currency === undefined),
    expects("invalid_field", "must have amount and currency together, or neither"),
  ),
  field.fitsCurrency(),
);

const voidCardInput = v.strictObject({ ...about, paymentId: field.paymentId });

const voidOfflineInput = v.strictObject({ ...about, orderNumber: field.orderNumber });

/** Returns a capture's input, checked. @throws InputError with the field and the shape of what came. */
export function parseCaptureInput(input: unknown): CaptureInput {
  return parse(captureInput, input, "input");
}

/** Returns a card void's input, checked. @throws InputError with the field and the shape of what came. */
export function parseVoidCardInput(input: unknown): VoidCardInput {
  return parse(voidCardInput, input, "input");
}

/** Returns an offline void's input, checked. @throws InputError with the field and the shape of what came. */
export function parseVoidOfflineInput(input: unknown): VoidOfflineInput {
  return parse(voidOfflineInput, input, "input") as VoidOfflineInput;
}
