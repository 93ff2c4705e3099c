import { expect, it } from "vitest";
import type { RequestEvent } from "../../../src/http/call-hooks.ts";
import { anyData, CALLS, openShop, refusal } from "./opcard-shop.ts";

it("hooks are told of a change's second attempt, after a refusal of its token, as of a second", async () => {
  const told: (readonly [string, number])[] = [];
  const note = ({ operation, attempt }: RequestEvent) => void told.push([operation, attempt]);
  const { client } = openShop({
    resources: (one, number) => (number === 1 ? refusal("401", 401) : anyData(one, number)),
    config: { hooks: { onRequest: note } },
  });
  await CALLS["cards.create"]?.(client);
  expect(told.filter(([operation]) => operation === "cards.create")).toEqual([
    ["cards.create", 1],
    ["cards.create", 2],
  ]);
});
