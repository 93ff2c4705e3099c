import { describe, expect, it } from "vitest";
import type { FundMovement } from "../../../src/opccount/funds.ts";
import { failure } from "../leaks.ts";
import {
  ACCOUNT,
  type Answer,
  CALLS,
  DONE,
  EMPTY_PAGE,
  PAYMENT,
  RANGE,
  shop,
  success,
  WITHDRAWAL,
} from "./opccount-shop.ts";

/** A movement, by the names of the documentation's sample. */
const MOVEMENT = `{"operateTime":"2025-05-21 16:52:01","movingAccountType":2,"fundType":5,"movingAccountCurrency":"USD","movingAccountAmount":3.05,"billCurrency":"USD","withdrawalAmount":62082.60,"congealAmount":114.00,"amount":"62196.60","applicationType":null,"opccountNo":"995149","id":1759747048153808896}`;

function page(list: string, more = `"pageNum":1,"pageSize":10,"total":1,"pages":1`): string {
  return `{"msg":"SUCCESS","code":"000","data":{${more},"list":${list}}}`;
}

async function listed(answer: Answer): Promise<{ items: FundMovement[]; pages: number[] }> {
  const { client, sent } = await shop(answer);
  const items: FundMovement[] = [];
  try {
    for await (const item of client.funds.list(RANGE)) items.push(item);
  } catch (error) {
    throw Object.assign(error as Error, { found: items.length });
  }
  return { items, pages: sent.map(({ url }) => Number(url.searchParams.get("pageNum"))) };
}

describe("funds.list", () => {
  it("reads a movement: what it knows by name, all of it in fields, long ids exact", async () => {
    const { items } = await listed(page(`[${MOVEMENT}]`));
    expect(items).toEqual([
      {
        gatewayTime: "2025-05-21 16:52:01",
        opccountNo: "995149",
        movedAmount: "3.05",
        movedCurrency: "USD",
        movementType: "2",
        fundType: "5",
        applicationType: undefined,
        senderName: undefined,
        currency: "USD",
        balance: "62196.60",
        withdrawableBalance: "62082.6",
        frozenBalance: "114",
        fields: {
          operateTime: "2025-05-21 16:52:01",
          movingAccountType: 2,
          fundType: 5,
          movingAccountCurrency: "USD",
          movingAccountAmount: 3.05,
          billCurrency: "USD",
          withdrawalAmount: 62082.6,
          congealAmount: 114,
          amount: "62196.60",
          applicationType: null,
          opccountNo: "995149",
          id: "1759747048153808896",
        },
      },
    ]);
  });

  it("invents nothing about a movement that says nothing", async () => {
    const { items } = await listed(page("[{}]"));
    const { fields, ...rest } = items[0] as FundMovement;
    expect(fields).toEqual({});
    expect(new Set(Object.values(rest))).toEqual(new Set([undefined]));
  });

  it("asks page after page, to the last that the answer names", async () => {
    const { items, pages } = await listed((url) => {
      const number = url.searchParams.get("pageNum");
      return new Response(page(`[{"id":${number}}]`, `"pageNum":${number},"total":3,"pages":3`));
    });
    expect(pages).toEqual([1, 2, 3]);
    expect(items.map(({ fields }) => fields.id)).toEqual([1, 2, 3]);
  });

  it("asks to an empty page where the answer names no last one", async () => {
    const { pages } = await listed((_url, attempt) =>
      Response.json({ code: "000", data: { list: attempt < 3 ? [{ id: attempt }] : [] } }),
    );
    expect(pages).toEqual([1, 2, 3]);
  });

  it.each(["0", '"0"'])("asks to an empty page where the answer counts %s pages beside items", async (count) => {
    const { items, pages } = await listed((_url, attempt) => {
      return new Response(page(attempt < 3 ? `[{"id":${attempt}}]` : "[]", `"pages":${count}`));
    });
    expect([items.length, pages]).toEqual([2, [1, 2, 3]]);
  });

  it("asks for no page that nobody wants, and from the first when it is walked again", async () => {
    const { client, sent } = await shop(page(`[{"id":1},{"id":2}]`, `"pages":2`));
    const list = client.funds.list(RANGE);
    expect(sent.length).toBe(0);
    for (let i = 0; i < 2; i++) for await (const _item of list) break;
    expect(sent.map(({ url }) => url.searchParams.get("pageNum"))).toEqual(["1", "1"]);
  });

  it("ends in an error where the gateway sends one page for ever", async () => {
    await failure(() => listed(page(`[{"id":1}]`, `"pages":9`)), "unexpected_answer");
  });

  it.each([
    ["no data", DONE],
    ["a list as data", success([])],
    ["no list", success({ total: 1, pages: 1 })],
    ["an object as list", page("{}")],
    ["a text in the list", page(`["x"]`)],
    ["a list in the list", page("[[]]")],
  ])("refuses an answer with %s", async (_what, answer) => {
    const error = await failure(() => listed(answer), "unexpected_answer");
    expect(error.outcome).toBe("unchanged");
  });

  it.each([
    ["an empty list", EMPTY_PAGE],
    ["no list, of a total of nothing", success({ total: 0, list: null })],
  ])("finds nothing in %s", async (_what, answer) => {
    expect(await listed(answer)).toEqual({ items: [], pages: [1] });
  });
});

describe("withdrawals", () => {
  it("inquire reads a quote", async () => {
    const detail = { expectAmount: 95.88, withdrawalCostList: [{ feeAmount: 4.12 }] };
    const data = {
      tranCurrency: "USD",
      merchantRate: 1,
      feeCurrency: "USD",
      tranAmount: 100,
      expectedAmount: 95.88,
      actualFee: "4.120",
      baseAmount: 100,
      baseCurrency: "CNY",
      withdrawalDetail: detail,
    };
    const { client } = await shop(success(data));
    expect(await client.withdrawals.inquire(WITHDRAWAL)).toEqual({
      currency: "USD",
      amount: "100",
      expectedAmount: "95.88",
      rate: "1",
      fee: "4.120",
      feeCurrency: "USD",
      baseAmount: "100",
      baseCurrency: "CNY",
      detail,
      fields: data,
    });
  });

  it("apply reads a withdrawal", async () => {
    const data = { batchNo: 109645, amount: 10, billCurrency: "USD", status: 1, note: "x" };
    const { client } = await shop(success(data));
    expect(await client.withdrawals.apply(WITHDRAWAL)).toEqual({
      batchNo: "109645",
      amount: "10",
      currency: "USD",
      status: "1",
      fields: data,
    });
  });

  it("apply takes a bare success for one: an error would ask for a second", async () => {
    const { client } = await shop(DONE);
    expect(await client.withdrawals.apply(WITHDRAWAL)).toEqual({
      batchNo: undefined,
      amount: undefined,
      currency: undefined,
      status: undefined,
      fields: {},
    });
  });

  it.each([
    ["0.1", "0.1"],
    ["1234567890123.45", "1234567890123.45"],
    ["-5.5", "-5.5"],
    ["0", "0"],
    // 17 digits, which reading changes; an exponent, which is no decimal text; an integer that is read as text.
    ["123456789012345.67", undefined],
    ["1e-7", undefined],
    ["1e21", undefined],
    // More than a number can be.
    ["1e400", undefined],
    ["-1e400", undefined],
    ["12345678901234567890", "12345678901234567890"],
    [`"12345678901234567.89"`, "12345678901234567.89"],
    ["true", undefined],
    ["null", undefined],
    ["[1]", undefined],
  ])("the amount %s is read as %s", async (written, read) => {
    const { client } = await shop(`{"code":"000","data":{"amount":${written},"batchNo":1940692717977731072}}`);
    const { amount, batchNo } = await client.withdrawals.apply(WITHDRAWAL);
    expect(amount).toBe(read);
    expect(batchNo).toBe("1940692717977731072");
  });
});

describe("a number that is more than a number can be", () => {
  it("is no text either", async () => {
    const { client } = await shop('{"code":"000","data":{"amount":1,"batchNo":1e400,"status":-1e400}}');
    const { batchNo, status } = await client.withdrawals.apply(WITHDRAWAL);
    expect([batchNo, status]).toEqual([undefined, undefined]);
  });
});

describe("accounts and payments", () => {
  it.each([
    "withdrawalAccounts.add",
    "withdrawalAccounts.edit",
    "fundPayments.addAccount",
    "fundPayments.deleteAccount",
  ])("%s returns whatever its answer holds", async (name) => {
    const read = async (answer: string) => CALLS[name]?.((await shop(answer)).client);
    expect(await read(DONE)).toEqual({ data: null, fields: {} });
    expect(await read(`{"code":"000","data":1940692717977731072}`)).toEqual({
      data: "1940692717977731072",
      fields: {},
    });
    expect(await read(success({ key: "1" }))).toEqual({ data: { key: "1" }, fields: { key: "1" } });
  });

  it("fundPayments.apply reads a payment", async () => {
    const extraData = { orderNumber: "1747644494972", orderAmount: "0.01", orderCurrency: "HKD", orderNotes: "remark" };
    const { client } = await shop(success({ batchNo: 109336, extraData }));
    expect(await client.fundPayments.apply(PAYMENT)).toEqual({
      batchNo: "109336",
      extraData,
      fields: { batchNo: 109336, extraData },
    });
    const bare = await shop(DONE);
    expect(await bare.client.fundPayments.apply(PAYMENT)).toEqual({
      batchNo: undefined,
      extraData: undefined,
      fields: {},
    });
  });

  it("are read from an answer without a media type", async () => {
    const { client } = await shop(() => new Response(new TextEncoder().encode(DONE)));
    expect(await client.withdrawalAccounts.add(ACCOUNT)).toEqual({ data: null, fields: {} });
  });
});
