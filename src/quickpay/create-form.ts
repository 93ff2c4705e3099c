import { InputError } from "../errors.ts";
import type { CreateFormInput } from "../schema/quickpay-input.ts";
import { toAddressFields } from "../wire/address-fields.ts";
import type { Merchant } from "../wire/merchant.ts";
import type { WireFields } from "../wire/signing.ts";

/**
 * Returns the fields by which a browser stores a card on the gateway's page, not yet signed (proved, protocol.md §4.1).
 *
 * @throws InputError `invalid_field` for a customer's number that begins as payment ids do.
 */
export function buildCreateForm(input: CreateFormInput, { account, terminal }: Merchant): WireFields {
  assertNoPaymentId(input.customerId);
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
 * The customer's number stands where refunds, captures and voids have their payment id, and the shopper sees the signature.
 * A shopper who may choose that number, and the name behind it, must not get the signature of one of those.
 */
function assertNoPaymentId(customerId: string): void {
  if (!/^\d{18}/.test(customerId)) return;
  throw new InputError("invalid_field", `"customerId" must not begin with 18 digits, as payment ids do`, {
    field: "customerId",
  });
}
