import { readUrl } from "../environment.ts";
import type { WireFields } from "../wire/signing.ts";
import { isAmount } from "./amounts.ts";
import { otherRefusal, REFUSED, type Refusal } from "./refusals.ts";

/** The lengths a field may have: the least is 1 where one is needed. */
export type Lengths = Readonly<Record<string, readonly [least: number, most: number]>>;

const ANY = Number.POSITIVE_INFINITY;

/** The lengths of a payment's fields (stated, protocol.md §6.1) whose own interface codes no source states. */
export const PAYMENT_LENGTHS: Lengths = {
  backUrl: [1, 500],
  noticeUrl: [0, 500],
  methods: [1, 50],
  order_number: [1, ANY],
  billing_firstName: [1, 50],
  billing_lastName: [1, 50],
  billing_email: [0, 50],
  billing_country: [1, 100],
  billing_phone: [0, 50],
  billing_state: [0, 100],
  billing_city: [0, 500],
  billing_address: [0, 500],
  billing_zip: [0, 50],
  billing_ip: [0, 50],
  card_issuer: [0, 250],
  ET_NOTES: [0, 100],
};

/** The lengths of what makes a QuickPay id by form (§6.5); the shared fields as §6.1 has them. */
export const QUICKPAY_LENGTHS: Lengths = {
  customer_id: [1, ANY],
  backUrl: [1, 500],
  methods: [1, 50],
  billing_firstName: [1, 50],
  billing_lastName: [1, 50],
  billing_email: [0, 50],
  billing_country: [0, 100],
  billing_phone: [0, 50],
  billing_state: [0, 100],
  billing_city: [0, 500],
  billing_address: [0, 500],
  billing_zip: [0, 50],
  billing_ip: [0, 50],
};

/** Returns the first field that is missing or too long. */
export function checkLengths(fields: WireFields, lengths: Lengths): Refusal | undefined {
  for (const [name, [least, most]] of Object.entries(lengths)) {
    const { length } = [...(fields[name] ?? "")];
    if (length < least) return otherRefusal(`${name} is missing`);
    if (length > most) return otherRefusal(`${name} is too long`);
  }
  return undefined;
}

/** Returns what is wrong with the addresses, the order and the shopper of a payment's request. */
export function checkPaymentFields(fields: WireFields): Refusal | undefined {
  const refusal = checkLengths(fields, PAYMENT_LENGTHS) ?? checkAddresses(fields);
  if (refusal) return refusal;
  if ((fields.order_number ?? "").length > 50) return REFUSED.orderNumber;
  if (!isCurrency(fields.order_currency)) return REFUSED.currency;
  if (!isAmount(fields.order_amount)) return REFUSED.amount;
  if (!isEmail(fields.billing_email)) return REFUSED.email;
  if (!["", "sale", "pre"].includes(fields.ET_NOTES ?? "")) return otherRefusal("ET_NOTES is wrong");
  return undefined;
}

/** Returns which of the two addresses is none. */
export function checkAddresses(fields: WireFields): Refusal | undefined {
  const wrong = ["backUrl", "noticeUrl"].find((name) => fields[name] && !isWebAddress(fields[name]));
  return wrong === undefined ? undefined : otherRefusal(`${wrong} is no web address`);
}

/** Tells whether a text is an address of the web. */
export function isWebAddress(value = ""): boolean {
  return /^https?:$/.test(readUrl(value)?.protocol ?? "");
}

/** Tells whether a text has the shape of a currency's code. */
export function isCurrency(value = ""): boolean {
  return /^[A-Z]{3}$/.test(value);
}

/** Tells whether a text has the shape of an e-mail address. */
export function isEmail(value = ""): boolean {
  return /^[^\s@]{1,48}@[^\s@]+$/.test(value);
}
