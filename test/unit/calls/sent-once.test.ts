import { describe, expect, it } from "vitest";
import { calls } from "../../../src/edge/calls.ts";
import type { ErrorCode } from "../../../src/errors.ts";
import { operations } from "../../../src/wire/operations.ts";
import { resultFields, signed, xmlOf } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { type Answer, answered, CHANGES, QUERIES, referenceOf, type SampleCall } from "./sample-calls.ts";

const isJson = ({ operation }: SampleCall) => /^quickpay\.(create|cancel)$/.test(operation);
const isSigned = ({ operation }: SampleCall) => /^(payments\.(pay|createHosted)|quickpay\.charge)$/.test(operation);
const type = (call: SampleCall) => ({ "content-type": isJson(call) ? "application/json" : "application/xml" });
const cut = (call: SampleCall) => (isJson(call) ? `{"code":"0` : "<response><account>900001</acc");

/** A body whose beginning comes, and that then breaks off, or never goes on. */
const begun =
  (call: SampleCall, end?: Error): Answer =>
  () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(cut(call)));
          if (end) controller.error(end);
        },
      }),
      { headers: type(call) },
    );
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  () =>
    new Response("", { status: code, headers });

type Failure = readonly [
  name: string,
  answer: (call: SampleCall) => Answer,
  code: ErrorCode,
  status: number | undefined,
];
const FAILURES: readonly Failure[] = [
  ["no connection", () => () => Promise.reject(new TypeError("fetch failed")), "connection_failed", undefined],
  ["500", () => status(500), "http_status", 500],
  ["503 that asks to come again", () => status(503, { "retry-after": "0" }), "http_status", 503],
  ["429 that asks to come again", () => status(429, { "retry-after": "0" }), "http_status", 429],
  ["404", () => status(404), "http_status", 404],
  ["307", () => status(307, { location: "https://elsewhere.example/" }), "redirected", 307],
  ["a body that breaks off", (call) => begun(call, new TypeError("terminated")), "connection_failed", undefined],
  ["a body that never ends", (call) => begun(call), "timeout", undefined],
  ["no answer", () => () => new Promise<Response>(() => {}), "timeout", undefined],
  [
    "a type that is not the call's",
    () => () => new Response("x", { headers: { "content-type": "image/png" } }),
    "unexpected_content_type",
    undefined,
  ],
  [
    "a body that is no text",
    (call) => () => new Response(new Uint8Array([0xff, 0xfe]), { headers: type(call) }),
    "malformed_text",
    undefined,
  ],
];

const changes = CHANGES.map((call) => [call.title, call] as const);

describe("the samples of these tests", () => {
  it("hold every call: what changes something is sent once, what only asks may be repeated", () => {
    const named = (effect: string) =>
      Object.values(calls).flatMap(({ operation }) => (operations[operation].effect === effect ? [operation] : []));
    expect([...new Set(CHANGES.map(({ operation }) => operation))].sort()).toEqual(named("change").sort());
    expect([...new Set(QUERIES.map(({ operation }) => operation))].sort()).toEqual(named("query").sort());
  });
});

describe.each(changes)("%s", (_title, call) => {
  it.each(FAILURES)("is sent once, whatever comes of it: %s", async (_name, answer, code, found) => {
    const client = answered(answer(call));
    const error = await failure(() => call.run(client, code === "timeout" ? { timeoutMs: 20 } : {}), code);
    expect(error).toMatchObject({ outcome: "unknown", order: referenceOf(call) });
    expect(error.order).toEqual(referenceOf(call));
    if (found !== undefined) expect(error.status).toBe(found);
    expect(client.sent.length).toBe(1);
  });

  it("is sent once where the answer is cut off, or is no answer of the gateway's at all", async () => {
    for (const body of [cut(call), "", "<html><br></html>"]) {
      const client = answered(() => new Response(body, { headers: type(call) }));
      const error = await failure(() => call.run(client), ["malformed_xml", "malformed_json"]);
      expect(error).toMatchObject({ outcome: "unknown", order: referenceOf(call), status: 200 });
      expect(client.sent.length).toBe(1);
    }
  });

  it("is not sent where it was aborted before, and once where it is aborted while it is under way", async () => {
    const client = answered(() => new Promise<Response>(() => {}));
    const early = await failure(() => call.run(client, { signal: AbortSignal.abort() }), "aborted");
    expect(early).toMatchObject({ outcome: "nothing-sent", order: referenceOf(call) });
    expect(client.sent.length).toBe(0);
    const controller = new AbortController();
    const slow = answered(() => {
      setTimeout(() => controller.abort(), 1);
      return new Promise<Response>(() => {});
    });
    const late = await failure(() => call.run(slow, { signal: controller.signal }), "aborted");
    expect(late).toMatchObject({ outcome: "unknown", order: referenceOf(call) });
    expect(slow.sent.length).toBe(1);
  });

  it("is not sent for an unknown terminal or wrong options", async () => {
    const client = answered("");
    const error = await failure(() => call.run(client, { timeoutMs: 0 }), "invalid_argument", "timeoutMs");
    expect(error.outcome).toBe("nothing-sent");
    expect(client.sent.length).toBe(0);
  });
});

describe.each(changes.filter(([, call]) => isSigned(call)))("%s, answered with a wrong signature", (_title, call) => {
  it("is sent once, its outcome unknown", async () => {
    for (const [fields, code] of [
      [signed(resultFields(), "another-secret"), "invalid_signature"],
      [resultFields(), "missing_signature"],
    ] as const) {
      const client = answered(xmlOf(fields));
      const error = await failure(() => call.run(client), code);
      expect(error).toMatchObject({ outcome: "unknown", order: referenceOf(call) });
      expect(client.sent.length).toBe(1);
    }
  });
});
