import { runInNewContext } from "node:vm";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { CallHooks, ErrorEvent, RequestEvent, ResponseEvent } from "../../../src/http/call-hooks.ts";
import { answeredClient, CONFIG, INPUT, resultFields, signed, xmlOf } from "../edge/merchant.ts";
import { failure } from "../leaks.ts";
import { SIGNED_ORDERS } from "../signed-orders.ts";
import { stopClock } from "./fake-clock.ts";
import { type Answer, answered, CHANGES, MODULUS, QUERIES, QUICKPAY_ID } from "./sample-calls.ts";

type Told = readonly [hook: keyof CallHooks, event: RequestEvent & Partial<ResponseEvent> & Partial<ErrorEvent>];

/** Hooks that keep what they are told, in its order. */
function listening() {
  const told: Told[] = [];
  const hook = (name: keyof CallHooks) => (event: RequestEvent) => void told.push([name, event]);
  return { told, hooks: { onRequest: hook("onRequest"), onResponse: hook("onResponse"), onError: hook("onError") } };
}

/** protocol.md §2: the sandbox's hosts. */
const HOSTS = {
  payment: "test-secure.oceanpayment.com",
  query: "test-query.oceanpayment.com",
  quickpay: "checkout-s.oceanpayment.com",
  checks: "test-checkout.oceanpayment.com",
} as const;
const status =
  (code: number): Answer =>
  () =>
    new Response("", { status: code, headers: { "retry-after": "0" } });
const PAID = xmlOf(signed(resultFields()));

describe("each attempt of a call", () => {
  it("is told by onRequest and then by onResponse, with what is known by then", async () => {
    const { told, hooks } = listening();
    await answered(PAID, { hooks }).payments.pay(INPUT);
    const request = { operation: "payments.pay", host: HOSTS.payment, path: "/gateway/direct/pay", attempt: 1 };
    expect(told.map(([name]) => name)).toEqual(["onRequest", "onResponse"]);
    expect(told[0]![1]).toMatchObject(request);
    expect(Object.keys(told[0]![1]).sort()).toEqual(["attempt", "fields", "host", "operation", "path"]);
    expect(told[1]![1]).toMatchObject({ ...request, status: 200, gatewayCode: "80000" });
    expect(Object.keys(told[1]![1]).sort()).toEqual([
      "attempt", "durationMs", "fields", "gatewayCode", "host", "operation", "path", "status",
    ]); // prettier-ignore
    expect(told[1]![1].durationMs).toBeGreaterThanOrEqual(0);
    expect(Number.isInteger(told[1]![1].durationMs)).toBe(true);
    expect(told.every(([, event]) => Object.isFrozen(event) && Object.isFrozen(event.fields))).toBe(true);
  });

  it("is told with its real duration", async () => {
    const clock = stopClock();
    onTestFinished(() => void vi.useRealTimers());
    const { told, hooks } = listening();
    const slow = answered(() => new Promise((resolve) => setTimeout(() => resolve(new Response(PAID)), 40)), { hooks });
    await clock.finish(slow.payments.pay(INPUT).catch(() => undefined));
    expect(told[1]![1].durationMs).toBe(40);
  });

  it("that is declined is a response, not an error", async () => {
    const { told, hooks } = listening();
    const body = xmlOf(signed(resultFields({ payment_status: "0", payment_details: "80012:no" })));
    await answered(body, { hooks }).payments.pay(INPUT);
    expect(told.map(([name, { gatewayCode }]) => [name, gatewayCode])).toEqual([
      ["onRequest", undefined],
      ["onResponse", "80012"],
    ]);
  });

  it.each<readonly [string, Answer, object]>([
    ["500", status(500), { code: "http_status", status: 500, outcome: "unknown", gatewayCode: undefined }],
    [
      "no connection",
      () => Promise.reject(new TypeError("x")),
      { code: "connection_failed", status: undefined, outcome: "unknown" },
    ],
    [
      "a forged answer",
      xmlOf(signed(resultFields(), "wrong")),
      { code: "invalid_signature", status: 200, outcome: "unknown" },
    ],
    [
      "a refusal",
      xmlOf(signed(resultFields({ payment_status: "0", payment_details: "20013:x" }))),
      { code: "gateway_refused", status: 200, outcome: "refused", gatewayCode: "20013" },
    ],
    ["a malformed answer", "<respon>", { code: "malformed_xml", status: 200, outcome: "unknown" }],
  ])("that ends in %s is told by onError", async (_name, answer, event) => {
    const { told, hooks } = listening();
    await failure(() => answered(answer, { hooks }).payments.pay(INPUT), (event as { code: "timeout" }).code);
    expect(told.map(([name]) => name)).toEqual(["onRequest", "onError"]);
    expect(told[1]![1]).toMatchObject({ operation: "payments.pay", attempt: 1, ...event });
    expect(told[1]![1]).toHaveProperty("durationMs");
  });

  it("of a query is told by itself, numbered from 1", async () => {
    const { told, hooks } = listening();
    await answered([status(503), status(429), "<respon></respon>"], { hooks }).orders.find("ORDER-1");
    expect(told.map(([name, { attempt, status, outcome }]) => [name, attempt, status, outcome])).toEqual([
      ["onRequest", 1, undefined, undefined],
      ["onError", 1, 503, "unchanged"],
      ["onRequest", 2, undefined, undefined],
      ["onError", 2, 429, "unchanged"],
      ["onRequest", 3, undefined, undefined],
      ["onResponse", 3, 200, undefined],
    ]);
  });

  it("is told of every call, by its operation, host and path", async () => {
    for (const call of [...CHANGES, ...QUERIES]) {
      const { told, hooks } = listening();
      await call.run(answered(status(404), { hooks })).catch(() => undefined);
      const { host, path } = SIGNED_ORDERS[call.operation]!;
      expect(told.map(([name]) => name)).toEqual(["onRequest", "onError"]);
      for (const [, event] of told)
        expect(event).toMatchObject({ operation: call.operation, host: HOSTS[host!], path, attempt: 1 });
    }
  });

  it("is told of a call whose host is overridden with that host", async () => {
    const { told, hooks } = listening();
    const environment = { base: "sandbox", hosts: { query: "https://relay.example:8443" } } as const;
    await answered("<respon></respon>", { hooks, environment }).orders.find("ORDER-1");
    expect(told[0]![1].host).toBe("relay.example:8443");
  });

  it("is not told where nothing was to be sent: a wrong input, a form for a page", async () => {
    const { told, hooks } = listening();
    const client = answered("", { hooks, terminals: [{ ...CONFIG.terminals[0]!, publicKey: MODULUS }] });
    await client.payments.pay({ ...INPUT, amount: "" }).catch(() => undefined);
    await client.payments.buildHostedForm({ ...INPUT, cardData: undefined } as never).catch(() => undefined);
    await client.quickpay.cancel({ quickpayId: QUICKPAY_ID, terminal: "90000199" }).catch(() => undefined);
    expect(told).toEqual([]);
  });
});

const HOOKS = ["onRequest", "onResponse", "onError"] as const;
const BAD: Readonly<Record<string, () => unknown>> = {
  throws: () => {
    throw new Error("hook");
  },
  "throws nothing": () => {
    // oxlint-disable-next-line no-throw-literal
    throw undefined;
  },
  rejects: () => Promise.reject(new Error("hook")),
  "never ends": () => new Promise(() => {}),
  "rejects by a promise of another realm": () => runInNewContext("Promise.reject(new Error('hook'))") as unknown,
};

describe.each(Object.entries(BAD))("a hook that %s", (_name, hook) => {
  it("changes neither results, nor errors, nor what is sent", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const hooks: CallHooks = Object.fromEntries(HOOKS.map((name) => [name, hook]));
    const client = answered(PAID, { hooks });
    expect(await client.payments.pay(INPUT)).toEqual(await answeredClient().payments.pay(INPUT));
    const failing = answered(status(500), { hooks });
    expect(await failure(() => failing.payments.pay(INPUT), "http_status")).toMatchObject({
      status: 500,
      outcome: "unknown",
    });
    const asked = answered([status(503), "<respon></respon>"], { hooks });
    expect((await asked.orders.find("ORDER-1")).status).toBe("not-found");
    expect([client, failing, asked].map(({ sent }) => sent.length)).toEqual([1, 1, 2]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});
