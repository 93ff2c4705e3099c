// A query ends within its budget, whatever of it is spent: on a token, on a refusal, on another token.
import { afterEach, describe, expect, it, vi } from "vitest";
import { stopClock } from "../calls/fake-clock.ts";
import { failure } from "../leaks.ts";
import { type Answer, CALLS, HOLDER_ID, openShop, refusal, someTokens } from "./opcard-shop.ts";

afterEach(() => void vi.useRealTimers());

const never: Answer = () => new Promise<never>(() => {});
const later =
  (answer: Answer, ms: number): Answer =>
  async (one, number) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return answer(one, number);
  };
/** The last wait is made of whole milliseconds. */
const SLACK_MS = 100;

describe("a query", () => {
  it.each(["config", "call"])("waits for a token no longer than its budget, given by the %s", async (where) => {
    const fake = stopClock();
    const { client } = openShop({
      tokens: never,
      config: { timeoutMs: 30_000, ...(where === "config" && { queryBudgetMs: 2000 }) },
    });
    const startMs = performance.now();
    const options = where === "call" ? { budgetMs: 2000 } : {};
    await fake.finish(failure(() => client.cardholders.get(HOLDER_ID, options), "timeout"));
    expect(performance.now() - startMs).toBeLessThanOrEqual(2000 + SLACK_MS);
  });

  it("waits for an answer no longer than what its token has left of the budget", async () => {
    const fake = stopClock();
    const { client, sent } = openShop({ tokens: later(someTokens, 1500), resources: never });
    const startMs = performance.now();
    await fake.finish(failure(() => client.cardholders.get(HOLDER_ID, { budgetMs: 2000 }), "timeout"));
    expect(performance.now() - startMs).toBeLessThanOrEqual(2000 + SLACK_MS);
    expect(sent.length).toBe(1);
  });

  it("that was refused has what is left for its second token, and for the second answer", async () => {
    const fake = stopClock();
    for (const tokens of [
      someTokens,
      ((one, number) => (number === 1 ? someTokens(one, 1) : never(one, number))) as Answer,
    ]) {
      const { client } = openShop({
        tokens,
        resources: (one, number) =>
          number === 1 ? later(() => refusal("401", 401), 1500)(one, 1) : never(one, number),
      });
      const startMs = performance.now();
      await fake.finish(failure(() => client.cardholders.get(HOLDER_ID, { budgetMs: 2000 }), "timeout"));
      expect(performance.now() - startMs).toBeLessThanOrEqual(2000 + SLACK_MS);
    }
  });

  it("has a whole attempt's time for each answer while its budget lasts", async () => {
    const fake = stopClock();
    const { client, sent } = openShop({ resources: never });
    const startMs = performance.now();
    await fake.finish(
      failure(() => client.cardholders.get(HOLDER_ID, { timeoutMs: 500, budgetMs: 10_000 }), "timeout"),
    );
    expect(sent.length).toBeGreaterThan(3);
    expect(performance.now() - startMs).toBeLessThanOrEqual(10_000 + SLACK_MS);
  });
});

describe("a change", () => {
  it("has no budget: its answer may take the whole time, however long its token took", async () => {
    const fake = stopClock();
    const { client, sent } = openShop({ tokens: later(someTokens, 1500), resources: never });
    const startMs = performance.now();
    const error = await fake.finish(failure(() => CALLS["cards.create"]?.(client, { timeoutMs: 2000 }), "timeout"));
    expect(error.outcome).toBe("unknown");
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(3500);
    expect(sent.length).toBe(1);
  });
});
