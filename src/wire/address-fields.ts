import type { WireFields } from "./signing.ts";

/** A person and where that person is. */
interface Address {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly country?: string | undefined;
  readonly state?: string | undefined;
  readonly city?: string | undefined;
  readonly address?: string | undefined;
  readonly zip?: string | undefined;
  readonly ip?: string | undefined;
}

/** Returns who pays and where things go under the gateway's names. It spells `ship_addr` beside `billing_address` (§6.1). */
export function toAddressFields(billing: Address, shipping: Address = {}): WireFields {
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
