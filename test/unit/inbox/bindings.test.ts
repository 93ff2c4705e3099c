import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createD1Store, createDurableStore, createNoticeObject, noticeTableSql } from "../../../src/cloudflare.ts";
import { createDenoKvStore } from "../../../src/deno.ts";
import { assertNoticeStore } from "../../../src/inbox/assert-store.ts";
import { createMemoryStore } from "../../../src/inbox/memory-store.ts";
import { isWorkersKv } from "../../../src/inbox/workers-kv.ts";

const run = () => undefined;
const WORKERS_KV = { get: run, put: run, list: run, delete: run, getWithMetadata: run };
const D1 = { prepare: run, batch: run, exec: run, dump: run };
const NAMESPACE = { idFromName: run, get: run, newUniqueId: run };
const DENO_KV = { get: run, set: run, list: run, atomic: run, delete: run };
const R2 = { get: run, put: run, list: run, head: run };
const NONE = [undefined, null, "KV", 1, {}, [], R2, run];

type Make = (binding: never) => unknown;
const MAKERS: readonly (readonly [name: string, make: Make, fits: object, others: readonly object[]])[] = [
  ["createD1Store", createD1Store, D1, [NAMESPACE, DENO_KV]],
  ["createDurableStore", createDurableStore, NAMESPACE, [D1, DENO_KV]],
  ["createDenoKvStore", createDenoKvStore, DENO_KV, [D1, NAMESPACE]],
  ["assertNoticeStore", assertNoticeStore, createMemoryStore(), [D1, NAMESPACE, DENO_KV]],
];

describe.each(MAKERS)("%s", (_name, make, fits, others) => {
  test("takes what it is for", () => {
    expect(() => make(fits as never)).not.toThrow();
  });

  test("refuses Workers KV, and says why and what to use", () => {
    expect(() => make(WORKERS_KV as never)).toThrow(
      expect.objectContaining({
        name: "OceanpaymentInputError",
        code: "invalid_config",
        outcome: "nothing-sent",
        message: expect.stringMatching(/eventually consistent.*lock.*use a Durable Object or D1/),
      }),
    );
  });

  test.each([...NONE, ...others])("refuses others without that reason (%#)", (binding) => {
    expect(() => make(binding as never)).toThrow(
      expect.objectContaining({ code: "invalid_config", message: expect.not.stringContaining("Workers KV") }),
    );
  });
});

test("only Workers KV looks like it", () => {
  expect(isWorkersKv(WORKERS_KV)).toBe(true);
  expect([...NONE, D1, NAMESPACE, DENO_KV].filter(isWorkersKv)).toEqual([]);
});

describe("options", () => {
  test.each(["", "x y", "x;", "1x", "sqlite_x", "x".repeat(61), `x"`, 7, null])("a table %j is refused", (table) => {
    const wanted = expect.objectContaining({ code: "invalid_config", field: "table" });
    expect(() => createD1Store(D1 as never, { table: table as never })).toThrow(wanted);
    expect(() => noticeTableSql(table as never)).toThrow(wanted);
  });

  test.each([0, -1, 1.5, 257, "16", Number.NaN])("%j shards are refused", (shards) => {
    const wanted = expect.objectContaining({ code: "invalid_config", field: "shards" });
    expect(() => createDurableStore(NAMESPACE as never, { shards: shards as never })).toThrow(wanted);
  });

  test("an object needs a function that makes its handler", () => {
    expect(() => createNoticeObject({} as never)).toThrow(expect.objectContaining({ code: "invalid_argument" }));
  });

  test("the table's SQL changes nothing where it is there", () => {
    const statements = noticeTableSql("my_notices").trim().split(";\n");
    expect(statements).toHaveLength(2);
    expect(statements.every((text) => / IF NOT EXISTS my_notices/.test(text))).toBe(true);
  });
});

describe("Durable Objects", () => {
  const LEASE = { order: "900001/90000101/A-1", key: "k", token: "t" };

  /** A namespace whose objects write down what they are asked, and answer as they are told. */
  function openNamespace(answer: () => Promise<{ ok: boolean; text: () => Promise<string> }>) {
    const asked: { name: string; address: string; body: unknown }[] = [];
    const namespace = {
      idFromName: (name: string) => ({ name }),
      get: ({ name }: { name: string }) => ({
        fetch: (address: string, { body }: { body: string }) => {
          asked.push({ name, address, body: JSON.parse(body) });
          return answer();
        },
      }),
    };
    return { namespace, asked };
  }

  const say = (answer: unknown) => async () => ({ ok: true, text: async () => JSON.stringify({ answer }) });

  test("keep an order where its hash says, for ever", async () => {
    const { namespace, asked } = openNamespace(say(true));
    const store = createDurableStore(namespace, { shards: 10 });
    const orders = Array.from({ length: 500 }, (_, at) => `900001/90000101/A-${at}`);
    for (const order of orders) await store.complete({ ...LEASE, order });
    const wanted = orders.map((order) => `notices-${createHash("sha256").update(order).digest().readUInt16BE(0) % 10}`);
    expect(asked.map(({ name }) => name)).toEqual(wanted);
    expect(new Set(wanted).size).toBe(10);
  });

  test("are asked in turn for what is due, until there is enough", async () => {
    const { namespace, asked } = openNamespace(say([LEASE, LEASE]));
    expect(await createDurableStore(namespace, { shards: 4 }).due(5)).toHaveLength(6);
    expect(asked.map(({ body }) => body)).toEqual([[5], [3], [1]]);
    expect(new Set(asked.map(({ name }) => name)).size).toBe(3);
  });

  test.each([
    ["throws", () => Promise.reject(new Error("Network connection lost: secret"))],
    ["answers 500", async () => ({ ok: false, text: async () => "secret" })],
    ["answers no JSON", async () => ({ ok: true, text: async () => "secret" })],
    ["breaks off", async () => ({ ok: true, text: () => Promise.reject(new Error("secret")) })],
  ])("an object that %s is an error that names nothing", async (_name, answer) => {
    const store = createDurableStore(openNamespace(answer).namespace);
    for (const ask of [() => store.due(1), () => store.complete(LEASE), () => store.claim("o", LEASE as never, 1)]) {
      const error = await Promise.resolve(ask()).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: "OceanpaymentTransportError", code: "connection_failed" });
      expect(String((error as Error).stack)).not.toContain("secret");
    }
  });
});
