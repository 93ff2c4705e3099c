import { setTimeout as pause } from "node:timers/promises";

/** Does something again and again, one after the other, with a pause between. `stop` waits for what is being done. */
export function startTimer(work, pauseMs) {
  const stopped = new AbortController();
  const running = run(work, pauseMs, stopped.signal);
  return {
    stop: () => {
      stopped.abort();
      return running;
    },
  };
}

async function run(work, pauseMs, signal) {
  while (!signal.aborted) {
    await pause(pauseMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      await work();
    } catch (error) {
      console.error(`the timer's work failed: ${error.message}`);
    }
  }
}
