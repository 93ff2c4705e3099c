import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { ACCOUNT, answeredClient, INPUT, resultFields, signed, spiedClient, TERMINAL, xmlOf } from "./merchant.ts";

const ORDER = { account: ACCOUNT, terminal: TERMINAL, orderNumber: INPUT.orderNumber };

const CODES = [
  ["20004", "gateway_refused"],
  ["20013", "gateway_refused"],
  ["20018", "gateway_refused"],
  ["20021", "gateway_refused"],
  ["20050", "gateway_refused"],
  ["20171", "gateway_refused"],
  ["20014", "wrong_environment"],
  ["20015", "wrong_environment"],
  ["20061", "duplicate_order"],
] as const;

/** A refusal: a failed result that became no payment. */
const refusal = (code: string) => ({
  payment_id: "",
  payment_status: "0",
  payment_details: `${code}:text of the gateway`,
});

describe("a refusal of the gateway's", () => {
  it.each(CODES)("%s, signed, is %s, and did nothing unless the order succeeded before", async (gatewayCode, code) => {
    const error = await failure(() => answeredClient(refusal(gatewayCode)).payments.pay(INPUT), code);
    expect(error).toMatchObject({ gatewayCode, order: ORDER });
    expect(error.outcome).toBe(code === "duplicate_order" ? "unknown" : "refused");
    expect(error.message).not.toContain("text of the gateway");
  });

  it.each(CODES)("%s, unsigned or signed by somebody else, is %s of unknown outcome", async (gatewayCode, code) => {
    const fields = resultFields(refusal(gatewayCode));
    const unsigned = [
      fields,
      { ...fields, signValue: "" },
      { ...fields, signValue: "0".repeat(64) },
      { payment_details: `${gatewayCode}:x` },
      { payment_details: gatewayCode },
    ];
    for (const answer of unsigned) {
      const error = await failure(() => spiedClient(xmlOf(answer)).payments.pay(INPUT), code);
      expect(error).toMatchObject({ gatewayCode, outcome: "unknown", order: ORDER });
    }
  });

  it("is none where the payment is a success or pending, whatever the code", async () => {
    for (const payment_status of ["1", "-1"]) {
      const client = answeredClient({ payment_status, payment_details: "20061:Duplicate order" });
      expect((await client.payments.pay(INPUT)).status).toBe(payment_status === "1" ? "approved" : "pending");
    }
  });

  it("about another order is answer_mismatch: it says nothing of this one", async () => {
    const client = answeredClient({ ...refusal("20061"), order_number: "ORDER-2" });
    await failure(() => client.payments.pay(INPUT), "answer_mismatch");
  });

  it("of a code outside 20000 to 20999 is a declined payment", async () => {
    for (const code of ["80012", "10000", "21000", "12006"]) {
      const client = answeredClient({ payment_status: "0", payment_details: `${code}:x` });
      expect((await client.payments.pay(INPUT)).status).toBe("declined");
    }
  });

  it("as a notification never reads as a decline: 20061 stands for an order that is paid (§4.3)", async () => {
    const { notifications } = answeredClient();
    const xml = xmlOf(signed(resultFields({ ...refusal("20061"), notice_type: "transaction", response_type: "1" })));
    const read = await notifications.read(xml).catch((error: unknown) => error);
    // A merchant who marks an order failed on "declined" would overwrite a paid one.
    expect(JSON.stringify(read)).not.toContain('"declined"');
  });
});
