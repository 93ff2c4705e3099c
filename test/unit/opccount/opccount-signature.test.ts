import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { toSignedText } from "../../../src/opccount/signed-text.ts";
import type { ApiParameters } from "../../../src/wire/api-question.ts";
import { failure } from "../leaks.ts";
import {
  ACCOUNT,
  CALLS,
  EMPTY_PAGE,
  isSigned,
  NOW_MS,
  PAYMENT,
  RANGE,
  type Sent,
  shop,
  TIMESTAMP,
  WITHDRAWAL,
} from "./opccount-shop.ts";

/** What a request says, by its names: JSON, a form's fields without files, or a query. */
async function readSent(request: Sent): Promise<Record<string, unknown>> {
  if (request.method === "GET") return Object.fromEntries(request.url.searchParams);
  if (request.headers.get("content-type") === "application/json") return JSON.parse(request.body);
  const fields = [...(await request.form())].filter(([, value]) => typeof value === "string");
  return Object.fromEntries(fields);
}

const line = (most: number) =>
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: most })
    .filter(
      (text) => Buffer.from(text).toString() === text && text.trim() !== "" && !/[\p{Cc}\uFFFE\uFFFF]/u.test(text),
    )
    .filter((text) => [...text].length <= most);
const code = fc.oneof(fc.nat(), line(50));
const keyText = fc.stringMatching(/^\d{1,32}$/);

describe("the signature", () => {
  it("is one that the openssl command verifies, with a key that it made", async () => {
    const folder = mkdtempSync(join(tmpdir(), "opccount-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const at = (name: string) => join(folder, name);
    const openssl = (...given: string[]) => execFileSync("openssl", given, { stdio: "pipe" }).toString();
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", at("key.pem"));
    openssl("pkey", "-in", at("key.pem"), "-pubout", "-out", at("public.pem"));
    const { client, sent } = await shop(undefined, { privateKey: readFileSync(at("key.pem"), "utf8") });
    await client.withdrawals.apply(WITHDRAWAL);
    writeFileSync(at("sign"), Buffer.from((sent[0] as Sent).headers.get("sign") ?? "", "base64"));
    writeFileSync(
      at("text"),
      `{"billAmount":"10.00","billCurrency":"USD","timestamp":"1700000000","transactionFeesBearingMethods":"BEN","withdrawalAccountKey":"1759747048153808896"}`,
    );
    const verify = () =>
      openssl("dgst", "-sha256", "-verify", at("public.pem"), "-signature", at("sign"), at("text")).trim();
    expect(verify()).toBe("Verified OK");
    writeFileSync(at("text"), "another text");
    expect(verify).toThrow();
  });

  it("is of the text that the documentation's sample shows, for its parameters", () => {
    const given = { pageNum: 1, pageSize: 1, startDate: "2025-02-12 18:59:49", endDate: "2025-02-12 23:59:49" };
    expect(toSignedText({ ...given, billCurrency: ["USD"] }, "1694482115")).toBe(
      `{"billCurrency":["USD"],"endDate":"2025-02-12 23:59:49","pageNum":1,"pageSize":1,"startDate":"2025-02-12 18:59:49","timestamp":"1694482115"}`,
    );
  });

  it("is base64 of 256 bytes, and another each second", async () => {
    let nowMs = NOW_MS;
    const { client, sent } = await shop(undefined, { now: () => nowMs });
    await client.withdrawals.apply(WITHDRAWAL);
    nowMs += 1000;
    await client.withdrawals.apply(WITHDRAWAL);
    const [first, second] = sent.map(({ headers }) => headers.get("sign") ?? "") as [string, string];
    expect(first).toMatch(/^[A-Za-z\d+/]{342}==$/);
    expect(second).not.toBe(first);
    expect(sent.map(({ headers }) => headers.get("timestamp"))).toEqual(["1700000000", "1700000001"]);
  });

  it("is made afresh for each attempt of a query", async () => {
    let nowMs = NOW_MS;
    const { client, sent } = await shop(
      (_url, attempt) => {
        nowMs += 5000;
        return attempt === 1 ? new Response("", { status: 503 }) : new Response(EMPTY_PAGE);
      },
      { now: () => nowMs },
    );
    await CALLS["funds.list"]?.(client);
    expect(sent.map(({ headers }) => headers.get("timestamp"))).toEqual(["1700000000", "1700000005"]);
    expect(sent[0]?.headers.get("sign")).not.toBe(sent[1]?.headers.get("sign"));
  });

  it("has by default the platform's time", async () => {
    const { client, sent } = await shop(undefined, { now: undefined });
    const before = Math.floor(Date.now() / 1000);
    await client.withdrawals.apply(WITHDRAWAL);
    const told = Number((sent[0] as Sent).headers.get("timestamp"));
    expect(told).toBeGreaterThanOrEqual(before);
    expect(told).toBeLessThanOrEqual(Date.now() / 1000);
  });

  it.each([[Number.NaN], [Infinity], [-1], [new Date() as never]])(
    "is refused for a clock that says %s",
    async (nowMs) => {
      const { client, sent } = await shop(undefined, { now: () => nowMs });
      const error = await failure(() => client.withdrawals.apply(WITHDRAWAL), "invalid_config", "now");
      expect([error.outcome, sent.length]).toEqual(["nothing-sent", 0]);
    },
  );
});

describe("the text that is signed", () => {
  it("parses to exactly what is sent, whatever is sent", async () => {
    const texts: string[] = [];
    const { client, sent } = await shop(undefined, {
      signedText: (parameters, timestamp) => {
        texts.push(toSignedText(parameters, timestamp));
        return texts.at(-1) as string;
      },
    });
    const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
    const payment = fc.record({
      amount: fc.constantFrom("0.01", "12", "9999999999999.99"),
      currency: fc.constantFrom("USD", "EUR"),
      fundPaymentAccountKey: keyText,
      bankNotes: optional(line(200)),
      description: optional(line(500)),
      agreementId: optional(code),
      payerName: optional(code),
      autoDebit: optional(code),
    });
    const account = fc.record({
      holder: line(200),
      bankName: line(200),
      accountNumber: line(64),
      currency: fc.constantFrom("JPY", "ZAR"),
      type: optional(code),
      city: optional(line(100)),
      files: fc.constantFrom(undefined, [{ name: "a", content: new Blob(["x"]) }]),
    });
    const calls = fc.oneof(
      payment.map((input) => () => client.fundPayments.apply(input as typeof PAYMENT)),
      account.map((input) => () => client.withdrawalAccounts.add(input as typeof ACCOUNT)),
      keyText.map((accountKey) => () => client.withdrawals.apply({ ...WITHDRAWAL, accountKey })),
    );
    await fc.assert(
      fc.asyncProperty(calls, async (call) => {
        await call();
        const request = sent.at(-1) as Sent;
        const { timestamp, ...signed } = JSON.parse(texts.at(-1) as string) as Record<string, unknown>;
        expect(timestamp).toBe(TIMESTAMP);
        expect(signed).toEqual(await readSent(request));
        expect(await isSigned(request, texts.at(-1) as string)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("has a query's values, numbers and lists as they are in JSON", async () => {
    const { client, sent } = await shop(EMPTY_PAGE, { signedText: (parameters) => JSON.stringify(parameters) });
    for await (const _item of client.funds.list({ ...RANGE, currencies: ["JPY"] })) break;
    const [request] = sent as [Sent];
    const query = Object.fromEntries(request.url.searchParams);
    const parsed = { ...query, pageNum: 1, pageSize: 100, billCurrency: JSON.parse(query.billCurrency ?? "") };
    expect(await isSigned(request, JSON.stringify(parsed))).toBe(true);
  });

  it("sorts by code units, keeps other scripts as they are, and escapes no slash", () => {
    expect(toSignedText({ b: "é/漢", B: 1, aa: { z: 1, a: 2 }, a: true }, "5")).toBe(
      `{"B":1,"a":true,"aa":{"z":1,"a":2},"b":"é/漢","timestamp":"5"}`,
    );
  });

  it("is the caller's own where there is one, which gets what is sent and can't change it", async () => {
    const signedText = vi.fn((parameters: ApiParameters, timestamp: string) => {
      expect(() => Object.assign(parameters, { billAmount: "99999" })).toThrow(TypeError);
      return `${parameters["billAmount"] as string}&${timestamp}`;
    });
    const { client, sent } = await shop(undefined, { signedText });
    await client.withdrawals.apply(WITHDRAWAL);
    expect(signedText.mock.calls).toEqual([
      [
        {
          withdrawalAccountKey: "1759747048153808896",
          billCurrency: "USD",
          billAmount: "10.00",
          transactionFeesBearingMethods: "BEN",
        },
        TIMESTAMP,
      ],
    ]);
    expect(await isSigned(sent[0] as Sent, "10.00&1700000000")).toBe(true);
    expect(JSON.parse((sent[0] as Sent).body)).toEqual(signedText.mock.calls[0]?.[0]);
  });

  it("gets no parameter that is not sent, and no file", async () => {
    const names: string[][] = [];
    const { client } = await shop(undefined, {
      signedText: (parameters) => {
        names.push(Object.keys(parameters));
        return "x";
      },
    });
    await client.fundPayments.apply(PAYMENT);
    await client.withdrawalAccounts.add({ ...ACCOUNT, files: [new File(["x"], "x.txt")] });
    expect(names).toEqual([
      ["fundPaymentAccountKey", "paymentAmount", "paymentCurrency"],
      ["bankHolder", "bankName", "bankAccount", "currency"],
    ]);
  });

  it.each([
    ["nothing", undefined],
    ["an empty text", ""],
    ["an object", {}],
  ])("is refused where it is %s", async (_what, text) => {
    const { client, sent } = await shop(undefined, { signedText: () => text as string });
    const error = await failure(() => client.withdrawals.apply(WITHDRAWAL), "invalid_config", "signedText");
    expect([error.outcome, sent.length]).toEqual(["nothing-sent", 0]);
  });
});
