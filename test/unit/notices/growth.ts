/** How much longer the long input is than the short one. */
export const STEP = 16;
/** Linear work takes 16 times as long, quadratic work 256 times. Between them, with room for a busy machine. */
export const MOST_GROWTH = 110;
/** Of linear work one round is enough, as a rule; on a busy machine it is looked at for longer. */
const MOST_ROUNDS = 16;
/** No more rounds after this: work that is not linear is long enough by then. */
const MOST_MS = 8000;

/**
 * Returns how much longer work takes on an input that is {@link STEP} times as long. Either time is the shortest of all
 * rounds: what else the machine does makes a run longer and never shorter, so each round brings both nearer to the truth.
 */
export async function growthOf(work: (length: number) => unknown, length: number): Promise<number> {
  const [short, long] = [length / STEP, length];
  // Both ways through the work are compiled before anything is measured.
  for (let i = 0; i < 3; i++) for (const size of [short, long]) await work(size);
  const startMs = performance.now();
  let [shortMs, longMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let growth = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS && growth > MOST_GROWTH / 3; round++) {
    if (round > 0 && performance.now() - startMs > MOST_MS) break;
    if (round > 2) await new Promise((resolve) => setTimeout(resolve, 25 * round));
    for (let i = 0; i < STEP * 4; i++) shortMs = Math.min(shortMs, (await timeOf(() => work(short))).wallMs);
    for (let i = 0; i < 4; i++) {
      const { wallMs, cpuMs } = await timeOf(() => work(long));
      // A long run hardly ever has a processor to itself on a busy machine; a short one has, and is too short to count.
      longMs = Math.min(longMs, wallMs, cpuMs);
    }
    growth = longMs / Math.max(shortMs, 0.0005);
  }
  return growth;
}

/** How long a run takes, and how long a processor works on it, in milliseconds. */
async function timeOf(run: () => unknown): Promise<{ readonly wallMs: number; readonly cpuMs: number }> {
  const before = process.cpuUsage();
  const startMs = performance.now();
  await run();
  const wallMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(before);
  return { wallMs, cpuMs: (user + system) / 1000 };
}
