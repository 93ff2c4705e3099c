import { afterEach, describe, expect, it, vi } from "vitest";
import type { ErrorEvent, RequestEvent, ResponseEvent } from "../../../src/http/call-hooks.ts";
import { opccountOperations } from "../../../src/wire/api-operations.ts";
import { stopClock } from "../calls/fake-clock.ts";
import { failure } from "../leaks.ts";
import { type Answer, CALLS, DONE, EMPTY_PAGE, shop } from "./opccount-shop.ts";

afterEach(() => void vi.useRealTimers());

const names = Object.keys(opccountOperations) as (keyof typeof opccountOperations)[];
const changes = names.filter((name) => opccountOperations[name].effect === "change");
const queries = names.filter((name) => opccountOperations[name].effect === "query");

const refused = (code: unknown) => JSON.stringify({ msg: "refused", code });

/** What is answered, the code of the error, and what became of a change. */
const FAILURES: readonly (readonly [what: string, answer: Answer, code: string, outcome: string])[] = [
  ["another code", refused("999"), "gateway_refused", "unknown"],
  ["a code as a number", refused(500), "gateway_refused", "unknown"],
  ["OPCard's code of success", refused("200"), "gateway_refused", "unknown"],
  ["zero as a number", refused(0), "gateway_refused", "unknown"],
  ["a credential of the sandbox", refused("20014"), "wrong_environment", "unknown"],
  ["a credential of production", refused("20015"), "wrong_environment", "unknown"],
  ["no code", "{}", "unexpected_answer", "unknown"],
  ["a list", "[]", "unexpected_answer", "unknown"],
  ["no JSON", "<html>", "malformed_json", "unknown"],
  ["nothing", "", "malformed_json", "unknown"],
  [
    "a picture",
    () => new Response("x", { headers: { "content-type": "image/png" } }),
    "unexpected_content_type",
    "unknown",
  ],
  ["HTTP status 401", () => new Response("", { status: 401 }), "unauthorised", "refused"],
  ["HTTP status 400", () => new Response("", { status: 400 }), "http_status", "unknown"],
  [
    "a redirect",
    () => new Response("", { status: 307, headers: { location: "https://a.example" } }),
    "redirected",
    "unknown",
  ],
];

const NETWORK: readonly (readonly [what: string, answer: Answer, code: string])[] = [
  ["HTTP status 500", () => new Response("", { status: 500 }), "http_status"],
  [
    "HTTP status 503 with a time to wait",
    () => new Response("", { status: 503, headers: { "retry-after": "1" } }),
    "http_status",
  ],
  ["HTTP status 429", () => new Response("", { status: 429 }), "http_status"],
  ["a connection that breaks", () => Promise.reject(new TypeError("fetch failed")), "connection_failed"],
];

describe.each(changes)("%s", (name) => {
  it.each([...FAILURES, ...NETWORK.map((row) => [...row, "unknown"] as const)])(
    "is sent once where the answer is %s",
    async (_what, answer, code, outcome) => {
      const { client, sent } = await shop(answer);
      const error = await failure(() => CALLS[name]?.(client), code as "timeout");
      expect([error.outcome, sent.length]).toEqual([outcome, 1]);
    },
  );

  it("is sent once where nothing comes in time, and says that its outcome is unknown", async () => {
    const clock = stopClock();
    const { client, sent } = await shop(() => new Promise<Response>(() => {}));
    const startMs = clock.nowMs();
    const error = await clock.finish(failure(() => CALLS[name]?.(client, { timeoutMs: 700 }), "timeout"));
    expect([error.outcome, sent.length]).toEqual(["unknown", 1]);
    expect(clock.nowMs() - startMs).toBe(700);
    expect(sent[0]?.signal?.aborted).toBe(true);
  });

  it("has by default 30 seconds", async () => {
    const clock = stopClock();
    const { client } = await shop(() => new Promise<Response>(() => {}));
    const startMs = clock.nowMs();
    await clock.finish(failure(() => CALLS[name]?.(client), "timeout"));
    expect(clock.nowMs() - startMs).toBe(30_000);
  });

  it("is not sent where the caller has stopped it before", async () => {
    const { client, sent } = await shop();
    const error = await failure(() => CALLS[name]?.(client, { signal: AbortSignal.abort() }), "aborted");
    expect([error.outcome, sent.length]).toEqual(["nothing-sent", 0]);
  });
});

describe.each(queries)("%s", (name) => {
  it.each(NETWORK)("is asked again after %s, and comes to its end", async (_what, answer) => {
    const clock = stopClock();
    const { client, sent } = await shop((url, attempt) => {
      if (attempt > 2) return new Response(name === "funds.list" ? EMPTY_PAGE : DONE);
      return typeof answer === "string" ? new Response(answer) : answer(url, attempt);
    });
    await clock.finish(CALLS[name]?.(client) ?? Promise.reject(new Error("no such call")));
    expect(sent.length).toBe(3);
  });

  it("is asked as long as its budget lasts, and then says what failed", async () => {
    const clock = stopClock();
    const { client, sent } = await shop(() => new Response("", { status: 503 }));
    const startMs = clock.nowMs();
    const error = await clock.finish(failure(() => CALLS[name]?.(client, { budgetMs: 5000 }), "http_status"));
    expect(error).toMatchObject({ outcome: "unchanged", status: 503 });
    expect(sent.length).toBeGreaterThan(2);
    expect(clock.nowMs() - startMs).toBeLessThanOrEqual(5000);
  });

  it.each(FAILURES)("is asked once where the answer is %s", async (_what, answer, code) => {
    const { client, sent } = await shop(answer);
    const error = await failure(() => CALLS[name]?.(client), code as "timeout");
    expect([error.outcome, sent.length]).toEqual(["unchanged", 1]);
  });
});

describe("an error", () => {
  it("has the gateway's code where that is a word, and the status", async () => {
    const { client } = await shop(refused("E_SIGN-01"));
    const error = await failure(() => CALLS["withdrawals.apply"]?.(client), "gateway_refused");
    expect(error).toMatchObject({ gatewayCode: "E_SIGN-01", status: 200 });
    const other = await shop(refused("Ada Lovelace, account 12345678"));
    const unread = await failure(() => CALLS["withdrawals.apply"]?.(other.client), "gateway_refused");
    expect(unread.gatewayCode).toBeUndefined();
  });
});

describe("hooks", () => {
  it("are told of each attempt, with values masked", async () => {
    const events: (RequestEvent | ResponseEvent | ErrorEvent)[] = [];
    const keep = (event: RequestEvent) => void events.push(event);
    const { client } = await shop(
      (_url, attempt) => (attempt === 1 ? new Response("", { status: 503 }) : new Response(EMPTY_PAGE)),
      { hooks: { onRequest: keep, onResponse: keep, onError: keep } },
    );
    await CALLS["funds.list"]?.(client);
    const shown = { operation: "funds.list", host: "opccount.example", path: "/opc/v1/account-fund/query-fund-page" };
    expect(events).toMatchObject([
      { ...shown, attempt: 1 },
      { ...shown, attempt: 1, status: 503, code: "http_status", outcome: "unchanged" },
      { ...shown, attempt: 2 },
      { ...shown, attempt: 2, status: 200, gatewayCode: "000" },
    ]);
    expect(Object.keys(events[0]?.fields ?? {})).toEqual(["pageNum", "pageSize", "startDate", "endDate"]);
  });
});
