import { describe, expect, it } from "vitest";
import { matchOrder, type StoredOrder } from "../../../src/results/match-order.ts";
import {
  ACCOUNT,
  answeredClient,
  type Fields,
  INPUT,
  resultFields,
  signed,
  spiedClient,
  TERMINAL,
  xmlOf,
} from "../edge/merchant.ts";
import { answered } from "./sample-calls.ts";

const [FIRST, SECOND] = ["230101120000123456789", "230101120000123456780"] as const;
const STORED: StoredOrder = {
  account: ACCOUNT,
  terminal: TERMINAL,
  orderNumber: "ORDER-1",
  currency: "USD",
  amount: "10.00",
};
const paidBy = (paymentId: string | null): StoredOrder => ({ ...STORED, paymentId });

/** The same payment, told by each of the three ways in which a merchant hears of one. */
const WAYS: Readonly<Record<string, (changes: Fields) => Promise<Parameters<typeof matchOrder>[0]>>> = {
  "the result of pay": (changes) => answeredClient(changes).payments.pay(INPUT),
  "a notice": async (changes) => {
    const notice = await spiedClient("").notifications.read(xmlOf(signed(resultFields(changes))));
    if (notice.kind !== "payment") throw new Error("expected a payment's notice");
    return notice.payment;
  },
  "a queried payment": async (changes) => {
    const { payment_status: results, payment_authType: type = "0", ...rest } = resultFields(changes);
    const fields: Fields = { ...rest, payment_results: results!, payment_authType: type };
    const entry = xmlOf(fields, "paymentInfo").replace(/^.*\n/, "");
    return (await answered(`<respon>${entry}</respon>`).orders.find("ORDER-1")).payments[0]!;
  },
};

describe.each(Object.entries(WAYS))("%s and a stored order", (_name, tell) => {
  it("match where nothing has paid the order yet, whatever the status", async () => {
    for (const status of ["1", "0", "-1"]) {
      for (const order of [STORED, paidBy(""), paidBy(null)]) {
        expect(matchOrder(await tell({ payment_status: status }), order)).toEqual({ kind: "match" });
      }
    }
  });

  it("are the payment that paid it, told again", async () => {
    expect(matchOrder(await tell({ payment_id: FIRST }), paidBy(FIRST))).toEqual({ kind: "repeated" });
  });

  it("are a double payment where another id is approved", async () => {
    const found = matchOrder(await tell({ payment_id: SECOND }), paidBy(FIRST));
    expect(found).toEqual({ kind: "double-payment", paymentId: SECOND, paidBy: FIRST });
  });

  it.each([
    ["declined", { payment_status: "0" }],
    ["pending", { payment_status: "-1" }],
    ["authorised", { payment_status: "-1", payment_authType: "1" }],
  ] as const)("are no double payment where another id is %s", async (_status, changes) => {
    for (const id of [FIRST, SECOND]) {
      expect(matchOrder(await tell({ ...changes, payment_id: id }), paidBy(FIRST))).toEqual({ kind: "match" });
    }
  });

  it.each<readonly [string, Partial<StoredOrder>]>([
    ["account", { account: "900002" }],
    ["terminal", { terminal: "90000102" }],
    ["orderNumber", { orderNumber: "ORDER-2" }],
    ["orderNumber", { orderNumber: "order-1" }],
    ["currency", { currency: "EUR" }],
    ["amount", { amount: "10.01" }],
    ["amount", { amount: "100.0" }],
    ["amount", { amount: "" }],
    ["notes", { notes: "gift" }],
  ])("are about another order by their %s, even where the payment's id is known", async (field, changes) => {
    for (const paymentId of [undefined, FIRST, SECOND]) {
      const found = matchOrder(await tell({ payment_id: FIRST }), { ...STORED, ...changes, paymentId });
      expect(found).toEqual({ kind: "other-order", differing: [field] });
    }
  });

  it("are the same by an amount in other digits, and by notes as they were typed", async () => {
    const payment = await tell({ order_notes: "its a gift" });
    for (const amount of ["10", "10.0", "010.000"]) {
      expect(matchOrder(payment, { ...STORED, amount, notes: ` it's "a gift" ` })).toEqual({ kind: "match" });
    }
    expect(matchOrder(payment, { ...STORED, notes: null })).toEqual({ kind: "match" });
  });
});

describe("several differences", () => {
  it("are all named", async () => {
    const found = matchOrder(await WAYS["a notice"]!({}), {
      ...STORED,
      currency: "EUR",
      amount: "1.00",
      terminal: "90000102",
    });
    expect(found).toEqual({ kind: "other-order", differing: ["terminal", "currency", "amount"] });
  });
});
