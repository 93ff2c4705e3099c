import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../../src/errors.ts";
import { type Fields, INPUT, resultFields, signed, spiedClient, xmlOf } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { answered, CHANGES, referenceOf } from "./sample-calls.ts";

const pay = CHANGES.find(({ operation }) => operation === "payments.pay")!;
const refusal = (code: string): Fields =>
  resultFields({ payment_status: "0", payment_id: "", payment_details: `${code}:text` });

/** protocol.md §6.3 by hand: 20001 to 20055, 20061 and 20171. */
const CODES: readonly (readonly [string, ErrorCode])[] = [
  ...Array.from({ length: 55 }, (_, i) => [`${20_001 + i}`, "gateway_refused"] as const),
  ["20171", "gateway_refused"] as const,
].map(([code, meaning]) => [code, code === "20014" || code === "20015" ? "wrong_environment" : meaning] as const);

describe("an interface code", () => {
  it.each(CODES)("%s beside a failure is %s", async (code, meaning) => {
    const error = await failure(() => pay.run(answered(xmlOf(signed(refusal(code))))), meaning);
    expect(error).toMatchObject({ gatewayCode: code, outcome: "refused", order: referenceOf(pay), status: 200 });
    const unsigned = await failure(() => pay.run(answered(xmlOf(refusal(code)))), meaning);
    expect(unsigned).toMatchObject({ gatewayCode: code, outcome: "unknown" });
  });

  it("20061 is a duplicate, whose order may be paid: its outcome stays unknown", async () => {
    for (const fields of [refusal("20061"), signed(refusal("20061"))]) {
      expect(await failure(() => pay.run(answered(xmlOf(fields))), "duplicate_order")).toMatchObject({
        gatewayCode: "20061",
        outcome: "unknown",
      });
    }
  });

  it("in a notice is the same error, and no decline", async () => {
    for (const [code, meaning] of [
      ["20013", "gateway_refused"],
      ["20061", "duplicate_order"],
      ["20014", "wrong_environment"],
    ] as const) {
      const client = spiedClient("");
      await failure(() => client.notifications.read(xmlOf(signed(refusal(code)))), meaning);
    }
  });

  it("beside a signed success is none: the status decides", async () => {
    for (const code of ["20013", "20061"]) {
      const body = xmlOf(signed(resultFields({ payment_details: `${code}:text` })));
      expect(await answered(body).payments.pay(INPUT)).toMatchObject({ status: "approved", gatewayCode: code });
    }
  });

  it("has five digits and a colon: a payment's own code near it is a decline", async () => {
    for (const code of ["80012", "21000", "19999", "30013"]) {
      expect(await answered(xmlOf(signed(refusal(code)))).payments.pay(INPUT)).toMatchObject({
        status: "declined",
        gatewayCode: code,
      });
    }
    await failure(() => pay.run(answered(xmlOf(refusal("200131")))), "missing_signature");
  });
});
