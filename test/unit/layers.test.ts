import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const src = join(root, "src");

/** The layer table of ARCHITECTURE.md, as data: what each layer may import. */
const allowed = new Map(
  [...readFileSync(join(root, "ARCHITECTURE.md"), "utf8").matchAll(/^\| `([\w.]+)` +\| [^|]* \| ([^|]*) \|$/gm)].map(
    ([, layer = "", imports = ""]) => [layer, new Set([...imports.matchAll(/[\w.]+/g)].map(([name]) => name))],
  ),
);

const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

/** Names the layer of a file: its folder, or for an entry the file itself. */
function layerOf(file: string): string {
  const [first = ""] = file.split(sep);
  if (first !== file) return first;
  return ["errors.ts", "environment.ts", "index.ts"].includes(first) ? first.replace(".ts", "") : first;
}

function importsOf(file: string): string[] {
  // Examples in documentation comments import the package as its users do.
  const text = readFileSync(join(src, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  return [
    ...text.matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)";|^import "([^"]+)";|\bimport\(["'`]([^"'`]+)/gms),
  ].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? "");
}

function resolve(file: string, imported: string): string {
  return imported.startsWith(".") ? relative(src, join(src, dirname(file), imported)) : imported;
}

describe("layers", () => {
  test("the table names every layer there is, and no other", () => {
    expect([...new Set(files.map(layerOf))].sort()).toEqual([...allowed.keys()].sort());
  });

  test.each(files)("%s imports what its layer may", (file) => {
    const own = layerOf(file);
    const found = importsOf(file).map((imported) => resolve(file, imported));
    const layers = found.map((target) => (target.endsWith(".ts") ? layerOf(target) : target));
    const wrong = layers.filter((layer) => layer !== own && layer !== "errors" && !allowed.get(own)?.has(layer));
    expect(wrong).toEqual([]);
  });

  test("the table allows nothing that nobody imports", () => {
    const used = new Map<string, Set<string>>();
    for (const file of files) {
      const own = layerOf(file);
      for (const imported of importsOf(file)) {
        const target = resolve(file, imported);
        used.set(own, (used.get(own) ?? new Set()).add(target.endsWith(".ts") ? layerOf(target) : target));
      }
    }
    const idle = [...allowed].flatMap(([layer, names]) =>
      [...names].filter((name) => !used.get(layer)?.has(name)).map((name) => `${layer} -> ${name}`),
    );
    expect(idle).toEqual([]);
  });

  test("no file imports itself by a detour", () => {
    const edges = new Map(files.map((file) => [file, importsOf(file).map((imported) => resolve(file, imported))]));
    const done = new Set<string>();
    const visit = (file: string, way: readonly string[]): void => {
      if (way.includes(file)) throw new Error([...way.slice(way.indexOf(file)), file].join(" -> "));
      if (done.has(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...way, file]);
      done.add(file);
    };
    expect(() => files.forEach((file) => visit(file, []))).not.toThrow();
  });

  test("no drawer of odds and ends, no index file per folder, no default export", () => {
    const names = files.filter((file) => /(^|\/)(utils?|helpers?|common|types|constants)(\/|\.ts)/.test(file));
    const indexes = files.filter((file) => file.includes(sep) && file.endsWith("index.ts"));
    const defaults = files.filter((file) => /^export default|^export \*/m.test(readFileSync(join(src, file), "utf8")));
    expect([...names, ...indexes, ...defaults]).toEqual([]);
  });
});
