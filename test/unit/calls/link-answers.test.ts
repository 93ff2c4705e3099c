import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { answered, HOSTED } from "./sample-calls.ts";

const LINK = "https://test-secure.oceanpayment.com/gateway/moto?id=7&amp;x=1";
const create = (inside: string, root = "response") =>
  answered(`<${root}>${inside}</${root}>`).payments.createLink(HOSTED);

describe("the answer of a payment link", () => {
  it("is an address to hand on, unverified", async () => {
    const inside = `<MOTO_results>1</MOTO_results><MOTO_url>${LINK}</MOTO_url><MOTO_details>80000:ok</MOTO_details><extra>1</extra>`;
    for (const root of ["response", "respon"]) {
      expect(await create(inside, root)).toEqual({
        status: "redirect",
        redirectUrl: LINK.replace("&amp;", "&"),
        verified: false,
        orderNumber: "ORDER-1",
        gatewayCode: "80000",
        gatewayText: "ok",
        reason: "not-finished",
        fields: { MOTO_results: "1", MOTO_url: LINK.replace("&amp;", "&"), MOTO_details: "80000:ok", extra: "1" },
      });
    }
  });

  it("0 is none, even beside an address", async () => {
    const inside = `<MOTO_results>0</MOTO_results><MOTO_details>80012:no</MOTO_details>`;
    for (const body of [inside, `${inside}<MOTO_url>${LINK}</MOTO_url>`]) {
      const result = await create(body);
      expect(result).toMatchObject({
        status: "declined",
        verified: false,
        orderNumber: "ORDER-1",
        gatewayCode: "80012",
      });
      expect(result).not.toHaveProperty("redirectUrl");
    }
  });

  it.each([
    "<MOTO_results>1</MOTO_results>",
    "<MOTO_results>1</MOTO_results><MOTO_url></MOTO_url>",
    "<MOTO_details>80000:ok</MOTO_details>",
  ])("without an address is unexpected_answer: %s", async (inside) => {
    expect(await failure(() => create(inside), "unexpected_answer")).toMatchObject({ outcome: "unknown" });
  });

  it.each([
    "https://pay.example.com/moto",
    "http://test-secure.oceanpayment.com/moto",
    "https://test-secure.oceanpayment.com.evil.example/",
    "https://user@test-secure.oceanpayment.com/",
    "https://test-secure.oceanpayment.com:444/",
    "javascript:alert(1)",
    "/moto",
  ])("to %s is untrusted_redirect", async (url) => {
    const inside = `<MOTO_results>1</MOTO_results><MOTO_url>${url}</MOTO_url>`;
    const error = await failure(() => create(inside), "untrusted_redirect");
    expect(error.message).not.toContain("example");
  });

  it("a refusal is told with its code, a duplicate as one", async () => {
    const refused = (code: string) => create(`<MOTO_results>0</MOTO_results><MOTO_details>${code}:no</MOTO_details>`);
    expect(await failure(() => refused("20061"), "duplicate_order")).toMatchObject({
      gatewayCode: "20061",
      outcome: "unknown",
    });
    expect(await failure(() => refused("20014"), "wrong_environment")).toMatchObject({ outcome: "unknown" });
  });

  it("about another order is answer_mismatch", async () => {
    const inside = `<MOTO_results>1</MOTO_results><MOTO_url>${LINK}</MOTO_url><order_number>ORDER-2</order_number>`;
    await failure(() => create(inside), "answer_mismatch");
  });
});
