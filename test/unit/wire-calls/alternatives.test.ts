import { describe, expect, it } from "vitest";
import { CARD_DATA } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { DETAILS, ORDER, PAYMENT_ID, QUICKPAY_ID } from "./order-samples.ts";
import { fieldsOf, probe, run, sentFields } from "./probe.ts";

/** Returns what a client threw that has sent nothing. */
async function refused(operation: string, input: unknown) {
  const client = probe(operation);
  const error = await run(client, operation, input);
  expect(client.sent).toEqual([]);
  return error;
}

describe("members of which one or both are wanted", () => {
  const payment = { ...ORDER, ...DETAILS };
  const SOURCES = { cardData: CARD_DATA, quickpayId: QUICKPAY_ID, googlePayToken: "{}", applePayToken: "{}" };
  const names = Object.keys(SOURCES) as (keyof typeof SOURCES)[];

  it("a payment has one source: none is refused, and any two", async () => {
    expect(await refused("payments.pay", payment)).toMatchObject({ code: "missing_field", field: "cardData" });
    for (const [i, one] of names.entries()) {
      for (const other of names.slice(i + 1)) {
        const input = { ...payment, [one]: SOURCES[one], [other]: SOURCES[other] };
        expect(await refused("payments.pay", input)).toMatchObject({ code: "invalid_field", field: other });
      }
    }
  });

  it.each(["cardName", "cardIssuer", "cpf", "cnpj"])("%s goes with a card alone", async (field) => {
    for (const source of names.slice(1)) {
      const input = { ...payment, [source]: SOURCES[source], [field]: "x" };
      expect(await refused("payments.pay", input)).toMatchObject({ code: "invalid_field", field });
    }
  });

  it("a capture has amount and currency, or neither", async () => {
    for (const input of [{ amount: "1.00" }, { currency: "USD" }]) {
      const error = await refused("payments.capture", { paymentId: PAYMENT_ID, ...input });
      expect(error).toMatchObject({ code: "invalid_field" });
    }
  });

  it("a void has an id or a number: neither, or no id where there is one, is refused", async () => {
    expect(await refused("payments.void", {})).toMatchObject({ code: "missing_field", field: "paymentId" });
    const error = await refused("payments.void", { orderNumber: "ORDER-1", paymentId: null });
    expect(error).toMatchObject({ code: "invalid_field", field: "paymentId" });
  });

  it("a stored payment is asked for by one of four keys, never by two", async () => {
    const keys = { quickpayId: QUICKPAY_ID, customerId: "C", merchantReference: "M", orderReference: "O" };
    const list = Object.entries(keys);
    for (const [i, one] of list.entries()) {
      for (const other of list.slice(i + 1)) {
        const error = await refused("quickpay.find", Object.fromEntries([one, other]));
        expect(error).toMatchObject({ code: "invalid_field", field: "input" });
      }
    }
  });
});

describe("money and its currency", () => {
  const refund = { paymentId: PAYMENT_ID, type: "full", description: "x" };
  const INPUTS: Readonly<Record<string, object>> = {
    "payments.pay": { ...ORDER, ...DETAILS, cardData: CARD_DATA },
    "payments.createHosted": { ...ORDER, ...DETAILS },
    "payments.createLink": { ...ORDER, ...DETAILS },
    "payments.capture": { paymentId: PAYMENT_ID },
    "refunds.create": refund,
    "quickpay.charge": { ...ORDER, ...DETAILS, quickpayId: QUICKPAY_ID, serviceMode: "S1" },
  };

  it.each(Object.keys(INPUTS))("%s sends what the gateway allows, as it was written", async (operation) => {
    for (const [amount, currency] of [
      ["1.50", "KWD"],
      ["1.5", "KWD"],
      ["1", "JPY"],
      ["0.01", "USD"],
    ]) {
      const fields = await sentFields(operation, { ...INPUTS[operation], amount, currency });
      expect(fields).toMatchObject({ [operation === "refunds.create" ? "refund_amount" : "order_amount"]: amount });
    }
  });

  const embedded = (order: unknown) => ({ ...DETAILS, orderNumber: "ORDER-1", findOrder: () => order });
  const stored = (changes: object) => embedded({ ...ORDER, ...changes });

  it.each([
    [embedded(undefined), "unknown_order", "orderNumber"],
    [embedded(null), "unknown_order", "orderNumber"],
    [stored({ orderNumber: "ORDER-2" }), "unknown_order", "orderNumber"],
    [stored({ amount: "1.50", currency: "JPY" }), "invalid_amount", "amount"],
    [stored({ amount: 10 }), "invalid_amount", "amount"],
    [stored({ amount: "1.500", currency: "KWD" }), "invalid_amount", "amount"],
    [stored({ currency: "usd" }), "invalid_currency", "currency"],
    [stored({ notes: "0180000:" }), "invalid_field", "notes"],
    [embedded("text"), "invalid_field", "order"],
  ])("payments.buildEmbeddedFields refuses a stored order that is wrong: %#", async (input, code, field) => {
    expect(await refused("payments.buildEmbeddedFields", input)).toMatchObject({ code, field });
  });
});

describe("a void", () => {
  it("whose payment id got lost is no void of an offline order", async () => {
    const client = probe("payments.void");
    const lost = { paymentId: undefined, orderNumber: "ORDER-1" } as unknown as { orderNumber: string };
    await failure(() => client.payments.void(lost), "missing_field", "paymentId");
    expect(client.sent).toEqual([]);
  });
});

describe("batches and time zones", () => {
  it("101 order numbers are asked for in two questions, in their order", async () => {
    const numbers = Array.from({ length: 101 }, (_, i) => `N-${i}`);
    const client = probe("orders.find");
    const found = await client.orders.findMany(numbers);
    const asked = client.sent.map((request) => fieldsOf(request).order_number);
    expect(asked).toEqual([numbers.slice(0, 100).join(","), "N-100"]);
    expect(found.map(({ orderNumber }) => orderNumber)).toEqual(numbers);
  });

  it("100 in one, and none in none", async () => {
    const client = probe("orders.find");
    await client.orders.findMany(Array.from({ length: 100 }, (_, i) => `N-${i}`));
    expect(client.sent).toHaveLength(1);
    expect(await client.orders.findMany([])).toEqual([]);
    expect(client.sent).toHaveLength(1);
  });

  it("a bad number in the second batch is met before the first is sent", async () => {
    const client = probe("orders.find");
    const numbers = [...Array.from({ length: 100 }, (_, i) => `N-${i}`), "A,B"];
    await failure(() => client.orders.findMany(numbers), "invalid_field");
    expect(client.sent).toEqual([]);
  });

  it("no options may be null, as everywhere", async () => {
    const client = probe("orders.find");
    await client.orders.find("N-1", null!);
    await client.orders.findMany(["N-1"], null!);
    expect(client.sent).toHaveLength(2);
  });

  it.each(["orders.list", "orders.listBusiness", "orders.listDisputes"])(
    "%s takes the client's zone",
    async (operation) => {
      const client = probe(operation, { gatewayTimeZone: "Asia/Shanghai" });
      const range = { from: new Date("2030-06-01T16:00:00Z"), to: new Date("2030-06-01T16:00:00Z") };
      await run(client, operation, range);
      await run(client, operation, { ...range, timeZone: "-01:00" });
      expect(client.sent.map((request) => fieldsOf(request).order_beginDate)).toEqual(["2030-06-02 00:00:00", "2030-06-01 15:00:00"]); // prettier-ignore
    },
  );
});
