import { InputError } from "../errors.ts";
import type { CreateFormInput } from "../schema/quickpay-input.ts";
import { toAddressFields } from "../wire/address-fields.ts";
import type { Merchant } from "../wire/merchant.ts";
import type { WireFields } from "../wire/signing.ts";

/**
 * Returns the fields by which a browser stores a card on the gateway's page, not yet signed (proved, protocol.md §4.1).
 *
 * @throws InputError `invalid_field` for a customer's number that reads as a refund.
 */
export function buildCreateForm(input: CreateFormInput, { account, terminal }: Merchant): WireFields {
  assertNoRefund(input.customerId);
  return {
    account,
    terminal,
    customer_id: input.customerId,
    backUrl: input.backUrl,
    methods: "Credit Card",
    order_notes: input.notes,
    ...toAddressFields(input.billing),
    logoUrl: input.logoUrl,
    cssUrl: input.cssUrl,
    language: input.language,
  };
}

/**
 * The customer's number stands where a refund has its payment id, kind and amount, and the shopper sees the signature. A
 * shopper who may choose that number must not get a refund's signature for it.
 */
function assertNoRefund(customerId: string): void {
  if (!/^\d{18,21}[12]\d/.test(customerId)) return;
  throw new InputError("invalid_field", `"customerId" must not read as a payment id, a refund's kind and an amount`, {
    field: "customerId",
  });
}
