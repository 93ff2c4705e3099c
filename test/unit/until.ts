// The true ones: a test may have stopped the clock.
const trueTimeout = globalThis.setTimeout.bind(globalThis);
const trueNow = performance.now.bind(performance);

/** Beyond all that a busy machine takes, and within a test's own limit. */
const MOST_MS = 15_000;

/** Waits until something holds that other work brings about. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = trueNow() + MOST_MS;
  while (!(await holds())) {
    if (trueNow() > endMs) throw new Error(`this does not come to hold: ${String(holds)}`);
    await new Promise((resolve) => trueTimeout(resolve, 1));
  }
}
