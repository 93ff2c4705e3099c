import { describe, expect, it } from "vitest";
import { createMemoryStore } from "../../../src/inbox/memory-store.ts";
import type { NoticeHandlerOptions } from "../../../src/notifications/handler-options.ts";
import { answeredClient, SECRET } from "../edge/merchant.ts";
import { failure, printed } from "../leaks.ts";

const { notifications } = answeredClient();
const GOOD: NoticeHandlerOptions = {
  store: createMemoryStore(),
  findOrder: () => undefined,
  onPayment: () => {},
  onDuplicatePayment: () => {},
};

type Code = "invalid_config" | "invalid_field" | "missing_field";
/** As everywhere: a member's wrong value, a member that is unknown or of another type, and one that is missing. */
const ANY: readonly Code[] = ["invalid_config", "invalid_field", "missing_field"];

function refused(options: unknown, code: Code | readonly Code[] = "invalid_config", field?: string) {
  return failure(() => notifications.createHandler(options as NoticeHandlerOptions), code, field);
}

describe("createHandler", () => {
  it("takes the four members that it needs", () => {
    const handler = notifications.createHandler(GOOD);
    expect(handler).toBeTypeOf("function");
    expect(Object.keys(handler).sort()).toEqual(["ask", "drain", "take"]);
  });

  it.each(["findOrder", "onPayment", "onDuplicatePayment"])("wants %s", async (name) => {
    const { [name as "findOrder"]: _left, ...rest } = GOOD;
    await refused(rest, "missing_field", name);
    for (const value of [null, "x", 7, {}]) await refused({ ...GOOD, [name]: value }, "invalid_config", name);
  });

  it.each(["onRefund", "onChargeback", "onMismatch", "onUnverified", "onForged", "onError", "readFacts"])(
    "takes a function as %s, or nothing",
    async (name) => {
      notifications.createHandler({ ...GOOD, [name]: undefined });
      notifications.createHandler({ ...GOOD, [name]: () => {} });
      for (const value of [null, "x", 7, {}, true]) await refused({ ...GOOD, [name]: value }, "invalid_config", name);
    },
  );

  it.each(["onpayment", "onPaid", "secureCode", "terminal", "now", "__proto_"])("knows no %s", async (name) => {
    await refused({ ...GOOD, [name]: () => {} }, "invalid_field");
  });

  it("takes options of no other kind", async () => {
    for (const options of [undefined, null, 7, "x", [], () => {}]) {
      await refused(options, ANY);
    }
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity, 3_600_001, "60000", null])("refuses a lease of %o", async (leaseMs) => {
    await refused({ ...GOOD, leaseMs }, "invalid_config", "leaseMs");
  });

  it.each(["done", "", true, null])("refuses to acknowledge when %o", async (acknowledge) => {
    await refused({ ...GOOD, acknowledge }, "invalid_config", "acknowledge");
  });

  it.each(["192.0.2.1", 7, null, [7], [undefined], {}])("refuses %o as senders", async (allowedSenders) => {
    await refused({ ...GOOD, allowedSenders }, ANY);
  });
});

describe("its store", () => {
  it.each([undefined, null, "memory", 7, {}, [], new Map(), () => {}])("cannot be %o", async (store) => {
    const error = await refused({ ...GOOD, store }, "invalid_config", "store");
    expect(error.message).toContain("createMemoryStore");
  });

  it("cannot be left out", async () => {
    const { store: _left, ...rest } = GOOD;
    await refused(rest, ["invalid_config", "missing_field"], "store");
  });

  it("cannot lack a method", async () => {
    for (const name of ["claim", "resume", "complete", "release", "due"]) {
      await refused({ ...GOOD, store: { ...GOOD.store, [name]: undefined } }, "invalid_config", "store");
    }
  });

  it("cannot be a Workers KV namespace, and the error says why", async () => {
    const namespace = { get: () => {}, put: () => {}, list: () => {}, delete: () => {}, getWithMetadata: () => {} };
    class Namespace {
      get() {}
      put() {}
      list() {}
      delete() {}
      getWithMetadata() {}
    }
    for (const store of [namespace, new Namespace()]) {
      const { message } = await refused({ ...GOOD, store }, "invalid_config", "store");
      expect(message).toMatch(/eventually consistent/);
      expect(message).toMatch(/Durable Object|D1/);
    }
  });

  it("may be an object of a class, or a stub whose members are all callable", () => {
    class Store {
      claim() {}
      resume() {}
      complete() {}
      release() {}
      due() {}
    }
    notifications.createHandler({ ...GOOD, store: new Store() as never });
    const stub = new Proxy(
      {},
      { get: (_target, name) => (["get", "put"].includes(String(name)) ? undefined : () => {}) },
    );
    notifications.createHandler({ ...GOOD, store: stub as never });
  });
});

describe("errors of configuration", () => {
  it("show no value that was given", async () => {
    const mark = "marked-value-1f7c";
    const wrong = [
      { store: mark },
      { onPayment: mark },
      { leaseMs: mark },
      { acknowledge: mark },
      { allowedSenders: mark },
    ];
    for (const change of [...wrong, { [mark]: mark, secureCode: SECRET }]) {
      const error = await refused({ ...GOOD, ...change }, ANY);
      const shown = printed(error);
      expect(shown).not.toContain(SECRET);
      if (!(mark in change)) expect(shown).not.toContain(mark);
    }
  });
});
