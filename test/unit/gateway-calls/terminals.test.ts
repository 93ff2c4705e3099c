import { describe, expect, it } from "vitest";
import type { PaymentsClient } from "../../../src/edge/payments-client.ts";
import { NOW_MS } from "../card-samples.ts";
import { failure } from "../leaks.ts";
import { type CallName, callNames, everyCall } from "./every-call.ts";
import { all, DAY_MS, FIRST, holdings, openShop, SECOND, type Shop } from "./shop.ts";

/** What a call that is about something of the first terminal's leads to on the second. */
const ABOUT_ANOTHERS = [
  ...["capture", "void", "voidOffline", "declareCustoms", "uploadTracking", "createRefund", "findRefund"],
  ...["charge", "findStored", "cancelStored"],
] as const;
const SEEN_EMPTY = {
  find: { status: "not-found", payments: [] },
  list: { items: [] },
  listBusiness: { items: [] },
  listDisputes: { items: [] },
} as const;
/** Calls that begin something of their own, or are about the terminal itself. */
const OWN = ["pay", "createHosted", "createLink", "createStored", "checkAccount", "checkCardBins"] as const;

/** The same merchant, by its second terminal. */
function secondClient({ clientWith, sandbox }: Shop): PaymentsClient {
  return clientWith({ terminals: sandbox.paymentsConfig().terminals.filter(({ terminal }) => terminal === SECOND) });
}

describe("two terminals of one account", () => {
  it("are looked at with every call", () => {
    expect([...ABOUT_ANOTHERS, ...Object.keys(SEEN_EMPTY), ...OWN].sort()).toEqual([...callNames].sort());
  });

  it.each(ABOUT_ANOTHERS)("are apart: %s is refused for what is the other's", async (name) => {
    const shop = await openShop();
    const { act } = await everyCall[name as CallName](shop);
    const before = await holdings(shop);
    const error = await failure(() => act(secondClient(shop)), "gateway_refused");
    expect(error.order?.terminal).toBe(SECOND);
    expect(["20001", "17", "19", "PARAM_ERROR"]).toContain(error.gatewayCode);
    expect(await holdings(shop)).toEqual(before);
  });

  it.each(Object.entries(SEEN_EMPTY))("are apart: %s tells nothing of the other's", async (name, expected) => {
    const shop = await openShop();
    const { act, usual } = await everyCall[name as CallName](shop);
    expect(await act(secondClient(shop))).toMatchObject(expected);
    expect(await act(shop.client)).toMatchObject(usual);
  });

  it.each(OWN)("each do %s of their own", async (name) => {
    const shop = await openShop();
    const { act, usual } = await everyCall[name](shop);
    expect(await act(shop.client)).toMatchObject(usual);
    expect(await act(secondClient(shop))).toMatchObject(usual);
  });

  it("keep the same order number apart, chosen by call", async () => {
    const shop = await openShop();
    const { payments, orders } = shop.client;
    const first = await payments.pay(shop.input("A-1"));
    const second = await payments.pay(shop.input("A-1", { terminal: SECOND, amount: "7.00" }, "decline"));
    expect([first.signed.terminal, second.signed.terminal]).toEqual([FIRST, SECOND]);
    expect(await orders.find("A-1")).toMatchObject({ status: "approved", payment: { amount: "10.00" } });
    expect(await orders.find("A-1", { terminal: SECOND })).toMatchObject({
      ...{ status: "declined", payment: { amount: "7.00", terminal: SECOND } },
    });
    const range = { from: new Date(NOW_MS - DAY_MS), to: new Date(NOW_MS + DAY_MS) };
    const listed = [await all(orders.list(range)), await all(orders.list({ ...range, terminal: SECOND }))];
    expect(listed.map((items) => items.map(({ paymentId }) => paymentId))).toEqual([
      [first.paymentId],
      [second.paymentId],
    ]);
  });

  it("sign with their own secrets, and their notices are read with them", async () => {
    const shop = await openShop();
    await shop.client.payments.pay(shop.input("A-1", { terminal: SECOND }));
    await shop.sandbox.deliver();
    const { body } = shop.world.notices[0]!;
    expect(await shop.client.notifications.read(body)).toMatchObject({
      kind: "payment",
      payment: { status: "approved" },
    });
    const onlyFirst = shop.sandbox.paymentsConfig().terminals.slice(0, 1);
    await failure(() => shop.clientWith({ terminals: onlyFirst }).notifications.read(body), "unknown_terminal");
  });
});
