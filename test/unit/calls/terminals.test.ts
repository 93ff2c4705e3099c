import { describe, expect, it } from "vitest";
import { parse } from "node:querystring";
import {
  ACCOUNT, CONFIG, type Fields, INPUT, resultFields, SECOND_SECRET, SECOND_TERMINAL, SECRET, signed, spiedClient, TERMINAL, xmlOf,
} from "../edge/merchant.ts"; // prettier-ignore
import { failure } from "../leaks.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";
import { answered, HOSTED, HOUR, MODULUS, PAYMENT_ID, QUICKPAY_ID, STORED } from "./sample-calls.ts";

type Client = ReturnType<typeof answered>;
type Run = (client: Client, terminal: { readonly terminal?: string }) => Promise<unknown>;
const first = async (list: AsyncIterable<unknown>) => void (await list[Symbol.asyncIterator]().next());

/** Every method that names a terminal, by its operation. */
const CALLS: readonly (readonly [operation: string, run: Run])[] = [
  ["payments.pay", (c, t) => c.payments.pay({ ...INPUT, ...t })],
  ["payments.createHosted", (c, t) => c.payments.createHosted({ ...HOSTED, ...t })],
  ["payments.createLink", (c, t) => c.payments.createLink({ ...HOSTED, ...t })],
  ["payments.capture", (c, t) => c.payments.capture({ paymentId: PAYMENT_ID, ...t })],
  ["payments.void", (c, t) => c.payments.void({ paymentId: PAYMENT_ID, ...t })],
  ["payments.voidOffline", (c, t) => c.payments.void({ orderNumber: "ORDER-1", ...t })],
  [
    "payments.declareCustoms",
    (c, t) =>
      c.payments.declareCustoms({
        paymentId: PAYMENT_ID,
        type: "1",
        payerName: "Li",
        customs: "01",
        customsNumber: "9",
        ...t,
      }),
  ],
  ["orders.find", (c, t) => c.orders.find("ORDER-1", t)],
  ["orders.find", (c, t) => c.orders.findMany(["ORDER-1"], t)],
  ["orders.find", (c, t) => c.orders.settle("ORDER-1", { ...t, patienceMs: 1 })],
  ["orders.list", (c, t) => first(c.orders.list({ ...HOUR, ...t }))],
  ["orders.listBusiness", (c, t) => first(c.orders.listBusiness({ ...HOUR, ...t }))],
  ["orders.listDisputes", (c, t) => first(c.orders.listDisputes({ ...HOUR, ...t }))],
  [
    "orders.uploadTracking",
    (c, t) =>
      c.orders.uploadTracking({
        paymentId: PAYMENT_ID,
        trackingNumber: "T",
        site: "https://c.example",
        handler: "C",
        ...t,
      }),
  ],
  [
    "refunds.create",
    (c, t) =>
      c.refunds.create({
        paymentId: PAYMENT_ID,
        type: "full",
        amount: "1.00",
        currency: "USD",
        description: "x",
        ...t,
      }),
  ],
  ["refunds.find", (c, t) => c.refunds.find({ refundId: "42", ...t })],
  ["quickpay.charge", (c, t) => c.quickpay.charge({ ...HOSTED, quickpayId: QUICKPAY_ID, serviceMode: "S1", ...t })],
  ["quickpay.create", (c, t) => c.quickpay.create({ ...STORED, ...t })],
  ["quickpay.find", (c, t) => c.quickpay.find({ customerId: "C-7", ...t })],
  ["quickpay.cancel", (c, t) => c.quickpay.cancel({ quickpayId: QUICKPAY_ID, ...t })],
  ["checks.account", (c, t) => c.checks.account({ site: "shop.example", publicKey: MODULUS, ...t })],
  ["checks.cardBins", (c, t) => c.checks.cardBins({ bins: ["453908"], ...t })],
];
const isJson = (operation: string) => /^(checks\.|quickpay\.(create|find|cancel))/.test(operation);

describe.each(CALLS)("%s", (operation, run) => {
  it.each([
    [{}, TERMINAL, SECRET],
    [{ terminal: TERMINAL }, TERMINAL, SECRET],
    [{ terminal: SECOND_TERMINAL }, SECOND_TERMINAL, SECOND_SECRET],
  ])("of %o goes by its terminal, under that one's secret", async (named, terminal, secret) => {
    const client = answered(() => new Response("", { status: 404 }));
    await run(client, named).catch(() => undefined);
    const [{ body, headers }] = client.sent as [Client["sent"][0]];
    if (isJson(operation)) {
      expect(headers).toMatchObject({ account: ACCOUNT, terminal, securecode: secret });
      expect(body).not.toContain(secret);
      return;
    }
    const fields = parse(body) as Fields;
    expect(fields).toMatchObject({ account: ACCOUNT, terminal });
    const values = SIGNED_ORDERS[operation]!.orders.map((order) => expectedSignValue(order, fields, secret));
    expect(values).toContain(fields.signValue);
    expect(JSON.stringify(headers)).not.toContain(secret);
  });

  it.each(["90000199", "", "constructor", "__proto__", ` ${TERMINAL}`])(
    "of the terminal %o is not sent",
    async (terminal) => {
      const client = answered("");
      const error = await failure(() => run(client, { terminal }), ["invalid_argument", "invalid_field"], "terminal");
      expect(error).toMatchObject({ name: "OceanpaymentInputError", outcome: "nothing-sent" });
      expect(client.sent.length).toBe(0);
    },
  );
});

describe("forms for a page", () => {
  it("are signed by the terminal that is named, or the first", async () => {
    const client = answered("");
    for (const [named, terminal, secret] of [
      [{}, TERMINAL, SECRET],
      [{ terminal: SECOND_TERMINAL }, SECOND_TERMINAL, SECOND_SECRET],
    ] as const) {
      const { fields } = await client.payments.buildHostedForm({ ...HOSTED, ...named });
      expect(fields.terminal).toBe(terminal);
      expect(fields.signValue).toBe(
        expectedSignValue(SIGNED_ORDERS["payments.buildHostedForm"]!.orders[0]!, fields, secret),
      );
    }
    await failure(
      () => client.payments.buildHostedForm({ ...HOSTED, terminal: "90000199" }),
      "invalid_argument",
      "terminal",
    );
  });
});

describe("an answer of a payment", () => {
  it("is verified with the secret of the terminal it names, and must name the one that asked", async () => {
    const answer = (terminal: string, secret: string) => answered(xmlOf(signed(resultFields({ terminal }), secret)));
    await failure(() => answer(SECOND_TERMINAL, SECOND_SECRET).payments.pay(INPUT), "answer_mismatch");
    await failure(() => answer(SECOND_TERMINAL, SECRET).payments.pay(INPUT), "invalid_signature");
    await failure(() => answer(TERMINAL, SECOND_SECRET).payments.pay(INPUT), "invalid_signature");
    for (const terminal of ["90000199", "", "__proto__", "constructor"]) {
      for (const secret of [SECRET, ""])
        await failure(() => answer(terminal, secret).payments.pay(INPUT), "unknown_terminal");
    }
  });
});

describe("a notice", () => {
  const read = (terminal: string, secret: string) =>
    spiedClient("").notifications.read(xmlOf(signed(resultFields({ terminal }), secret)));

  it("of any of the merchant's terminals is read with that one's secret", async () => {
    for (const [terminal, secret] of [
      [TERMINAL, SECRET],
      [SECOND_TERMINAL, SECOND_SECRET],
    ] as const) {
      expect(await read(terminal, secret)).toMatchObject({ kind: "payment", payment: { signed: { terminal } } });
    }
    await failure(() => read(TERMINAL, SECOND_SECRET), "invalid_signature");
    await failure(() => read("90000199", ""), "unknown_terminal");
    await failure(() => read("", ""), "unknown_terminal");
  });
});

describe("what a page may have", () => {
  it("is the terminal's that is named", () => {
    const terminals = [CONFIG.terminals[0]!, { ...CONFIG.terminals[1]!, publicKey: MODULUS }];
    const client = spiedClient("", { terminals });
    expect(client.publicConfig(SECOND_TERMINAL)).toMatchObject({ terminal: SECOND_TERMINAL, publicKey: MODULUS });
    expect(() => client.publicConfig()).toThrow(expect.objectContaining({ code: "missing_credential" }));
    expect(() => client.publicConfig("90000199")).toThrow(expect.objectContaining({ code: "invalid_argument" }));
  });
});
