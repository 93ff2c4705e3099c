// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { continueThreeDS } from "../../../src/browser/continue-three-ds.ts";
import { parseReturn } from "../../../src/browser/parse-return.ts";
import { redirectToHosted } from "../../../src/browser/redirect-to-hosted.ts";
import { failure } from "../leaks.ts";

const ACTION = "https://test-secure.oceanpayment.com/gateway/service/pay";
const FIELDS = { order_number: "A-1", billing_firstName: "Zoë & Co", submit: "1", action: "x", signValue: "AB" };
const CONFIG = {
  environment: "sandbox",
  account: "999001",
  terminal: "99900101",
  publicKey: "ab".repeat(128),
} as const;

describe("a signed form", () => {
  const sent: { action: string; method: string; target: string; pairs: unknown[]; isThere: boolean }[] = [];
  let submit: ReturnType<typeof vi.spyOn>;

  beforeEach(() => {
    sent.length = 0;
    submit = vi.spyOn(HTMLFormElement.prototype, "submit").mockImplementation(function (this: HTMLFormElement) {
      const pairs = [...this.querySelectorAll("input")].map(({ type, name, value }) => [type, name, value]);
      const names = ["action", "method", "target"];
      const [action, method, target] = names.map((name) => this.getAttribute(name)) as [string, string, string];
      sent.push({ action, method, target, pairs, isThere: this.isConnected });
    });
  });
  afterEach(() => submit.mockRestore());

  it("is posted to the gateway to the letter, whatever its fields are called, and leaves nothing", () => {
    redirectToHosted({ action: ACTION, fields: FIELDS }, CONFIG);
    const pairs = Object.entries(FIELDS).map(([name, value]) => ["hidden", name, value]);
    expect(sent).toEqual([{ action: ACTION, method: "post", target: "_self", pairs, isThere: true }]);
    expect(document.querySelector("form")).toBeNull();
  });

  it.each(["https:test-secure.oceanpayment.com/pay", "HTTPS:\\\\test-secure.oceanpayment.com\\pay"])(
    "goes to the address that was checked, not to one relative to the page: %s",
    (action) => {
      redirectToHosted({ action, fields: FIELDS }, CONFIG);
      expect(sent[0]?.action).toBe("https://test-secure.oceanpayment.com/pay");
    },
  );

  it.each([
    "https://secure.oceanpayment.com/gateway/service/pay", // production's
    "http://test-secure.oceanpayment.com/gateway/service/pay",
    "https://test-secure.oceanpayment.com.evil.example/",
    "https://test-secure.oceanpayment.com@evil.example/",
    "https://evil.example/",
    "http://127.0.0.1:8787/",
    "javascript:alert(1)",
    "/gateway/service/pay",
    "",
  ])("goes nowhere but to the environment's hosts: %s", async (action) => {
    await failure(() => redirectToHosted({ action, fields: FIELDS }, CONFIG), "untrusted_redirect");
    expect(sent).toEqual([]);
  });

  it("goes to loopback where the environment names it, and to hosts of the merchant's over https", () => {
    const environment = {
      base: "sandbox",
      hosts: { payment: "http://127.0.0.1:8787" },
      navigationHosts: ["pay.example"],
    } as const;
    redirectToHosted({ action: "http://127.0.0.1:8787/pay", fields: FIELDS }, { environment });
    redirectToHosted({ action: "https://pay.example/pay", fields: FIELDS }, { environment });
    expect(sent).toHaveLength(2);
    expect(() => redirectToHosted({ action: "http://pay.example/", fields: FIELDS }, { environment })).toThrow();
  });

  it.each([
    ["invalid_argument", undefined],
    ["invalid_argument", { action: 5, fields: {} }],
    ["invalid_argument", { action: ACTION }],
    ["invalid_field", { action: ACTION, fields: { a: 1 } }],
    ["secret_in_page", { action: ACTION, fields: { secureCode: "x" } }],
  ] as const)("is refused with %s: %j", async (code, form) => {
    await failure(() => redirectToHosted(form as never, CONFIG), code);
    expect(sent).toEqual([]);
  });
});

describe("3-D Secure", () => {
  it("goes on by a result or by its address", async () => {
    const gone: string[] = [];
    const navigation = { assign: (address: string) => gone.push(address) };
    const redirectUrl = "https://test-secure.oceanpayment.com/3ds/1";
    continueThreeDS({ status: "redirect", redirectUrl }, CONFIG, navigation);
    continueThreeDS(redirectUrl, CONFIG, navigation);
    // As it is written this one is relative to a page of the same scheme.
    continueThreeDS("https:test-secure.oceanpayment.com/3ds/1", CONFIG, navigation);
    expect(gone).toEqual([redirectUrl, redirectUrl, redirectUrl]);
    const bad = { status: "redirect", redirectUrl: "https://evil.example/" } as const;
    await failure(() => continueThreeDS(bad, CONFIG, navigation), "untrusted_redirect");
    for (const junk of [undefined, null, {}, { status: "approved" }, 5]) {
      await failure(() => continueThreeDS(junk as never, CONFIG, navigation), "invalid_argument", "result");
    }
    expect(gone).toHaveLength(3);
  });
});

describe("a return", () => {
  const QUERY = {
    ...{ order_number: "A-1", payment_id: "012345678901234567890", order_amount: "10.00", order_currency: "USD" },
    ...{ payment_status: "1", payment_details: "80000:Approved: ok" },
  };
  const TOLD = {
    ...{ status: "approved", verified: false, orderNumber: "A-1", paymentId: "012345678901234567890" },
    ...{ amount: "10.00", currency: "USD", gatewayCode: "80000", gatewayText: "Approved: ok" },
  };
  const NOTHING = {
    ...{ status: "unknown", verified: false, orderNumber: "", paymentId: "", amount: "", currency: "" },
    ...{ gatewayCode: "", gatewayText: "" },
  };

  it("is read from an address, a form, and fields", () => {
    const form = document.createElement("form");
    const data = new FormData();
    for (const [name, value] of Object.entries(QUERY)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
      data.append(name, value);
    }
    const params = new URLSearchParams(QUERY);
    for (const source of [{ search: `?${params}` }, new URL(`https://a.example/?${params}`), form, data, params]) {
      expect(parseReturn(source)).toEqual(TOLD);
    }
  });

  it.each([
    [
      { payment_status: "0", payment_details: "no code" },
      { status: "declined", gatewayText: "no code" },
    ],
    [{ payment_status: "-1" }, { status: "pending" }],
    [{ payment_status: "-1", payment_authType: "1" }, { status: "authorised" }],
    [{ payment_status: "2" }, {}],
    [{ payment_status: "constructor", __proto__x: "y" }, {}],
    [{ payment_details: "80000" }, { gatewayCode: "80000" }],
    [{ payment_details: "800001" }, { gatewayText: "800001" }],
  ])("that says %j tells %j", (query, told) => {
    expect(parseReturn(new URLSearchParams(query))).toEqual({ ...NOTHING, ...told });
  });

  it("tells nothing of a field that stands twice, or that is a file", () => {
    const params = new URLSearchParams("payment_status=1&payment_status=0&order_number=A&order_number=A&payment_id=1");
    expect(parseReturn(params)).toEqual({ ...NOTHING, paymentId: "1" });
    const data = new FormData();
    data.append("payment_status", new File(["1"], "1"));
    expect(parseReturn(data)).toEqual(NOTHING);
  });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["a number", 5],
    ["a text", "payment_status=1"],
    ["an object", {}],
    ["a broken address", { search: "?%E0%A4%A&%=%&&&=" }],
    ["what throws", { get search() { throw new Error("no"); } }], // prettier-ignore
    ["what is no pairs", [1, null, "x"]],
    ["what ends badly", { *[Symbol.iterator]() { yield ["payment_status", "1"]; throw new Error("no"); } }], // prettier-ignore
  ])("that is junk tells nothing and throws nothing: %s", (_name, junk) => {
    expect(parseReturn(junk as never)).toEqual(NOTHING);
  });
});
