import { describe, expect, it } from "vitest";
import { operations } from "../../../src/wire/operations.ts";
import { CONFIG, SECOND_SECRET, SECRET } from "../edge/merchant.ts";
import { expectedSignValue } from "../signed-orders.ts";
import { PAYMENT_CASES } from "./payment-cases.ts";
import { fieldsOf, HANDED_OUT, KEY, METHODS, orderFor, probe, run } from "./probe.ts";
import { QUERY_CASES } from "./query-cases.ts";
import { JSON_CASES, STORED_CASES } from "./quickpay-cases.ts";

const FORM_CASES = [...PAYMENT_CASES, ...QUERY_CASES, ...STORED_CASES].map(
  ([operation, name, input, url, ...pages]) => [operation, name, input, url, pages] as const,
);
const SENT = FORM_CASES.filter(([operation]) => !HANDED_OUT.includes(operation));
const BUILT = FORM_CASES.filter(([operation]) => HANDED_OUT.includes(operation));
const SECRETS: Readonly<Record<string, string>> = { "90000101": SECRET, "90000102": SECOND_SECRET };

/** Expects that a text shows neither a secret nor a name of one, plain or escaped. */
function expectNoSecret(...texts: readonly string[]): void {
  const whole = texts
    .flatMap((text) => [text, decodeURIComponent(text)])
    .join("\n")
    .toLowerCase();
  for (const secret of [SECRET, SECOND_SECRET, "securecode"]) expect(whole).not.toContain(secret);
}

function withSignature(operation: string, fields: Readonly<Record<string, string>>) {
  const signValue = expectedSignValue(orderFor(operation, fields), fields, SECRETS[fields.terminal!]!);
  return { ...fields, signValue };
}

describe("the tables beside this test", () => {
  it("have every operation of the merchant's but the legacy payment, which no method sends", () => {
    const tested = new Set([...FORM_CASES, ...JSON_CASES].map(([operation]) => operation));
    const merchants = Object.entries(operations)
      .filter(([, row]) => row.from === "merchant")
      .map(([name]) => name);
    expect([...tested, "payments.payLegacy"].sort()).toEqual(merchants.sort());
    expect(Object.keys(METHODS).sort()).toEqual([...tested].sort());
  });

  it("have a least and a most of each", () => {
    const counts = new Map<string, number>();
    for (const [operation] of [...FORM_CASES, ...JSON_CASES]) counts.set(operation, (counts.get(operation) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count < 2)).toEqual([]);
  });
});

describe("the exact form of", () => {
  it.each(SENT)("%s: %s", async (operation, _name, input, url, pages) => {
    const client = probe(operation, {}, pages.length);
    await run(client, operation, input);
    expect(client.sent.map(fieldsOf)).toEqual(pages.map((fields) => withSignature(operation, fields)));
    for (const request of client.sent) {
      expect(request).toMatchObject({ url, method: "POST", init: { redirect: "manual" } });
      expect(request.headers).toEqual({
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        accept: "application/xml, text/xml",
      });
      expectNoSecret(request.url, request.body, JSON.stringify(request.headers));
    }
  });

  it.each(BUILT)("%s: %s", async (operation, _name, input, action, [fields]) => {
    const client = probe(operation);
    const built = await run(client, operation, input);
    const expected = withSignature(operation, fields!);
    expect(built).toEqual(action === undefined ? expected : { action, fields: expected });
    expect(client.sent).toEqual([]);
    for (const text of Object.entries(expected).flat()) expectNoSecret(encodeURIComponent(text));
  });
});

describe("the exact JSON of", () => {
  it.each(JSON_CASES)("%s: %s", async (operation, _name, input, url, terminal, body) => {
    const client = probe(operation);
    await run(client, operation, input);
    expect(client.sent).toHaveLength(1);
    const [request] = client.sent;
    expect(request).toMatchObject({ url, method: "POST", init: { redirect: "manual" } });
    expect(JSON.parse(request!.body)).toEqual(body);
    expect(request!.body).not.toMatch(/undefined|signValue/);
    expect(request!.headers).toEqual({
      "content-type": "application/json",
      accept: "application/json",
      account: "900001",
      terminal,
      securecode: SECRETS[terminal],
    });
    expectNoSecret(encodeURIComponent(request!.body), request!.url);
  });
});

describe("in production, the host of", () => {
  const HOSTS: Readonly<Record<string, string>> = {
    "https://test-secure.oceanpayment.com": "https://secure.oceanpayment.com",
    "https://test-query.oceanpayment.com": "https://query.oceanpayment.com",
    "https://checkout-s.oceanpayment.com": "https://checkout.oceanpayment.com",
    "https://test-checkout.oceanpayment.com": "https://checkout.oceanpayment.com",
  };
  const terminals = CONFIG.terminals.map((one) => ({ ...one, publicKey: KEY }));
  const addressed = [...FORM_CASES, ...JSON_CASES].flatMap(([operation, , input, url]) =>
    url === undefined ? [] : [[operation, { operation, input, url }] as const],
  );

  it.each([...new Map(addressed)])("%s", async (_name, { operation, input, url }) => {
    const client = probe(operation, { environment: "production", terminals });
    const ended = await run(client, operation, input);
    const { origin, pathname } = new URL(url);
    const found = HANDED_OUT.includes(operation) ? (ended as { action: string }).action : client.sent[0]?.url;
    expect(found).toBe(HOSTS[origin]! + pathname);
  });
});
