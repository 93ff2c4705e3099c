import { onTestFinished, vi } from "vitest";

// The true ones: what waits for cryptography must not wait for a clock that stands still.
const trueTimeout = globalThis.setTimeout.bind(globalThis);
const trueNow = performance.now.bind(performance);
const trueDigest = globalThis.crypto.subtle.digest.bind(globalThis.crypto.subtle);

/** Counts the hashes that other threads are making, until the test ends. */
function countHashes(): () => number {
  let running = 0;
  const spy = vi.spyOn(globalThis.crypto.subtle, "digest").mockImplementation((...given) => {
    running++;
    return trueDigest(...given).finally(() => void running--);
  });
  onTestFinished(() => spy.mockRestore());
  return () => running;
}

/** Lets everything happen that needs no clock: promises, streams, and the cryptography of other threads. */
async function turns(hashes: () => number): Promise<void> {
  for (let i = 0; i < 3; i = hashes() > 0 ? 0 : i + 1) await new Promise((resolve) => trueTimeout(resolve, 1));
}

/** A clock that stands still until it is told to go on. */
export interface FakeClock {
  readonly nowMs: () => number;
  /** Runs work to its end, time leaping from timer to timer. */
  readonly finish: <Result>(work: Promise<Result>) => Promise<Result>;
  /** Lets a time pass. */
  readonly pass: (ms: number) => Promise<void>;
}

/** Stops the clock, within a test. The caller gives it back by `vi.useRealTimers`. */
export function stopClock(): FakeClock {
  const hashes = countHashes();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  return {
    nowMs: () => performance.now(),
    pass: async (ms) => {
      await turns(hashes);
      await vi.advanceTimersByTimeAsync(ms);
      await turns(hashes);
    },
    finish: async (work) => {
      const state = { isDone: false };
      const mark = () => {
        state.isDone = true;
      };
      work.then(mark, mark);
      const endMs = trueNow() + 10_000;
      while (!state.isDone) {
        await turns(hashes);
        if (!state.isDone && vi.getTimerCount() > 0) await vi.advanceTimersToNextTimerAsync();
        if (trueNow() > endMs) throw new Error("the work does not end");
      }
      return work;
    },
  };
}
