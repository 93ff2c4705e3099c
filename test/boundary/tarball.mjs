import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { findTools, ROOT } from "../lanes/lanes.mjs";
import { assert } from "./checks.mjs";
import { ENTRIES, execute, npm } from "./project.mjs";

/** What the package may hold beside `dist`, all of which it must. */
const PLAIN_FILES = ["README.md", "SECURITY.md", "LICENSE", "package.json"];

/** Packs the package into a folder: returns the tarball's path and the files in it. */
export async function pack(folder) {
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [{ filename, files }] = JSON.parse(await npm(args, ROOT));
  return { tarball: join(folder, filename), files: files.map(({ path }) => path) };
}

/** Installs a tarball in an empty application, as a user does, and returns where it is. */
export async function install(folder, tarball) {
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "application", private: true, type: "module" }));
  await npm(["install", tarball, "--no-audit", "--no-fund", "--prefer-offline"], folder);
  return join(folder, "node_modules", "oceanpayment");
}

/** Checks what is in the tarball, and what publint and attw say of it. */
export async function checkTarball({ check, installed, tarball, files }) {
  await check("the tarball holds dist and four files, and nothing else", () => {
    const others = files.filter(
      (path) => !PLAIN_FILES.includes(path) && !/^dist\/([\w./-]+\.(mjs|d\.mts)|sri\.json)$/.test(path),
    );
    assert(others.length === 0, `it holds ${others.join(", ")}`);
    return `${files.length} files`;
  });
  for (const name of PLAIN_FILES)
    await check(`the tarball holds ${name}`, () => assert(files.includes(name), "it is missing"));
  await check("publint has nothing to say", () => runPublint(installed));
  await check("attw has nothing to say", () => runAttw(tarball));
}

async function runPublint(installed) {
  const { toolImport } = await findTools();
  const [{ publint }, { formatMessage }] = await Promise.all([toolImport("publint"), toolImport("publint/utils")]);
  // What is installed came out of the tarball: nothing is there that is not published.
  const { messages, pkg } = await publint({ pkgDir: installed, pack: false, strict: true, level: "suggestion" });
  assert(messages.length === 0, messages.map((message) => formatMessage(message, pkg, { color: false })).join(" | "));
}

/** attw's exit code tells of problems. Of a package without types it says nothing: its table must be whole. */
async function runAttw(tarball) {
  const { tool } = await findTools();
  const text = await execute(tool("attw"), [tarball, "--profile", "esm-only", "--format", "ascii", "--no-emoji"]);
  const good = text.match(/^node16 \(from ESM\): OK \(ESM\)\nbundler: OK/gm) ?? [];
  assert(good.length === ENTRIES.length, `it found types of ${good.length} subpaths`);
}

/** Checks that nothing built needs a host that not every runtime is. */
export async function checkDist({ check, installed }) {
  const dist = join(installed, "dist");
  const names = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith(".mjs"));
  const sources = await Promise.all(
    names.map(async (name) => ({ name, words: wordsOf(await readFile(join(dist, name), "utf8")) })),
  );
  await check("no built file imports from node:", () =>
    assertWithout(sources, (word) => word.isText && word.text.startsWith("node:")),
  );
  await check("no built file names process or Buffer", () =>
    assertWithout(sources, ({ text }) => /^(process|Buffer)$/.test(text)),
  );
}

function assertWithout(sources, isWrong) {
  const found = sources.flatMap(({ name, words }) => words.filter(isWrong).map(({ text }) => `${name}: ${text}`));
  assert(found.length === 0, found.join(", "));
  return `${sources.length} files`;
}

/** Names and whole texts of a program. A sentence that has the word "process" in it, or a comment, is none of them. */
function wordsOf(code) {
  const words = [];
  const visit = (node) => {
    if (ts.isIdentifier(node)) words.push({ text: node.text, isText: false });
    else if (ts.isStringLiteralLike(node)) words.push({ text: node.text, isText: true });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("built.mjs", code, ts.ScriptTarget.ES2022, false, ts.ScriptKind.JS));
  return words;
}
