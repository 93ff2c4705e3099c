import { describe, expect, it } from "vitest";
import { continueThreeDS } from "../../../src/browser/continue-three-ds.ts";
import { failure } from "../leaks.ts";
import { ACCOUNT, INPUT, resultFields, signed, spiedClient, TERMINAL, xmlOf } from "./merchant.ts";

const PENDING = { payment_status: "-1", payment_authType: "2", payment_details: "80100:3-D Secure" };

/** A client whose answer asks for 3-D Secure at an address: `pay_url` is outside the signature. */
function challengedClient(payUrl: string, environment?: object) {
  const answer = xmlOf({ ...signed(resultFields(PENDING)), pay_url: payUrl });
  return spiedClient(answer, environment && { environment: environment as { base: "sandbox" } });
}

const GOOD = [
  "https://test-secure.oceanpayment.com/3ds?id=1&b=%3Cx%3E",
  "https://test-secure.oceanpayment.com:443/3ds",
  "HTTPS://TEST-SECURE.OCEANPAYMENT.COM/3ds",
  "https://checkout-s.oceanpayment.com/a#b",
];

const BAD = [
  "http://test-secure.oceanpayment.com/3ds",
  "https://secure.oceanpayment.com/3ds",
  "https://test-secure.oceanpayment.com.evil.example/",
  "https://test-secure.oceanpayment.com./3ds",
  "https://test-secure.oceanpayment.com:8443/3ds",
  "https://test-secure.oceanpayment.com:80/3ds",
  "https://test-secure.oceanpayment.com@evil.example/",
  "https://user@test-secure.oceanpayment.com/",
  "https://user:word@test-secure.oceanpayment.com/",
  "https://evil.example/https://test-secure.oceanpayment.com/",
  "https://evil.example\\@test-secure.oceanpayment.com/",
  "https://evil.example/",
  "https://xtest-secure.oceanpayment.com/",
  "https://sub.test-secure.oceanpayment.com/",
  "https://127.0.0.1/",
  "http://127.0.0.1/",
  "http://localhost/",
  "https://test-query.oceanpayment.com/",
  "https://tеst-secure.oceanpayment.com/", // a Cyrillic letter
  "//test-secure.oceanpayment.com/3ds",
  "/3ds",
  "3ds",
  "javascript:alert(1)//test-secure.oceanpayment.com/",
  "javascript://test-secure.oceanpayment.com/%0aalert(1)",
  "data:text/html,<script>1</script>",
  "blob:https://test-secure.oceanpayment.com/x",
  "ftp://test-secure.oceanpayment.com/",
  "https://",
  "x",
];

describe("a payment that asks for 3-D Secure", () => {
  it.each(GOOD)("goes on at %s", async (payUrl) => {
    const result = await challengedClient(payUrl).payments.pay(INPUT);
    expect(result).toMatchObject({ status: "redirect", redirectUrl: new URL(payUrl).href });
    const gone: string[] = [];
    const page = { environment: "sandbox", account: ACCOUNT, terminal: TERMINAL, publicKey: "ab".repeat(128) } as const;
    continueThreeDS(payUrl, page, { assign: (address) => gone.push(address) });
    expect(gone).toEqual([new URL(payUrl).href]);
  });

  it.each(BAD)("goes nowhere at %s", async (payUrl) => {
    const error = await failure(() => challengedClient(payUrl).payments.pay(INPUT), "untrusted_redirect");
    expect(error.outcome).toBe("unknown");
    expect(error.message).not.toContain(payUrl);
    const page = { environment: "sandbox", account: ACCOUNT, terminal: TERMINAL, publicKey: "ab".repeat(128) } as const;
    const gone: string[] = [];
    const go = () => continueThreeDS(payUrl, page, { assign: (address) => gone.push(address) });
    await failure(go, "untrusted_redirect");
    expect(gone).toEqual([]);
  });

  it("gives an address that may stand in a header: no line end, tab or outer space survives", async () => {
    for (const payUrl of ["https://test-secure.oceanpayment.com/a\nb", "\thttps://test-secure.oceanpayment.com/ab "]) {
      const result = await challengedClient(payUrl)
        .payments.pay(INPUT)
        .catch(() => ({ redirectUrl: "" }));
      // eslint-disable-next-line no-control-regex
      expect("redirectUrl" in result && result.redirectUrl).not.toMatch(/[\u0000-\u0020]/);
    }
  });

  it("takes loopback where the environment names it, on that port only", async () => {
    const environment = { base: "sandbox", hosts: { payment: "http://127.0.0.1:8787" } };
    const good = "http://127.0.0.1:8787/sandbox/3ds/1";
    expect(await challengedClient(good, environment).payments.pay(INPUT)).toMatchObject({ redirectUrl: good });
    for (const bad of [
      "http://127.0.0.1:8788/",
      "http://127.0.0.1/",
      "http://127.0.0.2:8787/",
      "http://localhost:8787/",
    ]) {
      await failure(() => challengedClient(bad, environment).payments.pay(INPUT), "untrusted_redirect");
    }
  });

  it("takes a host the merchant added, over https only", async () => {
    const environment = { base: "sandbox", navigationHosts: ["acs.example"] };
    const good = "https://acs.example/3ds";
    expect(await challengedClient(good, environment).payments.pay(INPUT)).toMatchObject({ redirectUrl: good });
    await failure(
      () => challengedClient("http://acs.example/3ds", environment).payments.pay(INPUT),
      "untrusted_redirect",
    );
  });

  it("is a pending payment without an address, and an address changes nothing of a success or a decline", async () => {
    expect((await challengedClient("").payments.pay(INPUT)).status).toBe("pending");
    for (const [payment_status, status] of [
      ["1", "approved"],
      ["0", "declined"],
    ] as const) {
      const answer = xmlOf({ ...signed(resultFields({ payment_status })), pay_url: "https://evil.example/" });
      expect((await spiedClient(answer).payments.pay(INPUT)).status).toBe(status);
    }
  });
});
