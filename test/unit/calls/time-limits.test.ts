import { afterEach, describe, expect, it, vi } from "vitest";
import { failure } from "../leaks.ts";
import { stopClock } from "./fake-clock.ts";
import { type Answer, answered, CHANGES, QUERIES } from "./sample-calls.ts";

afterEach(() => void vi.useRealTimers());

const pay = CHANGES.find(({ operation }) => operation === "payments.pay")!;
const find = QUERIES.find(({ operation }) => operation === "orders.find")!;
const silent: Answer = () => new Promise<Response>(() => {});
/** Headers at once, the beginning of a body, and no more. */
const stalled: Answer = () =>
  new Response(
    new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("<respon>")) }),
    {
      headers: { "content-type": "text/xml" },
    },
  );
/** One byte after the other, for ever. */
const trickling: Answer = () =>
  new Response(
    new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        controller.enqueue(new Uint8Array([0x3c]));
      },
    }),
    { headers: { "content-type": "text/xml" } },
  );

describe.each([
  ["of silence", silent],
  ["of a stalled body", stalled],
  ["of a trickling body", trickling],
] as const)("the time-out %s", (_name, answer) => {
  it("ends a change, also beside a signal that never comes", async () => {
    const clock = stopClock();
    for (const options of [{ timeoutMs: 700 }, { timeoutMs: 700, signal: new AbortController().signal }]) {
      const startMs = clock.nowMs();
      const client = answered(answer);
      const error = await clock.finish(failure(() => pay.run(client, options), "timeout"));
      expect(error.outcome).toBe("unknown");
      expect(clock.nowMs() - startMs).toBe(700);
      expect(client.sent.length).toBe(1);
      // The connection is let go.
      expect(client.sent[0]?.init.signal?.aborted).toBe(true);
    }
  });

  it("gives way to the caller's signal where that comes first", async () => {
    const clock = stopClock();
    const controller = new AbortController();
    const client = answered(answer);
    const ended = failure(() => pay.run(client, { timeoutMs: 60_000, signal: controller.signal }), "aborted");
    await clock.pass(500);
    controller.abort(new Error("the caller's own reason"));
    expect(await ended).toMatchObject({ outcome: "unknown" });
    expect(client.sent[0]?.init.signal?.aborted).toBe(true);
  });

  it("counts for each attempt of a query", async () => {
    const clock = stopClock();
    const client = answered([answer, "<respon></respon>"]);
    expect(await clock.finish(find.run(client, { timeoutMs: 700 }))).toMatchObject({ status: "not-found" });
    expect(client.sent.length).toBe(2);
  });

  it("is the client's where the call names none", async () => {
    const clock = stopClock();
    const startMs = clock.nowMs();
    await clock.finish(failure(() => pay.run(answered(answer, { timeoutMs: 1234 })), "timeout"));
    expect(clock.nowMs() - startMs).toBe(1234);
  });
});

describe("a call that has ended", () => {
  it("leaves no timer and no listener on the caller's signal", async () => {
    const clock = stopClock();
    const controller = new AbortController();
    const added = vi.spyOn(controller.signal, "addEventListener");
    const removed = vi.spyOn(controller.signal, "removeEventListener");
    const client = answered([() => new Response("", { status: 503 }), "<respon></respon>"]);
    await clock.finish(find.run(client, { signal: controller.signal }));
    expect(vi.getTimerCount()).toBe(0);
    expect(added.mock.calls.length).toBeGreaterThan(0);
    for (const [type, listener] of added.mock.calls) {
      expect(removed.mock.calls.some(([gone, same]) => gone === type && same === listener)).toBe(true);
    }
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 600_001, "1000", null])(
    "takes no time-out of %o",
    async (value) => {
      const client = answered("");
      for (const member of ["timeoutMs", "budgetMs"]) {
        await failure(() => find.run(client, { [member]: value }), "invalid_argument", member);
      }
      expect(client.sent.length).toBe(0);
    },
  );

  it("takes no signal that is none, and no other option", async () => {
    const client = answered("");
    await failure(() => pay.run(client, { signal: {} as AbortSignal }), "invalid_argument", "signal");
    await failure(() => pay.run(client, { retries: 3 } as object), "invalid_field");
    expect(client.sent.length).toBe(0);
  });
});
