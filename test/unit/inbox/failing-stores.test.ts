import { describe, expect, test, vi } from "vitest";
import { createD1Store } from "../../../src/cloudflare.ts";
import { createDenoKvStore } from "../../../src/deno.ts";
import { createObjectAlarm } from "../../../src/runtime/durable-alarm.ts";

const ORDER = "900001/90000101/A-1";
const WORK = { key: "a", item: "the item" };
const transport = (code: string) => ({ name: "OceanpaymentTransportError", code });
const caught = (asked: Promise<unknown>) => asked.catch((thrown: unknown) => thrown);

/** A D1 that answers each statement as it is told. */
function openD1(answer: (query: string, values: readonly unknown[]) => readonly unknown[]) {
  const queries: string[] = [];
  const prepare = (query: string, values: readonly unknown[] = []) => ({
    bind: (...bound: unknown[]) => prepare(query, bound),
    all: async () => {
      queries.push(query);
      return { results: answer(query, values) };
    },
  });
  return { store: createD1Store({ prepare, batch: vi.fn() } as never), queries };
}

describe("D1", () => {
  test("makes its table when it finds none, and goes on", async () => {
    let isThere = false;
    const { store, queries } = openD1((query) => {
      if (query.startsWith("CREATE TABLE")) isThere = true;
      if (!isThere) throw new Error("D1_ERROR: no such table: oceanpayment_notices: SQLITE_ERROR");
      return query.startsWith("INSERT") ? [{ name: ORDER }] : [];
    });
    expect((await store.claim(ORDER, WORK, 1000)).kind).toBe("claimed");
    expect(queries.map((query) => query.split(" ").slice(0, 2).join(" "))).toEqual([
      ...["SELECT name,", "CREATE TABLE", "CREATE INDEX", "SELECT name,", "INSERT INTO"],
    ]);
  });

  test("where the table can't be made either, it is an error and no loop", async () => {
    const { store, queries } = openD1(() => {
      throw new Error("D1_ERROR: no such table: oceanpayment_notices: SQLITE_ERROR");
    });
    expect(await caught(store.claim(ORDER, WORK, 1000))).toMatchObject(transport("connection_failed"));
    expect(queries).toHaveLength(2);
  });

  test("tells its code, and nothing of what it was given", async () => {
    const { store } = openD1((_query, values) => {
      throw new Error(`D1_ERROR: could not bind ${String(values[0])}: SQLITE_BUSY`);
    });
    const error = await caught(store.claim(ORDER, WORK, 1000));
    expect(error).toMatchObject({ ...transport("connection_failed"), message: "D1 did not answer (SQLITE_BUSY)" });
    expect(String((error as Error).stack)).not.toContain(ORDER);
  });

  test("says where a record is too long", async () => {
    const { store } = openD1((query) => {
      if (query.startsWith("INSERT")) throw new Error("D1_ERROR: string or blob too big: SQLITE_TOOBIG");
      return [];
    });
    expect(await caught(store.claim(ORDER, WORK, 1000))).toMatchObject(transport("body_too_large"));
  });

  test("gives up where others are always faster, and writes nothing then", async () => {
    vi.useFakeTimers();
    try {
      const { store, queries } = openD1(() => []);
      const asked = caught(store.claim(ORDER, WORK, 1000));
      await vi.runAllTimersAsync();
      expect(await asked).toMatchObject(transport("timeout"));
      expect(queries.filter((query) => query.startsWith("INSERT"))).toHaveLength(20);
    } finally {
      vi.useRealTimers();
    }
  });

  test("writes only over what it has read, and nothing where nothing changed", async () => {
    const rows = new Map<string, { name: string; record: string; stamp: string }>();
    const { store, queries } = openD1((query, values) => {
      if (query.startsWith("SELECT")) return [...rows.values()].filter(({ name }) => name === values[0]);
      const [record, stamp, , name, old] = values as [string, string, number, string, string | undefined];
      if (rows.get(name)?.stamp !== old) return [];
      rows.set(name, { name, record, stamp });
      return [{ name }];
    });
    expect((await store.claim(ORDER, WORK, 60_000)).kind).toBe("claimed");
    const { stamp } = rows.get(ORDER) ?? {};
    queries.length = 0;
    expect((await store.claim(ORDER, WORK, 60_000)).kind).toBe("held");
    expect(queries).toHaveLength(1);
    expect(rows.get(ORDER)?.stamp).toBe(stamp);
    await store.claim(ORDER, { ...WORK, key: "b" }, 60_000);
    expect(rows.get(ORDER)?.stamp).not.toBe(stamp);
    expect(stamp).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe("Deno KV", () => {
  function openKv(commit: () => Promise<{ ok: boolean }>) {
    const atomic = { check: () => atomic, set: () => atomic, delete: () => atomic, commit: vi.fn(commit) };
    const get = vi.fn(async () => ({ value: null, versionstamp: null }));
    return { store: createDenoKvStore({ get, list: vi.fn(), atomic: () => atomic } as never), atomic, get };
  }

  test("a file that another process writes is tried again", async () => {
    const commit = vi.fn().mockRejectedValueOnce(new TypeError("database is locked")).mockResolvedValue({ ok: true });
    const { store, get } = openKv(commit);
    expect((await store.claim(ORDER, WORK, 1000)).kind).toBe("claimed");
    expect(get).toHaveBeenCalledTimes(2);
  });

  test("any other failure is an error that names nothing", async () => {
    const { store } = openKv(() => Promise.reject(new TypeError(`bad ${ORDER}`)));
    const error = await caught(store.claim(ORDER, WORK, 1000));
    expect(error).toMatchObject(transport("connection_failed"));
    expect(String((error as Error).stack)).not.toContain(ORDER);
  });
});

describe("the alarm of a Durable Object", () => {
  /** Storage whose alarm is as picky as the real one, and whose one row outlives the object. */
  function openStorage() {
    const row: { values: readonly unknown[] | undefined } = { values: undefined };
    const found: { atMs: number | undefined; sets: number } = { atMs: undefined, sets: 0 };
    const storage = {
      sql: {
        exec: (query: string, ...values: unknown[]) => {
          if (query.startsWith("INSERT")) row.values = values;
          const [idle, notBeforeMs] = row.values ?? [];
          const isRead = query.startsWith("SELECT") && row.values !== undefined;
          return { toArray: () => (isRead ? [{ idle, not_before_ms: notBeforeMs }] : []) };
        },
      },
      setAlarm: async (atMs: number) => {
        if (!(atMs > 0)) throw new TypeError("setAlarm() cannot be called with an alarm time <= 0");
        Object.assign(found, { atMs, sets: found.sets + 1 });
      },
      deleteAlarm: async () => void (found.atMs = undefined),
    };
    return { storage, found };
  }

  test("is set to what is due first, once for each time, and cleared where nothing is", async () => {
    const { storage, found } = openStorage();
    let dueAtMs: number | undefined = 5000;
    const alarm = createObjectAlarm(storage, () => dueAtMs);
    await alarm.arm();
    await alarm.arm();
    expect(found).toEqual({ atMs: 5000, sets: 1 });
    dueAtMs = undefined;
    await alarm.arm();
    expect(found.atMs).toBeUndefined();
  });

  test("can be set to what is due since ever", async () => {
    const { storage, found } = openStorage();
    await createObjectAlarm(storage, () => 0).arm();
    expect(found.atMs).toBeGreaterThan(0);
  });

  test("is set again after a storage that failed", async () => {
    const { storage, found } = openStorage();
    const setAlarm = vi.fn(storage.setAlarm).mockRejectedValueOnce(new Error("storage"));
    const alarm = createObjectAlarm({ ...storage, setAlarm }, () => 5000);
    await expect(alarm.arm()).rejects.toThrow("storage");
    await alarm.arm();
    expect(found.atMs).toBe(5000);
  });

  test("rings again by itself while one is driven", async () => {
    const { storage, found } = openStorage();
    await createObjectAlarm(storage, () => 1).begin();
    expect(found.atMs).toBeGreaterThan(Date.now() + 50_000);
    expect(found.atMs).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  test("pauses longer each time that it leaves what it found, also in an object made anew", async () => {
    const { storage, found } = openStorage();
    const pauses: { least: number; most: number }[] = [];
    for (let rings = 0; rings < 12; rings++) {
      const alarm = createObjectAlarm(storage, () => 1);
      await alarm.begin();
      const beforeMs = Date.now();
      await alarm.end(false);
      const atMs = found.atMs ?? 0;
      pauses.push({ least: atMs - Date.now(), most: atMs - beforeMs });
    }
    for (const [at, { least, most }] of pauses.entries()) {
      const whole = Math.min(300_000, 2000 * 2 ** at);
      expect(most).toBeGreaterThanOrEqual(whole / 2);
      expect(least).toBeLessThanOrEqual(whole);
    }
    const alarm = createObjectAlarm(storage, () => 1);
    await alarm.end(true);
    expect(found.atMs).toBe(1);
  });

  test("does not count as left what is not due any more", async () => {
    const { storage, found } = openStorage();
    const laterMs = Date.now() + 90_000;
    const alarm = createObjectAlarm(storage, () => laterMs);
    for (let rings = 0; rings < 12; rings++) {
      await alarm.begin();
      await alarm.end(false);
    }
    expect(found.atMs).toBe(laterMs);
  });
});
