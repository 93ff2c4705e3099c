import { expect, test, vi } from "vitest";
import { type RandomBytes, randomBytes, randomDigits } from "../../src/bytes/random.ts";

/** Pearson's statistic over equally likely cells. */
function chiSquare(counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
}

test("randomBytes fills any length, beyond what one call of the platform gives", () => {
  for (const length of [0, 1, 65_535, 65_536, 65_537, 200_000]) {
    const drawn = randomBytes(length);
    expect(drawn).toHaveLength(length);
    // Sixteen zero bytes in a row at the end would be a part that nothing filled.
    if (length > 16) expect(drawn.subarray(-16).some((byte) => byte !== 0)).toBe(true);
  }
  expect(Buffer.compare(randomBytes(32), randomBytes(32))).not.toBe(0);
});

test("digits are uniform over a large sample, and at each of the sixteen places", () => {
  const count = 480_000;
  const digits = randomDigits(count);
  expect(digits).toMatch(/^[0-9]{480000}$/);
  const all = Array.from({ length: 10 }, () => 0);
  const places = Array.from({ length: 16 }, () => [...all]);
  for (let i = 0; i < count; i++) {
    const digit = digits.charCodeAt(i) - 48;
    all[digit] = (all[digit] ?? 0) + 1;
    const place = places[i % 16] ?? [];
    place[digit] = (place[digit] ?? 0) + 1;
  }
  // Nine degrees of freedom: above 60 once in a thousand million runs. `byte % 10` alone gives about 175.
  expect(chiSquare(all)).toBeLessThan(60);
  for (const place of places) expect(chiSquare(place)).toBeLessThan(60);
});

test("each byte value counts alike: the 256 of them make every digit 25 times, six are drawn again", () => {
  const every: RandomBytes = (length) => Uint8Array.from({ length }, (_, i) => i);
  const digits = randomDigits(250, every);
  for (const digit of "0123456789") expect(digits.split(digit)).toHaveLength(26);
});

test("values from 250 up are drawn again, also when they fill a whole draw", () => {
  let draws = 0;
  const stuck: RandomBytes = (length) => new Uint8Array(length).fill(draws++ < 3 ? 250 + draws : 17);
  expect(randomDigits(16, stuck)).toBe("7".repeat(16));
  expect(draws).toBeGreaterThan(3);
});

test("Math.random has no part in it", () => {
  const spy = vi.spyOn(Math, "random").mockReturnValue(0);
  expect(new Set(Array.from({ length: 200 }, () => randomDigits(16))).size).toBe(200);
  expect(spy).not.toHaveBeenCalled();
  spy.mockRestore();
});
