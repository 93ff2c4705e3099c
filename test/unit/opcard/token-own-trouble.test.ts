// An app may have no right to most calls.
import { expect, it } from "vitest";
import { failure } from "../leaks.ts";
import { anyData, CALLS, NOW_MS, openShop, refusal } from "./opcard-shop.ts";

it("calls that are always refused, of whatever number, fail no call that is not", async () => {
  const { client, tokenCalls } = openShop({
    config: { now: () => NOW_MS },
    resources: (one, number) =>
      one.method === "GET" && one.url.pathname.includes("/cardholders") ? anyData(one, number) : refusal("401", 401),
  });
  for (const name of Object.keys(CALLS).filter((one) => !/cardholders\.(list|get)/.test(one))) {
    await failure(() => CALLS[name]?.(client), ["unauthorised", "token_contention"]);
    await CALLS["cardholders.get"]?.(client);
  }
  expect(tokenCalls.length).toBeLessThan(10);
});
