import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { answered, PAYMENT_ID } from "./sample-calls.ts";

const INPUT = { paymentId: PAYMENT_ID, type: "full", amount: "10.00", currency: "USD", description: "torn" } as const;
const create = (inside: string) => answered(`<respon>${inside}</respon>`).refunds.create(INPUT);

describe("the answer of a refund's request", () => {
  it.each(["00", "1"])("refund_results %s: it is taken, which is no end", async (results) => {
    const inside = `<refund_results>${results}</refund_results><refund_id>42</refund_id><order_number>ORDER-1</order_number>
      <refund_description>torn</refund_description><brand_new>x</brand_new>`;
    expect(await create(inside)).toEqual({
      status: "pending",
      verified: false,
      refundId: "42",
      paymentId: PAYMENT_ID,
      gatewayText: "",
      reason: "not-finished",
      fields: {
        refund_results: results,
        refund_id: "42",
        order_number: "ORDER-1",
        refund_description: "torn",
        brand_new: "x",
      },
    });
  });

  it("refund_results 0: it is not taken", async () => {
    const inside = `<refund_results>0</refund_results><refund_description>80012:over the balance</refund_description>`;
    expect(await create(inside)).toMatchObject({
      status: "declined",
      verified: false,
      refundId: "",
      gatewayCode: "80012",
      gatewayText: "over the balance",
    });
  });

  it.each(["01", "2", "-1", "10", "000", " 00", "success"])(
    "refund_results %o: nobody knows, and nobody may refund again for it",
    async (results) => {
      const inside = `<refund_results>${results}</refund_results><refund_description>processing</refund_description>`;
      const error = await failure(() => create(inside), "unexpected_answer");
      expect(error).toMatchObject({ outcome: "unknown" });
    },
  );

  it.each(["", "<refund_results></refund_results>", "<refund_id>42</refund_id>"])(
    "without refund_results (%o) is no answer, and the refund may have begun",
    async (inside) => {
      const error = await failure(() => create(`<account>900001</account>${inside}`), "unexpected_answer");
      expect(error).toMatchObject({ outcome: "unknown", order: { paymentId: PAYMENT_ID } });
    },
  );

  it("what the merchant wrote as its description is no code of a taken refund", async () => {
    const inside = "<refund_results>00</refund_results><refund_description>20013:returned</refund_description>";
    expect(await create(inside)).toMatchObject({ status: "pending", gatewayText: "" });
  });

  it("a refusal of the request itself is told as one", async () => {
    for (const inside of [
      "<refund_results>0</refund_results><refund_description>20013:signValue error</refund_description>",
      "<results>20013</results>",
      "<details>20013:signValue error</details>",
    ]) {
      expect(await failure(() => create(inside), "gateway_refused")).toMatchObject({
        gatewayCode: "20013",
        outcome: "unknown",
      });
    }
  });

  it("about another payment is answer_mismatch", async () => {
    const inside = "<refund_results>00</refund_results><payment_id>230101120000123456788</payment_id>";
    await failure(() => create(inside), "answer_mismatch");
  });
});
