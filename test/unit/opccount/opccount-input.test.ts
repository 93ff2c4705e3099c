import { describe, expect, it } from "vitest";
import type { OpccountClient } from "../../../src/edge/opccount-client.ts";
import { failure } from "../leaks.ts";
import { ACCOUNT, CALLS, EMPTY_PAGE, PAYMENT, RANGE, shop, WITHDRAWAL } from "./opccount-shop.ts";

type Row = readonly [what: string, changes: object, code: string, field: string];

const day = (text: string) => new Date(`${text}T00:00:00Z`);

const WITHDRAWALS: readonly Row[] = [
  ["no account", { accountKey: undefined }, "missing_field", "accountKey"],
  ["an account's key as a number", { accountKey: 1759747048153808896 }, "invalid_field", "accountKey"],
  ["an account's key with letters", { accountKey: "17597x" }, "invalid_field", "accountKey"],
  ["an account's key that is too long", { accountKey: "1".repeat(33) }, "invalid_field", "accountKey"],
  ["no currency", { currency: undefined }, "missing_field", "currency"],
  ["a currency that OPCCOUNT has not", { currency: "SEK" }, "invalid_currency", "currency"],
  ["a currency in small letters", { currency: "usd" }, "invalid_currency", "currency"],
  ["no amount", { amount: undefined }, "missing_field", "amount"],
  ["an amount as a number", { amount: 10 }, "invalid_amount", "amount"],
  ["nothing as an amount", { amount: "0.00" }, "invalid_amount", "amount"],
  ["a debt", { amount: "-1.00" }, "invalid_amount", "amount"],
  ["three decimals", { amount: "1.001" }, "invalid_amount", "amount"],
  ["an exponent", { amount: "1e3" }, "invalid_amount", "amount"],
  ["an amount in groups", { amount: "1,000.00" }, "invalid_amount", "amount"],
  ["a leading zero", { amount: "010.00" }, "invalid_amount", "amount"],
  ["a line's end after the amount", { amount: "10.00\n" }, "invalid_amount", "amount"],
  ["17 characters", { amount: "12345678901234.56" }, "invalid_amount", "amount"],
  ["decimals of a yen", { amount: "10.00", currency: "JPY" }, "invalid_amount", "amount"],
  ["nobody who bears the fees", { feeBearer: undefined }, "missing_field", "feeBearer"],
  ["a word for who bears the fees", { feeBearer: "beneficiary" }, "invalid_field", "feeBearer"],
  ["another member", { batchNo: "1" }, "invalid_field", "batchNo"],
];

const ACCOUNTS: readonly Row[] = [
  ["no holder", { holder: undefined }, "missing_field", "holder"],
  ["an empty holder", { holder: " " }, "missing_field", "holder"],
  ["a holder over 200", { holder: "a".repeat(201) }, "field_too_long", "holder"],
  ["a holder with a line's end", { holder: "Ada\nB" }, "invalid_field", "holder"],
  ["half a character", { holder: "Ada\ud800" }, "invalid_field", "holder"],
  ["no bank", { bankName: undefined }, "missing_field", "bankName"],
  ["no account number", { accountNumber: undefined }, "missing_field", "accountNumber"],
  ["an account number as a number", { accountNumber: 12345678 }, "invalid_field", "accountNumber"],
  ["an account number over 64", { accountNumber: "1".repeat(65) }, "field_too_long", "accountNumber"],
  ["no currency", { currency: undefined }, "missing_field", "currency"],
  ["a clearing number over 64", { settlementNumber: "1".repeat(65) }, "field_too_long", "settlementNumber"],
  ["an address over 500", { bankAddress: "a".repeat(501) }, "field_too_long", "bankAddress"],
  ["a state over 100", { state: "a".repeat(101) }, "field_too_long", "state"],
  ["a city over 100", { city: "a".repeat(101) }, "field_too_long", "city"],
  ["a zip over 50", { zip: "1".repeat(51) }, "field_too_long", "zip"],
  ["a SWIFT code over 20", { swiftCode: "A".repeat(21) }, "field_too_long", "swiftCode"],
  ["a phone in letters", { holderPhone: "call me" }, "invalid_field", "holderPhone"],
  ["a type with a fraction", { type: 1.5 }, "invalid_field", "type"],
  ["a negative type", { type: -1 }, "invalid_field", "type"],
  ["a type that no number holds", { type: 2 ** 53 }, "invalid_field", "type"],
  ["a type that is true", { type: true }, "invalid_field", "type"],
  ["one file alone", { files: new File(["x"], "x.txt") }, "invalid_field", "files"],
  ["a blob without a name", { files: [new Blob(["x"])] }, "invalid_field", "files.0"],
  ["a text as a file", { files: [{ name: "x.txt", content: "x" }] }, "invalid_field", "files.0"],
  ["an empty file", { files: [new File(["x"], "a"), new File([], "b")] }, "invalid_field", "files.1"],
  ["a file name with a quote", { files: [{ name: 'a".txt', content: new Blob(["x"]) }] }, "invalid_field", "files.0"],
  ["a file name with a path", { files: [{ name: "../a.txt", content: new Blob(["x"]) }] }, "invalid_field", "files.0"],
  [
    "a file name with a line's end",
    { files: [{ name: "a\r\nb", content: new Blob(["x"]) }] },
    "invalid_field",
    "files.0",
  ],
  ["no file name", { files: [{ name: " ", content: new Blob(["x"]) }] }, "invalid_field", "files.0"],
  ["21 files", { files: Array.from({ length: 21 }, () => new File(["x"], "x")) }, "invalid_field", "files"],
];

const PAYMENTS: readonly Row[] = [
  ["no amount", { amount: undefined }, "missing_field", "amount"],
  ["an amount as a number", { amount: 12 }, "invalid_amount", "amount"],
  ["decimals of a yen", { amount: "12.5", currency: "JPY" }, "invalid_amount", "amount"],
  ["no currency", { currency: undefined }, "missing_field", "currency"],
  ["neither key", { fundPaymentAccountKey: undefined }, "invalid_field", "input"],
  ["both keys", { withholdingAccountKey: "18" }, "invalid_field", "input"],
  ["a key as a number", { fundPaymentAccountKey: 18 }, "invalid_field", "fundPaymentAccountKey"],
  ["notes over 200", { bankNotes: "a".repeat(201) }, "field_too_long", "bankNotes"],
  ["a description over 500", { description: "a".repeat(501) }, "field_too_long", "description"],
  ["a code that is true", { autoDebit: true }, "invalid_field", "autoDebit"],
  ["a code with a fraction", { transactionType: 0.5 }, "invalid_field", "transactionType"],
  ["null as notes", { bankNotes: null }, "invalid_field", "bankNotes"],
];

const LISTS: readonly Row[] = [
  ["no beginning", { from: undefined }, "missing_field", "from"],
  ["a date as text", { from: "2025-01-01" }, "invalid_field", "from"],
  ["a date that is none", { to: new Date(Number.NaN) }, "invalid_field", "to"],
  ["an end before the beginning", { from: day("2025-02-02"), to: day("2025-02-01") }, "invalid_field", "to"],
  ["more than a year", { from: day("2025-02-01"), to: new Date(Date.UTC(2026, 1, 1, 0, 0, 1)) }, "invalid_field", "to"],
  ["no time zone", { timeZone: undefined }, "missing_field", "timeZone"],
  ["a time zone that is none", { timeZone: "Mars/Olympus" }, "invalid_field", "timeZone"],
  ["no currency in the list", { currencies: [] }, "missing_field", "currencies"],
  ["a currency alone", { currencies: "USD" }, "invalid_field", "currencies"],
  ["a currency that OPCCOUNT has not", { currencies: ["USD", "SEK"] }, "invalid_currency", "currencies.1"],
  ["a page of nothing", { pageSize: 0 }, "invalid_field", "pageSize"],
  ["a page of 1001", { pageSize: 1001 }, "invalid_field", "pageSize"],
  ["a page", { page: 2 }, "invalid_field", "page"],
];

async function list(client: OpccountClient, input: object): Promise<void> {
  for await (const _item of client.funds.list(input as typeof RANGE)) break;
}

const edit = { ...ACCOUNT, accountKey: "1759747048153808896" };

const TABLES: readonly (readonly [
  string,
  readonly Row[],
  (client: OpccountClient, changes: object) => Promise<unknown>,
])[] = [
  ["funds.list", LISTS, (client, changes) => list(client, { ...RANGE, ...changes })],
  [
    "withdrawals.inquire",
    WITHDRAWALS,
    ({ withdrawals }, changes) => withdrawals.inquire({ ...WITHDRAWAL, ...changes }),
  ],
  ["withdrawals.apply", WITHDRAWALS, ({ withdrawals }, changes) => withdrawals.apply({ ...WITHDRAWAL, ...changes })],
  [
    "withdrawalAccounts.add",
    [...ACCOUNTS, ["a key", { accountKey: "1" }, "invalid_field", "accountKey"]],
    ({ withdrawalAccounts }, changes) => withdrawalAccounts.add({ ...ACCOUNT, ...changes }),
  ],
  [
    "withdrawalAccounts.edit",
    [...ACCOUNTS, ["no key", { accountKey: undefined }, "missing_field", "accountKey"]],
    ({ withdrawalAccounts }, changes) => withdrawalAccounts.edit({ ...edit, ...changes }),
  ],
  [
    "fundPayments.addAccount",
    [
      ["no account", { recipientOpccountNo: undefined }, "missing_field", "recipientOpccountNo"],
      ["an account as a number", { recipientOpccountNo: 25677001 }, "invalid_field", "recipientOpccountNo"],
      ["an account with a space", { recipientOpccountNo: "VA 25677001" }, "invalid_field", "recipientOpccountNo"],
    ],
    ({ fundPayments }, changes) => fundPayments.addAccount({ recipientOpccountNo: "VA25677001", ...changes }),
  ],
  [
    "fundPayments.deleteAccount",
    [
      ["no key", { accountKey: undefined }, "missing_field", "accountKey"],
      ["a key as a number", { accountKey: 1940692717977731072 }, "invalid_field", "accountKey"],
    ],
    ({ fundPayments }, changes) => fundPayments.deleteAccount({ accountKey: "1", ...changes }),
  ],
  [
    "fundPayments.apply",
    PAYMENTS,
    ({ fundPayments }, changes) => fundPayments.apply({ ...PAYMENT, ...changes } as typeof PAYMENT),
  ],
];

describe.each(TABLES)("%s", (_name, rows, run) => {
  it.each(rows)("refuses %s, with nothing sent", async (_what, changes, code, field) => {
    const { client, sent } = await shop(EMPTY_PAGE);
    const error = await failure(() => run(client, changes), code as "invalid_field", field);
    expect([error.outcome, sent.length]).toEqual(["nothing-sent", 0]);
  });

  it("takes what it was changed from", async () => {
    const { client, sent } = await shop(EMPTY_PAGE);
    await run(client, {});
    expect(sent.length).toBe(1);
  });
});

describe("what is just within the bounds", () => {
  it.each([
    [{ from: day("2025-02-01"), to: day("2026-02-01") }],
    [{ from: day("2024-02-29"), to: day("2025-03-01") }],
    [{ from: day("2025-02-01"), to: day("2025-02-01") }],
    [{ pageSize: 1000 }],
    [{ timeZone: "Asia/Shanghai" }],
  ])("is listed: %j", async (changes) => {
    const { client, sent } = await shop(EMPTY_PAGE);
    await list(client, { ...RANGE, ...changes });
    expect(sent.length).toBe(1);
  });

  it.each([["0.01"], ["9999999999999.99"], ["1234567890123456"], ["10.5"]])("is withdrawn: %s", async (amount) => {
    const { client, sent } = await shop();
    await client.withdrawals.apply({ ...WITHDRAWAL, amount });
    expect(JSON.parse(sent[0]?.body ?? "")).toHaveProperty("billAmount", amount);
  });

  it("is whole yen, and another bearer of the fees", async () => {
    const { client, sent } = await shop();
    await client.withdrawals.apply({ ...WITHDRAWAL, amount: "1000", currency: "JPY", feeBearer: "SHA" });
    expect(JSON.parse(sent[0]?.body ?? "")).toMatchObject({ billAmount: "1000", transactionFeesBearingMethods: "SHA" });
  });
});

describe("options that are none", () => {
  it.each(Object.entries(CALLS))("are refused by %s, with nothing sent", async (_name, run) => {
    const { client, sent } = await shop(EMPTY_PAGE);
    await failure(() => run(client, { timeoutMs: 0 }), "invalid_argument", "timeoutMs");
    await failure(() => run(client, { retries: 3 }), "invalid_field", "retries");
    expect(sent.length).toBe(0);
  });
});
