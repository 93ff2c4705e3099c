import { stringify } from "node:querystring";
import { describe, expect, it } from "vitest";
import { createPayments } from "../../../src/edge/create-payments.ts";
import { encryptCard } from "../../../src/card/encrypt-card.ts";
import type { CallFault, Fault } from "../../../src/testing/faults.ts";
import { CARD, NOW_MS } from "../card-samples.ts";
import { INPUT } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { until } from "../until.ts";
import { CARDS, createWorld, digestOf, fieldsBySaxes, formRequest, isSignedByNode, type World } from "./shopper.ts";

/** What each fault of a call does: whether the payment was made, and what a client of the library is told. */
const CALLS: readonly (readonly [CallFault, done: boolean, code: string])[] = [
  ["timeout-before", false, "timeout"],
  ["timeout-during", true, "timeout"],
  ["timeout-after", true, "timeout"],
  ["http-500", false, "http_status"],
  ["html-error", false, "malformed_xml"],
  ["truncated-answer", true, "malformed_xml"],
  ["wrong-signature", true, "invalid_signature"],
  ["redirect", false, "redirected"],
];

describe("a fault of a call", () => {
  it.each(CALLS)("%s: the payment is made (%s), and its client told of %s", async (kind, done, code) => {
    const world = await createWorld({ faults: [{ kind, times: 1 }], stallMs: 60_000 });
    // Whoever waited for the stall to end would not be back before the test's own limit.
    const timeoutMs = code === "timeout" ? 500 : 15_000;
    const client = createPayments({ ...world.sandbox.paymentsConfig(), timeoutMs });
    const cardData = await encryptCard({ ...CARD, number: CARDS.approve }, world.sandbox.publicKey, { nowMs: NOW_MS });
    const input = { ...INPUT, cardData, noticeUrl: "https://notify.example/in" };
    const error = await failure(() => client.payments.pay(input), code as "timeout");
    expect(error.outcome).toBe("unknown");
    const payments = () => world.sandbox.payments("90000101", INPUT.orderNumber);
    // A busy gateway makes it after its client gave up.
    if (done) await until(async () => (await payments()).length > 0);
    const made = await payments();
    expect(made.map((item) => item.status)).toEqual(done ? ["1"] : []);
    await world.sandbox.deliver();
    expect(world.notices.length).toBe(done ? 1 : 0);
    // The fault struck once: the next call meets none, and a payment that was made is a duplicate now.
    const again = client.payments.pay(input);
    if (done) await failure(() => again, "duplicate_order");
    else expect((await again).status).toBe("approved");
  });

  it("wrong-signature changes the signature alone", async () => {
    const world = await createWorld({ faults: [{ kind: "wrong-signature" }] });
    const answer = await world.pay(CARDS.approve);
    expect(isSignedByNode(answer)).toBe(false);
    expect(answer).toMatchObject({ payment_status: "1", signValue: expect.stringMatching(/^[0-9A-F]{64}$/) });
  });

  it("holds a caller that is gone already no longer", async () => {
    for (const kind of ["timeout-before", "timeout-after"] as const) {
      const world = await createWorld({ faults: [{ kind }], stallMs: 60_000 });
      const controller = new AbortController();
      const request = formRequest(stringify(world.payment(CARDS.approve)), undefined, { signal: controller.signal });
      const answer = world.sandbox.fetch(request);
      controller.abort();
      // The stall is longer than the test may take.
      await answer.catch(() => undefined);
    }
  });

  it("strikes as often as it is told, and can be switched off", async () => {
    const world = await createWorld({ faults: [{ kind: "http-500", times: 2 }] });
    const statusOf = async () =>
      (await world.sandbox.fetch(formRequest(stringify(world.payment(CARDS.decline))))).status;
    expect([await statusOf(), await statusOf(), await statusOf()]).toEqual([500, 500, 200]);
    world.sandbox.setFaults([{ kind: "http-500" }]);
    expect([await statusOf(), await statusOf()]).toEqual([500, 500]);
    world.sandbox.setFaults([{ kind: "http-500", rate: 0 }]);
    expect(await statusOf()).toBe(200);
    world.sandbox.setFaults([]);
    expect(await statusOf()).toBe(200);
  });
});

/** Pays some orders a second apart, delivers as time goes, and gives the orders in which their notices came. */
async function arrivals(world: World, orders = 3): Promise<readonly string[]> {
  for (let i = 0; i < orders; i++) {
    await world.pay(CARDS.approve, { order_number: `N${i}` });
    await world.sandbox.deliver();
    world.clock.nowMs += 1000;
  }
  for (let i = 0; i < 30; i++) {
    world.clock.nowMs += 500;
    await world.sandbox.deliver();
  }
  return world.notices.map((notice) => fieldsBySaxes(notice.body).order_number ?? "");
}

describe("a fault of notifications", () => {
  it.each<readonly [Fault["kind"], readonly string[]]>([
    ["notice-lost", ["N1", "N2"]],
    ["notice-doubled", ["N0", "N0", "N1", "N2"]],
    ["notice-reordered", ["N1", "N2", "N0"]],
    ["notice-late", ["N1", "N2", "N0"]],
  ])("%s", async (kind, expected) => {
    const world = await createWorld({ faults: [{ kind, times: 1 }], lateMs: 4000 });
    expect(await arrivals(world)).toEqual(expected);
    for (const { body } of world.notices) expect(isSignedByNode(fieldsBySaxes(body))).toBe(true);
  });

  it("without one they come once and in order", async () => {
    expect(await arrivals(await createWorld())).toEqual(["N0", "N1", "N2"]);
  });

  it("late is late by what was given", async () => {
    const world = await createWorld({ faults: [{ kind: "notice-late" }], lateMs: 77 });
    await world.pay(CARDS.approve);
    expect(await world.sandbox.nextDeliveryAtMs()).toBe(NOW_MS + 77);
  });

  it("leaves the payment as it is", async () => {
    for (const kind of ["notice-lost", "notice-doubled", "notice-reordered", "notice-late"] as const) {
      const world = await createWorld({ faults: [{ kind }] });
      expect((await world.pay(CARDS.approve)).payment_status).toBe("1");
      expect((await world.sandbox.payments("90000101", "A-1")).map((item) => item.status)).toEqual(["1"]);
    }
  });
});

describe("two runs", () => {
  const FAULTS: readonly Fault[] = [
    { kind: "http-500", rate: 0.2 },
    { kind: "truncated-answer", rate: 0.2 },
    { kind: "wrong-signature", rate: 0.2 },
    { kind: "notice-late", rate: 0.3 },
    { kind: "notice-doubled", rate: 0.3 },
    { kind: "notice-lost", rate: 0.3 },
  ];

  /** Everything that can be seen of a run: each answer, each notice, each delivery. */
  async function run(seed: number): Promise<string> {
    const world = await createWorld({ faults: FAULTS, seed, lateMs: 700 });
    world.answer = (count) => new Response(count % 3 === 0 ? "busy" : "receive-ok");
    const seen: unknown[] = [];
    for (let i = 0; i < 25; i++) {
      const card = Object.values(CARDS)[i % 5] as string;
      const body = stringify({ ...world.payment(card, { order_number: `R${i}` }) });
      const response = await world.sandbox.fetch(formRequest(body));
      seen.push(response.status, await response.text(), await world.sandbox.deliver());
      world.clock.nowMs += 500;
    }
    return digestOf([seen, world.notices]);
  }

  it("of one seed agree in every byte, and of another seed do not", async () => {
    const [one, again, other] = [await run(7), await run(7), await run(8)];
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });
});
