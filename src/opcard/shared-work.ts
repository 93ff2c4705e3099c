import { copyError, OceanpaymentError, TransportError } from "../errors.ts";
import { pause } from "../http/pause.ts";

/** How long whoever waits is ready to. */
export interface Patience {
  readonly patienceMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Work that one caller does for all. */
export interface SharedWork<Mode> {
  /**
   * Waits until the work that is under way has what is waited for, or does it.
   *
   * @throws what the work threw, each caller an error of its own; TransportError `timeout`, `aborted`.
   */
  readonly join: (mode: Mode, patience: Patience) => Promise<void>;
  /** Waits until nothing is under way, then does the work. Throws as `join`. */
  readonly follow: (mode: Mode, patience: Patience) => Promise<void>;
  /** Does the work, unless it is under way, and returns its end. */
  readonly begin: (mode: Mode) => Promise<void> | undefined;
}

/** How work goes on, between whoever does it and those who wait. */
export interface WorkSigns {
  /** Sets who is told of a beat now and then, while whoever does the work lives. */
  readonly onBeat: (listener: () => void) => void;
  /** Says that what is waited for is there: only whoever does the work stays to its end. */
  readonly ready: () => void;
}

/** How the work is done. */
export type DoWork<Mode> = (mode: Mode, signs: WorkSigns) => Promise<void>;

/** The work that is under way: plain facts. */
interface UnderWay<Mode> {
  readonly mode: Mode;
  beats: number;
  /** By this host's own clock, which runs with its timers. */
  lastBeatAtMs: number;
  /** Whether what is waited for is there. */
  isReady: boolean;
  isOver: boolean;
  failure?: unknown;
}

const BEAT_MS = 100;
const LOOK_MS = 25;
/** How many looks without a beat mean that whoever did the work is gone. */
const MOST_STILL = 40;
/** How long without a beat mean the same to whoever begins work and does not wait. */
const GONE_MS = 10_000;

/**
 * Returns work that is done once however many want it.
 *
 * In Workers a promise dies with the request that made it, and whoever awaits it waits for ever. So none is shared: callers
 * look at plain facts, each by timers of its own. While the work is under way whoever does it counts a beat; where the beat
 * stands still, its request has ended, and the first to notice does the work again.
 */
export function createSharedWork<Mode>(work: DoWork<Mode>): SharedWork<Mode> {
  let current: UnderWay<Mode> | undefined;

  /** Does the work. No caller's signal reaches it: the others wait for it too. */
  async function lead(mode: Mode): Promise<void> {
    const own: UnderWay<Mode> = { mode, beats: 0, lastBeatAtMs: performance.now(), isReady: false, isOver: false };
    current = own;
    let listener = () => {};
    const beat = setInterval(() => {
      own.beats++;
      own.lastBeatAtMs = performance.now();
      listener();
    }, BEAT_MS);
    try {
      await work(mode, { onBeat: (heard) => (listener = heard), ready: () => (own.isReady = true) });
    } catch (error) {
      own.failure = error;
      throw ownCopy(error);
    } finally {
      clearInterval(beat);
      own.isOver = true;
      if (current === own) current = undefined;
    }
  }

  /** Waits for what is under way. Returns whether it is far enough; otherwise whoever did it is gone. */
  async function watch(
    followed: UnderWay<Mode>,
    { patienceMs, signal }: Patience,
    isEnough: () => boolean = () => followed.isOver,
  ): Promise<boolean> {
    const endMs = performance.now() + patienceMs;
    let { beats } = followed;
    for (let still = 0; still < MOST_STILL; still++) {
      await pause(LOOK_MS, signal);
      if (isEnough()) return true;
      if (performance.now() >= endMs) throw tooLate(patienceMs);
      if (followed.beats === beats) continue;
      ({ beats } = followed);
      still = 0;
    }
    return isEnough();
  }

  async function join(mode: Mode, patience: Patience): Promise<void> {
    while (current) {
      const followed = current;
      // What was ready before is not what this caller waits for.
      const wasReady = followed.isReady;
      if (await watch(followed, patience, () => followed.isOver || (followed.isReady && !wasReady))) {
        if (followed.failure === undefined) return;
        if (followed.mode === mode) throw ownCopy(followed.failure);
        // What was done in another way may have failed for what has no part in this one.
        continue;
      }
      if (current === followed) current = undefined;
    }
    await withPatience(lead(mode), patience);
  }

  return {
    join,
    follow: async (mode, patience) => {
      while (current) {
        const followed = current;
        if (!(await watch(followed, patience)) && current === followed) current = undefined;
      }
      await withPatience(lead(mode), patience);
    },
    begin: (mode) => {
      const isUnderWay = current !== undefined && performance.now() - current.lastBeatAtMs < GONE_MS;
      return isUnderWay ? undefined : lead(mode);
    },
  };
}

/** Waits for work of one's own, no longer than one is ready to. The work goes on. */
async function withPatience(work: Promise<void>, { patienceMs, signal }: Patience): Promise<void> {
  work.catch(() => {}); // It may end when nobody waits any more.
  const stop = new AbortController();
  const abort = () => stop.abort();
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) stop.abort();
  try {
    const late = pause(patienceMs, stop.signal).then(() => Promise.reject(tooLate(patienceMs)));
    late.catch(() => {});
    await Promise.race([work, late]);
  } finally {
    signal?.removeEventListener("abort", abort);
    stop.abort();
  }
}

/** Whoever catches an error may write into it what its own call was about. */
function ownCopy(error: unknown): unknown {
  return error instanceof OceanpaymentError ? copyError(error) : error;
}

function tooLate(patienceMs: number): TransportError {
  return new TransportError("timeout", `no token within ${patienceMs} ms`, { outcome: "nothing-sent" });
}
