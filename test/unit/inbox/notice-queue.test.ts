import { describe, expect, test, vi } from "vitest";
import { consumeNotices, enqueueNotice } from "../../../src/cloudflare.ts";
import { InputError, ResponseError, SignatureError } from "../../../src/errors.ts";
import { until } from "../until.ts";

const BODY = "<response><a>é</a></response>";
const HEADERS = { "content-type": "application/xml" };
const request = (init: RequestInit = {}) =>
  new Request("https://shop.test/notice", { method: "POST", headers: HEADERS, body: BODY, ...init });

/** Reads every notice alike. */
const reading = (answer: () => unknown) => ({ read: async () => answer() });
const refusing = (error: unknown) =>
  reading(() => {
    throw error;
  });
const genuine = reading(() => ({}));

/** A queue that keeps what it is sent. */
function openQueue() {
  const sent: unknown[] = [];
  return { sent, send: async (message: unknown) => void sent.push(message) };
}

describe("enqueueNotice", () => {
  test("puts the raw body and its sender into the queue, and nothing else, before it acknowledges", async () => {
    const queue = openQueue();
    const response = await enqueueNotice(genuine, queue)(request(), { senderAddress: "192.0.2.1" });
    expect(queue.sent).toEqual([{ body: BODY, senderAddress: "192.0.2.1" }]);
    expect([response.status, await response.text()]).toEqual([200, "receive-ok"]);
  });

  test.each(["invalid_signature", "missing_signature", "unknown_terminal"] as const)(
    "acknowledges and drops what is forged (%s)",
    async (code) => {
      const queue = openQueue();
      const onForged = vi.fn();
      const forgery = new SignatureError(code, "forged");
      const response = await enqueueNotice(refusing(forgery), queue, { onForged })(request());
      expect([response.status, await response.text()]).toEqual([200, "receive-ok"]);
      expect(queue.sent).toEqual([]);
      expect(onForged).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code }));
    },
  );

  test.each([
    new SignatureError("unexpected_shape", "signed"),
    new SignatureError("ambiguous_outcome", "signed"),
    new ResponseError("duplicate_order", "signed"),
    new ResponseError("gateway_refused", "signed"),
    new ResponseError("wrong_environment", "signed"),
  ])("queues what is signed and not understood ($code)", async (error) => {
    const queue = openQueue();
    expect((await enqueueNotice(refusing(error), queue)(request())).status).toBe(200);
    expect(queue.sent).toEqual([{ body: BODY }]);
  });

  test("does not acknowledge what the queue did not take, and tells it", async () => {
    const reason = new Error("Too Many Requests");
    const onError = vi.fn();
    const response = await enqueueNotice(genuine, { send: () => Promise.reject(reason) }, { onError })(request());
    expect([response.status, await response.text()]).toEqual([503, ""]);
    expect(response.headers.get("retry-after")).toBe("60");
    expect(onError).toHaveBeenCalledExactlyOnceWith(reason);
  });

  test.each([
    ["another method", { method: "PUT" }, 405],
    ["another type", { headers: { "content-type": "application/json" } }, 415],
    ["a long body", { body: "a".repeat(40_000) }, 413],
    ["malformed UTF-8", { body: new Uint8Array([0xff, 0xfe]) }, 400],
  ])("refuses %s", async (_name, init, status) => {
    const queue = openQueue();
    expect((await enqueueNotice(genuine, queue)(request(init))).status).toBe(status);
    expect(queue.sent).toEqual([]);
  });

  test("refuses what is no XML", async () => {
    const queue = openQueue();
    const reader = refusing(new ResponseError("malformed_xml", "no XML"));
    expect((await enqueueNotice(reader, queue)(request())).status).toBe(400);
    expect(queue.sent).toEqual([]);
  });

  test("takes notices of listed addresses only, where there is a list", async () => {
    const queue = openQueue();
    const enqueue = enqueueNotice(genuine, queue, { allowedSenders: ["192.0.2.1"] });
    expect((await enqueue(request(), { senderAddress: "192.0.2.2" })).status).toBe(403);
    expect((await enqueue(request())).status).toBe(403);
    expect(queue.sent).toEqual([]);
    expect((await enqueue(request(), { senderAddress: "192.0.2.1" })).status).toBe(200);
  });

  test("throws what is the merchant's own mistake", async () => {
    const mistake = new InputError("missing_credential", "no secret");
    await expect(enqueueNotice(refusing(mistake), openQueue())(request())).rejects.toBe(mistake);
    await expect(enqueueNotice(refusing(new TypeError("x")), openQueue())(request())).rejects.toThrow(TypeError);
  });

  test("a callback that throws changes nothing", async () => {
    const fails = () => {
      throw new Error("the merchant's");
    };
    const forged = refusing(new SignatureError("invalid_signature", "forged"));
    const options = { onForged: fails, onError: fails };
    expect((await enqueueNotice(forged, openQueue(), options)(request())).status).toBe(200);
    const broken = { send: () => Promise.reject(new Error("x")) };
    expect((await enqueueNotice(genuine, broken, options)(request())).status).toBe(503);
  });
});

describe("consumeNotices", () => {
  type Retry = (options: { readonly delaySeconds: number }) => void;
  const message = (body: unknown, attempts = 1) => ({ body, attempts, ack: vi.fn(), retry: vi.fn<Retry>() });

  test("ends what is done, gives the rest again, and lets no message fail another", async () => {
    const messages = ["done", "held", "throws", "forged"].map((body) => message({ body }));
    messages.push(message(undefined), message("text"), message({ body: "done" }));
    const take = vi.fn(async (body: string) => {
      if (body === "throws" || typeof body !== "string") throw new Error("no notice");
      return { isDone: body !== "held", isForged: body === "forged" };
    });
    await consumeNotices({ take }, { messages });
    expect(messages.map(({ ack }) => ack.mock.calls.length)).toEqual([1, 0, 0, 0, 0, 0, 1]);
    expect(messages.map(({ retry }) => retry.mock.calls.length)).toEqual([0, 1, 1, 1, 1, 1, 0]);
  });

  test("hands on where a notice came from", async () => {
    const take = vi.fn(async () => ({ isDone: true, isForged: false }));
    await consumeNotices({ take }, { messages: [message({ body: "b", senderAddress: "192.0.2.1" })] });
    expect(take).toHaveBeenCalledExactlyOnceWith("b", { senderAddress: "192.0.2.1" });
  });

  test("waits longer each time, an hour at the most, in whole seconds", async () => {
    const messages = Array.from({ length: 40 }, (_, at) => message({ body: "held" }, at + 1));
    await consumeNotices({ take: async () => ({ isDone: false, isForged: false }) }, { messages });
    const delays = messages.map(({ retry }) => retry.mock.calls[0]![0].delaySeconds);
    for (const [at, delay] of delays.entries()) {
      const whole = Math.min(3600, 10 * 2 ** at);
      expect(delay).toBeGreaterThanOrEqual(whole / 2);
      expect(delay).toBeLessThanOrEqual(whole);
      expect(Number.isInteger(delay)).toBe(true);
    }
  });

  test("works at eight messages at once", async () => {
    let running = 0;
    let most = 0;
    const take = async () => {
      most = Math.max(most, ++running);
      // As long as eight do not run beside each other, and then a little more, for a ninth that must not.
      await until(() => most >= 8);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      return { isDone: true, isForged: false };
    };
    const messages = Array.from({ length: 100 }, () => message({ body: "x" }));
    await consumeNotices({ take }, { messages });
    expect(most).toBe(8);
    expect(messages.every(({ ack }) => ack.mock.calls.length === 1)).toBe(true);
  });
});
