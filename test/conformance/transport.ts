import { createPayments, type PaymentsConfig } from "../../src/edge.ts";
import { secretCases } from "./case.ts";
import type { Check } from "./check.ts";
import { answer, configOf, resultXml } from "./gateway.ts";

const INPUT = {
  orderNumber: "A-1001",
  amount: "10.00",
  currency: "USD",
  cardData: `opcse_0_2_1$${"A".repeat(172)}$${"B".repeat(172)}`,
  billing: { firstName: "Grace", lastName: "Hopper", email: "grace@example.com", country: "US" },
  backUrl: "https://shop.test/back",
};

interface Ended extends Error {
  readonly outcome?: string;
  readonly order?: object;
  readonly status?: number;
}

type Send = NonNullable<PaymentsConfig["fetch"]>;

export const transportCases = secretCases("transport", {
  "any 3xx is an error, and nothing follows it": async (t) => {
    for (const status of [301, 302, 303, 307, 308]) {
      let calls = 0;
      const error = await fails(t, "redirected", async () => {
        calls++;
        return new Response(null, { status, headers: { location: "https://evil.example/" } });
      });
      t.equal([error.status, error.outcome, calls], [status, "unknown", 1]);
    }
  },

  "any other status than success is an error with the order to ask about": async (t) => {
    for (const status of [400, 404, 429, 500, 502, 503]) {
      let calls = 0;
      const error = await fails(t, "http_status", async () => {
        calls++;
        return answer(await resultXml(), { status });
      });
      t.equal([error.status, error.outcome, calls], [status, "unknown", 1]);
      t.equal(error.order, { account: "995149", terminal: "99514901", orderNumber: "A-1001" });
    }
  },

  "a connection that breaks is an error, tried once": async (t) => {
    let calls = 0;
    const error = await fails(t, "connection_failed", async () => {
      calls++;
      throw new TypeError("fetch failed: CANARY");
    });
    t.equal([error.outcome, calls], ["unknown", 1]);
    t.ok(!`${error.message} ${String(error.cause)}`.includes("CANARY"), "the platform's own error stays inside");
  },

  "a body that breaks is an error": async (t) => {
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("<response>"));
        controller.error(new TypeError("terminated"));
      },
    });
    const error = await fails(t, "connection_failed", async () => answerOf(broken));
    t.equal(error.outcome, "unknown");
  },

  "time runs out before the answer": async (t) => {
    const error = await fails(t, "timeout", () => new Promise(() => {}), { timeoutMs: 50 });
    t.equal(error.outcome, "unknown");
  },

  "time runs out during the body": async (t) => {
    const stalled = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode("<response>")),
    });
    const error = await fails(t, "timeout", async () => answerOf(stalled), { timeoutMs: 50 });
    t.equal(error.outcome, "unknown");
  },

  "a caller can stop a call before and during it": async (t) => {
    let calls = 0;
    const never: Send = () => {
      calls++;
      return new Promise(() => {});
    };
    const before = await fails(t, "aborted", never, { signal: abortedSignal() });
    t.equal([before.outcome, calls], ["nothing-sent", 0]);
    const controller = new AbortController();
    const stopped: Send = (...request) => {
      setTimeout(() => controller.abort(), 20);
      return never(...request);
    };
    const during = await fails(t, "aborted", stopped, { signal: controller.signal });
    t.equal([during.outcome, calls], ["unknown", 1]);
  },

  "a body over 16 MB is refused before it is whole": async (t) => {
    const chunk = new Uint8Array(1024 * 1024).fill(32);
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(chunk);
      },
    });
    await fails(t, "body_too_large", async () => answerOf(endless));
    t.ok(pulled >= 16 && pulled < 24, `stops early, after ${pulled} MB`);
  },

  "the platform's fetch is called as its own, when the call is made": async (t) => {
    const { payments } = createPayments(configOf(t.options));
    const original = globalThis.fetch;
    const callers: unknown[] = [];
    function replaced(this: unknown): Promise<Response> {
      callers.push(this);
      return resultXml().then((xml) => answer(xml));
    }
    globalThis.fetch = replaced;
    try {
      t.equal((await payments.pay(INPUT)).status, "approved");
    } finally {
      globalThis.fetch = original;
    }
    // Any other caller is an "Illegal invocation" in pages and Workers.
    t.ok(
      callers.length === 1 && callers.every((caller) => caller === undefined || caller === globalThis),
      "its caller",
    );
  },
});

async function fails(
  t: Check,
  code: string,
  fetch: Send,
  call: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<Ended> {
  const { payments } = createPayments(configOf(t.options, fetch));
  return t.refuses(code, () => payments.pay(INPUT, call));
}

function answerOf(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { headers: { "content-type": "text/xml" } });
}

function abortedSignal(): AbortSignal {
  const controller = new AbortController();
  controller.abort();
  return controller.signal;
}
