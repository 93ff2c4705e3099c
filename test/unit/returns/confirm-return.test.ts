import { describe, expect, it } from "vitest";
import type { PaymentReturn } from "../../../src/returns/read-return.ts";
import { SECOND_SECRET, SECOND_TERMINAL, signed, xmlOf } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { entryOf, noAnswer, openNoticeShop, ORDER, paymentId } from "../notices/notice-shop.ts";
import { returnFields, returnRequest } from "./return-samples.ts";

const findOrder = () => ORDER;

/** A shop to which a shopper has come back with a success that is signed, for a payment of an id. */
async function openVisitedShop(changes: Readonly<Record<string, string>> = {}) {
  const shop = openNoticeShop();
  const fields = returnFields({ payment_id: paymentId(1), ...changes });
  const returned = await shop.client.returns.read(returnRequest(fields), { findOrder });
  expect(returned.isConfirmed).toBe(false);
  return { shop, returned, returns: shop.client.returns };
}

describe("returns.confirm", () => {
  it("asks the gateway, and believes nothing else", async () => {
    const { shop, returned, returns } = await openVisitedShop();
    shop.gateway = [entryOf("pending")];
    const confirmed = await returns.confirm(returned, { findOrder });
    expect(shop.asked).toEqual([ORDER.orderNumber]);
    expect(confirmed).toMatchObject({ isConfirmed: true, order: { status: "pending" } });
    expect(confirmed.match).toEqual({ kind: "match", status: "pending", paymentId: paymentId(1) });
    // Asked anew each time: it stands otherwise by then.
    shop.gateway = [entryOf("approved")];
    expect((await returns.confirm(returned, { findOrder })).match).toMatchObject({ status: "approved" });
    shop.gateway = [entryOf("declined")];
    expect((await returns.confirm(returned, { findOrder })).match).toMatchObject({ status: "declined" });
    expect(shop.asked).toHaveLength(3);
  });

  it("has no effect of the handler's", async () => {
    const { shop, returned, returns } = await openVisitedShop();
    shop.gateway = [entryOf("approved")];
    await returns.confirm(returned, { findOrder });
    expect([shop.names(), shop.texts()]).toEqual([[], ""]);
  });

  it("decides nothing without a stored order", async () => {
    const { shop, returned, returns } = await openVisitedShop();
    shop.gateway = [entryOf("approved")];
    const { match, order } = await returns.confirm(returned);
    expect([match, order.status]).toEqual([{ kind: "unmatched" }, "approved"]);
  });

  it("finds that it is about another order", async () => {
    const { shop, returned, returns } = await openVisitedShop();
    shop.gateway = [entryOf("approved", 1, { fields: { order_amount: "0.01" } })];
    expect((await returns.confirm(returned, { findOrder })).match).toEqual({
      kind: "other-order",
      differing: ["amount"],
    });
    for (const nothing of [null, undefined]) {
      const { match } = await returns.confirm(returned, { findOrder: async () => nothing });
      expect(match).toEqual({ kind: "other-order", differing: ["orderNumber"] });
    }
  });

  it("finds that the gateway knows nothing of it", async () => {
    const { returned, returns } = await openVisitedShop();
    const { match, order } = await returns.confirm(returned, { findOrder });
    expect([match, order.status]).toEqual([{ kind: "not-found" }, "not-found"]);
  });

  it("finds a double payment, and which payment paid", async () => {
    const { shop, returned, returns } = await openVisitedShop();
    shop.gateway = [entryOf("approved", 2), entryOf("approved", 1)];
    const paid = () => ({ ...ORDER, paymentId: paymentId(1) });
    const { match } = await returns.confirm(returned, { findOrder: paid });
    expect(match).toEqual({ kind: "double-payment", paymentId: paymentId(2), paidBy: paymentId(1) });
  });

  it("asks about the order and the terminal that are signed, and looks up the same", async () => {
    const sent: URLSearchParams[] = [];
    const seen: unknown[] = [];
    const fetch = async (_url: string, init?: RequestInit) => {
      sent.push(new URLSearchParams(String(init?.body)));
      return new Response(xmlOf({}), { headers: { "content-type": "application/xml" } });
    };
    const { client } = openNoticeShop({ config: { fetch } });
    const fields = signed({ ...returnFields(), terminal: SECOND_TERMINAL, order_number: "A 7" }, SECOND_SECRET);
    const returned = await client.returns.read(returnRequest(fields));
    await client.returns.confirm(returned, { findOrder: (about) => void seen.push(about) });
    expect([sent[0]?.get("terminal"), sent[0]?.get("order_number")]).toEqual([SECOND_TERMINAL, "A 7"]);
    expect(seen).toEqual([{ account: ORDER.account, terminal: SECOND_TERMINAL, orderNumber: "A 7" }]);
  });

  it("throws as a query does: nothing is confirmed then", async () => {
    const { shop, returned, returns } = await openVisitedShop();
    shop.gateway = noAnswer;
    const error = await failure(() => returns.confirm(returned, { findOrder }), ["malformed_xml", "unexpected_answer"]);
    expect(error).toMatchObject({ outcome: "unchanged", order: { orderNumber: ORDER.orderNumber } });
    const signal = AbortSignal.abort();
    await failure(() => returns.confirm(returned, { findOrder, signal }), "aborted");
  });

  it.each([undefined, null, {}, "x", 7, { payment: {} }])("is refused for %o", async (wrong) => {
    const { shop, returns } = await openVisitedShop();
    await failure(() => returns.confirm(wrong as PaymentReturn), "invalid_argument", "returned");
    expect(shop.asked).toEqual([]);
  });
});
