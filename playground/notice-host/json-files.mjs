import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";

/**
 * Keeps one JSON value for each name in a folder, for one process: changes of a name wait for each other, and one that has
 * returned is on the disk. Two processes need a database.
 */
export function createJsonFiles(folder) {
  const turns = new Map();
  const pathOf = (name) => join(folder, `${encodeURIComponent(name)}.json`);

  async function read(name) {
    try {
      return JSON.parse(await readFile(pathOf(name), "utf8"));
    } catch (error) {
      if (error.code === "ENOENT") return undefined;
      throw error;
    }
  }

  /** A file is there whole or not at all: it is written beside its place, and put there by one step. */
  async function write(name, value) {
    await mkdir(folder, { recursive: true });
    const draft = `${pathOf(name)}.${randomUUID()}`;
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(JSON.stringify(value));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, pathOf(name));
  }

  /** Changes a value: `change` returns the new one, or nothing to leave it, beside its answer. */
  function update(name, change) {
    const turn = (turns.get(name) ?? Promise.resolve()).then(async () => {
      const { value, answer } = await change(await read(name));
      if (value !== undefined) await write(name, value);
      return answer;
    });
    const settled = turn.catch(() => {});
    turns.set(name, settled);
    settled.then(() => turns.get(name) === settled && turns.delete(name));
    return turn;
  }

  async function names() {
    const files = await readdir(folder).catch(() => []);
    return files.filter((file) => file.endsWith(".json")).map((file) => decodeURIComponent(file.slice(0, -5)));
  }

  return { read, update, names };
}
