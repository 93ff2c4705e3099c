// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type EmbeddedEvent, loadEmbedded } from "../../../src/browser/load-embedded.ts";
import { failure } from "../leaks.ts";
import { CARD, frameOf, HOST, say, serveVendor, xmlOf } from "./fake-vendor.ts";

let vendor: ReturnType<typeof serveVendor>;
let element: HTMLElement;
const made: { destroy: () => void }[] = [];

const FIELDS = { order_number: "A-1", order_amount: "10.00", signValue: "AB", key: "c0" };

async function load(options: Partial<Parameters<typeof loadEmbedded>[0]> = {}) {
  const instance = await loadEmbedded({ environment: "sandbox", element, ...options });
  made.push(instance);
  return instance;
}

/** Returns what a checkout has come to when nothing more is said. */
const stateOf = (result: Promise<unknown>) =>
  Promise.race([
    result.then(
      () => "ended",
      () => "ended",
    ),
    new Promise((resolve) => setTimeout(resolve, 20, "waiting")),
  ]);

beforeEach(() => {
  vendor = serveVendor();
  element = document.createElement("div");
  document.body.append(element);
});

afterEach(() => {
  for (const instance of made.splice(0)) instance.destroy();
  vendor.close();
  vi.useRealTimers();
});

describe("loading the card's script", () => {
  it("asks the payment host, and draws into the element", async () => {
    await load({ cssUrl: "https://shop.example/card.css", language: "de", showCardName: true });
    expect(vendor.asked).toEqual([HOST + CARD.path]);
    expect(vendor.inits).toEqual([[true, "https://shop.example/card.css", "de", { showCardName: true }]]);
    expect(element.querySelector("#oceanpayment-element iframe")?.id).toBe("oceanpayment-iframe-card");
  });

  it("loads once per page, whatever is destroyed", async () => {
    (await load()).destroy();
    (await load()).destroy();
    expect(vendor.asked).toHaveLength(1);
    expect(vendor.inits).toHaveLength(2);
  });

  it.each([
    ["fails", "connection_failed"],
    ["hangs", "timeout"],
    ["is-another", "unexpected_answer"],
  ] as const)("that %s is loaded again by the next call", async (fate, code) => {
    vendor.fates.push(fate);
    const error = await failure(() => load({ timeoutMs: fate === "hangs" ? 20 : 10_000 }), code);
    expect(error.outcome).toBe("nothing-sent");
    expect(element.children).toHaveLength(0);
    expect(Object.hasOwn(globalThis, CARD.callback)).toBe(false);
    await load();
    expect(vendor.asked).toHaveLength(2);
  });

  it("is given up with the caller's signal, before and while it loads", async () => {
    await failure(() => load({ signal: AbortSignal.abort() }), "aborted");
    expect(vendor.asked).toHaveLength(0);
    vendor.fates.push("hangs");
    const controller = new AbortController();
    const loading = failure(() => load({ signal: controller.signal }), "aborted");
    await vi.waitFor(() => expect(vendor.asked).toHaveLength(1));
    controller.abort();
    await loading;
    await load();
  });

  it("is refused while another instance lives, also while that one loads", async () => {
    const first = load();
    await failure(() => load(), "already_in_use");
    (await first).destroy();
    await load();
  });

  it("is refused where the page loads the script by itself", async () => {
    Reflect.set(globalThis, CARD.global, { init: () => {}, checkout: () => {} });
    await failure(() => load(), "already_in_use");
    expect(vendor.inits).toHaveLength(0);
  });

  it("is refused for the other environment, once it is there", async () => {
    (await load()).destroy();
    await failure(() => load({ environment: "production" }), "already_in_use");
  });

  it("tells in its own words that the vendor's script throws, and leaves nothing", async () => {
    (await load()).destroy();
    Reflect.get(globalThis, CARD.global).init = () => {
      throw new Error("secret of the vendor's");
    };
    const error = await failure(() => load(), "unexpected_answer");
    expect(error.outcome).toBe("nothing-sent");
    expect(error.message).not.toContain("secret");
    expect(element.children).toHaveLength(0);
  });

  it("waits for a frame that is drawn late, and gives up on one that never is", async () => {
    (await load()).destroy();
    const script = Reflect.get(globalThis, CARD.global);
    const { init } = script;
    let isLoaded = false;
    script.init = (...settings: unknown[]) =>
      setTimeout(() => {
        init(...settings);
        element.querySelector("iframe")?.addEventListener("load", () => (isLoaded = true));
      }, 20);
    (await load()).destroy();
    expect(isLoaded).toBe(true);
    script.init = () => {};
    const error = await failure(() => load({ timeoutMs: 20 }), "timeout");
    expect(error.outcome).toBe("nothing-sent");
    expect(element.children).toHaveLength(0);
  });

  it("takes no element that the script would not find", async () => {
    await failure(() => load({ element: document.createElement("div") }), "invalid_argument", "element");
    await failure(() => load({ element: undefined as unknown as HTMLElement }), "invalid_argument", "element");
    const root = element.attachShadow({ mode: "open" });
    const inner = document.createElement("div");
    root.append(inner);
    await failure(() => load({ element: inner }), "invalid_argument", "element");
    const other = document.createElement("p");
    other.id = "oceanpayment-element";
    document.body.append(other);
    await failure(() => load(), "already_in_use", "element");
  });

  it("draws into an element that has the script's own id", async () => {
    element.id = "oceanpayment-element";
    const instance = await load();
    expect(element.firstElementChild?.tagName).toBe("IFRAME");
    instance.destroy();
    expect(element.children).toHaveLength(0);
    expect(element.isConnected).toBe(true);
  });
});

describe("a checkout", () => {
  it.each([
    ["1", "", "approved"],
    ["0", "", "declined"],
    ["-1", "", "pending"],
    ["-1", "1", "authorised"],
    ["-1", "3", "pending"],
  ])("with status %s and type %s is told as it is, and never as confirmed", async (status, type, told) => {
    const events: EmbeddedEvent[] = [];
    const instance = await load({ onEvent: (event) => events.push(event) });
    const result = instance.checkout(FIELDS);
    await vi.waitFor(() => expect(vendor.checkouts).toHaveLength(1));
    say(CARD, xmlOf({ payment_status: status, payment_authType: type, payment_id: "012345678901234567" }));
    expect(await result).toEqual({
      ...{ status: told, verified: false, orderNumber: "A-1", paymentId: "012345678901234567" },
      ...{ amount: "", currency: "", gatewayCode: "80000", gatewayText: "Approved" },
    });
    expect(events).toEqual([{ type: "result", result: await result }]);
  });

  it("that needs 3-D Secure names the gateway's page", async () => {
    const instance = await load();
    const result = instance.checkout(FIELDS);
    await Promise.resolve();
    say(CARD, xmlOf({ payment_status: "-1", pay_url: `${HOST}/3ds?a=1&b=2` }));
    expect(await result).toMatchObject({ status: "redirect", redirectUrl: `${HOST}/3ds?a=1&b=2`, verified: false });
  });

  it.each([
    ["untrusted_redirect", xmlOf({ payment_status: "-1", pay_url: "https://evil.example/" })],
    ["untrusted_redirect", xmlOf({ payment_status: "-1", pay_url: "javascript:alert(1)" })],
    ["answer_mismatch", xmlOf({ payment_status: "1", order_number: "A-2" })],
    ["unexpected_answer", xmlOf({ payment_status: "2" })],
    ["unexpected_answer", xmlOf({})],
    ["malformed_xml", "<response>"],
    ["malformed_xml", "not XML at all"],
    ["malformed_xml", '<!DOCTYPE r [<!ENTITY a "b">]><r><payment_status>1</payment_status></r>'],
    ["unexpected_answer", `<response><payment_status>1</payment_status>${" ".repeat(70_000)}</response>`],
  ] as const)("whose result can't be used ends in %s, its outcome unknown", async (code, xml) => {
    const instance = await load();
    const result = failure(() => instance.checkout(FIELDS), code);
    await vi.waitFor(() => expect(vendor.checkouts).toHaveLength(1));
    say(CARD, xml);
    expect((await result).outcome).toBe("unknown");
  });

  it("that the frame finds wrong is told, and may be tried again", async () => {
    const events: EmbeddedEvent[] = [];
    const instance = await load({ onEvent: (event) => events.push(event) });
    const first = instance.checkout(FIELDS);
    await Promise.resolve();
    say(CARD, { code: 0, msg: "Check the number.", method: "Credit Card", more: { evil: 1 } });
    const validation = {
      ...{ status: "invalid", verified: false, code: "0", message: "Check the number.", method: "Credit Card" },
    };
    expect(await first).toEqual(validation);
    expect(events).toEqual([{ type: "validation", validation }]);
    const second = instance.checkout(FIELDS);
    await Promise.resolve();
    say(CARD, xmlOf({ payment_status: "1" }));
    expect((await second).status).toBe("approved");
  });

  const cyclic: Record<string, unknown> = { code: 1, msg: "" };
  cyclic.self = cyclic;

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a number", 5],
    ["a list", []],
    ["an empty object", {}],
    ["members of other types", { code: {}, msg: () => {}, method: null }],
    ["a code alone", { code: 1 }],
    ["a text alone", { msg: "Check the number." }],
    ["a payment's fields", { payment_status: "1", payment_id: "190" }],
    ["a payment's field beside a code", { code: "1", msg: "", payment_id: "190" }],
    ["a payment's field in another spelling", { code: "1", msg: "", paymentStatus: "1" }],
    ["a payment's field further in", { code: "1", msg: "", data: [{ order_number: "A-1" }] }],
    ["what can't be walked", cyclic],
    ["what throws", { get code() { throw new Error("no"); } }], // prettier-ignore
  ])("that is answered by %s ends in unexpected_answer, its outcome unknown", async (_name, answer) => {
    const events: EmbeddedEvent[] = [];
    const instance = await load({ onEvent: (event) => events.push(event) });
    const result = failure(() => instance.checkout(FIELDS), "unexpected_answer");
    await vi.waitFor(() => expect(vendor.checkouts).toHaveLength(1));
    say(CARD, answer);
    const error = await result;
    expect(error.outcome).toBe("unknown");
    expect(events).toEqual([{ type: "error", error }]);
  });

  it.each([
    ["unexpected_answer", { payment_status: "1" }],
    ["unexpected_answer", xmlOf({})],
    ["malformed_xml", "<response>"],
    ["untrusted_redirect", xmlOf({ payment_status: "-1", pay_url: "https://evil.example/" })],
  ])("that nobody waits for any more is told an answer that can't be used: %s", async (code, answer) => {
    const events: EmbeddedEvent[] = [];
    await load({ onEvent: (event) => events.push(event) });
    say(CARD, answer);
    await vi.waitFor(() => expect(events).toHaveLength(1));
    expect(events[0]).toMatchObject({ type: "error", error: { code, outcome: "unknown" } });
  });

  it("is one at a time", async () => {
    const instance = await load();
    void instance.checkout(FIELDS).catch(() => {});
    await failure(() => instance.checkout(FIELDS), "already_in_use");
    expect(vendor.checkouts).toHaveLength(1);
  });

  it("without an answer ends in time-out, its outcome unknown, and a late result is told", async () => {
    const events: EmbeddedEvent[] = [];
    const instance = await load({ answerTimeoutMs: 20, onEvent: (event) => events.push(event) });
    const error = await failure(() => instance.checkout(FIELDS), "timeout");
    expect(error.outcome).toBe("unknown");
    say(CARD, xmlOf({ payment_status: "1" }));
    await vi.waitFor(() => expect(events.map(({ type }) => type)).toEqual(["result"]));
  });

  it("is not ended by what still comes about an order that was given up", async () => {
    const events: EmbeddedEvent[] = [];
    const instance = await load({ answerTimeoutMs: 20, onEvent: (event) => events.push(event) });
    await failure(() => instance.checkout(FIELDS), "timeout");
    instance.destroy();
    const patient = await load({ onEvent: (event) => events.push(event) });
    const wrong = failure(() => patient.checkout(FIELDS), "unexpected_answer");
    await vi.waitFor(() => expect(vendor.checkouts).toHaveLength(2));
    say(CARD, xmlOf({}));
    await wrong;
    const next = patient.checkout({ ...FIELDS, order_number: "A-2" });
    await Promise.resolve();
    say(CARD, xmlOf({ payment_status: "1" }));
    say(CARD, xmlOf({ payment_status: "-1", pay_url: "https://evil.example/" }));
    expect(await stateOf(next)).toBe("waiting");
    expect(events.map((event) => (event.type === "error" ? event.error.code : event.type))).toEqual([
      ...["unexpected_answer", "result", "untrusted_redirect"],
    ]);
    say(CARD, xmlOf({ payment_status: "0", order_number: "A-2" }));
    expect(await next).toMatchObject({ status: "declined", orderNumber: "A-2" });
  });

  it("is ended by what comes late about its own order, which was given up before", async () => {
    const instance = await load({ answerTimeoutMs: 200 });
    await failure(() => instance.checkout(FIELDS), "timeout");
    const again = instance.checkout(FIELDS);
    await Promise.resolve();
    say(CARD, xmlOf({ payment_status: "1" }));
    expect((await again).status).toBe("approved");
  });

  it("that the script itself finds wrong, at once, is told", async () => {
    const instance = await load();
    Reflect.get(globalThis, CARD.global).checkout = () =>
      Reflect.get(globalThis, CARD.callback)({ code: 1, msg: "Enter the number.", method: "" });
    const told = { status: "invalid", code: "1", message: "Enter the number." };
    expect(await instance.checkout(FIELDS)).toMatchObject(told);
    // Also where the page calls it from a message of its own.
    const result = new Promise((resolve) =>
      addEventListener("message", () => resolve(instance.checkout(FIELDS)), { once: true }),
    );
    dispatchEvent(new MessageEvent("message", { origin: "https://shop.example", data: {} }));
    expect(await result).toMatchObject(told);
  });

  it.each([
    ["a result", xmlOf({ payment_status: "1" })],
    ["what has a payment's fields", { code: 1, msg: "", payment_status: "1" }],
    ["nothing", undefined],
  ])("that the script answers at once by %s still waits", async (_name, answer) => {
    const instance = await load();
    Reflect.get(globalThis, CARD.global).checkout = () => Reflect.get(globalThis, CARD.callback)(answer);
    const result = instance.checkout(FIELDS);
    await Promise.resolve();
    Reflect.get(globalThis, CARD.callback)({ code: 1, msg: "" });
    expect(await stateOf(result)).toBe("waiting");
  });

  it("is not kept from its end by a listener that throws", async () => {
    const thrown: unknown[] = [];
    const note = (error: unknown) => thrown.push(error);
    const before = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.on("uncaughtException", note);
    try {
      const instance = await load({
        onEvent: () => {
          throw new Error("the shop's own");
        },
      });
      const result = instance.checkout(FIELDS);
      await Promise.resolve();
      say(CARD, xmlOf({ payment_status: "1" }));
      expect((await result).status).toBe("approved");
      await vi.waitFor(() => expect(String(thrown[0])).toContain("the shop's own"));
    } finally {
      process.removeListener("uncaughtException", note);
      for (const listener of before) process.on("uncaughtException", listener);
    }
  });

  it("hands over plain texts, also of fields that a framework has wrapped", async () => {
    const instance = await load();
    const reactive = new Proxy({ ...FIELDS }, {});
    expect(() => structuredClone(reactive)).toThrow();
    void instance.checkout({ ...FIELDS, noticeUrl: undefined }).catch(() => {});
    instance.destroy();
    const again = await load();
    void again.checkout(reactive).catch(() => {});
    expect(vendor.checkouts).toEqual([FIELDS, FIELDS]);
  });

  it("that the vendor's script fails at has an unknown outcome, and shows nothing of the script's words", async () => {
    const instance = await load();
    Reflect.get(globalThis, CARD.global).checkout = () => {
      throw new Error("secret of the vendor's");
    };
    const error = await failure(() => instance.checkout(FIELDS), "unexpected_answer");
    expect(error.outcome).toBe("unknown");
    expect(error.message).not.toContain("secret");
  });

  it.each([
    ["invalid_field", { order_amount: 10 }],
    ["invalid_field", { itemList: [] }],
    ["invalid_field", { a: null }],
    ["secret_in_page", { secureCode: "x" }],
    ["secret_in_page", { secure_code: "x" }],
    ["secret_in_page", { card_secureCode: "737" }],
    ["secret_in_page", { note: "-----BEGIN PRIVATE KEY-----" }],
    ["invalid_argument", []],
    ["invalid_argument", "a=b"],
    ["invalid_argument", undefined],
  ] as const)("refuses with %s: %j", async (code, fields) => {
    const instance = await load();
    const error = await failure(() => instance.checkout(fields as never), code);
    expect(error.outcome).toBe("nothing-sent");
    expect(vendor.checkouts).toHaveLength(0);
  });
});

describe("messages", () => {
  it("of another frame of the same origin reach neither the script nor the shop", async () => {
    const events: EmbeddedEvent[] = [];
    const instance = await load({ onEvent: (event) => events.push(event) });
    const foreign = document.createElement("iframe");
    foreign.id = "oceanpayment-iframe-card";
    document.body.append(foreign);
    const result = instance.checkout(FIELDS);
    await Promise.resolve();
    const forged = xmlOf({ payment_status: "1" });
    say(CARD, forged, { source: foreign.contentWindow });
    say(CARD, forged, { source: null });
    say(CARD, forged, { source: window as unknown as Window });
    expect(await stateOf(result)).toBe("waiting");
    expect(events).toEqual([]);
    say(CARD, xmlOf({ payment_status: "0" }));
    expect((await result).status).toBe("declined");
  });

  it("of other origins reach the page's other scripts, but are no sign of the frame's", async () => {
    const instance = await load();
    const heard: string[] = [];
    const hear = (event: MessageEvent) => heard.push(event.origin);
    addEventListener("message", hear);
    const result = instance.checkout(FIELDS);
    await Promise.resolve();
    say(CARD, xmlOf({ payment_status: "1" }), { origin: "https://evil.example" });
    say(CARD, xmlOf({ payment_status: "1" }), { origin: "https://secure.oceanpayment.com" });
    // The card's own frame, gone to another origin.
    Reflect.get(globalThis, CARD.callback)(xmlOf({ payment_status: "1" }));
    expect(await stateOf(result)).toBe("waiting");
    removeEventListener("message", hear);
    expect(heard).toEqual(["https://evil.example", "https://secure.oceanpayment.com"]);
  });

  it("of the frame from before the checkout count for nothing after it", async () => {
    const instance = await load();
    say(CARD, { code: 1, msg: "", method: "" });
    const result = instance.checkout(FIELDS);
    await Promise.resolve();
    Reflect.get(globalThis, CARD.callback)(xmlOf({ payment_status: "1" }));
    expect(await stateOf(result)).toBe("waiting");
  });

  it("of the frame allow one result each", async () => {
    const events: EmbeddedEvent[] = [];
    await load({ onEvent: (event) => events.push(event) });
    say(CARD, xmlOf({ payment_status: "0" }));
    Reflect.get(globalThis, CARD.callback)(xmlOf({ payment_status: "1" }));
    await Promise.resolve();
    expect(events.map((event) => event.type === "result" && event.result.status)).toEqual(["declined"]);
  });
});

describe("destroying", () => {
  it("puts back what the page had, takes away what was drawn, and ends what waits", async () => {
    const own = vi.fn();
    Reflect.set(globalThis, CARD.callback, own);
    const instance = await load();
    expect(Reflect.get(globalThis, CARD.callback)).not.toBe(own);
    const waiting = failure(() => instance.checkout(FIELDS), "aborted");
    await Promise.resolve();
    frameOf(CARD);
    instance.destroy();
    instance.destroy();
    expect((await waiting).outcome).toBe("unknown");
    expect(Reflect.get(globalThis, CARD.callback)).toBe(own);
    expect(element.children).toHaveLength(0);
    expect(own).not.toHaveBeenCalled();
    const later = await failure(() => instance.checkout(FIELDS), "aborted");
    expect(later.outcome).toBe("nothing-sent");
    expect(vendor.checkouts).toHaveLength(1);
    Reflect.deleteProperty(globalThis, CARD.callback);
  });

  it("removes the global where the page had none, and leaves one that was put there since", async () => {
    (await load()).destroy();
    expect(Object.hasOwn(globalThis, CARD.callback)).toBe(false);
    const instance = await load();
    const later = () => {};
    Reflect.set(globalThis, CARD.callback, later);
    instance.destroy();
    expect(Reflect.get(globalThis, CARD.callback)).toBe(later);
    Reflect.deleteProperty(globalThis, CARD.callback);
  });

  it("is done by the caller's signal", async () => {
    const controller = new AbortController();
    const instance = await load({ signal: controller.signal });
    const waiting = failure(() => instance.checkout(FIELDS), "aborted");
    await Promise.resolve();
    controller.abort();
    await waiting;
    expect(element.children).toHaveLength(0);
  });
});

describe("the guard", () => {
  it("listens before the script is asked for, and then once, as the script itself does", async () => {
    const order: string[] = [];
    const add = globalThis.addEventListener.bind(globalThis);
    const spy = vi.spyOn(globalThis, "addEventListener").mockImplementation((...args: Parameters<typeof add>) => {
      if (args[0] === "message") order.push(`${vendor.asked.length} asked`);
      add(...args);
    });
    (await load()).destroy();
    await load();
    spy.mockRestore();
    expect(order).toEqual(["0 asked", "1 asked"]);
  });
});
