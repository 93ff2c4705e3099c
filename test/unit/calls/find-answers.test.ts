import { describe, expect, it } from "vitest";
import { parse } from "node:querystring";
import { ACCOUNT, type Fields, TERMINAL } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { answered } from "./sample-calls.ts";

const ID = (end: number) => `23010112000012345670${end}`;
const entry = (changes: Fields = {}, nested = "") => {
  const fields: Fields = {
    account: ACCOUNT,
    terminal: TERMINAL,
    order_number: "ORDER-1",
    order_currency: "USD",
    order_amount: "10.00",
    order_notes: "gift",
    methods: "Credit Card",
    payment_id: ID(1),
    payment_results: "1",
    payment_details: "80000:Transaction Approved",
    payment_dateTime: "2030-06-01 00:30:00",
    ...changes,
  };
  const inside = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<paymentInfo>${inside.join("")}${nested}</paymentInfo>`;
};
const declined = (end: number) => entry({ payment_id: ID(end), payment_results: "0", payment_details: "80012:no" });
const find = (...entries: readonly string[]) => answered(`<respon>${entries.join("")}</respon>`).orders.find("ORDER-1");

describe("what is known of an order", () => {
  it("is its payment, unverified, with every field that came", async () => {
    for (const root of ["response", "respon"]) {
      const order = await answered(`<${root}>${entry({ brand_new: "1" })}</${root}>`).orders.find("ORDER-1");
      const payment = {
        status: "approved",
        verified: false,
        account: ACCOUNT,
        terminal: TERMINAL,
        orderNumber: "ORDER-1",
        currency: "USD",
        amount: "10.00",
        notes: "gift",
        paymentId: ID(1),
        gatewayCode: "80000",
        gatewayText: "Transaction Approved",
        reason: "approved",
        methods: "Credit Card",
        gatewayTime: "2030-06-01 00:30:00",
        refunds: [],
        chargebacks: [],
        fields: expect.objectContaining({ brand_new: "1", payment_id: ID(1) }),
      };
      expect(order).toEqual({
        status: "approved",
        orderNumber: "ORDER-1",
        payment,
        payments: [payment],
        approvals: [ID(1)],
        isDoublePayment: false,
      });
    }
  });

  it.each([
    ["1", {}, "approved"],
    ["-1", {}, "pending"],
    ["-1", { auth_status: "1" }, "authorised"],
    ["-1", { payment_authType: "1" }, "authorised"],
    ["-1", { payment_authType: "3" }, "pending"],
    ["-1", { auth_status: "0" }, "pending"],
    ["1", { auth_status: "1" }, "approved"],
    ["0", { auth_status: "1" }, "declined"],
    ["0", {}, "declined"],
    ["2", {}, "declined"],
    ["", {}, "pending"],
    ["01", {}, "declined"],
    ["success", {}, "declined"],
  ] as const)("payment_results %o with %o is %s", async (results, more, status) => {
    expect((await find(entry({ payment_results: results, ...more }))).status).toBe(status);
  });

  it("is not-found where the gateway has no entry, or only another order's", async () => {
    const client = answered(`<respon>${entry({ order_number: "ORDER-2" })}</respon>`);
    const [one, two] = await client.orders.findMany(["ORDER-1", "ORDER-2"]);
    expect(one).toEqual({
      status: "not-found",
      orderNumber: "ORDER-1",
      payments: [],
      approvals: [],
      isDoublePayment: false,
    });
    expect(two).toMatchObject({ status: "approved", orderNumber: "ORDER-2" });
    expect((await find("<results>00</results>")).status).toBe("not-found");
    expect((await find("<account>900001</account><paymentInfo/>")).status).toBe("not-found");
  });

  it.each([
    "<html><body>log in</body></html>",
    "<html><title>log in</title></html>",
    "<respon><message>20013:signature error</message></respon>",
    "<respon><results>99</results></respon>",
    "<error>busy</error>",
  ])("is no not-found where the answer is %s: nobody may pay again for another page", async (page) => {
    await failure(() => answered(page).orders.find("ORDER-1"), ["unexpected_answer", "malformed_xml"]);
  });

  it("keeps the gateway's order of several payments, newest first", async () => {
    const order = await find(declined(3), declined(2));
    expect(order).toMatchObject({ status: "declined", payment: { paymentId: ID(3) }, approvals: [] });
    expect(order.payments.map(({ paymentId }) => paymentId)).toEqual([ID(3), ID(2)]);
  });

  it("is approved though a newer attempt was declined", async () => {
    expect(await find(declined(3), entry())).toMatchObject({
      status: "approved",
      payment: { paymentId: ID(1) },
      approvals: [ID(1)],
      isDoublePayment: false,
    });
  });

  it("is what is held before what is open, and what is open before what failed", async () => {
    const pending = entry({ payment_id: ID(4), payment_results: "-1" });
    const held = entry({ payment_id: ID(5), payment_results: "-1", auth_status: "1" });
    expect((await find(declined(3), pending)).status).toBe("pending");
    expect((await find(declined(3), pending, held)).status).toBe("authorised");
    expect((await find(declined(3), pending, held, entry())).status).toBe("approved");
  });

  it("is a double payment by two approved ids, and not by one that is told twice", async () => {
    const double = await find(entry({ payment_id: ID(2) }), entry());
    expect(double).toMatchObject({
      status: "approved",
      isDoublePayment: true,
      approvals: [ID(2), ID(1)],
      payment: { paymentId: ID(2) },
    });
    expect(await find(entry(), entry())).toMatchObject({ isDoublePayment: false, approvals: [ID(1)] });
    expect(await find(entry(), declined(2))).toMatchObject({ isDoublePayment: false });
  });

  it("holds refunds and chargebacks as they came", async () => {
    const nested = `<refundList><refundInfo><refund_id>0042</refund_id><amount>1.00</amount></refundInfo>
      <refundInfo><refund_id>43</refund_id></refundInfo></refundList>
      <chargeBackList><chargeBackInfo><type>retrieval</type></chargeBackInfo></chargeBackList>`;
    const order = await find(entry({ refund_status: "1" }, nested));
    expect(order.payments[0]).toMatchObject({
      status: "approved",
      refunds: [{ refund_id: "0042", amount: "1.00" }, { refund_id: "43" }],
      chargebacks: [{ type: "retrieval" }],
    });
    expect((await find(entry({}, "<refundList></refundList><chargeBackList/>"))).payments[0]).toMatchObject({
      refunds: [],
      chargebacks: [],
    });
  });

  it.each<readonly [string, Fields]>([
    ["an order that was not asked about", { order_number: "ORDER-2" }],
    ["an order in other letters", { order_number: "order-1" }],
    ["no order", { order_number: "" }],
    ["another account", { account: "900002" }],
    ["no account", { account: "" }],
  ])("is answer_mismatch where an entry is about %s", async (_what, changes) => {
    const error = await failure(() => find(entry(), entry(changes)), "answer_mismatch");
    expect(error).toMatchObject({ outcome: "unchanged", order: { orderNumber: "ORDER-1" } });
  });

  it("may be of another terminal of the merchant's: matchOrder tells that apart", async () => {
    expect((await find(entry({ terminal: "90000102" }))).payments[0]?.terminal).toBe("90000102");
  });
});

describe("many orders", () => {
  it("are asked for a hundred at once and told in the order they were asked", async () => {
    const all = Array.from({ length: 201 }, (_, i) => `O-${i}`);
    const client = answered([
      `<respon>${entry({ order_number: "O-99" })}${entry({ order_number: "O-0" })}</respon>`,
      `<respon>${entry({ order_number: "O-100" })}</respon>`,
      `<respon></respon>`,
    ]);
    const found = await client.orders.findMany(all);
    expect(found.map(({ orderNumber }) => orderNumber)).toEqual(all);
    const known = found.flatMap(({ status, orderNumber }) => (status === "approved" ? [orderNumber] : []));
    expect(known).toEqual(["O-0", "O-99", "O-100"]);
    const asked = client.sent.map(({ body }) => String(parse(body).order_number).split(","));
    expect(asked).toEqual([all.slice(0, 100), all.slice(100, 200), all.slice(200)]);
    expect(await answered("<respon></respon>").orders.findMany([])).toEqual([]);
  });
});
