import { InputError } from "../errors.ts";

/**
 * Puts a function into a global of the page's, and returns what puts back the one that was there. A function that has
 * been put in its place meanwhile stays.
 *
 * @throws InputError `already_in_use` where the global can't be written.
 */
export function takeGlobal(name: string, own: (data: unknown) => void): () => void {
  const wasThere = Object.hasOwn(globalThis, name);
  const before: unknown = Reflect.get(globalThis, name);
  if (!Reflect.set(globalThis, name, own)) {
    throw new InputError("already_in_use", `the page must leave the global ${name} to this library`);
  }
  return () => {
    if (Reflect.get(globalThis, name) !== own) return;
    if (wasThere) Reflect.set(globalThis, name, before);
    else Reflect.deleteProperty(globalThis, name);
  };
}
