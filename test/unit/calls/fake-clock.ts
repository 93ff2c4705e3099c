import { vi } from "vitest";

// The true ones: what waits for cryptography must not wait for a clock that stands still.
const trueTimeout = globalThis.setTimeout.bind(globalThis);
const trueNow = performance.now.bind(performance);

/** Lets everything happen that needs no clock: promises, streams, and the cryptography of other threads. */
async function turns(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => trueTimeout(resolve, 1));
}

/** A clock that stands still until it is told to go on. */
export interface FakeClock {
  readonly nowMs: () => number;
  /** Runs work to its end, time leaping from timer to timer. */
  readonly finish: <Result>(work: Promise<Result>) => Promise<Result>;
  /** Lets a time pass. */
  readonly pass: (ms: number) => Promise<void>;
}

/** Stops the clock. The caller gives it back by `vi.useRealTimers`. */
export function stopClock(): FakeClock {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  return {
    nowMs: () => performance.now(),
    pass: async (ms) => {
      await turns();
      await vi.advanceTimersByTimeAsync(ms);
      await turns();
    },
    finish: async (work) => {
      const state = { isDone: false };
      const mark = () => {
        state.isDone = true;
      };
      work.then(mark, mark);
      const endMs = trueNow() + 10_000;
      while (!state.isDone) {
        await turns();
        if (!state.isDone && vi.getTimerCount() > 0) await vi.advanceTimersToNextTimerAsync();
        if (trueNow() > endMs) throw new Error("the work does not end");
      }
      return work;
    },
  };
}
