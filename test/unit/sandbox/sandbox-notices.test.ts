import { describe, expect, it } from "vitest";
import { gate } from "../gate.ts";
import { CARDS, createWorld, fieldsBySaxes, isSignedByNode, type World } from "./shopper.ts";

/** Moves the clock to each next delivery until none waits, and gives what was tried, with its time from the start. */
async function runAll({ sandbox, clock }: World) {
  const startMs = clock.nowMs;
  const tried: { atMs: number; attempt: number; acknowledged: boolean; status: number }[] = [];
  for (let i = 0; i < 20; i++) {
    const dueAtMs = await sandbox.nextDeliveryAtMs();
    if (dueAtMs === undefined) return tried;
    clock.nowMs = Math.max(clock.nowMs, dueAtMs - 1);
    if (clock.nowMs < dueAtMs) expect(await sandbox.deliver()).toEqual([]);
    clock.nowMs = Math.max(clock.nowMs, dueAtMs);
    for (const { attempt, acknowledged, status } of await sandbox.deliver()) {
      tried.push({ atMs: clock.nowMs - startMs, attempt, acknowledged, status });
    }
  }
  throw new Error("deliveries never end");
}

describe("a notification", () => {
  it.each([
    [CARDS.approve, "1"],
    [CARDS.decline, "0"],
    [CARDS.pending, "-1"],
    [CARDS.challenge, "-1"],
  ])("of the card %s is XML by POST, signed in upper case, and says what the answer said", async (card, status) => {
    const requests: { url: string; init: RequestInit | undefined }[] = [];
    const world = await createWorld({
      fetch: async (url, init) => {
        requests.push({ url, init });
        return new Response("receive-ok");
      },
    });
    const answer = await world.pay(card, { order_notes: "a & b" });
    expect(requests).toEqual([]); // The answer comes first: nothing is notified within the call.
    await world.sandbox.deliver();
    expect(requests.length).toBe(1);
    const { url, init } = requests[0]!;
    expect([url, init?.method, init?.redirect]).toEqual(["https://notify.example/in", "POST", "manual"]);
    expect(new Headers(init?.headers).get("content-type")).toBe("application/xml; charset=UTF-8");
    const fields = fieldsBySaxes(String(init?.body));
    expect(fields).toMatchObject({
      response_type: "1",
      notice_type: "transaction",
      payment_status: status,
      order_notes: "a & b",
    });
    expect(fields.signValue).toMatch(/^[0-9A-F]{64}$/);
    expect(isSignedByNode(fields)).toBe(true);
    expect(fields.signValue).toBe(answer.signValue);
    expect("pay_url" in fields).toBe(false);
  });

  it("is sent to nobody without a noticeUrl", async () => {
    const world = await createWorld();
    await world.pay(CARDS.approve, { noticeUrl: "" });
    expect(await world.sandbox.nextDeliveryAtMs()).toBeUndefined();
    expect(await world.sandbox.deliver()).toEqual([]);
  });

  it("is tried five times at the most, with the pauses given", async () => {
    const world = await createWorld({ noticeDelaysMs: [0, 10, 20, 40, 80] });
    world.answer = () => new Response("no", { status: 500 });
    await world.pay(CARDS.approve);
    const tried = await runAll(world);
    expect(tried.map((one) => one.atMs)).toEqual([0, 10, 30, 70, 150]);
    expect(tried.map((one) => one.attempt)).toEqual([1, 2, 3, 4, 5]);
    expect(tried.every((one) => one.status === 500 && !one.acknowledged)).toBe(true);
    expect(new Set(world.notices.map((notice) => notice.body)).size).toBe(1);
  });

  it("is never tried a sixth time, however many pauses are given: the gateway tries five times (§6.7)", async () => {
    const world = await createWorld({ noticeDelaysMs: [0, 1, 1, 1, 1, 1, 1, 1] });
    world.answer = () => new Response("no");
    await world.pay(CARDS.approve);
    expect((await runAll(world)).length).toBe(5);
  });

  it("has pauses of its own by default, the first of none", async () => {
    const world = await createWorld();
    world.answer = () => new Response("");
    await world.pay(CARDS.approve);
    const times = (await runAll(world)).map((one) => one.atMs);
    expect(times.length).toBe(5);
    expect(times[0]).toBe(0);
  });

  it("waits no longer once it was acknowledged", async () => {
    const world = await createWorld();
    world.answer = (count) => new Response(count === 3 ? "receive-ok" : "busy");
    await world.pay(CARDS.approve);
    expect((await runAll(world)).map((one) => one.acknowledged)).toEqual([false, false, true]);
  });

  it.each<readonly [string, () => Response | Promise<Response>, boolean]>([
    ["receive-ok", () => new Response("receive-ok"), true],
    ["receive-ok of a status 201", () => new Response("receive-ok", { status: 201 }), true],
    ["nothing", () => new Response(""), false],
    ["no content", () => new Response(null, { status: 204 }), false],
    ["OK", () => new Response("OK"), false],
    ["other letters", () => new Response("RECEIVE-OK"), false],
    ["a line end", () => new Response("receive-ok\n"), false],
    ["a space", () => new Response(" receive-ok"), false],
    ["markup", () => new Response("<p>receive-ok</p>"), false],
    ["JSON", () => new Response('"receive-ok"'), false],
    ["a status 500", () => new Response("receive-ok", { status: 500 }), false],
    ["a redirect", () => new Response("receive-ok", { status: 302, headers: { location: "/" } }), false],
    ["no answer", () => Promise.reject(new Error("refused")), false],
  ])("answered by %s: acknowledged or not", async (_name, answer, acknowledged) => {
    const world = await createWorld();
    world.answer = answer;
    await world.pay(CARDS.approve);
    const [first] = await world.sandbox.deliver();
    expect(first?.acknowledged).toBe(acknowledged);
    expect((await world.sandbox.nextDeliveryAtMs()) === undefined).toBe(acknowledged);
  });

  it("is delivered once by two deliveries at once", async () => {
    const world = await createWorld();
    const [begun, end] = [gate(), gate()];
    world.answer = async () => {
      begun.open();
      await end.passed;
      return new Response("busy");
    };
    await world.pay(CARDS.approve);
    const both = Promise.all([world.sandbox.deliver(), world.sandbox.deliver()]);
    await begun.passed;
    // Time for the other one to deliver it too, which it must not.
    setTimeout(end.open, 20);
    expect((await both).flat().length).toBe(1);
    world.answer = () => new Response("busy");
    expect((await runAll(world)).length).toBe(4);
  });

  it("to an address that is none, or where nobody listens, does no harm", async () => {
    const world = await createWorld({ fetch: (url, init) => globalThis.fetch(url, init) });
    for (const [i, noticeUrl] of ["javascript:alert(1)", "nonsense", "file:///etc/passwd"].entries()) {
      expect((await world.pay(CARDS.approve, { noticeUrl, order_number: `N${i}` })).payment_status).toBe("0");
    }
    expect(await world.sandbox.deliver()).toEqual([]);
    await world.pay(CARDS.approve, { noticeUrl: "http://127.0.0.1:1/" });
    expect((await world.sandbox.deliver()).map((one) => [one.acknowledged, one.status])).toEqual([[false, 0]]);
  });
});
