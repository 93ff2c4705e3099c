import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPayments } from "../../../src/edge/create-payments.ts";
import { createSend } from "../../../src/http/ofetch-send.ts";
import type { Fetch } from "../../../src/http/send.ts";
import { gate } from "../gate.ts";
import { failure, printed } from "../leaks.ts";
import { until } from "../until.ts";
import { listen, type Loopback, requestTo } from "./loopback.ts";
import { CONFIG, INPUT } from "./merchant.ts";

const send = createSend();
const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

beforeAll(() => void process.on("unhandledRejection", note));
afterAll(async () => {
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** A time limit within which a request arrives on a busy machine too. */
const ARRIVES_MS = 1500;

/** A way to send, and what passes when the headers of an answer have come. */
function watchedSend() {
  const headers = gate();
  const fetch: Fetch = async (url, init) => {
    const response = await globalThis.fetch(url, init);
    headers.open();
    return response;
  };
  return { send: createSend(fetch), headersCame: headers.passed };
}

describe("a connection that fails", () => {
  it("because nobody listens", async () => {
    const server = await listen();
    await server.close();
    expect(await failure(() => send(requestTo(server.url)), "connection_failed")).toMatchObject({ outcome: "unknown" });
  });

  it("because the host has no address", async () => {
    const error = await failure(() => send(requestTo("http://nope.invalid/")), "connection_failed");
    expect(error.outcome).toBe("unknown");
    expect(printed(error)).not.toContain("nope");
  });

  it("because it is reset before the headers, in the headers, and in the body", async () => {
    let watched = watchedSend();
    const before = await listen((response) => response.socket?.destroy());
    const during = await listen((response) => {
      response.socket?.write("HTTP/1.1 200 OK\r\nContent-Le", () => response.socket?.destroy());
    });
    const inBody = await listen((response) => {
      response.writeHead(200, { "content-length": "100" }).write("<response>");
      void watched.headersCame.then(() => response.socket?.destroy());
    });
    const inChunks = await listen((response) => {
      response.writeHead(200).write("<response>");
      void watched.headersCame.then(() => response.socket?.destroy());
    });
    for (const server of [before, during, inBody, inChunks]) {
      watched = watchedSend();
      const error = await failure(() => watched.send(requestTo(server.url)), "connection_failed");
      expect(error.outcome).toBe("unknown");
      await later(10);
      expect(server.requests.length).toBe(1);
    }
  });
});

describe("a time limit", () => {
  it("covers silence, headers without a body, and a body that stalls or drips", async () => {
    const silent = await listen();
    const noBody = await listen((response) => response.writeHead(200).flushHeaders());
    const stalled = await listen((response) => void response.writeHead(200).write("<response>"));
    const dripping = await listen((response) => {
      const timer = setInterval(() => response.write("x"), 10);
      response.on("close", () => clearInterval(timer));
    });
    const holds = async (server: Loopback) => {
      const error = await failure(() => send(requestTo(server.url, { timeoutMs: ARRIVES_MS })), "timeout");
      expect(error.outcome).toBe("unknown");
      await server.closed();
      expect(server.requests.length).toBe(1);
    };
    await Promise.all([silent, noBody, stalled, dripping].map(holds));
  });

  it("ends a fetch that ignores its signal, and a body that does", async () => {
    const never: Fetch = () => new Promise(() => {});
    const stuck: Fetch = async () => new Response(new ReadableStream({}));
    const ended = gate();
    const late: Fetch = async () => {
      await ended.passed;
      throw new Error("too late, with 4111111111111111");
    };
    for (const fetch of [never, stuck, late]) {
      await failure(() => createSend(fetch)(requestTo("https://gateway.test/", { timeoutMs: 20 })), "timeout");
    }
    ended.open();
  });
});

describe("the caller's signal", () => {
  it("aborted before the call sends nothing", async () => {
    const server = await listen((response) => response.end("x"));
    const error = await failure(() => send(requestTo(server.url, { signal: AbortSignal.abort() })), "aborted");
    expect(error.outcome).toBe("nothing-sent");
    expect(server.requests).toEqual([]);
  });

  it("aborts while waiting for headers, and while the body comes", async () => {
    const silent = await listen();
    const stalled = await listen((response) => void response.writeHead(200).write("<response>"));
    for (const server of [silent, stalled]) {
      const controller = new AbortController();
      const watched = watchedSend();
      const ended = failure(
        () => watched.send(requestTo(server.url, { timeoutMs: 15_000, signal: controller.signal })),
        "aborted",
      );
      await (server === silent ? until(() => server.requests.length === 1) : watched.headersCame);
      controller.abort(new Error("reason with opcse-canary"));
      const error = await ended;
      expect(error.outcome).toBe("unknown");
      expect(printed(error)).not.toContain("opcse-canary");
      await server.closed();
      expect(server.requests.length).toBe(1);
    }
  });

  it("and the time limit together: the first of them is told", async () => {
    const server = await listen();
    const abortAfter = (ms: number) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), ms).unref();
      return controller.signal;
    };
    await failure(() => send(requestTo(server.url, { timeoutMs: 15_000, signal: abortAfter(20) })), "aborted");
    await failure(() => send(requestTo(server.url, { timeoutMs: 20, signal: abortAfter(15_000) })), "timeout");
    const both = await failure(
      () => send(requestTo(server.url, { timeoutMs: 20, signal: abortAfter(20) })),
      ["timeout", "aborted"],
    );
    expect(both.outcome).toBe("unknown");
  });

  it("is let go of afterwards: a signal for many calls gathers no listeners", async () => {
    const server = await listen((response) => response.end("x"));
    const { signal } = new AbortController();
    let listeners = 0;
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...args: Parameters<typeof add>) => (listeners++, add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (listeners--, remove(...args));
    for (let i = 0; i < 3; i++) await send(requestTo(server.url, { signal }));
    expect(listeners).toBe(0);
  });
});

describe("a fetch of the caller's own", () => {
  it.each<readonly [string, Fetch]>([
    ["throws at once", () => { throw new Error("opcse-canary"); }], // prettier-ignore
    ["throws what is no error", () => Promise.reject("opcse-canary")], // eslint-disable-line prefer-promise-reject-errors
    ["gives nothing", () => Promise.resolve(undefined as unknown as Response)],
    ["gives an error response", () => Promise.resolve(Response.error())],
    ["gives a body that was read already", async () => {
      const response = new Response("x");
      await response.text();
      return response;
    }], // prettier-ignore
  ])("that %s ends in an error of this library", async (_name, fetch) => {
    const error = await failure(
      () => createSend(fetch)(requestTo("https://gateway.test/")),
      ["connection_failed", "redirected"],
    );
    expect(error.outcome).toBe("unknown");
    expect(printed(error)).not.toContain("opcse-canary");
    expect(error.cause).toBeUndefined();
  });
});

describe("a payment over a bad line", () => {
  it("is sent once, names its order, and its outcome is unknown", async () => {
    const broken = await listen((response) => response.socket?.destroy());
    const busy = await listen((response) => response.writeHead(503).end());
    const silent = await listen();
    for (const [server, code] of [
      [broken, "connection_failed"],
      [busy, "http_status"],
      [silent, "timeout"],
    ] as const) {
      const environment = { base: "sandbox", hosts: { payment: new URL(server.url).origin } } as const;
      const timeoutMs = code === "timeout" ? ARRIVES_MS : 15_000;
      const client = createPayments({ ...CONFIG, environment, timeoutMs });
      const error = await failure(() => client.payments.pay(INPUT), code);
      expect(error.outcome).toBe("unknown");
      expect(error.order).toEqual({ account: "900001", terminal: "90000101", orderNumber: "ORDER-1" });
      expect(server.requests.length).toBe(1);
    }
  });
});
