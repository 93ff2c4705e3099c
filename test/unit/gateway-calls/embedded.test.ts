import { describe, expect, it } from "vitest";
import { CARD } from "../card-samples.ts";
import { failure } from "../leaks.ts";
import { sealByNode } from "../sandbox/sealed-card.ts";
import { type Fields, isSignedByNode } from "../sandbox/shopper.ts";
import { openShop, orderInput, type Shop } from "./shop.ts";

const { orderNumber: _number, amount: _amount, currency: _currency, ...details } = orderInput("E-1");

/** The merchant's own store: what is to be paid comes from here. */
const findOrder = (orderNumber: string) =>
  orderNumber === "E-1" ? { orderNumber, amount: "12.50", currency: "EUR", notes: "gift" } : undefined;

/** What the vendor's script sends: the fields with the card it took. */
function sendByScript({ world }: Shop, fields: Fields): Promise<Fields> {
  return world.post({ ...fields, card_data: sealByNode(CARD, world.key) });
}

describe("embedded fields", () => {
  it("are signed as the gateway expects, for the stored order", async () => {
    const shop = await openShop();
    const fields = await shop.client.payments.buildEmbeddedFields({ ...details, orderNumber: "E-1", findOrder });
    expect(shop.sandbox.received()).toEqual([]);
    expect(fields).toMatchObject({ key: shop.sandbox.publicKey, methods: "Credit Card" });
    const answer = await sendByScript(shop, fields);
    expect(answer).toMatchObject({ payment_status: "1", order_amount: "12.50", order_currency: "EUR" });
    expect(isSignedByNode(answer)).toBe(true);
    expect(await shop.client.orders.find("E-1")).toMatchObject({
      status: "approved",
      payment: { amount: "12.50", currency: "EUR", notes: "gift" },
    });
  });

  it.each(["order_amount", "order_currency", "order_number", "billing_email", "terminal"])(
    "that the shopper changed in %s pay nothing",
    async (name) => {
      const shop = await openShop();
      const fields = await shop.client.payments.buildEmbeddedFields({ ...details, orderNumber: "E-1", findOrder });
      const changes: Fields = {
        ...{ order_amount: "1.00", order_currency: "JPY", order_number: "E-2" },
        ...{ billing_email: "eve@example.com", terminal: "90000102" },
      };
      const answer = await sendByScript(shop, { ...fields, [name]: changes[name]! });
      expect(answer).toMatchObject({ payment_status: "0", payment_details: expect.stringMatching(/^20013:/) });
      expect(answer.signValue).toBe("");
      expect((await shop.client.orders.findMany(["E-1", "E-2"])).map(({ status }) => status)).toEqual([
        "not-found",
        "not-found",
      ]);
    },
  );

  it("are made for no order that the merchant has not", async () => {
    const shop = await openShop();
    const build = (orderNumber: string) =>
      shop.client.payments.buildEmbeddedFields({ ...details, orderNumber, findOrder });
    await failure(() => build("E-2"), "unknown_order");
    // A store that answers with another order than it was asked for would have that one paid.
    const findAnother = () => findOrder("E-1");
    const another = shop.client.payments.buildEmbeddedFields({
      ...details,
      orderNumber: "E-2",
      findOrder: findAnother,
    });
    await failure(() => another, "unknown_order");
  });

  it("of a terminal without a public key are made for wallets only", async () => {
    const shop = await openShop();
    const { terminals } = shop.sandbox.paymentsConfig();
    const client = shop.clientWith({ terminals: terminals.map(({ publicKey: _key, ...rest }) => rest) });
    const build = (methods?: string) =>
      client.payments.buildEmbeddedFields({ ...details, orderNumber: "E-1", findOrder, methods });
    await failure(() => build(), "missing_credential");
    expect(await build("GooglePay")).not.toHaveProperty("key");
  });
});
