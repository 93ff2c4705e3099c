import { afterEach, describe, expect, it, vi } from "vitest";
import type { ErrorCode } from "../../../src/errors.ts";
import type { Spied } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { stopClock } from "./fake-clock.ts";
import { type Answer, answered, QUERIES, referenceOf, type SampleCall } from "./sample-calls.ts";

afterEach(() => void vi.useRealTimers());

const isJson = ({ operation }: SampleCall) => /^(quickpay|checks)\./.test(operation);
const GOOD = `<respon><account>900001</account><results>00</results></respon>`;
const good = (call: SampleCall) => (isJson(call) ? `{"code":"000","data":{}}` : GOOD);
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  () =>
    new Response(null, { status: code, headers });
const broken: Answer = () => Promise.reject(new TypeError("fetch failed"));
const silent: Answer = () => new Promise<Response>(() => {});
const queries = QUERIES.map((call) => [call.title, call] as const);
const find = QUERIES.find(({ operation }) => operation === "orders.find")!;

/** The moments at which requests left, from the first. */
function timed(answers: Answer | readonly Answer[], nowMs: () => number): { client: Spied; atMs: number[] } {
  const list = typeof answers === "object" ? answers : [answers];
  const atMs: number[] = [];
  const noting = list.map((answer): Answer => () => {
    atMs.push(nowMs());
    return typeof answer === "function" ? answer() : new Response(answer, { headers: { "content-type": "text/xml" } });
  });
  return { client: answered(noting), atMs };
}
const gaps = (moments: readonly number[]) => moments.slice(1).map((at, i) => at - moments[i]!);

describe.each(queries)("%s", (_title, call) => {
  it("is asked again after what may pass, until it is answered", async () => {
    const clock = stopClock();
    const client = answered([
      broken,
      status(500),
      status(503),
      status(429),
      status(502),
      status(504),
      silent,
      good(call),
    ]);
    await clock.finish(call.run(client, { timeoutMs: 1000 }));
    expect(client.sent.length).toBe(8);
    // The same question each time, signature and all.
    expect(new Set(client.sent.map(({ url, body }) => `${url} ${body}`)).size).toBe(1);
  });

  it.each<readonly [string, Answer, ErrorCode]>([
    ["400", status(400), "http_status"],
    ["401", status(401), "http_status"],
    ["403", status(403), "http_status"],
    ["404", status(404), "http_status"],
    ["408", status(408), "http_status"],
    ["404 that asks to come again", status(404, { "retry-after": "1" }), "http_status"],
    ["302", status(302, { location: "/" }), "redirected"],
    ["307", status(307, { location: "/" }), "redirected"],
    ["304", status(304), "redirected"],
    [
      "what is another type",
      () => new Response("x", { headers: { "content-type": "image/png" } }),
      "unexpected_content_type",
    ],
  ])("is asked once where the answer is %s", async (_name, answer, code) => {
    const client = answered(answer);
    const error = await failure(() => call.run(client), code);
    expect(error).toMatchObject({ outcome: "unchanged", order: referenceOf(call) });
    expect(client.sent.length).toBe(1);
  });

  it("is asked once where the answer is malformed", async () => {
    for (const body of ["", "<respon><a>", `{"a":`]) {
      const client = answered(() => new Response(body, { headers: { "content-type": "text/plain" } }));
      const error = await failure(() => call.run(client), ["malformed_xml", "malformed_json"]);
      expect(error).toMatchObject({ outcome: "unchanged", order: referenceOf(call) });
      expect(client.sent.length).toBe(1);
    }
  });

  it("ends in what the last attempt ended in, nothing changed, when the budget ends", async () => {
    const clock = stopClock();
    const client = answered([status(500), status(500), status(502)]);
    const error = await clock.finish(failure(() => call.run(client, { budgetMs: 5000 }), "http_status"));
    expect(error).toMatchObject({ status: 502, outcome: "unchanged", order: referenceOf(call) });
    expect(client.sent.length).toBeGreaterThan(2);
  });
});

describe("the pauses between questions", () => {
  /** By hand: a quarter of a second, doubled each time, at most eight; chance takes up to a half of it. */
  const WHOLE = [250, 500, 1000, 2000, 4000, 8000, 8000, 8000];

  it("grow, and differ by chance within their bounds", async () => {
    const clock = stopClock();
    const firsts = new Set<number>();
    for (let run = 0; run < 6; run++) {
      const { client, atMs } = timed(status(500), clock.nowMs);
      await clock.finish(failure(() => find.run(client, { budgetMs: 60_000 }), "http_status"));
      const pauses = gaps(atMs);
      expect(pauses.length).toBeGreaterThanOrEqual(WHOLE.length);
      for (const [i, whole] of WHOLE.entries()) {
        expect(pauses[i]).toBeGreaterThanOrEqual(whole / 2);
        expect(pauses[i]).toBeLessThanOrEqual(whole);
      }
      firsts.add(pauses[5]!);
    }
    expect(firsts.size).toBeGreaterThan(1);
  });

  it("are what the gateway asks for, in seconds", async () => {
    const clock = stopClock();
    const wait = (seconds: string) => status(503, { "retry-after": seconds });
    const { client, atMs } = timed([wait("7"), status(429, { "retry-after": "0" }), wait("2"), GOOD], clock.nowMs);
    await clock.finish(find.run(client));
    const [first, second, third] = gaps(atMs);
    expect([first, third]).toEqual([7000, 2000]);
    // Asked to wait not at all, it waits its own pause: nobody is flooded.
    expect(second).toBeGreaterThanOrEqual(250);
    expect(second).toBeLessThanOrEqual(500);
  });

  it("are no shorter than the library's own where the gateway asks for less", async () => {
    const clock = stopClock();
    const impatient = status(503, { "retry-after": "1" });
    const { client, atMs } = timed([...Array<Answer>(4).fill(status(500)), impatient, GOOD], clock.nowMs);
    await clock.finish(find.run(client));
    expect(gaps(atMs)[4]).toBeGreaterThanOrEqual(2000);
  });

  it.each(["Wed, 21 Oct 2099 07:28:00 GMT", "-1", "1.5", "99999", "soon"])(
    "are the library's own beside Retry-After %o",
    async (value) => {
      const clock = stopClock();
      const { client, atMs } = timed([status(503, { "retry-after": value }), GOOD], clock.nowMs);
      await clock.finish(find.run(client));
      const [pause] = gaps(atMs);
      expect(pause).toBeGreaterThanOrEqual(125);
      expect(pause).toBeLessThanOrEqual(250);
    },
  );

  it("never reach beyond the budget: a longer wait that is asked for ends the asking at once", async () => {
    const clock = stopClock();
    const { client, atMs } = timed(status(503, { "retry-after": "10" }), clock.nowMs);
    const error = await clock.finish(failure(() => find.run(client, { budgetMs: 9999 }), "http_status"));
    expect(error.retryAfterMs).toBe(10_000);
    expect(atMs.length).toBe(1);
    expect(clock.nowMs()).toBe(atMs[0]);
  });

  it("end when the caller aborts, and nothing more is sent", async () => {
    const clock = stopClock();
    const controller = new AbortController();
    const { client } = timed(status(503, { "retry-after": "30" }), clock.nowMs);
    const ended = failure(() => find.run(client, { signal: controller.signal }), "aborted");
    await clock.pass(1000);
    controller.abort();
    expect(await ended).toMatchObject({ outcome: "unchanged", order: referenceOf(find) });
    await clock.pass(60_000);
    expect(client.sent.length).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("the budget of a query", () => {
  it("bounds each attempt's time-out, and the whole", async () => {
    const clock = stopClock();
    const startMs = clock.nowMs();
    const { client, atMs } = timed(silent, clock.nowMs);
    await clock.finish(failure(() => find.run(client, { timeoutMs: 4000, budgetMs: 10_000 }), "timeout"));
    expect(atMs.length).toBe(3);
    expect(clock.nowMs() - startMs).toBeLessThanOrEqual(10_000);
    // The last attempt had only what was left.
    expect(clock.nowMs() - atMs[2]!).toBeLessThan(4000);
  });

  it("is the client's where the call names none", async () => {
    const clock = stopClock();
    const client = answered(silent, { queryBudgetMs: 300, timeoutMs: 200_000 });
    await clock.finish(failure(() => find.run(client), "timeout"));
    expect(client.sent.length).toBe(1);
  });
});
