// A refusal says by what number the gateway's support finds the call, and HTTP 4xx is read for its code.
import { afterEach, describe, expect, it, vi } from "vitest";
import { stopClock } from "../calls/fake-clock.ts";
import { failure } from "../leaks.ts";
import { type Answer, anyData, CALLS, kindsOf, openShop, someTokens, tokensOf } from "./opcard-shop.ts";

afterEach(() => void vi.useRealTimers());

const TRACE = "b7d1f0-3c_44E2";
const answer =
  (body: unknown, init: ResponseInit = {}): Answer =>
  () =>
    new Response(typeof body === "string" ? body : JSON.stringify(body), init);
const create = (resources: Answer, tokens?: Answer) => {
  const shop = openShop({ resources, tokens });
  return { ...shop, run: () => Promise.resolve(CALLS["cards.create"]?.(shop.client)) };
};

describe("the trace id of a refusal", () => {
  it.each([
    ["200", "gateway_refused", { code: "500", trace_id: TRACE }, 200],
    ["200 of the other environment", "wrong_environment", { code: "20015", trace_id: TRACE }, 200],
    ["200 of a refused token", "unauthorised", { code: "401", trace_id: TRACE }, 200],
    ["401", "unauthorised", { code: "401", trace_id: TRACE }, 401],
    ["400", "http_status", { code: "500", trace_id: TRACE }, 400],
    ["422 of the other environment", "wrong_environment", { code: "20014", trace_id: TRACE }, 422],
  ] as const)("is on the error: HTTP %s", async (_what, code, body, status) => {
    const error = await failure(create(answer(body, { status })).run, code);
    expect([error.traceId, error.gatewayCode]).toEqual([TRACE, body.code]);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ traceId: TRACE });
  });

  it.each(["", " ", "a b", "a".repeat(65), "<b>", "é", "a/b", { a: 1 }, ["a"], null, true])(
    "is not there where it is %j",
    async (trace_id) => {
      for (const status of [200, 400]) {
        const error = await failure(create(answer({ code: "500", trace_id }, { status })).run, [
          "gateway_refused",
          "http_status",
        ]);
        expect(error).not.toHaveProperty("traceId", expect.anything());
      }
    },
  );

  it.each(["a", "a".repeat(64), "0123456789", 1234])("is text of its shape: %j", async (trace_id) => {
    const error = await failure(create(answer({ code: "500", trace_id })).run, "gateway_refused");
    expect(error.traceId).toBe(`${trace_id}`);
  });

  it("is on the error of refused credentials", async () => {
    const { run, sent } = create(anyData, answer({ code: "401", trace_id: TRACE }, { status: 400 }));
    const error = await failure(run, "unauthorised");
    expect([error.traceId, error.gatewayCode, error.status, error.outcome]).toEqual([
      TRACE,
      "401",
      400,
      "nothing-sent",
    ]);
    expect(sent).toEqual([]);
  });
});

describe("HTTP 4xx", () => {
  it.each([
    [400, "20014", "wrong_environment", "unknown"],
    [403, "20015", "wrong_environment", "unknown"],
    [400, "20013", "gateway_refused", "unknown"],
    [400, "500", "http_status", "unknown"],
    [404, "200", "http_status", "unknown"],
    [429, "20014", "http_status", "unknown"],
    [408, "20014", "http_status", "unknown"],
  ] as const)("%d with code %s is %s, its outcome %s", async (status, code, expected, outcome) => {
    const { run, sent } = create(answer({ code, msg: "no" }, { status }));
    const error = await failure(run, expected);
    expect([error.status, error.gatewayCode, error.outcome, sent.length]).toEqual([status, code, outcome, 1]);
  });

  it("with a code that refuses the token is followed by another token", async () => {
    const refused = answer({ code: "401" }, { status: 403 });
    const { run, sent } = create((one, number) => (number === 1 ? refused : anyData)(one, number));
    await run();
    expect(tokensOf(sent)).toEqual(["token-1", "token-2"]);
  });

  it("401 with the other environment's code is told as that, and costs no other token", async () => {
    const { run, tokenCalls } = create(answer({ code: "20014" }, { status: 401 }));
    const error = await failure(run, "wrong_environment");
    expect([error.status, error.gatewayCode]).toEqual([401, "20014"]);
    expect(kindsOf(tokenCalls)).toEqual(["create"]);
  });

  it("of a token call with the other environment's code is told as that", async () => {
    for (const status of [400, 401, 403]) {
      const { run, sent } = create(anyData, answer({ code: "20015" }, { status }));
      const error = await failure(run, "wrong_environment");
      expect([error.gatewayCode, error.outcome, sent.length]).toEqual(["20015", "nothing-sent", 0]);
    }
  });

  it.each([
    ["a page", "<html>no</html>"],
    ["a list", "[]"],
    ["half an object", '{"code":"20014"'],
    ["a code of another shape", '{"code":"not a code"}'],
    ["a code that is an object", '{"code":{"a":1}}'],
    ["more than 16 kB", `{"code":"20014","msg":"${"x".repeat(20_000)}"}`],
    ["bytes", Uint8Array.of(0xff, 0xfe)],
    ["nothing", null],
  ])("with %s is its status alone", async (_what, body) => {
    const error = await failure(create(() => new Response(body, { status: 400 })).run, "http_status");
    expect([error.status, error.gatewayCode, error.outcome]).toEqual([400, undefined, "unknown"]);
  });

  it.each([
    ["begins and stops", () => new ReadableStream({ start: (to) => to.enqueue(new TextEncoder().encode("{")) })],
    ["breaks", () => new ReadableStream({ start: (to) => to.error(new Error("gone")) })],
  ])("whose body %s is its status alone, soon", async (_what, body) => {
    const fake = stopClock();
    const startMs = performance.now();
    const { run } = create(() => new Response(body(), { status: 400 }));
    const error = await fake.finish(failure(run, "http_status"));
    expect(error.status).toBe(400);
    expect(performance.now() - startMs).toBeLessThanOrEqual(1000);
  });

  it("keeps the wait that is asked for", async () => {
    const fake = stopClock();
    const times: number[] = [];
    const { client } = openShop({
      tokens: someTokens,
      resources: (one, number) => {
        times.push(performance.now());
        if (number > 1) return anyData(one, number);
        return Response.json({ code: "429", trace_id: TRACE }, { status: 429, headers: { "retry-after": "7" } });
      },
    });
    await fake.finish(Promise.resolve(CALLS["cardholders.get"]?.(client)));
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(7000);
    const { run } = create(answer({ code: "429" }, { status: 429, headers: { "retry-after": "7" } }));
    expect((await failure(run, "http_status")).retryAfterMs).toBe(7000);
  });
});
