import { describe, expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { answered, PAYMENT_ID, CHANGES, referenceOf } from "./sample-calls.ts";

const call = CHANGES.find(({ operation }) => operation === "orders.uploadTracking")!;
const upload = (inside: string, root = "response") => call.run(answered(`<${root}>${inside}</${root}>`));

/** protocol.md §6.4, by hand: 00 to 19 without 01, 11 and 13, and 99. */
const REFUSED = "00 02 03 04 05 06 07 08 09 10 12 14 15 16 17 18 19 99".split(" ");

describe("the answer of a parcel's number", () => {
  it("01 is taken, its fields kept", async () => {
    for (const root of ["response", "respon"]) {
      const fields = { tracking_results: "01", payment_id: PAYMENT_ID, brand_new: "1" };
      const inside = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
      expect(await upload(inside.join(""), root)).toEqual({ status: "approved", verified: false, fields });
    }
  });

  it.each(REFUSED)("%s is a refusal that carries the code", async (code) => {
    const error = await failure(() => upload(`<tracking_results>${code}</tracking_results>`), "gateway_refused");
    expect(error).toMatchObject({ gatewayCode: code, outcome: "unknown", order: referenceOf(call) });
    expect(error.message).toContain(code);
  });

  it("11 is an address that is not registered", async () => {
    const error = await failure(() => upload("<tracking_results>11</tracking_results>"), "ip_not_registered");
    expect(error).toMatchObject({ gatewayCode: "11", outcome: "unknown" });
  });

  it.each(["", "1", "13", "20", "001", "1e0", "constructor", "__proto__"])(
    "%o is no documented answer",
    async (code) => {
      await failure(() => upload(`<tracking_results>${code}</tracking_results>`), "unexpected_answer");
    },
  );

  it("without tracking_results is none", async () => {
    await failure(() => upload("<results>00</results>"), "unexpected_answer");
  });
});
