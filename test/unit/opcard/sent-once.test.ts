import { afterEach, describe, expect, it, vi } from "vitest";
import { stopClock } from "../calls/fake-clock.ts";
import { failure } from "../leaks.ts";
import { type Answer, anyData, CALLS, openShop, refusal, success } from "./opcard-shop.ts";

afterEach(() => void vi.useRealTimers());

const CHANGES = Object.keys(CALLS).filter((name) => /create|update|upload/.test(name));
const QUERIES = Object.keys(CALLS).filter((name) => !CHANGES.includes(name));

/** Failures, the code of their error, and whether a query meets another answer after one. */
const FAILURES: readonly (readonly [string, Answer, string, boolean])[] = [
  ["HTTP status 500", () => new Response("", { status: 500 }), "http_status", true],
  ["HTTP status 503", () => new Response("", { status: 503 }), "http_status", true],
  ["HTTP status 429", () => new Response("", { status: 429 }), "http_status", true],
  ["a broken connection", () => Promise.reject(new TypeError("fetch failed")), "connection_failed", true],
  ["no answer", () => new Promise<never>(() => {}), "timeout", true],
  ["an answer that stops", () => new Response(new ReadableStream({})), "timeout", true],
  ["HTTP status 403", () => new Response("", { status: 403 }), "http_status", false],
  [
    "a redirect",
    () => new Response(null, { status: 302, headers: { location: "https://a.invalid" } }),
    "redirected",
    false,
  ],
  ["half an answer", () => new Response('{"code":"200","da'), "malformed_json", false],
  ["a page", () => new Response("<html>", { headers: { "content-type": "text/html" } }), "malformed_json", false],
  ["bytes", () => new Response("x", { headers: { "content-type": "image/png" } }), "unexpected_content_type", false],
  ["what is no UTF-8", () => new Response(Uint8Array.of(0xff, 0xfe)), "malformed_text", false],
  ["an answer without a code", () => Response.json({ data: {} }), "unexpected_answer", false],
  ["a list", () => Response.json([]), "unexpected_answer", false],
  ["another code", () => refusal("500"), "gateway_refused", false],
  ["a code of an interface error", () => refusal("20013"), "gateway_refused", false],
  ["a code of the other environment", () => refusal("20015"), "wrong_environment", false],
];

describe.each(FAILURES)("%s", (_what, fail, code, mayPass) => {
  it.each(CHANGES)("ends %s after one request, its outcome unknown", async (name) => {
    const fake = stopClock();
    const { client, sent } = openShop({ resources: fail });
    const error = await fake.finish(failure(() => CALLS[name]?.(client), code as never));
    expect([error.outcome, sent.length]).toEqual(["unknown", 1]);
  });

  it.each(QUERIES)(`${mayPass ? "is followed by another request" : "ends"}: %s`, async (name) => {
    const fake = stopClock();
    const { client, sent } = openShop({ resources: (one, number) => (number === 1 ? fail : anyData)(one, number) });
    if (mayPass) {
      await fake.finish(CALLS[name]?.(client) ?? Promise.reject(new Error()));
      expect(sent.length).toBe(2);
    } else {
      const error = await fake.finish(failure(() => CALLS[name]?.(client), code as never));
      expect([error.outcome, sent.length]).toEqual(["unchanged", 1]);
    }
  });
});

describe("a request of the caller's own", () => {
  const down: Answer = () => new Response("", { status: 503 });

  it.each([
    ["a GET", undefined, "unchanged"],
    ["a POST", { method: "POST" }, "unknown"],
    ["parameters alone", { parameters: { a: 1 } }, "unknown"],
    ["a POST that asks", { method: "POST", effect: "query" }, "unchanged"],
    ["a GET that changes", { method: "GET", effect: "change" }, "unknown"],
  ] as const)("is repeated where it asks, and never where it changes: %s", async (_what, request, outcome) => {
    const fake = stopClock();
    const { client, sent } = openShop({ resources: down });
    const error = await fake.finish(failure(() => client.request("/card-api/v1/cards", request), "http_status"));
    expect(error.outcome).toBe(outcome);
    if (outcome === "unknown") expect(sent.length).toBe(1);
    else expect(sent.length).toBeGreaterThan(3);
  });
});

describe("an answer of success that can't be used", () => {
  it.each([
    ["cardholders.create", '{"card_holder_id":null}'],
    ["cardholders.get", "[]"],
    ["cardholders.list", "[]"],
    ["cardholders.list", '{"data":[{}],"has_more":false}'],
    ["disputes.listFiles", "{}"],
  ])("to %s is an error that says what became of it: %s", async (name, data) => {
    const { client, sent } = openShop({ resources: () => success(data) });
    const error = await failure(() => CALLS[name]?.(client), "unexpected_answer");
    expect([error.outcome, sent.length]).toEqual([CHANGES.includes(name) ? "unknown" : "unchanged", 1]);
  });
});

describe("a card that was made, and is not named", () => {
  it.each([
    ["{}", {}],
    ["null", {}],
    ['{"card_id":null,"card_no":"**** 0001"}', { card_id: null, card_no: "**** 0001" }],
    ['{"id":1234567890123456789,"status":"1"}', { id: "1234567890123456789", status: "1" }],
  ])("is one all the same, with all that was said of it: %s", async (data, fields) => {
    const { client, sent } = openShop({ resources: () => success(data) });
    expect(await CALLS["cards.create"]?.(client)).toEqual({ cardId: undefined, fields });
    expect(sent.length).toBe(1);
  });
});

describe("a call that its caller ends", () => {
  it.each(["cards.create", "cardholders.get"])("%s is not made again", async (name) => {
    const stop = new AbortController();
    const { client, sent } = openShop({
      resources: () => {
        stop.abort();
        return new Promise<never>(() => {});
      },
    });
    const error = await failure(() => CALLS[name]?.(client, { signal: stop.signal }), "aborted");
    expect([error.outcome, sent.length]).toEqual([name === "cards.create" ? "unknown" : "unchanged", 1]);
    expect(await client.tokens.create()).toBeDefined();
  });
});
