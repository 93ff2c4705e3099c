import { describe, expect, it } from "vitest";
import { matchOrder, orderMismatches } from "../../../src/results/match-order.ts";
import { answeredClient, type Fields, resultFields, SECRET, signed, xmlOf } from "../edge/merchant.ts";
import { expectedSignValue } from "../signed-orders.ts";
import { DETAILS, ORDER } from "./order-samples.ts";
import { orderFor, sentFields } from "./probe.ts";

const { notifications } = answeredClient();
const STORED = { account: "900001", terminal: "90000101", ...ORDER };

/** What a shopper makes of the fields of a page, each cut elsewhere: the values change, the signed text does not. */
const ATTACKS: readonly (readonly [string, Fields, differing: readonly string[]])[] = [
  ["a tenth of the amount", { order_amount: "1", billing_firstName: "0.00Ada" }, ["amount"]],
  ["the amount without its cents", { order_amount: "10", billing_firstName: ".00Ada" }, []],
  ["another order number", { order_number: "ORDER-1USD10.00", order_currency: "JPY", order_amount: "1", billing_firstName: "x" }, ["orderNumber", "currency", "amount"]], // prettier-ignore
];

async function genuineResult(changes: Fields) {
  const notice = await notifications.read(xmlOf(signed(resultFields(changes))));
  if (notice.kind !== "payment" || notice.payment.status !== "approved")
    throw new Error("the result must be a success");
  return notice.payment;
}

describe.each([
  ["payments.buildEmbeddedFields", { ...DETAILS, orderNumber: ORDER.orderNumber, findOrder: () => ORDER }],
  ["payments.buildHostedForm", { ...ORDER, ...DETAILS }],
] as const)("%s, cut anew by the shopper", (operation, input) => {
  it.each(ATTACKS)("for %s, does not pay for the order", async (_name, changes, differing) => {
    const typed = "order_number" in changes ? { firstName: "JPY1x" } : {};
    const billing = { ...DETAILS.billing, ...typed };
    const fields = (await sentFields(operation, { ...input, billing })) as Fields;
    const cut = { ...fields, ...changes };
    // The gateway can't but take it: the signature is right.
    expect(expectedSignValue(orderFor(operation, cut), cut, SECRET)).toBe(fields.signValue);
    const { order_number = "", order_currency = "", order_amount = "" } = cut;
    const result = await genuineResult({ order_number, order_currency, order_amount });
    expect(orderMismatches(result.signed, STORED)).toEqual(differing);
    expect(matchOrder(result, STORED).kind).toBe(differing.length > 0 ? "other-order" : "match");
  });
});
