import { describe, expect, it } from "vitest";
import { ACCOUNT, TERMINAL } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { answered, CHANGES, QUERIES, QUICKPAY_ID, referenceOf, STORED } from "./sample-calls.ts";

const LONG = "230101120000123456789";
const about = `"account":"${ACCOUNT}","terminal":"${TERMINAL}"`;
const ok = (inside: string, code = `"000"`) => `{"msg":"ok","code":${code},"data":{${about}${inside && `,${inside}`}}}`;
const quickpay = [...CHANGES, ...QUERIES].filter(({ operation }) => /^quickpay\.(create|find|cancel)$/.test(operation));
const json = [...quickpay, ...QUERIES.filter(({ operation }) => operation.startsWith("checks."))];

describe("the answer of quickpay.create", () => {
  const references = `"order":{"methods":"Alipay_Web","referenceId":${LONG}},"merchant":{"referenceId":"M-1"}`;
  const create = (inside: string) => answered(ok(inside)).quickpay.create(STORED);

  it("with an address is a page to go to, long ids exact", async () => {
    const url = "https://test-secure.oceanpayment.com/quick?a=1";
    expect(await create(`${references},"url":"${url}","extra":{"id":900719925474099312345}`)).toEqual({
      status: "redirect",
      redirectUrl: url,
      verified: false,
      orderReference: LONG,
      merchantReference: "M-1",
      data: {
        account: ACCOUNT,
        terminal: TERMINAL,
        order: { methods: "Alipay_Web", referenceId: LONG },
        merchant: { referenceId: "M-1" },
        url,
        extra: { id: "900719925474099312345" },
      },
    });
  });

  it.each(["", `,"url":""`, `,"url":null`])("without one is pending (%o)", async (end) => {
    const result = await create(`${references}${end}`);
    expect(result).toMatchObject({
      status: "pending",
      verified: false,
      orderReference: LONG,
      merchantReference: "M-1",
    });
    expect(result).not.toHaveProperty("redirectUrl");
  });

  it.each(["https://evil.example/", "http://checkout-s.oceanpayment.com/", "javascript:alert(1)"])(
    "to %s is untrusted_redirect",
    async (url) => {
      const error = await failure(() => create(`"url":"${url}"`), "untrusted_redirect");
      expect(error).toMatchObject({ outcome: "unknown", order: { merchantReference: "M-1" } });
    },
  );
});

describe("the answer of quickpay.find", () => {
  const find = (inside: string) => answered(ok(inside)).quickpay.find({ customerId: "C-7" });

  it.each([
    [{ customerId: "C-7" }, `"customer":{"id":"C-8"}`],
    [{ merchantReference: "M-1" }, `"merchant":{"referenceId":"M-2"}`],
    [{ orderReference: "O-1" }, `"order":{"referenceId":"O-2"}`],
    [{ quickpayId: QUICKPAY_ID }, `"quickpay":{"id":"${QUICKPAY_ID.replace("3", "4")}"}`],
  ] as const)("asked by %o is none that holds %s: the next charge would be another's", async (asked, found) => {
    const stored = found.startsWith(`"quickpay`) ? found : `${found},"quickpay":{"id":"${QUICKPAY_ID}","status":"1"}`;
    await failure(() => answered(ok(stored)).quickpay.find(asked as { customerId: string }), "answer_mismatch");
  });

  it.each([
    [`"1"`, "approved"],
    ["1", "approved"],
    [`"0"`, "pending"],
    [`"01"`, "pending"],
    ["10", "pending"],
    ["true", "pending"],
    ["null", "pending"],
    [`["1"]`, "pending"],
  ])("with status %s is %s", async (status, expected) => {
    const inside = `"quickpay":{"id":"${QUICKPAY_ID}","status":${status},"expiryTime":"2031-01-01"},"order":{"methods":"Klarna"}`;
    expect(await find(inside)).toMatchObject({
      status: expected,
      verified: false,
      quickpayId: QUICKPAY_ID,
      expiryTime: "2031-01-01",
      methods: "Klarna",
      orderReference: "",
    });
  });

  it("without a stored payment has none to charge", async () => {
    for (const inside of ["", `"quickpay":null`, `"quickpay":[]`, `"quickpay":"1"`]) {
      expect(await find(inside)).toMatchObject({ status: "pending", quickpayId: "" });
    }
  });
});

describe("a stored payment", () => {
  const other = QUICKPAY_ID.replace("3f0c", "3f0d");

  it("that was asked for by its id and comes with another is answer_mismatch", async () => {
    const client = answered(ok(`"quickpay":{"id":"${other}","status":"1"}`));
    await failure(() => client.quickpay.find({ quickpayId: QUICKPAY_ID }), "answer_mismatch");
    const error = await failure(() => client.quickpay.cancel({ quickpayId: QUICKPAY_ID }), "answer_mismatch");
    expect(error.outcome).toBe("unknown");
  });

  it("that is cancelled can be charged no more", async () => {
    for (const inside of ["", `"quickpay":{"id":"${QUICKPAY_ID}"}`]) {
      const result = await answered(ok(inside)).quickpay.cancel({ quickpayId: QUICKPAY_ID });
      expect(result).toMatchObject({ status: "approved", verified: false, quickpayId: QUICKPAY_ID });
    }
  });
});

describe.each(quickpay.map((call) => [call.title, call] as const))("the code of %s", (_title, call) => {
  it.each([`"001"`, `"0"`, `"0000"`, "0", `"20013"`, `"E-7"`, "500"])("%s is a refusal, not a result", async (code) => {
    const error = await failure(() => call.run(answered(ok("", code))), "gateway_refused");
    const outcome = call.operation === "quickpay.find" ? "unchanged" : "unknown";
    expect(error).toMatchObject({ gatewayCode: code.replaceAll('"', ""), outcome, order: referenceOf(call) });
  });

  it("that could be what was sent is not shown", async () => {
    for (const code of [`"ada@example.com"`, `"${"9".repeat(25)}"`, `"a b"`]) {
      const error = await failure(() => call.run(answered(ok("", code))), "gateway_refused");
      expect(error.gatewayCode).toBeUndefined();
      expect(error.message).not.toContain(code.slice(1, 4));
    }
  });

  it("must be there", async () => {
    for (const body of [`{"data":{}}`, `{"code":"","data":{}}`, `{"code":null}`, `{"code":["000"]}`, "{}"]) {
      await failure(() => call.run(answered(body)), "unexpected_answer");
    }
  });

  it("of success says nothing where the answer is another account's or terminal's", async () => {
    for (const [mine, theirs] of [
      [ACCOUNT, "900002"],
      [TERMINAL, "90000102"],
    ] as const) {
      await failure(() => call.run(answered(ok("").replace(`"${mine}"`, `"${theirs}"`))), "answer_mismatch");
    }
  });
});

describe.each(json.map((call) => [call.title, call] as const))("the JSON of %s", (_title, call) => {
  it.each([`{"code":"000"`, `{"code":000}`, "", "{'code':'000'}", "<respon></respon>", `{"code":"000"} x`])(
    "broken as in %o is malformed_json",
    async (body) => {
      const client = answered(() => new Response(body, { headers: { "content-type": "application/json" } }));
      await failure(() => call.run(client), "malformed_json");
      expect(client.sent.length).toBe(1);
    },
  );

  it.each([`[{"code":"000"}]`, `"000"`, "null", "true", "7", "[]"])("%s is no object", async (body) => {
    await failure(
      () => call.run(answered(() => new Response(body, { headers: { "content-type": "text/plain" } }))),
      "unexpected_answer",
    );
  });

  it("may not come as XML", async () => {
    const xml = () => new Response(ok(""), { headers: { "content-type": "application/xml" } });
    await failure(() => call.run(answered(xml)), "unexpected_content_type");
  });
});

describe("a check", () => {
  it("returns all of its answer, whatever its code, long integers as exact text", async () => {
    const body = `{"code":"999","card_bin":[{"bin":453908,"id":${LONG}}],"ok":false}`;
    const answer = { code: "999", card_bin: [{ bin: 453908, id: LONG }], ok: false };
    for (const call of QUERIES.filter(({ operation }) => operation.startsWith("checks."))) {
      expect(await call.run(answered(body))).toEqual({ verified: false, answer });
    }
  });
});
