import { describe, expect, it } from "vitest";
import { calls } from "../../../src/edge/calls.ts";
import { operations } from "../../../src/wire/operations.ts";
import { failure } from "../leaks.ts";
import { type CallName, callNames, everyCall } from "./every-call.ts";
import { holdings, openShop } from "./shop.ts";

const REGISTERED = "203.0.113.7";

/** The calls of order management (protocol.md §6.4), which alone ask who calls. */
const ORDER_MANAGEMENT: readonly CallName[] = [
  ...(["find", "list", "listBusiness", "listDisputes"] as const),
  ...(["uploadTracking", "createRefund", "findRefund"] as const),
];
const OTHERS = callNames.filter((name) => !ORDER_MANAGEMENT.includes(name));

/** A shop before a gateway that has one address registered, and that moves to another. */
async function movedShop(name: CallName) {
  let from: string | undefined = REGISTERED;
  const shop = await openShop({ registeredAddresses: [REGISTERED], addressOf: () => from });
  const situation = await everyCall[name](shop);
  return { shop, ...situation, moveTo: (address: string | undefined) => void (from = address) };
}

describe("the address of the caller", () => {
  it.each(ORDER_MANAGEMENT)("must be registered for %s", async (name) => {
    const { shop, act, usual, about, moveTo } = await movedShop(name);
    const before = await holdings(shop);
    const sentBefore = shop.sandbox.received().length;
    for (const address of ["203.0.113.8", undefined]) {
      moveTo(address);
      const error = await failure(() => act(shop.client), "ip_not_registered");
      const isQuery = operations[calls[name].operation].effect === "query";
      expect(error).toMatchObject({ outcome: isQuery ? "unchanged" : "unknown", order: about });
    }
    expect(await holdings(shop)).toEqual(before);
    // It does not pass by itself: a query is not repeated for it.
    expect(shop.sandbox.received().length - sentBefore).toBe(2);
    moveTo(REGISTERED);
    expect(await act(shop.client)).toMatchObject(usual);
  });

  it.each(OTHERS)("is not asked for by %s", async (name) => {
    const { shop, act, usual, moveTo } = await movedShop(name);
    moveTo("203.0.113.8");
    expect(await act(shop.client)).toMatchObject(usual);
  });

  it("ends the asking for an order at once", async () => {
    const { shop, moveTo } = await movedShop("find");
    moveTo(undefined);
    await failure(() => shop.client.orders.settle("A-1", { patienceMs: 600_000 }), "ip_not_registered");
  });
});
