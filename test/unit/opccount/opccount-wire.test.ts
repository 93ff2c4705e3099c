import { describe, expect, it } from "vitest";
import { opccountOperations } from "../../../src/wire/api-operations.ts";
import {
  ACCOUNT,
  CALLS,
  EMPTY_PAGE,
  HOST,
  isSigned,
  OPCCOUNT_NO,
  PAYMENT,
  RANGE,
  type Sent,
  shop,
  TIMESTAMP,
  VA_CODE,
  WITHDRAWAL,
} from "./opccount-shop.ts";

/** What each call sends, written down from protocol.md §8; the text that is signed beside it. */
const ROWS: Readonly<Record<string, { method: string; path: string; body: string; signed: string }>> = {
  "funds.list": {
    method: "GET",
    path: "/opc/v1/account-fund/query-fund-page?pageNum=1&pageSize=100&startDate=2025-02-12+18%3A59%3A49&endDate=2025-02-12+23%3A59%3A49",
    body: "",
    signed: `{"endDate":"2025-02-12 23:59:49","pageNum":1,"pageSize":100,"startDate":"2025-02-12 18:59:49","timestamp":"1700000000"}`,
  },
  "withdrawals.inquire": {
    method: "POST",
    path: "/opc/v1/withdrawal/inquiry",
    body: `{"withdrawalAccountKey":"1759747048153808896","billCurrency":"USD","billAmount":"10.00","transactionFeesBearingMethods":"BEN"}`,
    signed: `{"billAmount":"10.00","billCurrency":"USD","timestamp":"1700000000","transactionFeesBearingMethods":"BEN","withdrawalAccountKey":"1759747048153808896"}`,
  },
  "withdrawals.apply": {
    method: "POST",
    path: "/opc/v1/withdrawal/apply",
    body: `{"withdrawalAccountKey":"1759747048153808896","billCurrency":"USD","billAmount":"10.00","transactionFeesBearingMethods":"BEN"}`,
    signed: `{"billAmount":"10.00","billCurrency":"USD","timestamp":"1700000000","transactionFeesBearingMethods":"BEN","withdrawalAccountKey":"1759747048153808896"}`,
  },
  "withdrawalAccounts.add": {
    method: "POST",
    path: "/opc/v1/withdrawal-account/add",
    body: "bankHolder=Zoë O'Brien|bankName=Bank & Söhne|bankAccount=DE00 1234|currency=EUR",
    signed: `{"bankAccount":"DE00 1234","bankHolder":"Zoë O'Brien","bankName":"Bank & Söhne","currency":"EUR","timestamp":"1700000000"}`,
  },
  "withdrawalAccounts.edit": {
    method: "POST",
    path: "/opc/v1/withdrawal-account/edit",
    body: "bankHolder=Zoë O'Brien|bankName=Bank & Söhne|bankAccount=DE00 1234|currency=EUR|withdrawalAccountKey=1759747048153808896",
    signed: `{"bankAccount":"DE00 1234","bankHolder":"Zoë O'Brien","bankName":"Bank & Söhne","currency":"EUR","timestamp":"1700000000","withdrawalAccountKey":"1759747048153808896"}`,
  },
  "fundPayments.addAccount": {
    method: "POST",
    path: "/opc/v1/fund-payment/account-add",
    body: "receiptOpccountNo=VA25677001",
    signed: `{"receiptOpccountNo":"VA25677001","timestamp":"1700000000"}`,
  },
  "fundPayments.deleteAccount": {
    method: "POST",
    path: "/opc/v1/fund-payment/account-delete",
    body: `{"fundPaymentAccountKey":"1940692717977731072"}`,
    signed: `{"fundPaymentAccountKey":"1940692717977731072","timestamp":"1700000000"}`,
  },
  "fundPayments.apply": {
    method: "POST",
    path: "/opc/v1/fund-payment/apply-fund-payment",
    body: `{"fundPaymentAccountKey":"1899997771830657024","paymentAmount":"12","paymentCurrency":"AUD"}`,
    signed: `{"fundPaymentAccountKey":"1899997771830657024","paymentAmount":"12","paymentCurrency":"AUD","timestamp":"1700000000"}`,
  },
};

function isForm({ headers }: Sent): boolean {
  return headers.get("content-type")?.startsWith("multipart/form-data; boundary=") ?? false;
}

async function bodyOf(request: Sent): Promise<string> {
  if (!isForm(request)) return request.body;
  return [...(await request.form())].map(([name, value]) => `${name}=${value as string}`).join("|");
}

describe("what leaves", () => {
  it("is written down here for every call there is", () => {
    expect(Object.keys(ROWS).sort()).toEqual(Object.keys(opccountOperations).sort());
    expect(Object.keys(CALLS).sort()).toEqual(Object.keys(opccountOperations).sort());
  });

  it.each(Object.entries(ROWS))("%s: method, address, headers, body and signature", async (name, row) => {
    const { client, sent } = await shop(EMPTY_PAGE);
    await CALLS[name]?.(client);
    expect(sent.length).toBe(1);
    const [request] = sent as [Sent];
    expect(request.method).toBe(row.method);
    expect(request.url.href).toBe(HOST + row.path);
    expect(request.redirect).toBe("manual");
    expect(request.headers.get("opccount-no")).toBe(OPCCOUNT_NO);
    expect(request.headers.get("va-code")).toBe(VA_CODE);
    expect(request.headers.get("timestamp")).toBe(TIMESTAMP);
    expect(request.headers.get("accept")).toBe("application/json");
    const multipart = /\|bank|^bankHolder|^receipt/.test(row.body);
    expect(isForm(request)).toBe(multipart);
    if (!multipart) expect(request.headers.get("content-type")).toBe("application/json");
    expect(await bodyOf(request)).toBe(row.body);
    expect(await isSigned(request, row.signed)).toBe(true);
  });

  it("has every member of a withdrawal account under its wire name, and its files as they are", async () => {
    const { client, sent } = await shop();
    const bytes = new Uint8Array([0, 255, 13, 10, 45, 45]);
    await client.withdrawalAccounts.add({
      ...ACCOUNT,
      settlementNumber: "12345678",
      bankAddress: "1 High Street",
      state: "NY",
      city: "New York",
      zip: "96801",
      swiftCode: "DEUTDEFF",
      holderPhone: "+86138111111111",
      type: 1,
      files: [
        new File([bytes], "licence.pdf", { type: "application/pdf" }),
        { name: "b.txt", content: new Blob(["b"]) },
      ],
    });
    const form = await (sent[0] as Sent).form();
    const { fileList: _files, ...fields } = Object.fromEntries(form);
    expect(fields).toEqual({
      bankHolder: "Zoë O'Brien",
      bankName: "Bank & Söhne",
      bankAccount: "DE00 1234",
      settlementNumber: "12345678",
      bankAddress: "1 High Street",
      province: "NY",
      city: "New York",
      zipcode: "96801",
      currency: "EUR",
      type: "1",
      swiftCode: "DEUTDEFF",
      beneficiaryMsisdn: "+86138111111111",
    });
    const [licence, other] = form.getAll("fileList") as [File, File];
    expect([licence.name, licence.type, other.name, await other.text()]).toEqual([
      "licence.pdf",
      "application/pdf",
      "b.txt",
      "b",
    ]);
    expect(new Uint8Array(await licence.arrayBuffer())).toEqual(bytes);
    expect(form.getAll("fileList").length).toBe(2);
    const signed = JSON.stringify(
      Object.fromEntries(Object.entries({ ...fields, timestamp: TIMESTAMP }).sort(([a], [b]) => (a < b ? -1 : 1))),
    );
    expect(await isSigned(sent[0] as Sent, signed)).toBe(true);
  });

  it("has every member of a payment under its wire name, codes as they were given", async () => {
    const { client, sent } = await shop();
    const { fundPaymentAccountKey: _key, ...rest } = PAYMENT;
    await client.fundPayments.apply({
      ...rest,
      withholdingAccountKey: "1899997771830657025",
      bankNotes: "rent",
      description: "12",
      applicationType: 1,
      paymentAccountId: 3581,
      accountType: 0,
      type: "1",
      transactionType: 1,
      agreementId: 537236,
      payerName: "Ada",
      autoDebit: 2,
    });
    expect(JSON.parse((sent[0] as Sent).body)).toEqual({
      notesOnBank: "rent",
      applicationType: 1,
      paymentAccountId: 3581,
      withholdingAccountKey: "1899997771830657025",
      accountType: 0,
      type: "1",
      paymentAmount: "12",
      transactionType: 1,
      agreementId: 537236,
      payerName: "Ada",
      paymentCurrency: "AUD",
      autoDebit: 2,
      paymentDesc: "12",
    });
  });

  it("is JSON for the list where its method is changed", async () => {
    const { client, sent } = await shop(EMPTY_PAGE, { methods: { "funds.list": "POST" } });
    for await (const _item of client.funds.list({ ...RANGE, currencies: ["USD", "CNY"], pageSize: 10 })) break;
    const [request] = sent as [Sent];
    expect(request.method).toBe("POST");
    expect(request.url.search).toBe("");
    expect(request.body).toBe(
      `{"pageNum":1,"pageSize":10,"startDate":"2025-02-12 18:59:49","endDate":"2025-02-12 23:59:49","billCurrency":["USD","CNY"]}`,
    );
  });

  it("has the list's currencies in its query as JSON", async () => {
    const { client, sent } = await shop(EMPTY_PAGE);
    for await (const _item of client.funds.list({ ...RANGE, currencies: ["USD", "CNY"] })) break;
    expect((sent[0] as Sent).url.searchParams.get("billCurrency")).toBe(`["USD","CNY"]`);
  });

  it("goes to a host that ends in a slash, or on loopback by http", async () => {
    for (const [host, origin] of [
      ["https://OPC.example/", "https://opc.example"],
      ["http://127.0.0.1:8787", "http://127.0.0.1:8787"],
    ] as const) {
      const { client, sent } = await shop(undefined, { host });
      await client.withdrawals.apply(WITHDRAWAL);
      expect((sent[0] as Sent).url.href).toBe(`${origin}/opc/v1/withdrawal/apply`);
    }
  });
});
