import { describe, expect, it } from "vitest";
import { ACCOUNT, SECRET, spiedClient, TERMINAL } from "./edge/merchant.ts";
import { failure } from "./leaks.ts";
import { expectedSignValue, SIGNED_ORDERS } from "./signed-orders.ts";

const PAYMENT_ID = "260101120000123456789";
const BACK = "https://shop.example/back";
const person = { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com" };
const billing = { ...person, country: "GB" };

const FORM = SIGNED_ORDERS["quickpay.buildCreateForm"]?.orders[0] ?? [];
const [REFUND = []] = SIGNED_ORDERS["refunds.create"]?.orders ?? [];

describe("the form that stores a card is no refund", () => {
  it("though a customer's number could make the two sign one text", () => {
    const form = {
      account: ACCOUNT,
      terminal: TERMINAL,
      customer_id: `${PAYMENT_ID}148.00`,
      backUrl: BACK,
      billing_firstName: person.firstName,
      billing_lastName: person.lastName,
      billing_email: person.email,
    };
    const refund = {
      account: ACCOUNT,
      terminal: TERMINAL,
      payment_id: PAYMENT_ID,
      refund_type: "1",
      refund_amount: "48.00",
      refund_description: `${BACK}${person.firstName}${person.lastName}${person.email}`,
    };
    expect(expectedSignValue(FORM, form, SECRET)).toBe(expectedSignValue(REFUND, refund, SECRET));
  });

  // With a refund's number, with the name as its amount, and as a void, which needs no more than the id and a 2.
  it.each([`${PAYMENT_ID}148.00`, `${PAYMENT_ID}A29.99`, PAYMENT_ID, `${PAYMENT_ID}2`, PAYMENT_ID.slice(0, 18)])(
    "so %s is refused",
    async (customerId) => {
      const { quickpay } = spiedClient("");
      const error = await failure(
        () => quickpay.buildCreateForm({ customerId, billing, backUrl: BACK }),
        "invalid_field",
        "customerId",
      );
      expect(error.outcome).toBe("nothing-sent");
    },
  );

  it.each(["C-1", "12345678901234567", `C${PAYMENT_ID}148.00`, `1234567-${PAYMENT_ID}`])(
    "and %s is not",
    async (customerId) => {
      const { quickpay } = spiedClient("");
      const { fields } = await quickpay.buildCreateForm({ customerId, billing, backUrl: BACK });
      expect(fields.customer_id).toBe(customerId);
    },
  );
});
