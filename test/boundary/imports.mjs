import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { specifierOf } from "./project.mjs";

/** Returns the names that a built entry exports, read from it in Node. */
export async function namesOf(installed, entry) {
  return Object.keys(await import(pathToFileURL(join(installed, "dist", `${entry}.mjs`)).href)).sort();
}

/** The ways to import; each keeps all it gets, so that no bundler can drop the import. */
export const IMPORT_STYLES = {
  named: (specifier, names) =>
    `import { ${names.map((name, index) => `${name} as kept${index}`).join(", ")} } from "${specifier}";\n` +
    `globalThis.kept = [${names.map((_name, index) => `kept${index}`).join(", ")}];\n`,
  star: (specifier) => `import * as all from "${specifier}";\nglobalThis.kept = { ...all };\n`,
  dynamic: (specifier) => `globalThis.kept = import("${specifier}");\n`,
};

/** Writes an application's file that imports an entry in one of the ways, and returns its path. */
export async function writeImport(folder, { entry, style, names = [] }) {
  const file = join(folder, "entries", `${entry}-${style}.mjs`);
  await mkdir(join(folder, "entries"), { recursive: true });
  await writeFile(file, IMPORT_STYLES[style](specifierOf(entry), names));
  return file;
}
