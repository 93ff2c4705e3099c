import { describe, expect, it } from "vitest";
import { ACCOUNT, type Fields, SECOND_SECRET, SECOND_TERMINAL, SECRET, TERMINAL, xmlOf } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { answered, HOSTED, PAYMENT_ID, signedHosted } from "./sample-calls.ts";

const PAGE = "https://test-secure.oceanpayment.com/gateway/page?a=1&b=2";
const FIELDS: Fields = {
  account: ACCOUNT,
  terminal: TERMINAL,
  order_number: "ORDER-1",
  order_currency: "USD",
  order_amount: "10.00",
  order_notes: "",
  payment_id: PAYMENT_ID,
  pay_url: PAGE,
  pay_results: "1",
  pay_details: "80000:Waiting for the shopper",
};
const ORDER = { account: ACCOUNT, terminal: TERMINAL, orderNumber: "ORDER-1" };
const create = (fields: Fields, input = HOSTED) => answered(xmlOf(fields)).payments.createHosted(input);
const signedAs = (changes: Fields = {}, secret = SECRET) => signedHosted({ ...FIELDS, ...changes }, secret);

describe("the answer of a hosted payment", () => {
  it("is a page to go to, by a signed message whose other fields are kept", async () => {
    const { signValue: _gone, ...kept } = signedAs();
    for (const root of ["response", "respon"]) {
      const body = xmlOf({ ...signedAs(), brand_new: "1" }, root);
      expect(await answered(body).payments.createHosted(HOSTED)).toEqual({
        status: "redirect",
        redirectUrl: PAGE,
        verified: true,
        paymentId: PAYMENT_ID,
        orderNumber: "ORDER-1",
        gatewayCode: "80000",
        gatewayText: "Waiting for the shopper",
        reason: "not-finished",
        fields: { ...kept, brand_new: "1" },
      });
    }
  });

  it.each<readonly [string, Fields]>([
    ["its results are 0", { pay_results: "0" }],
    ["its results are unknown", { pay_results: "2" }],
    ["its results are missing", { pay_results: "" }],
    ["its results have a zero in front", { pay_results: "01" }],
    ["it has no page", { pay_url: "" }],
  ])("is declined where %s", async (_why, changes) => {
    const result = await create(signedAs({ ...changes, pay_details: "80022:no funds" }));
    expect(result).toMatchObject({
      status: "declined",
      verified: true,
      gatewayCode: "80022",
      reason: "insufficient-funds",
    });
    expect(result).not.toHaveProperty("redirectUrl");
  });

  it("of an amount in other digits is about this order, its payment id empty where there is none", async () => {
    expect(await create(signedAs({ order_amount: "10", payment_id: "" }))).toMatchObject({
      status: "redirect",
      paymentId: "",
    });
  });
});

describe("a hosted payment's answer that must not be believed", () => {
  it.each<readonly [string, string, Fields]>([
    ["missing_signature", "no signature", FIELDS],
    ["missing_signature", "an empty signature", { ...FIELDS, signValue: "" }],
    ["invalid_signature", "another page than was signed", { ...signedAs(), pay_url: `${PAGE}&c=3` }],
    ["invalid_signature", "results that were not signed", { ...signedAs({ pay_results: "0" }), pay_results: "1" }],
    ["invalid_signature", "no secret", signedAs({}, "")],
    ["invalid_signature", "the other terminal's secret", signedAs({}, SECOND_SECRET)],
    ["invalid_signature", "the other terminal's name", signedAs({ terminal: SECOND_TERMINAL })],
    ["invalid_signature", "an unknown terminal", signedAs({ terminal: "90000199" })],
    ["invalid_signature", "an unknown terminal and no secret", signedAs({ terminal: "90000199" }, "")],
    ["invalid_signature", "no terminal", signedAs({ terminal: "" })],
    ["invalid_signature", "no terminal and no secret", signedAs({ terminal: "" }, "")],
    ["invalid_signature", "a prototype's name for its terminal", signedAs({ terminal: "constructor" }, "")],
    ["invalid_signature", "half a signature", { ...signedAs(), signValue: signedAs().signValue!.slice(0, 32) }],
  ])("is %s: it has %s", async (code, _what, fields) => {
    const error = await failure(() => create(fields), code as "invalid_signature");
    expect(error).toMatchObject({ name: "OceanpaymentSignatureError", outcome: "unknown", order: ORDER });
  });

  it.each<readonly [string, Fields, string]>([
    ["order", { order_number: "ORDER-2" }, SECRET],
    ["amount", { order_amount: "1.00" }, SECRET],
    ["currency", { order_currency: "EUR" }, SECRET],
    ["account", { account: "900002" }, SECRET],
    ["terminal of ours, rightly signed", { terminal: SECOND_TERMINAL }, SECOND_SECRET],
  ])("is answer_mismatch where it is about another %s", async (_what, changes, secret) => {
    const error = await failure(() => create(signedAs(changes, secret)), "answer_mismatch");
    expect(error).toMatchObject({ outcome: "unknown", order: ORDER });
  });

  it.each([
    "https://evil.example/",
    "http://test-secure.oceanpayment.com/gateway/page",
    "https://test-secure.oceanpayment.com@evil.example/",
    "https://secure.oceanpayment.com.evil.example/",
    "https://test-query.oceanpayment.com/",
    "//test-secure.oceanpayment.com/",
    "javascript:alert(1)",
  ])("is untrusted_redirect where it sends the shopper to %s", async (url) => {
    const error = await failure(() => create(signedAs({ pay_url: url })), "untrusted_redirect");
    expect(error).toMatchObject({ gatewayCode: "80000", outcome: "unknown" });
    expect(error.message).not.toContain("evil");
  });
});

describe("a refusal of a hosted payment", () => {
  const refusal = { pay_results: "0", pay_url: "", payment_id: "", pay_details: "20021:amount" };

  it("that is signed says that nothing was done", async () => {
    const error = await failure(() => create(signedAs(refusal)), "gateway_refused");
    expect(error).toMatchObject({ gatewayCode: "20021", outcome: "refused", order: ORDER });
  });

  it("that nobody signed says nothing sure", async () => {
    for (const fields of [{ ...FIELDS, ...refusal }, signedAs(refusal, "wrong"), { pay_details: "20021:amount" }]) {
      const error = await failure(() => create(fields), "gateway_refused");
      expect(error).toMatchObject({ gatewayCode: "20021", outcome: "unknown" });
    }
  });

  it("of a duplicate never says that nothing was paid", async () => {
    const details = { ...refusal, pay_details: "20061:duplicate" };
    for (const fields of [signedAs(details), { ...FIELDS, ...details }]) {
      expect(await failure(() => create(fields), "duplicate_order")).toMatchObject({
        outcome: "unknown",
        gatewayCode: "20061",
      });
    }
  });
});
