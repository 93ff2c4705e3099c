/** How much longer the long input is than the short one. */
export const STEP = 16;
/** Linear work takes 16 times as long, quadratic work 256 times. Between them, with room for a busy machine. */
export const MOST_GROWTH = 110;
/** On a busy machine the shortest of a few runs is still too long: it is looked at again after a pause. */
const MOST_ROUNDS = 12;

/** Returns how much longer work takes on an input that is {@link STEP} times as long: the best of several tries. */
export async function growthOf(work: (length: number) => unknown, length: number): Promise<number> {
  const [short, long] = [length / STEP, length];
  // Both ways through the work are compiled before anything is measured.
  for (let i = 0; i < 3; i++) for (const size of [short, long]) await work(size);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS && best > MOST_GROWTH / 3; round++) {
    if (round > 2) await new Promise((resolve) => setTimeout(resolve, 50 * round));
    const shortMs = await timeOf(() => work(short), STEP * 4);
    const longMs = await timeOf(() => work(long), 4);
    best = Math.min(best, longMs / Math.max(shortMs, 0.0005));
  }
  return best;
}

/** The shortest of some runs, in milliseconds. */
async function timeOf(run: () => unknown, times: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) {
    const startMs = performance.now();
    await run();
    best = Math.min(best, performance.now() - startMs);
  }
  return best;
}
