import type { CreateFormInput } from "../schema/quickpay-input.ts";
import type { Merchant } from "../wire/merchant.ts";
import type { WireFields } from "../wire/signing.ts";

/** Returns the fields by which a browser stores a card on the gateway's page, not yet signed (proved, protocol.md §4.1). */
export function buildCreateForm(input: CreateFormInput, { account, terminal }: Merchant): WireFields {
  const { billing } = input;
  return {
    account,
    terminal,
    customer_id: input.customerId,
    backUrl: input.backUrl,
    methods: "Credit Card",
    order_notes: input.notes,
    billing_firstName: billing.firstName,
    billing_lastName: billing.lastName,
    billing_email: billing.email,
    billing_phone: billing.phone,
    billing_country: billing.country,
    billing_state: billing.state,
    billing_city: billing.city,
    billing_address: billing.address,
    billing_zip: billing.zip,
    billing_ip: billing.ip,
    logoUrl: input.logoUrl,
    cssUrl: input.cssUrl,
    language: input.language,
  };
}
