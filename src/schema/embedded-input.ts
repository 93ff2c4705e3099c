import * as v from "valibot";
import * as field from "./fields.ts";
import { detailMembers, orderMembers, type OrderToPay, type PaymentDetails } from "./order-input.ts";
import { expects, parse } from "./parse.ts";

/** Returns the order of a number as the server stored it, or nothing where there is none that may be paid now. */
export type FindOrderToPay = (
  orderNumber: string,
) => OrderToPay | null | undefined | Promise<OrderToPay | null | undefined>;

/**
 * What the vendor's script in the page is given signed fields for. What is to be paid comes from `findOrder`: whoever
 * takes it from the page signs whatever the shopper asks for.
 */
export interface EmbeddedInput extends PaymentDetails {
  /** The number of the order, which may come from the page. */
  readonly orderNumber: string;
  /** Looks the order up in the server's own store. */
  readonly findOrder: FindOrderToPay;
  /** What is paid with: `"Credit Card"` (default), `"GooglePay"` or `"ApplePay"`. */
  readonly methods?: "Credit Card" | "GooglePay" | "ApplePay" | (string & {}) | undefined;
}

/** An embedded payment whose order has been found. */
export type CheckedEmbedded = Omit<EmbeddedInput, "findOrder"> & OrderToPay;

const embeddedInput = v.strictObject({
  ...detailMembers,
  orderNumber: field.orderNumber,
  findOrder: v.custom<FindOrderToPay>(
    (value) => typeof value === "function",
    expects("invalid_field", "must be a function that looks the order up"),
  ),
  methods: v.optional(field.methods),
});

// What a store returns may hold more than what is to be paid.
const orderToPay = v.pipe(
  v.object({
    ...orderMembers,
    notes: v.optional(
      v.pipe(
        v.nullable(field.notes),
        v.transform((value) => value ?? undefined),
      ),
    ),
  }),
  field.fitsCurrency(),
);

/** Returns an embedded payment's input, checked. @throws InputError with the field and the shape of what came. */
export function parseEmbeddedInput(input: unknown): EmbeddedInput {
  return parse(embeddedInput, input, "input");
}

/** Returns what `findOrder` returned, checked. @throws InputError with the field and the shape of what came. */
export function parseOrderToPay(order: unknown): OrderToPay {
  return parse(orderToPay, order, "order");
}
