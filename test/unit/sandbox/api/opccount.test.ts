import { describe, expect, it } from "vitest";
import { NOW_MS } from "../../card-samples.ts";
import { ACCOUNT_KEY, type ApiWorld, createApiWorld, OPCCOUNT_NO, signedHeaders, sortedText } from "./api-world.ts";

const INQUIRY = "/opc/v1/withdrawal/inquiry";
const APPLY = "/opc/v1/withdrawal/apply";
const FUNDS = "/opc/v1/account-fund/query-fund-page";
const ACCOUNTS = "/opc/v1/withdrawal-account";
const PAYMENT = "/opc/v1/fund-payment";
const ASKED = {
  withdrawalAccountKey: ACCOUNT_KEY,
  billCurrency: "USD",
  billAmount: "100.00",
  transactionFeesBearingMethods: "BEN",
};
const DAY = { startDate: "2030-06-15 00:00:00", endDate: "2030-06-15 23:59:59" };

const post = (world: ApiWorld, path: string, body: object) => world.signed(path, JSON.stringify(body));

/** Queries by the hand-made signature: whole numbers and lists as JSON. */
function query(world: ApiWorld, asked: Readonly<Record<string, unknown>>) {
  const texts = Object.entries(asked).map(
    ([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)] as const,
  );
  const headers = signedHeaders(world.key, world.clock.nowMs, sortedText(JSON.stringify(asked), world.clock.nowMs));
  return world.ask("GET", FUNDS, { query: Object.fromEntries(texts), headers });
}

function submit(
  world: ApiWorld,
  path: string,
  fields: Readonly<Record<string, string>>,
  files: readonly (readonly [string, string])[] = [],
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [field, text] of files) form.append(field, new Blob([text], { type: "text/plain" }), "paper.txt");
  const headers = signedHeaders(world.key, world.clock.nowMs, sortedText(JSON.stringify(fields), world.clock.nowMs));
  return world.ask("POST", path, { form, headers });
}

describe("a withdrawal", () => {
  it("is quoted with nothing moved: rate, fee and what arrives fit together", async () => {
    const world = await createApiWorld();
    const { json } = await post(world, INQUIRY, ASKED);
    expect(json).toEqual({
      msg: "Success",
      code: "000",
      data: {
        ...{ tranCurrency: "EUR", feeCurrency: "EUR", baseCurrency: "USD", baseAmount: 100, merchantRate: 0.925925 },
        // 100.00 USD at 1.08 USD for an euro, and 5.00 EUR of fees.
        ...{ tranAmount: 92.59, actualFee: 5, expectedAmount: 87.59 },
        withdrawalDetail: [{ feeCurrency: "EUR", actualFee: 5 }],
      },
    });
    expect(await world.sandbox.funds()).toEqual({ USD: "10000.00", EUR: "10000.00" });
    expect(await world.sandbox.withdrawals()).toEqual([]);
  });

  it("takes its amount out of the funds, each time it is asked for", async () => {
    const world = await createApiWorld({ opccount: { funds: { USD: "250.5" } } });
    const first = await post(world, APPLY, ASKED);
    const batchNo = String(first.json.data.batchNo);
    expect(first.json.data).toEqual({ batchNo, amount: 100, billCurrency: "USD", status: "1" });
    const second = await post(world, APPLY, { ...ASKED, billAmount: 100 });
    expect(second.json.data.batchNo).not.toBe(batchNo);
    expect(await world.sandbox.funds()).toEqual({ USD: "50.50" });
    expect(await world.sandbox.withdrawals()).toEqual([
      {
        batchNo,
        withdrawalAccountKey: ACCOUNT_KEY,
        currency: "USD",
        amount: "100.00",
        status: "1",
        createdAtMs: NOW_MS,
      },
      {
        batchNo: second.json.data.batchNo,
        withdrawalAccountKey: ACCOUNT_KEY,
        currency: "USD",
        amount: "100",
        status: "1",
        createdAtMs: NOW_MS,
      },
    ]);
    // A cent too much, then all that is left, then nothing is.
    expect((await post(world, APPLY, { ...ASKED, billAmount: "50.51" })).json.code).toBe("20021");
    expect((await post(world, APPLY, { ...ASKED, billAmount: "50.50" })).json.code).toBe("000");
    expect((await post(world, APPLY, { ...ASKED, billAmount: "0.01" })).json.code).toBe("20021");
    expect((await post(world, APPLY, { ...ASKED, billCurrency: "GBP" })).json.code).toBe("20021");
    expect(await world.sandbox.funds()).toEqual({ USD: "0.00" });
    expect((await world.sandbox.withdrawals()).length).toBe(3);
  });

  it("never takes more than there is, also where many come at once", async () => {
    const world = await createApiWorld({ opccount: { funds: { USD: "500.00" } } });
    const all = await Promise.all(Array.from({ length: 9 }, () => post(world, APPLY, ASKED)));
    expect(all.filter(({ json }) => json.code === "000").length).toBe(5);
    expect(await world.sandbox.funds()).toEqual({ USD: "0.00" });
  });

  it.each([
    ["no account", { withdrawalAccountKey: undefined }, "20001"],
    ["an unknown account", { withdrawalAccountKey: "1735000000000000018" }, "20001"],
    ["an account that is a number", { withdrawalAccountKey: 12 }, "20001"],
    ["no currency", { billCurrency: undefined }, "20001"],
    ["another currency", { billCurrency: "SEK" }, "20023"],
    ["a currency in small letters", { billCurrency: "usd" }, "20023"],
    ["no amount", { billAmount: undefined }, "20001"],
    ["nothing as amount", { billAmount: "0.00" }, "20021"],
    ["three decimals", { billAmount: "1.001" }, "20021"],
    ["less than nothing", { billAmount: "-5" }, "20021"],
    ["an amount with a comma", { billAmount: "1,000.00" }, "20021"],
    ["no words on fees", { transactionFeesBearingMethods: undefined }, "20001"],
    ["other words on fees", { transactionFeesBearingMethods: "ALL" }, "20001"],
    ["another member", { remark: "x" }, "20001"],
  ])("is refused with %s", async (_what, changes, code) => {
    const world = await createApiWorld();
    for (const path of [INQUIRY, APPLY]) {
      const { status, json } = await post(world, path, { ...ASKED, ...changes });
      expect([status, json.code, json.data]).toEqual([200, code, null]);
    }
    expect(await world.sandbox.funds()).toEqual({ USD: "10000.00", EUR: "10000.00" });
  });

  it("that the fees would eat is not quoted", async () => {
    const world = await createApiWorld();
    expect((await post(world, INQUIRY, { ...ASKED, billAmount: "5.40" })).json.code).toBe("20021");
    expect((await post(world, INQUIRY, { ...ASKED, billAmount: "5.42" })).json.data.expectedAmount).toBe(0.01);
  });
});

describe("the funds", () => {
  it("are listed movement by movement, newest first, with the balance after each", async () => {
    const world = await createApiWorld({ opccount: { funds: { USD: "300", EUR: "7.5" } } });
    for (const billAmount of ["10.00", "20.50"]) {
      world.clock.nowMs += 60_000;
      await post(world, APPLY, { ...ASKED, billAmount });
    }
    const { json } = await query(world, { ...DAY, pageNum: 1, pageSize: 10 });
    const { list, ...page } = json.data as unknown as { list: readonly Record<string, unknown>[] };
    expect(page).toEqual({ pageNum: 1, pageSize: 10, total: 4, pages: 1 });
    expect(
      list.map((item) => [
        item.operateTime,
        item.movingAccountType,
        item.movingAccountAmount,
        item.billCurrency,
        item.amount,
      ]),
    ).toEqual([
      ["2030-06-15 20:02:00", "2", 20.5, "USD", 269.5],
      ["2030-06-15 20:01:00", "2", 10, "USD", 290],
      ["2030-06-15 20:00:00", "1", 7.5, "EUR", 7.5],
      ["2030-06-15 20:00:00", "1", 300, "USD", 300],
    ]);
    expect(new Set(list.map((item) => item.opccountNo))).toEqual(new Set([OPCCOUNT_NO]));
    const pageOf = async (pageNum: number, pageSize: number, more: object = {}) => {
      const { data } = (await query(world, { ...DAY, pageNum, pageSize, ...more })).json;
      const {
        list: items,
        total,
        pages,
      } = data as unknown as { list: readonly { movingAccountAmount: number }[]; total: number; pages: number };
      return { amounts: items.map((item) => item.movingAccountAmount), total, pages };
    };
    expect(await pageOf(1, 3)).toEqual({ amounts: [20.5, 10, 7.5], total: 4, pages: 2 });
    expect(await pageOf(2, 3)).toEqual({ amounts: [300], total: 4, pages: 2 });
    expect(await pageOf(3, 3)).toEqual({ amounts: [], total: 4, pages: 2 });
    expect((await pageOf(1, 10, { billCurrency: ["EUR"] })).amounts).toEqual([7.5]);
    expect((await pageOf(1, 10, { billCurrency: "EUR" })).amounts).toEqual([7.5]);
    expect((await pageOf(1, 10, { billCurrency: ["EUR", "USD"] })).total).toBe(4);
    // Both ends are included, to the second.
    expect((await pageOf(1, 10, { startDate: "2030-06-15 20:01:00", endDate: "2030-06-15 20:01:00" })).amounts).toEqual(
      [10],
    );
    expect((await pageOf(1, 10, { endDate: "2030-06-15 19:59:59" })).pages).toBe(0);
  });

  it.each([
    ["no beginning", { startDate: undefined }],
    ["no end", { endDate: undefined }],
    ["a day alone", { startDate: "2030-06-15" }],
    ["a day that is none", { endDate: "2030-06-31 00:00:00" }],
    ["an end before its beginning", { endDate: "2030-06-14 00:00:00" }],
    ["more than a year", { endDate: "2031-06-15 00:00:01" }],
    ["page zero", { pageNum: 0 }],
    ["a page that is none", { pageNum: "x" }],
    ["too long pages", { pageSize: 1001 }],
    ["another currency", { billCurrency: ["USD", "SEK"] }],
    ["no currency in its list", { billCurrency: [] }],
    ["another parameter", { currency: "USD" }],
  ])("are not listed with %s", async (_what, changes) => {
    const world = await createApiWorld();
    const given = Object.entries({ ...DAY, ...changes }).filter(([, value]) => value !== undefined);
    expect((await query(world, Object.fromEntries(given))).json.code).toBe("20001");
  });

  it("are listed for a whole year", async () => {
    const world = await createApiWorld();
    expect(
      (await query(world, { startDate: "2030-06-15 00:00:00", endDate: "2031-06-15 00:00:00" })).json.data.total,
    ).toBe(2);
  });

  it("are listed by POST, where it is told so, and by GET no longer", async () => {
    const world = await createApiWorld({ apiMethods: { "funds.list": "POST" } });
    const body = { ...DAY, pageNum: 1, billCurrency: ["USD"] };
    expect((await post(world, FUNDS, body)).json.data.total).toBe(1);
    expect((await query(world, DAY)).status).toBe(405);
    expect((await post(await createApiWorld(), FUNDS, body)).status).toBe(405);
  });
});

describe("withdrawal accounts", () => {
  const FIELDS = { bankHolder: "Ada Lovelace", bankName: "Bank of Tests", bankAccount: "GB00TEST", currency: "GBP" };

  it("are added with files, whole, and can be withdrawn to", async () => {
    const world = await createApiWorld();
    const added = await submit(world, `${ACCOUNTS}/add`, { ...FIELDS, swiftCode: "TESTGB2L", type: "1" }, [
      ["fileList", "one"],
      ["fileList", "two"],
    ]);
    expect(added.json).toEqual({ msg: "Success", code: "000", data: null });
    const [, account] = await world.sandbox.withdrawalAccounts();
    expect(account).toMatchObject({ currency: "GBP", fields: { ...FIELDS, swiftCode: "TESTGB2L", type: "1" } });
    expect(account?.files.map(({ field, name, type, sizeBytes }) => [field, name, type, sizeBytes])).toEqual([
      ["fileList", "paper.txt", "text/plain", 3],
      ["fileList", "paper.txt", "text/plain", 3],
    ]);
    expect(account?.files[0]?.sha256).not.toBe(account?.files[1]?.sha256);
    const withdrawalAccountKey = account?.withdrawalAccountKey ?? "";
    expect(withdrawalAccountKey).toMatch(/^\d{19}$/);
    expect((await post(world, INQUIRY, { ...ASKED, withdrawalAccountKey })).json.data.tranCurrency).toBe("GBP");
  });

  it("are edited: what is not sent stays", async () => {
    const world = await createApiWorld();
    await submit(world, `${ACCOUNTS}/add`, FIELDS, [["fileList", "one"]]);
    const [, before] = await world.sandbox.withdrawalAccounts();
    world.clock.nowMs += 5000;
    const withdrawalAccountKey = before?.withdrawalAccountKey ?? "";
    const edited = await submit(world, `${ACCOUNTS}/edit`, { withdrawalAccountKey, city: "London" });
    expect(edited.json.code).toBe("000");
    const after = { ...before, fields: { ...FIELDS, city: "London" }, updatedAtMs: NOW_MS + 5000 };
    expect((await world.sandbox.withdrawalAccounts())[1]).toEqual(after);
    for (const wrong of [
      { withdrawalAccountKey },
      { city: "Paris" },
      { withdrawalAccountKey: "1", city: "Paris" },
      { withdrawalAccountKey, currency: "SEK" },
    ]) {
      expect((await submit(world, `${ACCOUNTS}/edit`, wrong as Record<string, string>)).json.code).toBe("20001");
    }
    expect((await world.sandbox.withdrawalAccounts())[1]).toEqual(after);
  });

  it.each([
    ["no holder", { bankHolder: "" }, []],
    ["another currency", { currency: "SEK" }, []],
    ["another field", { iban: "GB00" }, []],
    ["a file in another field", {}, [["file", "x"]]],
    ["an empty file", {}, [["fileList", ""]]],
  ] as const)("are not added with %s", async (_what, changes, files) => {
    const world = await createApiWorld();
    expect((await submit(world, `${ACCOUNTS}/add`, { ...FIELDS, ...changes }, files)).json.code).toBe("20001");
    expect((await world.sandbox.withdrawalAccounts()).length).toBe(1);
  });
});

describe("fund payments", () => {
  it("go to accounts that were added, out of the funds, until the account is deleted", async () => {
    const world = await createApiWorld();
    expect((await submit(world, `${PAYMENT}/account-add`, { receiptOpccountNo: "VA25677001" })).json).toMatchObject({
      code: "000",
      data: null,
    });
    const [account] = await world.sandbox.fundPaymentAccounts();
    expect(account).toMatchObject({ receiptOpccountNo: "VA25677001", createdAtMs: NOW_MS });
    const fundPaymentAccountKey = account?.fundPaymentAccountKey ?? "";
    const body = {
      fundPaymentAccountKey,
      paymentAmount: "40.25",
      paymentCurrency: "EUR",
      autoDebit: 2,
      payerName: 0,
      notesOnBank: "rent",
    };
    const { json } = await post(world, `${PAYMENT}/apply-fund-payment`, body);
    expect(json).toMatchObject({ code: "000", data: { batchNo: expect.stringMatching(/^\d{21}$/), extraData: null } });
    expect(await world.sandbox.funds()).toEqual({ USD: "10000.00", EUR: "9959.75" });
    expect(await world.sandbox.fundPayments()).toEqual([
      { batchNo: json.data.batchNo, currency: "EUR", amount: "40.25", fields: body, createdAtMs: NOW_MS },
    ]);
    expect((await post(world, `${PAYMENT}/apply-fund-payment`, { ...body, paymentAmount: "9959.76" })).json.code).toBe(
      "20021",
    );
    expect((await post(world, `${PAYMENT}/account-delete`, { fundPaymentAccountKey })).json).toMatchObject({
      code: "000",
      data: null,
    });
    expect(await world.sandbox.fundPaymentAccounts()).toEqual([]);
    expect((await post(world, `${PAYMENT}/account-delete`, { fundPaymentAccountKey })).json.code).toBe("20001");
    expect((await post(world, `${PAYMENT}/apply-fund-payment`, body)).json.code).toBe("20001");
    expect((await world.sandbox.fundPayments()).length).toBe(1);
  });

  it("are withheld from an account that is known, and leave the funds as they are", async () => {
    const world = await createApiWorld({ opccount: { withholdingAccountKeys: ["77"] } });
    const body = { withholdingAccountKey: "77", paymentAmount: "40000", paymentCurrency: "USD" };
    expect((await post(world, `${PAYMENT}/apply-fund-payment`, body)).json.code).toBe("000");
    expect(
      (await post(world, `${PAYMENT}/apply-fund-payment`, { ...body, withholdingAccountKey: "78" })).json.code,
    ).toBe("20001");
    expect(await world.sandbox.funds()).toEqual({ USD: "10000.00", EUR: "10000.00" });
    expect((await world.sandbox.fundPayments()).length).toBe(1);
  });

  it.each([
    ["no key", { withholdingAccountKey: undefined }, "20001"],
    ["both keys", { fundPaymentAccountKey: "1" }, "20001"],
    ["no amount", { paymentAmount: undefined }, "20001"],
    ["nothing as amount", { paymentAmount: "0" }, "20021"],
    ["another currency", { paymentCurrency: "SEK" }, "20023"],
    ["a list as a code", { type: [1] }, "20001"],
    ["another member", { note: "x" }, "20001"],
  ])("are refused with %s", async (_what, changes, code) => {
    const world = await createApiWorld({ opccount: { withholdingAccountKeys: ["77"] } });
    const body = { withholdingAccountKey: "77", paymentAmount: "1.00", paymentCurrency: "USD", ...changes };
    expect((await post(world, `${PAYMENT}/apply-fund-payment`, body)).json.code).toBe(code);
    expect(await world.sandbox.fundPayments()).toEqual([]);
  });

  it.each(["", "12-34", OPCCOUNT_NO, "1"])("have no account with the number %j", async (receiptOpccountNo) => {
    const world = await createApiWorld();
    expect((await submit(world, `${PAYMENT}/account-add`, { receiptOpccountNo })).json.code).toBe("20001");
    expect(await world.sandbox.fundPaymentAccounts()).toEqual([]);
  });
});
