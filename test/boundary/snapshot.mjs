import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findTools, ROOT } from "../lanes/lanes.mjs";
import { assertSameNames } from "./checks.mjs";
import { namesOf } from "./imports.mjs";
import { ENTRIES, specifierOf } from "./project.mjs";

const FILE = new URL("exports.json", import.meta.url);

/** Returns the names that each entry is to export: data that is reviewed, not made. */
export async function readSnapshot() {
  return JSON.parse(await readFile(FILE, "utf8"));
}

/** Writes the names that each entry of the build exports, for review. */
export async function writeSnapshot() {
  const found = {};
  for (const entry of ENTRIES) found[entry] = await namesOf(ROOT, entry);
  const { toolImport } = await findTools();
  const { format } = await toolImport("prettier");
  await writeFile(FILE, await format(JSON.stringify(found), { parser: "json", printWidth: 120 }));
}

/** Checks that the package's entries, and the names of each, are the agreed ones. */
export async function checkSnapshot({ check, installed, snapshot }) {
  await check("the package's subpaths are the agreed ones", async () => {
    const { exports } = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
    const subpaths = ENTRIES.map((entry) => specifierOf(entry).replace("oceanpayment", "."));
    assertSameNames(Object.keys(exports), [...subpaths, "./package.json"]);
    assertSameNames(Object.keys(snapshot), ENTRIES);
  });
  for (const entry of ENTRIES) {
    await check(`${specifierOf(entry)} exports the agreed names`, async () => {
      const names = await namesOf(installed, entry);
      const hint = "; if this is meant, run node test/lanes/package.mjs --write and review test/boundary/exports.json";
      assertSameNames(names, snapshot[entry] ?? [], hint);
    });
  }
}
