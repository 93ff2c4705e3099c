import { growingPauseMs } from "../http/pause.ts";
import type { ObjectSql } from "./durable-records.ts";

/** The storage of a Durable Object: the part that is used. */
export interface ObjectStorage {
  readonly sql: ObjectSql;
  readonly setAlarm: (atMs: number) => Promise<void>;
  readonly deleteAlarm: () => Promise<void>;
}

/** The one alarm of a Durable Object: it rings when something is due. */
export interface ObjectAlarm {
  /** Sets it to the next time that something is due. */
  readonly arm: () => Promise<void>;
  /** It has rung. */
  readonly begin: () => Promise<void>;
  /** What was due has been driven. Where nothing came forward, and it is due still, the next alarm is later each time. */
  readonly end: (isForward: boolean) => Promise<void>;
}

/** What outlives the object's memory, which the host may end whenever nobody asks. */
interface Patience {
  /** How many alarms in a row left what they found. */
  readonly idle: number;
  /** The earliest time of the next one. Above 0: no alarm can be set to that. */
  readonly notBeforeMs: number;
}

const EAGER: Patience = { idle: 0, notBeforeMs: 1 };
/** When the next alarm rings after one that never ended. */
const LOST_MS = 60_000;
/** Pauses between alarms that leave what they found. */
const PAUSES = { firstMs: 2000, mostMs: 300_000 };

const TABLE = "CREATE TABLE IF NOT EXISTS patience (id INTEGER PRIMARY KEY, idle INTEGER, not_before_ms INTEGER)";
const READ = "SELECT idle, not_before_ms FROM patience WHERE id = 1";
const WRITE = "INSERT OR REPLACE INTO patience (id, idle, not_before_ms) VALUES (1, ?, ?)";

/** Returns the alarm of a Durable Object. `nextDueAtMs` tells when something is due. */
export function createObjectAlarm(storage: ObjectStorage, nextDueAtMs: () => number | undefined): ObjectAlarm {
  let patience = read(storage.sql);
  /** When it rings; nothing where that is not known. */
  let set: { readonly atMs: number | undefined } | undefined;

  async function arm(): Promise<void> {
    const dueAtMs = nextDueAtMs();
    const atMs = dueAtMs === undefined ? undefined : Math.max(dueAtMs, patience.notBeforeMs);
    if (set && set.atMs === atMs) return;
    set = { atMs };
    try {
      await (atMs === undefined ? storage.deleteAlarm() : storage.setAlarm(atMs));
    } catch (error) {
      set = undefined;
      throw error;
    }
  }

  return {
    arm,
    begin: () => {
      set = undefined;
      // Should this one never end, the next one finds what it left.
      patience = { ...patience, notBeforeMs: Date.now() + LOST_MS };
      return arm();
    },
    end: (isForward) => {
      const nowMs = Date.now();
      const { idle } = patience;
      const isStuck = !isForward && (nextDueAtMs() ?? Infinity) <= nowMs;
      patience = isStuck ? { idle: idle + 1, notBeforeMs: nowMs + growingPauseMs(idle + 1, PAUSES) } : EAGER;
      if (idle > 0 || isStuck) storage.sql.exec(WRITE, patience.idle, patience.notBeforeMs);
      return arm();
    },
  };
}

function read(sql: ObjectSql): Patience {
  sql.exec(TABLE);
  const [row] = sql.exec(READ).toArray();
  return row ? { idle: Number(row.idle), notBeforeMs: Number(row.not_before_ms) } : EAGER;
}
