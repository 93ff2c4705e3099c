// Makes a Node process look like a page, as test environments do: every global of a happy-dom window is put in place.
import { runInNewContext } from "node:vm";
import { Window } from "happy-dom";

const window = new Window({ url: "https://shop.test/" });

// The language's own globals stay as they are, and so does what Node alone has.
const LANGUAGE = runInNewContext("Object.getOwnPropertyNames(globalThis)");
const KEPT = new Set([...LANGUAGE, "console", "constructor", "global", "root", "Buffer"]);
const SELVES = new Set(["window", "self", "top", "parent", "frames"]);

for (const name of namesOf(window)) {
  if (!KEPT.has(name))
    Object.defineProperty(globalThis, name, { value: valueOf(name), writable: true, configurable: true });
}

if (globalThis.document !== window.document || globalThis.window !== globalThis) {
  throw new Error("happy-dom was not installed");
}

function namesOf(value) {
  const names = new Set();
  for (let at = value; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  return names;
}

function valueOf(name) {
  if (SELVES.has(name)) return globalThis;
  const value = window[name];
  // Methods need their window; classes must stay themselves.
  return typeof value === "function" && /^[a-z]/.test(name) ? value.bind(window) : value;
}
