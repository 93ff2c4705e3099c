import fc from "fast-check";
import type { FULL_ORDER } from "./order-samples.ts";
import { BASES } from "./ambiguous.ts";

const digits = (least: number, most: number) => fc.stringMatching(new RegExp(`^\\d{${least},${most}}$`));
// Few characters, those that amounts, currencies, ids and addresses are made of: boundaries move easily.
const identifier = fc.stringMatching(/^[A-C1-3./-]{1,12}$/);
const name = fc.stringMatching(/^[A-C1-3.@é]{1,10}$/);
const email = fc.stringMatching(/^[a-c1-3]{1,6}@[a-c1-3.]{1,6}$/);
const amount = fc.integer({ min: 1, max: 9_999_999 }).map((cents) => (cents / 100).toFixed(2));
const backUrl = fc.stringMatching(/^[A-C1-3/]{0,8}$/).map((path) => `https://a.example/${path}`);
const currency = fc.constantFrom("USD", "EUR", "KWD");
const paymentId = digits(18, 21);
const orderNumber = identifier;
const billing = fc.record({ firstName: name, lastName: name, email, country: fc.constant("GB") });
const order = fc.record({ orderNumber, amount, currency, backUrl, billing });
const moment = fc.date({ min: new Date("1990-01-01"), max: new Date("2090-01-01"), noInvalidDate: true });
const range = fc.tuple(moment, moment, fc.constantFrom("+08:00", "Europe/Paris")).map(([a, b, timeZone]) => {
  const [from, to] = a <= b ? [a, b] : [b, a];
  return { from, to, timeZone };
});

const SAMPLES: Readonly<Record<string, fc.Arbitrary<object>>> = {
  "quickpay.buildCreateForm": fc.record({ customerId: identifier, backUrl, billing }),
  "payments.capture": fc.oneof(fc.record({ paymentId }), fc.record({ paymentId, amount, currency })),
  "payments.void": fc.record({ paymentId }),
  "payments.voidOffline": fc.record({ orderNumber }),
  "payments.declareCustoms": fc.record({ paymentId, type: fc.constantFrom("1", "12", "A"), payerId: fc.option(identifier, { nil: undefined }), payerName: name }), // prettier-ignore
  "orders.find": fc.record({ orderNumbers: fc.array(orderNumber, { minLength: 1, maxLength: 4 }) }),
  "orders.list": range,
  "orders.listBusiness": range,
  "orders.listDisputes": range,
  "orders.uploadTracking": fc.oneof(
    fc.record({ paymentId, trackingNumber: name, site: backUrl, handler: name }),
    fc.record({ orderNumber, trackingNumber: name, site: backUrl, handler: name }),
  ),
  "refunds.create": fc.record({ paymentId, type: fc.constantFrom("full", "partial"), amount, currency, description: name, refundNumber: fc.option(identifier, { nil: undefined }) }), // prettier-ignore
  "refunds.find": fc.record({ refundId: digits(1, 32) }),
};

/** Random accepted inputs of an operation, whose values run into one another. */
export function samplesOf(operation: string): fc.Arbitrary<object> {
  return (SAMPLES[operation] ?? order).map((input) => ({ ...BASES[operation], ...input }));
}

/** Embedded payments take their order from the store. */
export function ordersOf(operation: string, input: object): object {
  if (operation !== "payments.buildEmbeddedFields") return input;
  const { orderNumber, amount, currency, ...rest } = input as typeof FULL_ORDER;
  return { ...rest, orderNumber, findOrder: () => ({ orderNumber, amount, currency }) };
}
