import { describe, expect, it } from "vitest";
import { parse } from "node:querystring";
import { ACCOUNT, TERMINAL } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { answered, HOUR, PAYMENT_ID } from "./sample-calls.ts";

const entry = (order: string, more = "") => `<orderInfo><account>${ACCOUNT}</account><terminal>${TERMINAL}</terminal>
  <payment_id>${PAYMENT_ID}</payment_id><order_number>${order}</order_number><order_currency>USD</order_currency>
  <order_amount>010.00</order_amount><methods>Credit Card</methods><payment_dateTime>2030-06-01 00:30:00</payment_dateTime>
  ${more}</orderInfo>`;
const page = (entries: readonly string[], total?: number | string, results = "00") =>
  `<respon><results>${results}</results><details>ok</details>${total === undefined ? "" : `<totalpages>${total}</totalpages>`}
  ${entries.join("")}</respon>`;

async function read<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) items.push(item);
  return items;
}
const numbers = async (list: AsyncIterable<{ readonly orderNumber: string }>) =>
  (await read(list)).map(({ orderNumber }) => orderNumber);
const pagesAsked = (client: ReturnType<typeof answered>) => client.sent.map(({ body }) => parse(body).pages);

describe("a list's entry", () => {
  it("is an order, its text exact and its unknown fields kept", async () => {
    const [order] = await read(answered(page([entry("A", "<brand_new>1</brand_new>")], 1)).orders.list(HOUR));
    expect(order).toEqual({
      verified: false,
      account: ACCOUNT,
      terminal: TERMINAL,
      orderNumber: "A",
      paymentId: PAYMENT_ID,
      currency: "USD",
      amount: "010.00",
      methods: "Credit Card",
      gatewayTime: "2030-06-01 00:30:00",
      fields: expect.objectContaining({ brand_new: "1", order_number: "A", order_amount: "010.00" }),
    });
  });

  it("of a business list has its kind, amount and words too", async () => {
    const more = "<type>refund</type><amount>1.50</amount><status>1</status><details>done</details>";
    for (const name of ["listBusiness", "listDisputes"] as const) {
      const [order] = await read(answered(page([entry("A", more)], 1)).orders[name](HOUR));
      expect(order).toMatchObject({
        orderNumber: "A",
        amount: "010.00",
        type: "refund",
        businessAmount: "1.50",
        businessStatus: "1",
        details: "done",
        verified: false,
      });
    }
  });

  it("of another account is answer_mismatch", async () => {
    const foreign = page([entry("A"), entry("B").replace(ACCOUNT, "900002")], 1);
    await failure(() => read(answered(foreign).orders.list(HOUR)), "answer_mismatch");
    const root = page([entry("A")], 1).replace("<results>", "<account>900002</account><results>");
    await failure(() => read(answered(root).orders.list(HOUR)), "answer_mismatch");
  });
});

describe("a list's pages", () => {
  it("are asked for one after another, up to the last that is named", async () => {
    const client = answered([
      page([entry("A"), entry("B")], 3),
      page([entry("C")], 3),
      page([entry("D")], 3),
      page([entry("E")], 3),
    ]);
    expect(await numbers(client.orders.list(HOUR))).toEqual(["A", "B", "C", "D"]);
    // The first is asked for without a number: the form that is proved.
    expect(pagesAsked(client)).toEqual([undefined, "2", "3"]);
  });

  it("of business lists are numbered from the first", async () => {
    for (const name of ["listBusiness", "listDisputes"] as const) {
      const client = answered([page([entry("A")], 2), page([entry("B")], 2)]);
      expect(await numbers(client.orders[name](HOUR))).toEqual(["A", "B"]);
      expect(pagesAsked(client)).toEqual(["1", "2"]);
    }
  });

  it("are asked for when they are wanted, and no sooner", async () => {
    const client = answered([page([entry("A")], 9), page([entry("B")], 9)]);
    const list = client.orders.list(HOUR)[Symbol.asyncIterator]();
    expect(client.sent.length).toBe(0);
    expect((await list.next()).value?.orderNumber).toBe("A");
    expect(client.sent.length).toBe(1);
    await list.return?.();
    expect((await list.next()).done).toBe(true);
    expect(client.sent.length).toBe(1);
  });

  it.each([undefined, "", "x", "-1", "1.5", "1e9"])("end with an empty one where their number is %o", async (total) => {
    const client = answered([
      page([entry("A")], total),
      page([entry("B")], total),
      page([], total),
      page([entry("Z")], total),
    ]);
    expect(await numbers(client.orders.list(HOUR))).toEqual(["A", "B"]);
    expect(client.sent.length).toBe(3);
  });

  it("end with an empty one even where more are promised, and at once where there are none", async () => {
    const client = answered([page([entry("A")], 9), page([], 9), page([entry("Z")], 9)]);
    expect(await numbers(client.orders.list(HOUR))).toEqual(["A"]);
    for (const total of [0, undefined, 5])
      expect(await numbers(answered(page([], total)).orders.list(HOUR))).toEqual([]);
  });

  it("that repeat are unexpected_answer: such a gateway would be walked for ever", async () => {
    for (const total of [undefined, 3]) {
      const client = answered(page([entry("A")], total));
      const seen: string[] = [];
      const walk = async () => {
        for await (const { orderNumber } of client.orders.list(HOUR)) seen.push(orderNumber);
      };
      expect(await failure(walk, "unexpected_answer")).toMatchObject({ name: "OceanpaymentResponseError" });
      expect(seen).toEqual(["A"]);
      expect(client.sent.length).toBe(2);
    }
  });

  it.each(["01", "0", "1", "", "000", "-1"])("with results %o are none", async (results) => {
    const list = answered(page([entry("A")], 1, results)).orders.list(HOUR);
    expect(await failure(() => read(list), "unexpected_answer")).toMatchObject({ outcome: "unchanged" });
  });

  it("are asked for again whenever the list is walked again", async () => {
    const client = answered(page([entry("A")], 1));
    const list = client.orders.list(HOUR);
    expect(client.sent.length).toBe(0);
    expect([await numbers(list), await numbers(list)]).toEqual([["A"], ["A"]]);
    expect(client.sent.length).toBe(2);
  });
});
