import { InputError } from "../errors.ts";
import { type CheckedEmbedded, type EmbeddedInput, parseOrderToPay } from "../schema/embedded-input.ts";
import { toGatewayKey } from "../wire/gateway-key.ts";
import type { Merchant } from "../wire/merchant.ts";
import type { WireFields } from "../wire/signing.ts";
import { assertNoOutcome } from "./no-outcome.ts";
import { toOrderFields } from "./order-fields.ts";
import { CARD_METHOD } from "./pay.ts";

/**
 * Returns an embedded payment with the order that the server's own store has under its number.
 *
 * @throws InputError `unknown_order` where the store has none; `invalid_field` and its like where what it has is wrong.
 */
export async function findEmbedded({ findOrder, ...input }: EmbeddedInput): Promise<CheckedEmbedded> {
  const found = await findOrder(input.orderNumber);
  if (found === undefined || found === null) {
    throw new InputError("unknown_order", `"findOrder" found no order to pay under this number`, {
      field: "orderNumber",
    });
  }
  const order = parseOrderToPay(found);
  if (order.orderNumber !== input.orderNumber) {
    throw new InputError("unknown_order", `"findOrder" must return the order of the number it was given`, {
      field: "orderNumber",
    });
  }
  const { orderNumber, amount, currency, notes } = order;
  return { ...input, orderNumber, amount, currency, notes };
}

/**
 * Returns the fields that the vendor's script takes in the page, not yet signed. The signature has no `backUrl`, and the
 * public `key` goes with a card (stated from a published copy of the script, protocol.md §6.8).
 */
export function buildEmbedded(input: CheckedEmbedded, merchant: Merchant): WireFields {
  assertNoOutcome(input, merchant);
  const { methods = CARD_METHOD } = input;
  return {
    ...toOrderFields(input, merchant),
    methods,
    ...(methods === CARD_METHOD && { key: toGatewayKey(merchant.publicKey) }),
  };
}
