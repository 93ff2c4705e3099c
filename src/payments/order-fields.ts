import type { OrderToPay, PaymentDetails, Product } from "../schema/order-input.ts";
import { toAddressFields } from "../wire/address-fields.ts";
import type { Merchant } from "../wire/merchant.ts";
import type { WireFields } from "../wire/signing.ts";

/** Returns an order and its details under the gateway's names (protocol.md §6.1). */
export function toOrderFields(input: OrderToPay & PaymentDetails, { account, terminal }: Merchant): WireFields {
  return {
    account,
    terminal,
    order_number: input.orderNumber,
    order_currency: input.currency,
    order_amount: input.amount,
    order_notes: input.notes,
    backUrl: input.backUrl,
    noticeUrl: input.noticeUrl,
    customer_id: input.customerId,
    ET_NOTES: input.intent && { sale: "sale", "pre-authorisation": "pre" }[input.intent],
    pages: input.device && { desktop: "0", mobile: "1" }[input.device],
    ...toProductFields(input.products),
    ...toAddressFields(input.billing, input.shipping),
  };
}

/** What joins the products: `;` in the official plug-ins, `,` in two newer ones (§6.1). */
const JOINT = ";";

function toProductFields(products: readonly Product[] = []): WireFields {
  if (products.length === 0) return {};
  const join = (read: (product: Product) => string) => products.map(read).join(JOINT);
  return {
    productSku: join(({ sku = "" }) => sku),
    productName: join(({ name }) => name),
    productNum: join(({ quantity }) => `${quantity}`),
    productPrice: join(({ price }) => price),
  };
}
