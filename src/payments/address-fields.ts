import type { Billing, Shipping } from "../schema/pay-input.ts";
import type { WireFields } from "../wire/signing.ts";

/** Returns billing and shipping under the gateway's names. It spells `ship_addr` beside `billing_address` (§6.1). */
export function toAddressFields(billing: Billing, shipping: Shipping = {}): WireFields {
  return {
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
    ship_firstName: shipping.firstName,
    ship_lastName: shipping.lastName,
    ship_email: shipping.email,
    ship_phone: shipping.phone,
    ship_country: shipping.country,
    ship_state: shipping.state,
    ship_city: shipping.city,
    ship_addr: shipping.address,
    ship_zip: shipping.zip,
  };
}
