import { stringify } from "node:querystring";
import { describe, expect, it } from "vitest";
import { createSandboxStore, type SandboxStore } from "../../../src/testing/sandbox-store.ts";
import { CARDS, createWorld, formRequest, isSignedByNode } from "./shopper.ts";

const PATH = "/gateway/direct/pay";

/** A store that speaks JSON text only, as one outside of the process would. */
function textStore(): SandboxStore & { readonly size: () => number } {
  const texts = new Map<string, string>();
  return {
    size: () => texts.size,
    get: async (key) => JSON.parse(texts.get(key) ?? "null") ?? undefined,
    put: async (key, value) => void texts.set(key, JSON.stringify(value)),
    delete: async (key) => texts.delete(key),
    list: async ({ prefix }) =>
      new Map(
        [...texts.keys()]
          .filter((key) => key.startsWith(prefix))
          .sort()
          .map((key) => [key, JSON.parse(texts.get(key) as string) as unknown]),
      ),
  };
}

describe("the simulated gateway refuses without a crash", () => {
  it("other methods, other types, other paths", async () => {
    const { sandbox, payment } = await createWorld();
    const body = stringify(payment(CARDS.approve));
    for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
      const init = ["GET", "HEAD"].includes(method) ? { method } : { method, body };
      expect((await sandbox.fetch(new Request(`https://sandbox.test${PATH}`, init))).status).toBe(405);
    }
    for (const type of ["application/json", "text/plain", "multipart/form-data; boundary=x", "application/xml", ""]) {
      const request = formRequest(new TextEncoder().encode(body), PATH, {
        headers: type ? { "content-type": type } : {},
      });
      expect((await sandbox.fetch(request)).status).toBe(415);
    }
    for (const path of [
      "/",
      "/gateway",
      `${PATH}/`,
      PATH.toUpperCase(),
      "/__proto__",
      "/constructor",
      "/gateway/direct//pay",
    ]) {
      expect((await sandbox.fetch(formRequest(body, path))).status).toBe(404);
    }
    expect(await sandbox.payments("90000101", "A-1")).toEqual([]);
  });

  it("bodies that are no form: oversize, duplicate fields, broken escapes, broken UTF-8", async () => {
    const { sandbox, payment } = await createWorld();
    const good = stringify(payment(CARDS.approve));
    const bad: BodyInit[] = [
      `${good}&order_amount=1.00`,
      `${good}&order_amount=10.00`,
      `${good}&${"x".repeat(1_100_000)}=1`,
      `${good}&order_notes=%`,
      `${good}&order_notes=%zz`,
      `${good}&order_notes=%ff`,
      `${good}&order_notes=%ed%a0%80`,
      `${good}&=x`,
      Buffer.concat([Buffer.from(`${good}&order_notes=`), Buffer.from([0xff])]),
    ];
    for (const body of bad) expect((await sandbox.fetch(formRequest(body))).status).toBe(400);
    expect(await sandbox.payments("90000101", "A-1")).toEqual([]);
  });

  it("forms that say nothing or nonsense, by the refusal of an unknown terminal", async () => {
    const { sandbox } = await createWorld();
    for (const body of [
      "",
      "x",
      "a=b",
      "{}",
      "terminal=__proto__&account=900001",
      "toString=1&constructor=2&__proto__=3",
    ]) {
      const response = await sandbox.fetch(formRequest(body));
      expect(response.status).toBe(200);
      expect(await response.text()).toContain("<payment_details>20004:");
    }
  });

  it("goes on after each of them", async () => {
    const { sandbox, pay } = await createWorld();
    await sandbox.fetch(formRequest("a=%"));
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error("reset")) });
    const request = formRequest(broken, PATH, { duplex: "half" } as RequestInit);
    await sandbox.fetch(request).catch(() => undefined);
    expect((await pay(CARDS.approve)).payment_status).toBe("1");
  });
});

describe("the simulated gateway's state", () => {
  it.each([
    ["of memory", () => createSandboxStore()],
    ["of a store outside", () => textStore()],
  ])(
    "%s survives a new sandbox: payments, duplicates, challenges, waiting notifications, numbers",
    async (_name, make) => {
      const store = make();
      const first = await createWorld({ store });
      first.answer = () => new Response("busy");
      const paid = await first.pay(CARDS.approve);
      const { pay_url = "" } = await first.pay(CARDS.challenge, { order_number: "C" });
      const pending = await first.pay(CARDS.pending, { order_number: "P" });
      await first.sandbox.deliver();

      const second = await createWorld({ store });
      second.clock.nowMs += 60_000;
      expect((await second.sandbox.payments("90000101", "A-1"))[0]).toMatchObject({
        paymentId: paid.payment_id,
        status: "1",
      });
      expect((await second.pay(CARDS.approve)).payment_details).toMatch(/^20061:/);
      expect((await second.sandbox.deliver()).map((one) => [one.attempt, one.acknowledged])).toEqual([
        [2, true],
        [2, true],
        [2, true],
      ]);
      await second.sandbox.settle(pending.payment_id as string, "approve");
      const { pathname } = new URL(pay_url);
      expect((await second.sandbox.fetch(formRequest("answer=confirm", pathname))).status).toBe(200);
      expect((await second.sandbox.payments("90000101", "C"))[0]?.status).toBe("1");
      expect((await second.sandbox.deliver()).length).toBe(2);
      second.clock.nowMs = first.clock.nowMs; // Even at the same second, an id stands once.
      const next = await second.pay(CARDS.approve, { order_number: "Z" });
      expect([paid.payment_id, pending.payment_id]).not.toContain(next.payment_id);
      expect(isSignedByNode(next)).toBe(true);
    },
  );

  it("holds no card: neither the number, nor the security code, nor the card data", async () => {
    const kept: string[] = [];
    const store = createSandboxStore();
    const watched = {
      ...store,
      put: async (key: string, value: unknown) => (kept.push(key + JSON.stringify(value)), store.put(key, value)),
    };
    const { pay } = await createWorld({ store: watched });
    for (const number of Object.values(CARDS)) await pay(number, { order_number: `S${number.slice(-4)}` });
    const whole = kept.join("\n");
    for (const number of Object.values(CARDS)) expect(whole).not.toContain(number);
    expect(whole).not.toMatch(/opcse_|"737"|secret-of-/);
  });
});
