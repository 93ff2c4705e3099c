// Chance that repeats: the same seed gives the same run.

/** Returns a source of chance: `next` from 0 to below 1, and what is made of it. */
export function createRandom(seed) {
  let state = seed >>> 0;
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A whole number from `least` to `most`, both included. */
  const between = (least, most) => least + Math.floor(next() * (most - least + 1));
  const chance = (share) => next() < share;
  const pick = (list) => list[between(0, list.length - 1)];
  const digits = (count) => Array.from({ length: count }, () => between(0, 9)).join("");
  const shuffle = (list) => {
    const shuffled = [...list];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = between(0, i);
      [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
    }
    return shuffled;
  };
  return { next, between, chance, pick, digits, shuffle };
}

/** Returns a number from 0 to below 1 for a text: the same whenever it is asked for. */
export function drawFor(seed, text) {
  let hash = 0x811c9dc5 ^ seed;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193);
  return createRandom(hash).next();
}
