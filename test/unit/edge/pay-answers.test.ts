import { describe, expect, it } from "vitest";
import { createPayments } from "../../../src/edge/create-payments.ts";
import { orderMismatches } from "../../../src/results/match-order.ts";
import { encryptCard } from "../../../src/card/encrypt-card.ts";
import { createSandbox } from "../../../src/testing/sandbox.ts";
import { CARD, NOW_MS } from "../card-samples.ts";
import { failure } from "../leaks.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";
import {
  ACCOUNT,
  answeredClient,
  CONFIG,
  INPUT,
  resultFields,
  SECOND_SECRET,
  SECOND_TERMINAL,
  SECRET,
  signed,
  spiedClient,
  TERMINAL,
  xmlOf,
} from "./merchant.ts";

const ORDER = { account: ACCOUNT, terminal: TERMINAL, orderNumber: INPUT.orderNumber };

describe("the answer of payments.pay", () => {
  it.each([
    ["4111111111111111", "approved", "80000"],
    ["5555555555554444", "approved", "80000"],
    ["378282246310005", "approved", "80000"],
    ["4000000000000002", "declined", "80012"],
    ["4000000000009995", "declined", "80022"],
    ["4000000000000077", "pending", "80100"],
    ["4000000000003220", "redirect", "80100"],
  ])("for the test card %s is %s", async (number, status, gatewayCode) => {
    const sandbox = await createSandbox({ now: () => NOW_MS });
    const client = createPayments(sandbox.paymentsConfig());
    const { publicKey, account, terminal } = client.publicConfig();
    const cardData = await encryptCard({ ...CARD, number }, publicKey, { nowMs: NOW_MS });
    const result = await client.payments.pay({ ...INPUT, cardData });
    expect(result).toMatchObject({ status, gatewayCode, verified: true });
    expect(orderMismatches(result.signed, { ...INPUT, account, terminal })).toEqual([]);
    expect(result.signed.cardNumber).toBe(`${number.slice(0, 6)}***${number.slice(-4)}`);
    expect("redirectUrl" in result).toBe(status === "redirect");
  });

  it.each([
    ["1", "0", "approved"],
    ["1", "1", "approved"],
    ["1", "3", "approved"],
    ["0", "0", "declined"],
    ["0", "1", "declined"],
    ["-1", "0", "pending"],
    ["-1", "1", "authorised"],
    ["-1", "2", "pending"],
    ["-1", "3", "pending"],
  ])("of payment_status %s and payment_authType %s is %s, whatever its code says", async (status, type, meaning) => {
    for (const details of ["80000:Approved", "80012:Declined", "89999:Something"]) {
      const changes = { payment_status: status, payment_authType: type, payment_details: details };
      const result = await answeredClient(changes).payments.pay(INPUT);
      expect(result).toMatchObject({
        status: meaning,
        gatewayCode: details.slice(0, 5),
        gatewayText: details.slice(6),
      });
    }
  });

  it("keeps unsigned fields apart, and gives the computed signature in lower case", async () => {
    const fields = { ...signed(resultFields()), card_type: "visa", brand_new: "kept" };
    const result = await spiedClient(xmlOf(fields, "respon")).payments.pay(INPUT);
    expect(result.unsigned).toEqual({
      response_type: "0",
      methods: "Credit Card",
      card_type: "visa",
      brand_new: "kept",
    });
    const order = SIGNED_ORDERS.paymentResult?.orders[0] ?? [];
    expect(result.signature).toBe(expectedSignValue(order, fields, SECRET));
  });

  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ["order number", { order_number: "ORDER-2" }],
    ["order number in other letters", { order_number: "order-1" }],
    ["currency", { order_currency: "EUR" }],
    ["amount", { order_amount: "10.01" }],
    ["amount of ten times as much", { order_amount: "100.00" }],
  ])("about another %s is answer_mismatch", async (_name, changes) => {
    const error = await failure(() => answeredClient(changes).payments.pay(INPUT), "answer_mismatch");
    expect(error).toMatchObject({ outcome: "unknown", order: ORDER });
  });

  it("about the same amount in other digits is about this order", async () => {
    for (const amount of ["10", "10.0", "10.00", "10.000", "010.00"]) {
      expect((await answeredClient({ order_amount: amount }).payments.pay(INPUT)).status).toBe("approved");
    }
  });

  it("about another terminal of the merchant's is answer_mismatch", async () => {
    const client = answeredClient({ terminal: SECOND_TERMINAL }, SECOND_SECRET);
    await failure(() => client.payments.pay(INPUT), "answer_mismatch");
  });

  it("about another account, or a terminal that is nobody's, is not believed", async () => {
    for (const changes of [{ account: "900002" }, { terminal: "90000199" }, { terminal: "" }, { account: "" }]) {
      const error = await failure(
        () => answeredClient(changes).payments.pay(INPUT),
        ["unknown_terminal", "answer_mismatch"],
      );
      expect(error.outcome).toBe("unknown");
    }
  });

  it("is verified with the secret of the terminal it names, and no other", async () => {
    const input = { ...INPUT, terminal: SECOND_TERMINAL };
    const good = answeredClient({ terminal: SECOND_TERMINAL }, SECOND_SECRET);
    expect((await good.payments.pay(input)).signed.terminal).toBe(SECOND_TERMINAL);
    for (const [terminal, secret] of [
      [SECOND_TERMINAL, SECRET],
      [TERMINAL, SECOND_SECRET],
      [TERMINAL, ""],
    ] as const) {
      const client = answeredClient({ terminal }, secret);
      const error = await failure(() => client.payments.pay({ ...INPUT, terminal }), "invalid_signature");
      expect(error).toMatchObject({ outcome: "unknown", order: { ...ORDER, terminal } });
    }
  });

  it.each<readonly [string, string]>([
    ["malformed_xml", ""],
    ["malformed_xml", "<html><body><h1>Error<br></body></html>"],
    ["malformed_xml", "<!DOCTYPE html><html></html>"],
    ["malformed_xml", xmlOf(signed(resultFields())).slice(0, 200)],
    ["malformed_xml", `{"code":"80000"}`],
    ["unknown_terminal", "<response></response>"],
    ["missing_signature", xmlOf(resultFields())],
    ["invalid_signature", xmlOf({ ...signed(resultFields()), order_amount: "10.01" })],
    ["invalid_signature", xmlOf({ ...signed(resultFields()), payment_status: "0" })],
    ["unexpected_shape", xmlOf(signed(resultFields({ payment_details: "Approved" })))],
    ["unexpected_shape", xmlOf(signed(resultFields({ payment_id: "1234567890123456789012" })))],
    ["unexpected_shape", xmlOf(signed(resultFields({ payment_id: "" })))],
    ["unexpected_shape", xmlOf(signed(resultFields({ payment_status: "2" })))],
    ["unexpected_shape", xmlOf(signed(resultFields({ payment_authType: "4" })))],
    ["ambiguous_outcome", xmlOf(signed(resultFields({ order_notes: "0080012:no" })))],
    ["unexpected_content_type", "json"],
  ])("is %s for %o, its outcome unknown", async (code, body) => {
    const json = () => new Response("{}", { headers: { "content-type": "application/json" } });
    const client = spiedClient(body === "json" ? json : body);
    const error = await failure(() => client.payments.pay(INPUT), code as "malformed_xml");
    expect(error).toMatchObject({ outcome: "unknown", order: ORDER });
    expect(client.sent.length).toBe(1);
  });

  it("may come under any textual type", async () => {
    for (const type of [
      "application/xml",
      "text/xml",
      "text/html; charset=utf-8",
      "text/plain",
      "application/soap+xml",
      "",
    ]) {
      const headers = type ? { "content-type": type } : undefined;
      const body = new TextEncoder().encode(xmlOf(signed(resultFields())));
      const client = spiedClient(() => new Response(body, headers && { headers }));
      expect((await client.payments.pay(INPUT)).status).toBe("approved");
    }
  });

  it("brings back a stored order whose notes were typed with quotes and outer spaces", async () => {
    const notes = ` it's "gift wrapped" <soon> `;
    const client = spiedClient(xmlOf(signed(resultFields({ order_notes: "its gift wrapped soon" }))));
    const result = await client.payments.pay({ ...INPUT, notes });
    // The merchant stores what it gave to `pay`: a genuine success of it must not read as another order's.
    const stored = { ...INPUT, notes, account: CONFIG.account, terminal: TERMINAL };
    expect(orderMismatches(result.signed, stored)).toEqual([]);
  });
});
