import { afterEach, describe, expect, test, vi } from "vitest";
import { createDurableTokenStore, createKvTokenStore, createTokenObject } from "../../../src/cloudflare.ts";
import { createDenoKvTokenStore } from "../../../src/deno.ts";
import { createEntryStore } from "../../../src/opcard/entry-store.ts";
import type { TokenStore } from "../../../src/opcard/token-store.ts";
import { failure, printed } from "../leaks.ts";

const KEY = "a-key-of-a-token";
const SEALED = "v1.key-1.AAECAwQFBgcICQoL.AAECAwQFBgcICQoLDA0ODxAREhM";
const CLAIM = { holder: "a", leaseMs: 1000 };

const ASKED = [
  ["read", (store: TokenStore) => store.read(KEY)],
  ["claim", (store: TokenStore) => store.claim(KEY, CLAIM)],
  ["write", (store: TokenStore) => store.write(KEY, SEALED, "a")],
  ["release", (store: TokenStore) => store.release(KEY, "a")],
] as const;

/** Fails as the code says, and shows neither what was kept nor where. */
async function failsQuietly(asked: () => Promise<unknown>, code: "connection_failed" | "timeout"): Promise<void> {
  const error = await failure(asked, code);
  expect(error.name).toBe("OceanpaymentTransportError");
  expect(printed(error)).not.toContain(KEY);
  expect(printed(error)).not.toContain(SEALED);
}

afterEach(() => {
  vi.useRealTimers();
});

describe("what a store has kept and can't be read", () => {
  const GARBAGE = [
    ...["", "null", "1", "[]", "{}", `"text"`, "{", "not json", "\u0000", `{"token":1,"claim":1,"superseded":1}`],
    `{"token":{"sealed":"s"},"claim":{"holder":"b"}}`,
    `{"token":{"version":"v"},"claim":{"endsAtMs":9999999999999}}`,
    `{"token":{"sealed":"","version":"v"},"claim":{"holder":"","endsAtMs":9999999999999}}`,
    `{"token":{"sealed":1,"version":2},"claim":{"holder":3,"endsAtMs":9999999999999}}`,
    `{"token":[],"claim":{"holder":"b","endsAtMs":1e999},"superseded":[1,null,{}]}`,
    `{"token":null,"claim":{"holder":"b","endsAtMs":"9999999999999"},"superseded":"a"}`,
    ...[undefined, null, 1, {}, [], new Uint8Array([123])],
  ];

  test.each(GARBAGE)("is nothing: %j", async (garbage) => {
    let kept: unknown = garbage;
    const store = createEntryStore(
      {
        read: async () => kept,
        update: async (_key, change) => {
          const { answer, text } = change(kept);
          if (text !== undefined) kept = text;
          return answer;
        },
      },
      { sharing: "atomic" },
    );
    expect(await store.read(KEY)).toBeUndefined();
    await store.release(KEY, "a");
    expect(kept).toBe(garbage);
    expect(await store.claim(KEY, CLAIM)).toBe(true);
    expect(await store.claim(KEY, { ...CLAIM, holder: "c" })).toBe(false);
    expect(await store.write(KEY, SEALED, "a")).toBe(true);
    expect((await store.read(KEY))?.sealed).toBe(SEALED);
  });

  test("what of it can be read, is", async () => {
    const kept = `{"token":{"sealed":"s","version":"v"},"claim":{"holder":1},"more":2}`;
    const texts = { read: async () => kept, update: async () => Promise.reject(new Error()) };
    expect(await createEntryStore(texts, { sharing: "atomic" }).read(KEY)).toEqual({ sealed: "s", version: "v" });
  });
});

describe("Workers KV", () => {
  function openKv(kept: string | null = null) {
    const kv = {
      get: vi.fn(async (_key: string): Promise<string | null> => kept),
      put: vi.fn(async (_key: string, _value: string, _options: { expirationTtl: number }) => {}),
      list: vi.fn(),
      getWithMetadata: vi.fn(),
    };
    return kv;
  }

  test("is given one value for each key, that ends by itself", async () => {
    const kv = openKv();
    await createKvTokenStore(kv).write(KEY, SEALED, "a");
    await createKvTokenStore(kv, { prefix: "mine:" }).write(KEY, SEALED, "a");
    expect(kv.put.mock.calls.map(([key]) => key)).toEqual([`oceanpayment/token/${KEY}`, `mine:${KEY}`]);
    const [, text = "", options] = kv.put.mock.calls[0] ?? [];
    expect(JSON.parse(text)).toEqual({ token: { sealed: SEALED, version: expect.stringMatching(/^[0-9a-f]{24}$/) } });
    // Workers KV takes no less than 60 seconds; a token is valid for 60 minutes.
    expect(options).toEqual({ expirationTtl: 86_400 });
  });

  test("is asked nothing for a claim", async () => {
    const kv = openKv();
    const store = createKvTokenStore(kv);
    expect(await store.claim(KEY, CLAIM)).toBe(true);
    expect(await store.claim(KEY, { ...CLAIM, holder: "b" })).toBe(true);
    await store.release(KEY, "a");
    expect(kv.get).not.toHaveBeenCalled();
    expect(kv.put).not.toHaveBeenCalled();
  });

  test.each(["", "not json", `{"token":1}`])("what is kept and is no token is nothing: %j", async (kept) => {
    expect(await createKvTokenStore(openKv(kept)).read(KEY)).toBeUndefined();
  });

  test.each(["read", "write"] as const)("a failure of %s is an error that names nothing", async (method) => {
    const kv = openKv();
    kv.get.mockRejectedValue(new Error(`KV GET failed for ${KEY}: 500`));
    kv.put.mockImplementation(() => {
      throw new Error(`KV PUT failed for ${KEY} ${SEALED}: 429 Too Many Requests`);
    });
    const store = createKvTokenStore(kv);
    await failsQuietly(
      () => (method === "read" ? store.read(KEY) : store.write(KEY, SEALED, "a")),
      "connection_failed",
    );
  });
});

describe("Durable Objects", () => {
  function openNamespace(fetch: (address: string, init: { body: string }) => Promise<Response>) {
    const names: string[] = [];
    const idFromName = (name: string) => {
      names.push(name);
      return name;
    };
    return { names, namespace: { idFromName, get: () => ({ fetch }) } };
  }

  test("one object is asked for each key", async () => {
    const asked: unknown[] = [];
    const { namespace, names } = openNamespace(async (address, { body }) => {
      asked.push([address, JSON.parse(body)]);
      return Response.json({ answer: true });
    });
    const store = createDurableTokenStore(namespace);
    for (const [, ask] of ASKED) await ask(store);
    expect(names).toEqual(Array(4).fill(KEY));
    expect(asked).toEqual([
      ["https://tokens.internal/read", [KEY]],
      ["https://tokens.internal/claim", [KEY, CLAIM]],
      ["https://tokens.internal/write", [KEY, SEALED, "a"]],
      ["https://tokens.internal/release", [KEY, "a"]],
    ]);
  });

  const FAULTS: readonly (() => Promise<Response>)[] = [
    () => Promise.reject(new Error(`the object was reset: ${KEY} ${SEALED}`)),
    async () => new Response(`{"answer":true,"more":"${KEY}"}`, { status: 500 }),
    async () => new Response(null, { status: 404 }),
    async () => new Response("<html>"),
    async () => new Response(null),
  ];

  test.each(ASKED)("%s: an object that does not answer is an error that names nothing", async (_name, ask) => {
    for (const fault of FAULTS) {
      await failsQuietly(() => ask(createDurableTokenStore(openNamespace(fault).namespace)), "connection_failed");
    }
  });

  test("a binding that can't be asked is the same error", async () => {
    const idFromName = () => {
      throw new TypeError(KEY);
    };
    const get = () => ({ fetch: async () => Response.json({}) });
    await failsQuietly(() => createDurableTokenStore({ idFromName, get }).read(KEY), "connection_failed");
  });

  describe("within an object", () => {
    /** SQLite that makes its table, and then fails. */
    const sql = {
      exec: (query: string) => {
        if (!query.startsWith("CREATE TABLE IF NOT EXISTS")) throw new Error("storage is gone");
        return { toArray: () => [] };
      },
    };
    const ask = (options: object, address = "https://tokens.internal/read", body = `["${KEY}"]`) =>
      new (createTokenObject(options))({ storage: { sql } }).fetch(new Request(address, { method: "POST", body }));

    test("what storage throws is told, and answered by a failure", async () => {
      const onError = vi.fn();
      const response = await ask({ onError });
      expect([response.status, await response.text()]).toEqual([500, ""]);
      expect(onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: "storage is gone" }));
    });

    test("who can't be told changes nothing", async () => {
      for (const onError of [
        () => Promise.reject(new Error()),
        () => {
          throw new Error();
        },
      ]) {
        expect((await ask({ onError })).status).toBe(500);
      }
    });

    test("what is no question is not found, and touches nothing", async () => {
      const onError = vi.fn();
      const addresses = ["https://tokens.internal/", "https://tokens.internal/sharing", "https://shop.example/read"];
      for (const address of [...addresses, "https://notices.internal/claim", "https://tokens.internal/constructor"]) {
        expect((await ask({ onError }, address)).status).toBe(404);
      }
      expect(onError).not.toHaveBeenCalled();
    });

    test("a body that is no list of values is a failure", async () => {
      for (const body of ["", "{", "null", "1"]) {
        expect((await ask({ onError: vi.fn() }, undefined, body)).status).toBe(500);
      }
    });
  });
});

describe("Deno KV", () => {
  interface Written {
    readonly key: unknown;
    readonly versionstamp: string | null;
    readonly value: unknown;
  }

  /** A database of one value. `between` runs before each commit, and what it returns is thrown. */
  function openKv(between: (turn: number) => unknown = () => undefined) {
    const kept: { value: unknown; versionstamp: string | null } = { value: null, versionstamp: null };
    const written: Written[] = [];
    const commit = async (entry: Written) => {
      const fault = between(written.push(entry));
      if (fault) throw fault;
      if (entry.versionstamp !== kept.versionstamp) return { ok: false };
      Object.assign(kept, { value: entry.value, versionstamp: `v${written.length}` });
      return { ok: true };
    };
    const kv = {
      get: vi.fn(async () => ({ ...kept })),
      list: vi.fn(),
      atomic: () => ({
        check: ({ key, versionstamp }: Pick<Written, "key" | "versionstamp">) => ({
          set: (at: unknown, value: unknown) => {
            expect(at).toEqual(key);
            return { commit: () => commit({ key, versionstamp, value }) };
          },
        }),
      }),
    };
    return { kv: kv as never, get: kv.get, kept, written };
  }

  test("is written only over what was read, under its prefix", async () => {
    const { kv, written } = openKv();
    await createDenoKvTokenStore(kv).claim(KEY, CLAIM);
    await createDenoKvTokenStore(kv).write(KEY, SEALED, "a");
    await createDenoKvTokenStore(kv, { prefix: ["mine", 7] }).write(KEY, SEALED, "a");
    expect(written.map(({ key }) => key)).toEqual([
      ["oceanpayment", "token", KEY],
      ["oceanpayment", "token", KEY],
      ["mine", 7, "token", KEY],
    ]);
    expect(written.map(({ versionstamp }) => versionstamp)).toEqual([null, "v1", "v2"]);
  });

  test("is not written where nothing changes", async () => {
    const { kv, written } = openKv();
    const store = createDenoKvTokenStore(kv);
    await store.claim(KEY, CLAIM);
    expect(await store.claim(KEY, { ...CLAIM, holder: "b" })).toBe(false);
    expect(await store.write(KEY, SEALED, "b")).toBe(false);
    await store.release(KEY, "b");
    expect(written).toHaveLength(1);
  });

  test("who comes second in a race looks again, and finds the claim", async () => {
    const { kv, kept, get } = openKv((turn) => {
      if (turn > 1) return;
      const claim = { holder: "b", endsAtMs: Date.now() + 600_000 };
      Object.assign(kept, { value: JSON.stringify({ claim }), versionstamp: "of another" });
    });
    expect(await createDenoKvTokenStore(kv).claim(KEY, CLAIM)).toBe(false);
    expect(get).toHaveBeenCalledTimes(2);
    expect(kept.versionstamp).toBe("of another");
  });

  test("a file that another process writes is tried again", async () => {
    const { kv, written } = openKv((turn) => (turn === 1 ? new TypeError("database is locked") : undefined));
    expect(await createDenoKvTokenStore(kv).claim(KEY, CLAIM)).toBe(true);
    expect(written).toHaveLength(2);
  });

  test("gives up where others are always faster", async () => {
    vi.useFakeTimers();
    const { kv, kept, written } = openKv((turn) => void Object.assign(kept, { versionstamp: `other ${turn}` }));
    const asked = failsQuietly(() => createDenoKvTokenStore(kv).claim(KEY, CLAIM), "timeout");
    await vi.runAllTimersAsync();
    await asked;
    expect(written).toHaveLength(20);
  });

  test("any other failure is an error that names nothing", async () => {
    const { kv } = openKv(() => new TypeError(`bad ${KEY} ${SEALED}`));
    await failsQuietly(() => createDenoKvTokenStore(kv).write(KEY, SEALED, "a"), "connection_failed");
    const get = () => Promise.reject(new TypeError(`bad ${KEY}`));
    const store = createDenoKvTokenStore({ get, list: vi.fn(), atomic: vi.fn() } as never);
    for (const [, ask] of ASKED) await failsQuietly(() => ask(store), "connection_failed");
  });

  test.each([1, "not json", new Uint8Array(3), { token: { sealed: "s", version: "v" } }])(
    "what is kept and is no token is nothing: %j",
    async (value) => {
      const { kv, kept } = openKv();
      Object.assign(kept, { value, versionstamp: "v0" });
      const store = createDenoKvTokenStore(kv);
      expect(await store.read(KEY)).toBeUndefined();
      expect(await store.write(KEY, SEALED, "a")).toBe(true);
      expect((await store.read(KEY))?.sealed).toBe(SEALED);
    },
  );
});
