import { describe, expect, it } from "vitest";
import { ACCOUNT, TERMINAL } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { answered, PAYMENT_ID, referenceOf, CHANGES } from "./sample-calls.ts";

const ABOUT = `<account>${ACCOUNT}</account><terminal>${TERMINAL}</terminal>`;
const capture = (inside: string, root = "response") =>
  answered(`<${root}>${ABOUT}${inside}</${root}>`).payments.capture({ paymentId: PAYMENT_ID });

describe("the answer of a capture", () => {
  it("about another order than the one that was named is none, though its number was not sent", async () => {
    const answer = `<respon>${ABOUT}<order_number>ORDER-2</order_number><payment_status>1</payment_status></respon>`;
    const named = { paymentId: PAYMENT_ID, orderNumber: "ORDER-1" };
    const error = await failure(() => answered(answer).payments.capture(named), "answer_mismatch");
    expect(error).toMatchObject({ outcome: "unknown", order: named });
    await failure(() => answered(answer).payments.void(named), "answer_mismatch");
  });

  it("is what it says, its code explained, all its fields kept", async () => {
    const inside = `<payment_id>${PAYMENT_ID}</payment_id><payment_status>0</payment_status>
      <payment_details>80022:Insufficient Funds</payment_details><brand_new>007</brand_new>`;
    for (const root of ["response", "respon"]) {
      expect(await capture(inside, root)).toEqual({
        status: "declined",
        verified: false,
        paymentId: PAYMENT_ID,
        reason: "insufficient-funds",
        gatewayCode: "80022",
        gatewayText: "Insufficient Funds",
        fields: {
          account: ACCOUNT,
          terminal: TERMINAL,
          payment_id: PAYMENT_ID,
          payment_status: "0",
          payment_details: "80022:Insufficient Funds",
          brand_new: "007",
        },
      });
    }
  });

  it("that names no payment is about the one that was asked for, and one without a code has none", async () => {
    const result = await capture("<payment_status>1</payment_status><payment_details>fine: done</payment_details>");
    expect(result).toMatchObject({
      status: "approved",
      paymentId: PAYMENT_ID,
      gatewayText: "fine: done",
      reason: "other",
    });
    expect(result).not.toHaveProperty("gatewayCode");
  });

  it.each([
    ["payment_id", "230101120000123456788"],
    ["account", "900002"],
    ["terminal", "90000102"],
  ])("about another %s is answer_mismatch", async (name, value) => {
    const fields: Record<string, string> = { account: ACCOUNT, terminal: TERMINAL, payment_status: "1", [name]: value };
    const inside = Object.entries(fields).map(([key, text]) => `<${key}>${text}</${key}>`);
    const client = answered(`<response>${inside.join("")}</response>`);
    const error = await failure(() => client.payments.capture({ paymentId: PAYMENT_ID }), "answer_mismatch");
    expect(error.outcome).toBe("unknown");
  });
});

const calls = (operation: string) => CHANGES.find((call) => call.operation === operation)!;

/** By hand, from the tables of the protocol and the library's documented inferences. */
const OUTCOMES: readonly (readonly [call: string, field: string, details: string])[] = [
  ["payments.capture", "payment_status", "payment_details"],
  ["payments.capture", "payment_results", "auth_details"],
  ["payments.capture", "auth_results", "details"],
  ["payments.void", "payment_status", "payment_details"],
  ["payments.voidOffline", "payment_status", "payment_details"],
  ["payments.declareCustoms", "status", "details"],
];
/** What no known outcome is: above all none of them may count as done. */
const UNKNOWN = ["", "-1", "2", "01", "00", "10", " 1", "1 ", "true", "success", "Y", "１"];

describe.each(OUTCOMES)("%s reads its outcome in %s, its words in %s", (name, field, details) => {
  const answer = (value: string) =>
    `<response>${ABOUT}<${field}>${value}</${field}><${details}>80030:word</${details}></response>`;
  const statusOf = async (value: string) => {
    const result = await calls(name).run(answered(answer(value)));
    expect(result).toMatchObject({ verified: false, gatewayCode: "80030", gatewayText: "word" });
    return (result as { status: string }).status;
  };

  it("1 is approved, 0 declined, and all else neither", async () => {
    expect(await statusOf("1")).toBe("approved");
    expect(await statusOf("0")).toBe("declined");
    for (const value of UNKNOWN) expect(await statusOf(value)).toBe("pending");
  });

  it("and without it nothing is known", async () => {
    const result = await calls(name).run(answered(`<respon>${ABOUT}</respon>`));
    expect(result).toMatchObject({ status: "pending", verified: false, gatewayText: "" });
  });

  it("an interface code is a refusal that nobody signed", async () => {
    const body = `<response>${ABOUT}<${field}>0</${field}><${details}>20013:signValue error</${details}></response>`;
    const call = calls(name);
    const error = await failure(() => call.run(answered(body)), "gateway_refused");
    expect(error).toMatchObject({ gatewayCode: "20013", outcome: "unknown", order: referenceOf(call) });
  });
});

describe("the state of a refund", () => {
  const find = (inside: string) => answered(`<response>${ABOUT}${inside}</response>`).refunds.find({ refundId: "42" });

  it("is its refund_status, and everything that is no known end is pending", async () => {
    expect(await find("<refund_status>1</refund_status><refund_details>80000:Done</refund_details>")).toEqual({
      status: "approved",
      verified: false,
      refundId: "42",
      paymentId: "",
      gatewayCode: "80000",
      gatewayText: "Done",
      reason: "approved",
      fields: { account: ACCOUNT, terminal: TERMINAL, refund_status: "1", refund_details: "80000:Done" },
    });
    expect((await find("<refund_status>0</refund_status>")).status).toBe("declined");
    for (const value of UNKNOWN) expect((await find(`<refund_status>${value}</refund_status>`)).status).toBe("pending");
    expect((await find("<results>00</results>")).status).toBe("pending");
  });

  it("of another refund is answer_mismatch", async () => {
    const error = await failure(
      () => find("<refund_id>43</refund_id><refund_status>1</refund_status>"),
      "answer_mismatch",
    );
    expect(error.outcome).toBe("unchanged");
  });
});
