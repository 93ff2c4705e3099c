import assert from "node:assert/strict";
import { openCaretPage } from "./typing.mjs";

const RUNS = 12;
const STEPS = 14;

/**
 * Holds the number field against a model of its own making: a list of digits and a place among them. A key changes the
 * list; the field must show it grouped in fours, with the caret at that place, on whichever side of a space.
 */
export function caretModelChecks() {
  return [{ title: "caret: chance sequences of keys fit a model of digits", run: holdToModel }];
}

async function holdToModel(t) {
  const stage = await openCaretPage(t);
  for (let seed = 1; seed <= RUNS; seed++) await walk(stage, seed);
  return `${RUNS} walks of ${STEPS} keys`;
}

async function walk({ page, renew, read }, seed) {
  await renew("number");
  const next = chance(seed);
  // Not a brand with groups of its own: the first digit stays a 9.
  const model = { digits: "", at: 0 };
  const done = [];
  for (let i = 0; i < STEPS; i++) {
    const key = pick(next, model);
    done.push(key);
    await page.keyboard.press(key);
    apply(model, key);
    const { value, start, end } = await read("number");
    const story = `seed ${seed}: ${done.join(" ")}`;
    assert.equal(value, group(model.digits), story);
    assert.equal(start, end, story);
    if (key.startsWith("Arrow")) model.at = value.slice(0, start).replaceAll(" ", "").length;
    assert.equal(value.slice(0, start).replaceAll(" ", "").length, model.at, `${story}: the caret`);
  }
}

function pick(next, { digits }) {
  const keys = ["Backspace", "Delete", "ArrowLeft", "ArrowLeft", "ArrowRight", "Home", "End"];
  if (digits.length < 5 || next(10) < 5) return String(next(2) + 1);
  return keys[next(keys.length)];
}

function apply(model, key) {
  const { digits, at } = model;
  const put = (from, to, text) => digits.slice(0, from) + text + digits.slice(to);
  if (key === "Home") model.at = 0;
  else if (key === "End") model.at = digits.length;
  else if (key === "Delete") model.digits = put(at, at + 1, "");
  else if (key === "Backspace" && at > 0) Object.assign(model, { digits: put(at - 1, at, ""), at: at - 1 });
  else if (/^\d$/.test(key) && digits.length < 19) Object.assign(model, { digits: put(at, at, key), at: at + 1 });
}

function group(digits) {
  return [0, 4, 8, 12, 16]
    .map((from) => digits.slice(from, from === 16 ? 19 : from + 4))
    .filter(Boolean)
    .join(" ");
}

/** Whole numbers below a bound, the same for the same seed (mulberry32). */
function chance(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
