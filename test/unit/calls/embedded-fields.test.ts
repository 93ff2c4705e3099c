import { describe, expect, it } from "vitest";
import type { EmbeddedInput } from "../../../src/schema/embedded-input.ts";
import { ACCOUNT, CONFIG, SECRET, spiedClient, TERMINAL } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";
import { MODULUS } from "./sample-calls.ts";

const ORDER = { orderNumber: "ORDER-1", amount: "10.00", currency: "USD" };
const INPUT: EmbeddedInput = {
  orderNumber: "ORDER-1",
  billing: { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", country: "GB" },
  backUrl: "https://shop.example/back",
  findOrder: () => ORDER,
};
const client = spiedClient("", { terminals: [{ ...CONFIG.terminals[0]!, publicKey: MODULUS }] });
const build = (changes: object = {}) => client.payments.buildEmbeddedFields({ ...INPUT, ...changes });
const withOrder = (changes: object) => build({ findOrder: () => ({ ...ORDER, ...changes }) });
const DIRECT = SIGNED_ORDERS["payments.buildEmbeddedFields"]?.orders[0] ?? [];

describe("the fields for the vendor's script", () => {
  it("are the stored order's, signed without backUrl, and nothing is sent", async () => {
    const fields = {
      account: ACCOUNT,
      terminal: TERMINAL,
      order_number: "ORDER-1",
      order_currency: "USD",
      order_amount: "10.00",
      order_notes: "from the store",
      backUrl: "https://shop.example/back",
      billing_firstName: "Ada",
      billing_lastName: "Lovelace",
      billing_email: "ada@example.com",
      billing_country: "GB",
      methods: "Credit Card",
      key: MODULUS,
    };
    // A store's row may hold more, and null for what it has not.
    const stored = { ...ORDER, notes: "from the store", paid: false, customer: { id: 7 } };
    for (const found of [stored, Promise.resolve(stored)]) {
      expect(await build({ findOrder: () => found })).toEqual({
        ...fields,
        signValue: expectedSignValue(DIRECT, fields, SECRET),
      });
    }
    expect(await withOrder({ notes: null })).not.toHaveProperty("order_notes");
    expect(client.sent.length).toBe(0);
  });

  it("are asked of the store by the number that was given, once", async () => {
    const asked: unknown[] = [];
    await build({ findOrder: (...given: unknown[]) => (asked.push(...given), ORDER) });
    expect(asked).toEqual(["ORDER-1"]);
  });

  it.each(["amount", "currency", "notes", "order_amount", "signValue", "payment_status", "payment_details", "order"])(
    "take no %s beside the store's",
    async (name) => {
      let isAsked = false;
      const findOrder = () => ((isAsked = true), ORDER);
      const error = await failure(() => build({ [name]: "0.01", findOrder }), "invalid_field");
      expect(error.message).toContain("is not a member");
      expect(isAsked).toBe(false);
    },
  );

  it.each([undefined, null, Promise.resolve(undefined), Promise.resolve(null)])(
    "are refused where the store has %o",
    async (found) => {
      const error = await failure(() => build({ findOrder: () => found }), "unknown_order", "orderNumber");
      expect(error.outcome).toBe("nothing-sent");
    },
  );

  it("are refused where the store returns another order", async () => {
    for (const orderNumber of ["ORDER-2", "order-1", "ORDER-1 "]) {
      await failure(() => withOrder({ orderNumber }), ["unknown_order", "invalid_field"], "orderNumber");
    }
  });

  it("let the store's own error through", async () => {
    const down = new Error("the database is down");
    const rejecting = () => Promise.reject(down);
    const throwing = () => {
      throw down;
    };
    for (const findOrder of [rejecting, throwing]) await expect(build({ findOrder })).rejects.toBe(down);
  });

  it.each([
    ["invalid_amount", "amount", { amount: "0.00" }],
    ["invalid_amount", "amount", { amount: 10 }],
    ["invalid_amount", "amount", { amount: "10.001" }],
    ["invalid_amount", "amount", { amount: "1e3" }],
    ["invalid_amount", "amount", { amount: "1.50", currency: "JPY" }],
    ["invalid_currency", "currency", { currency: "usd" }],
    ["missing_field", "amount", { amount: undefined }],
    ["missing_field", "currency", { currency: undefined }],
  ] as const)("are %s where the stored %s is wrong: %o", async (code, field, changes) => {
    expect((await failure(() => withOrder(changes), code, field)).outcome).toBe("nothing-sent");
  });

  it.each(["order", 5, [], true])("are refused where the store returns %o", async (found) => {
    const error = await failure(() => build({ findOrder: () => found }), ["invalid_field", "missing_field"]);
    expect(error.outcome).toBe("nothing-sent");
  });

  it.each([undefined, null, ORDER, "findOrder"])("need a function to find the order by, not %o", async (findOrder) => {
    await failure(() => build({ findOrder }), ["missing_field", "invalid_field"], "findOrder");
  });
});

describe("nobody has the shop sign what reads as a payment's outcome", () => {
  // 0, 1 and 80000: is an outcome; values stand one after another with no mark between them.
  it.each<readonly [string, object]>([
    ["in a name", { billing: { ...INPUT.billing, firstName: "0180000:Approved" } }],
    ["in the email", { billing: { ...INPUT.billing, email: "a@0180000:x" } }],
    [
      "begun in one name and ended in the next",
      { billing: { ...INPUT.billing, firstName: "Ada01", lastName: "80000:ok" } },
    ],
    ["in what is removed before it is signed", { billing: { ...INPUT.billing, lastName: `01<8>0'0"00:x` } }],
    [
      "begun by the amount",
      { findOrder: () => ({ ...ORDER, amount: "10.01" }), billing: { ...INPUT.billing, firstName: "80000:x" } },
    ],
    ["in the notes", { findOrder: () => ({ ...ORDER, notes: "0180000:x" }) }],
  ])("%s", async (_where, changes) => {
    await failure(() => build(changes), "invalid_field");
  });
});

describe("the public key among the fields", () => {
  it("is there for cards alone", async () => {
    expect(await build({ methods: "Credit Card" })).toHaveProperty("key", MODULUS);
    for (const methods of ["GooglePay", "ApplePay", "Klarna"]) {
      const fields = await build({ methods });
      expect(fields).not.toHaveProperty("key");
      expect(fields.methods).toBe(methods);
    }
  });

  it("must be configured for cards, and need not be for others", async () => {
    const keyless = spiedClient("");
    await failure(() => keyless.payments.buildEmbeddedFields(INPUT), "missing_credential", "publicKey");
    expect(await keyless.payments.buildEmbeddedFields({ ...INPUT, methods: "GooglePay" })).toHaveProperty("signValue");
  });

  it("and no secret is ever among them", async () => {
    expect(JSON.stringify(await build())).not.toContain(SECRET);
  });
});
