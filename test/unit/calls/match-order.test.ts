import { describe, expect, it } from "vitest";
import { matchOrder, type StoredOrder } from "../../../src/results/match-order.ts";
import { failure } from "../leaks.ts";
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
        expect(matchOrder(await tell({ payment_status: status }), order)).toMatchObject({ kind: "match" });
      }
    }
  });

  it("are the payment that paid it, told again", async () => {
    expect(matchOrder(await tell({ payment_id: FIRST }), paidBy(FIRST))).toMatchObject({ kind: "repeated" });
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
      expect(matchOrder(await tell({ ...changes, payment_id: id }), paidBy(FIRST))).toMatchObject({ kind: "match" });
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
      expect(matchOrder(payment, { ...STORED, amount, notes: ` it's "a gift" ` })).toMatchObject({ kind: "match" });
    }
    // Where none were given, a note that came all the same is a stranger's.
    for (const notes of [null, undefined, ""]) {
      expect(matchOrder(payment, { ...STORED, notes })).toEqual({ kind: "other-order", differing: ["notes"] });
    }
  });
});

describe("a genuine message cut anew by the shopper", () => {
  const genuine = resultFields({ card_number: "411111***1111", payment_id: "24010112345678901234" });
  const recut = { ...signed(genuine), card_number: "411111***111", payment_id: "124010112345678901234" };
  const read = async (fields: Fields) => {
    const notice = await spiedClient("").notifications.read(xmlOf(fields));
    if (notice.kind !== "payment") throw new Error("expected a payment's notice");
    return notice.payment;
  };

  it("is the same payment to who stored its signature, and no double one to be refunded", async () => {
    const first = await read(recut);
    const told = await read(signed(genuine));
    expect(first.paymentId).not.toBe(told.paymentId);
    const order = { ...STORED, paymentId: first.paymentId, signature: first.signature };
    expect(matchOrder(told, order)).toMatchObject({ kind: "repeated" });
    expect(matchOrder(told, { ...STORED, paymentId: first.paymentId })).toMatchObject({ kind: "double-payment" });
  });

  it("is no double payment to the gateway's own list, whichever id was stored", async () => {
    const entry = (fields: Fields) => xmlOf({ ...fields, payment_results: "1" }, "paymentInfo").replace(/^.*\n/, "");
    const asked = async (...all: Fields[]) =>
      answered(`<respon>${all.map(entry).join("")}</respon>`).orders.find("ORDER-1");
    const order = { ...STORED, paymentId: recut.payment_id };
    expect(matchOrder(await asked(genuine), order)).toMatchObject({ kind: "repeated", paymentId: genuine.payment_id });
    // A smaller payment of the same number neither pays the order nor is one of its approvals.
    const small = { ...genuine, order_amount: "1.00", payment_id: FIRST };
    expect(matchOrder(await asked(small, genuine), STORED)).toMatchObject({ kind: "match", status: "approved" });
    expect(matchOrder(await asked(small), STORED)).toEqual({ kind: "other-order", differing: ["amount"] });
    expect(matchOrder(await answered("<respon></respon>").orders.find("ORDER-1"), STORED)).toEqual({
      kind: "not-found",
    });
  });

  it.each([
    ["a card's", { card_number: "411111***1111" }],
    ["another method's", { card_number: "" }],
  ])("is refused where the shopper wrote an outcome into the notes, and %s own has no code", async (_whose, own) => {
    // Notes are outside the signature of what a page sends. This decline's details have no code.
    const declined = signed(
      resultFields({
        ...own,
        order_notes: "1234567890123456780180000:Approved",
        payment_status: "0",
        payment_details: "Declined",
      }),
    );
    const forged = {
      ...declined,
      order_notes: "",
      card_number: "",
      payment_id: "123456789012345678",
      payment_authType: "0",
      payment_status: "1",
      payment_details: `80000:Approved${declined.card_number}${declined.payment_id}00Declined`,
    };
    await failure(() => read(forged), "ambiguous_outcome");
  });
});
