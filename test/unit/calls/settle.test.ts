import { afterEach, describe, expect, it, vi } from "vitest";
import { ACCOUNT, type Spied, TERMINAL } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { type FakeClock, stopClock } from "./fake-clock.ts";
import { type Answer, answered, PAYMENT_ID } from "./sample-calls.ts";

afterEach(() => void vi.useRealTimers());

const OTHER_ID = "230101120000123456780";
const entry = (results: string, id = PAYMENT_ID, more = "") => `<paymentInfo><account>${ACCOUNT}</account>
  <terminal>${TERMINAL}</terminal><order_number>ORDER-1</order_number><payment_id>${id}</payment_id>
  <payment_results>${results}</payment_results>${more}</paymentInfo>`;
const order = (...entries: readonly string[]) => `<respon>${entries.join("")}</respon>`;
const NOT_FOUND = order();
const PENDING = order(entry("-1"));
const APPROVED = order(entry("1"));
const DECLINED = order(entry("0"));
const broken: Answer = () => Promise.reject(new TypeError("fetch failed"));
const status =
  (code: number): Answer =>
  () =>
    new Response("", { status: code });
const silent: Answer = () => new Promise<Response>(() => {});

/** Settles in leaps of time, and tells how long it took and when it asked. */
async function settle(
  answers: readonly Answer[],
  options: Parameters<Spied["orders"]["settle"]>[1] = {},
  clock: FakeClock = stopClock(),
) {
  const atMs: number[] = [];
  const startMs = clock.nowMs();
  const client = answered(
    answers.map((answer): Answer => () => {
      atMs.push(clock.nowMs());
      return typeof answer === "function"
        ? answer()
        : new Response(answer, { headers: { "content-type": "text/xml" } });
    }),
  );
  const ended = await clock.finish(
    client.orders.settle("ORDER-1", options).then(
      (settled) => ({ settled }),
      (error: unknown) => ({ error }),
    ),
  );
  return { ...ended, atMs, tookMs: clock.nowMs() - startMs };
}
const settled = async (...args: Parameters<typeof settle>) => {
  const ended = await settle(...args);
  if (!("settled" in ended)) throw ended.error;
  return ended.settled;
};
const thrown = async (...args: Parameters<typeof settle>) => {
  const ended = await settle(...args);
  if (!("error" in ended)) throw new Error("expected an error");
  return ended;
};

describe("an order is settled", () => {
  it("when the caller says so, after a capture or a refund that got lost", async () => {
    const held = order(entry("-1", PAYMENT_ID, "<auth_status>1</auth_status>"));
    const captured = await settle([held, held, APPROVED], { until: ({ status }) => status === "approved" });
    expect("settled" in captured && captured.settled).toMatchObject({ status: "approved", isFinal: true });
    expect(captured.atMs.length).toBe(3);
    const refunded = order(
      entry("1", PAYMENT_ID, "<refundList><refund><refund_id>7</refund_id></refund></refundList>"),
    );
    const done = await settle([APPROVED, refunded], { until: (found) => (found.payments[0]?.refunds.length ?? 0) > 0 });
    expect(done.atMs.length).toBe(2);
    expect("settled" in done && done.settled.isFinal).toBe(true);
  });

  it("though an answer in between came broken, or was another page", async () => {
    const ended = await settled([PENDING, "<respon>", "<html><b>busy</b></html>", APPROVED]);
    expect(ended).toMatchObject({ status: "approved", isFinal: true });
  });

  it.each([
    ["approved", APPROVED],
    ["declined", DECLINED],
    ["authorised", order(entry("-1", PAYMENT_ID, "<auth_status>1</auth_status>"))],
  ])("at once when it is %s", async (state, answer) => {
    const ended = await settle([answer, PENDING]);
    expect(ended).toMatchObject({
      settled: { status: state, isFinal: true, payment: { paymentId: PAYMENT_ID } },
      tookMs: 0,
    });
    expect(ended.atMs.length).toBe(1);
  });

  it("after being open, and unknown: a payment that was sent may still arrive", async () => {
    const ended = await settle([NOT_FOUND, NOT_FOUND, PENDING, PENDING, APPROVED, DECLINED]);
    expect(ended).toMatchObject({ settled: { status: "approved", isFinal: true } });
    expect(ended.atMs.length).toBe(5);
  });

  it("whatever fails on the way in transport", async () => {
    const answers = [broken, PENDING, status(404), broken, status(307), APPROVED];
    expect(await settled(answers, { budgetMs: 1 })).toMatchObject({ status: "approved", isFinal: true });
    expect(await settled([silent, APPROVED], { timeoutMs: 1000, budgetMs: 1000 })).toMatchObject({
      status: "approved",
    });
  });

  it("never by a payment that was known before", async () => {
    const known = { knownPaymentIds: [OTHER_ID] };
    const earlier = order(entry("0", OTHER_ID));
    const both = order(entry("0"), entry("0", OTHER_ID));
    const ended = await settle([earlier, earlier, both], known);
    expect(ended).toMatchObject({ settled: { status: "declined", isFinal: true, payment: { paymentId: PAYMENT_ID } } });
    expect(ended.atMs.length).toBe(3);
    // Without the id the earlier one counts as the end.
    expect(await settled([earlier, both])).toMatchObject({ isFinal: true, payment: { paymentId: OTHER_ID } });
  });

  it("by the terminal that is named", async () => {
    const client = answered(APPROVED.replace(TERMINAL, "90000102"));
    await client.orders.settle("ORDER-1", { terminal: "90000102" });
    expect(client.sent[0]?.body).toContain("terminal=90000102");
  });
});

describe("the patience of settle", () => {
  it.each([
    ["pending", PENDING],
    ["not-found", NOT_FOUND],
  ])("ends with the last state, %s, which is no end", async (state, answer) => {
    const ended = await settle([answer], { patienceMs: 20_000 });
    expect(ended).toMatchObject({ settled: { status: state, orderNumber: "ORDER-1", isFinal: false } });
    expect(ended.tookMs).toBeLessThanOrEqual(20_000);
    expect(ended.atMs.length).toBeGreaterThan(3);
  });

  it("ends with the last state that was told, though questions failed after it", async () => {
    expect(await settled([NOT_FOUND, PENDING, broken], { patienceMs: 10_000, budgetMs: 1 })).toMatchObject({
      status: "pending",
      isFinal: false,
    });
  });

  it("ends in the last error where no question was answered", async () => {
    const { error } = await thrown([status(500), status(500), broken], { patienceMs: 8000, budgetMs: 1 });
    expect(error).toMatchObject({ code: "connection_failed", outcome: "unchanged", order: { orderNumber: "ORDER-1" } });
  });

  it("holds for the whole: a question that hangs does not outlast it", async () => {
    const { error, tookMs } = await thrown([silent], { patienceMs: 3000, timeoutMs: 60_000 });
    expect(error).toMatchObject({ code: "timeout" });
    expect(tookMs).toBeLessThanOrEqual(3001);
  });

  it("is two minutes where none is given", async () => {
    const ended = await settle([PENDING]);
    expect(ended).toMatchObject({ settled: { isFinal: false } });
    expect(ended.tookMs).toBeGreaterThan(89_000);
    expect(ended.tookMs).toBeLessThanOrEqual(120_000);
  });
});

describe("the pauses of settle", () => {
  it("grow from the first to half a minute, each shortened by chance by up to a half", async () => {
    const clock = stopClock();
    const thirds = new Set<number>();
    for (let run = 0; run < 4; run++) {
      const { atMs } = await settle([PENDING], { patienceMs: 300_000, firstPauseMs: 2000 }, clock);
      const whole = [2000, 4000, 8000, 16_000, 30_000, 30_000];
      for (const [i, most] of whole.entries()) {
        expect(atMs[i + 1]! - atMs[i]!).toBeGreaterThanOrEqual(most / 2);
        expect(atMs[i + 1]! - atMs[i]!).toBeLessThanOrEqual(most);
      }
      thirds.add(atMs[3]! - atMs[2]!);
    }
    expect(thirds.size).toBeGreaterThan(1);
  });

  it("begin with a second where none is given", async () => {
    const { atMs } = await settle([PENDING, APPROVED]);
    expect(atMs[1]! - atMs[0]!).toBeGreaterThanOrEqual(500);
    expect(atMs[1]! - atMs[0]!).toBeLessThanOrEqual(1000);
  });

  it("end when the caller aborts", async () => {
    const clock = stopClock();
    const controller = new AbortController();
    const client = answered(PENDING);
    const ended = failure(
      () => client.orders.settle("ORDER-1", { signal: controller.signal, firstPauseMs: 60_000 }),
      "aborted",
    );
    await clock.pass(100);
    controller.abort();
    await ended;
    await clock.pass(300_000);
    expect(client.sent.length).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("what does not pass by itself ends the asking at once", () => {
  it.each([
    ["gateway_refused", "<respon><details>20013:signValue error</details></respon>"],
    ["ip_not_registered", "<respon><details>invalid ip</details></respon>"],
    ["answer_mismatch", order(entry("1").replace("ORDER-1", "ORDER-2"))],
  ])("%s", async (code, answer) => {
    const { error, atMs } = await thrown([PENDING, answer, APPROVED]);
    expect(error).toMatchObject({ code, outcome: "unchanged" });
    expect(atMs.length).toBe(2);
  });

  it("and so do wrong options and a signal that is aborted already", async () => {
    const client = answered(APPROVED);
    await failure(() => client.orders.settle("ORDER-1", { patienceMs: -1 }), "invalid_argument", "patienceMs");
    await failure(() => client.orders.settle("ORDER-1", { knownPaymentIds: ["1"] }), "invalid_field");
    await failure(() => client.orders.settle("ORDER-1", { signal: AbortSignal.abort() }), "aborted");
    await failure(() => client.orders.settle(""), "missing_field");
    expect(client.sent.length).toBe(0);
  });
});
