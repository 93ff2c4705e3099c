import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { bundleWithEsbuild } from "./bundlers.mjs";
import { assert } from "./checks.mjs";
import { writeImport } from "./imports.mjs";
import { SECRET_FREE, specifierOf } from "./project.mjs";

/** What only signing, validation and transport have. The wire's `card_secureCode` is a page's own: it names the CVC. */
const FIXED_MARKERS = [
  { name: "signValue", pattern: /signValue/ },
  { name: "secureCode", pattern: /(?<!card_)secureCode/ },
  { name: "ofetch", pattern: /ofetch/ },
  { name: "valibot", pattern: /valibot/ },
  { name: "/gateway/direct/pay", pattern: /\/gateway\/direct\/pay/ },
  { name: "applyRefund", pattern: /applyRefund/ },
];

const OUTSIDE = /[\\/]node_modules[\\/](ofetch|valibot|destr|ufo|node-fetch-native)[\\/]/;

/** Checks that nothing of signing, ofetch and valibot comes with an entry that pages may have. */
export async function checkBleed({ check, folder, installed }) {
  const markers = [...FIXED_MARKERS, ...(await pathMarkers(installed))];
  for (const entry of SECRET_FREE) {
    const specifier = specifierOf(entry);
    const bundle = await bundleWithEsbuild(await writeImport(folder, { entry, style: "star" }));
    await check(`${specifier} reads no module of signing, ofetch or valibot`, () =>
      assertCleanModules(bundle.modules, markers),
    );
    await check(`${specifier} holds no marker of signing, ofetch or valibot`, () => {
      const found = findMarkers(bundle.texts.join("\n"), markers);
      assert(found.length === 0, `found ${found.join(", ")}`);
      return `${markers.length} markers looked for`;
    });
  }
  await checkThatMarkersAreFound({ check, folder, markers });
}

/** A planted fault: a bundle that does hold signing must show every marker, or the checks above prove nothing. */
async function checkThatMarkersAreFound({ check, folder, markers }) {
  const file = await writeImport(folder, { entry: "edge", style: "star" });
  const bundle = await bundleWithEsbuild(file, { target: "bare", conditions: ["workerd", "worker", "browser"] });
  await check("the markers are all found in a Worker's bundle of oceanpayment/edge", () => {
    const found = findMarkers(bundle.texts.join("\n"), markers);
    const lost = markers.filter(({ name }) => !found.includes(name));
    assert(lost.length === 0, `not found: ${lost.map(({ name }) => name).join(", ")}`);
  });
  await check(
    "the modules of signing, ofetch and valibot are seen in a Worker's bundle of oceanpayment/edge",
    async () => {
      const dirty = await dirtyModules(bundle.modules, markers);
      const kinds = [/[\\/]oceanpayment[\\/]dist[\\/]/, /[\\/]ofetch[\\/]/, /[\\/]valibot[\\/]/];
      assert(
        kinds.every((kind) => dirty.some((path) => kind.test(path))),
        `seen only ${dirty.join(", ")}`,
      );
    },
  );
}

/** Prints what a page pays for the entries it may have. */
export async function printSizes(folder) {
  const encryptOnly = join(folder, "entries", "encrypt-card.mjs");
  await writeFile(encryptOnly, `import { encryptCard } from "oceanpayment";\nglobalThis.kept = encryptCard;\n`);
  await printSize("encryptCard alone", encryptOnly);
  await printSize("all of oceanpayment", await writeImport(folder, { entry: "index", style: "star" }));
  await printSize("all of oceanpayment/browser", await writeImport(folder, { entry: "browser", style: "star" }));
}

async function printSize(title, file) {
  const { texts } = await bundleWithEsbuild(file, { minify: true });
  const text = texts.join("");
  console.log(`size  ${title}: ${Buffer.byteLength(text)} bytes minified, ${gzipSync(text, { level: 9 }).length} gzip`);
}

/** The paths of every operation, read from the built table, so that a new one is looked for without a line here. */
async function pathMarkers(installed) {
  const { operations } = await import(pathToFileURL(join(installed, "dist", "edge.mjs")).href);
  const paths = new Set(Object.values(operations).flatMap(({ path }) => path ?? []));
  return [...paths].map((path) => ({ name: path, pattern: new RegExp(path.replace(/[^\w/]/g, "\\$&")) }));
}

async function assertCleanModules(modules, markers) {
  const dirty = await dirtyModules(modules, markers);
  assert(dirty.length === 0, `read ${dirty.join(", ")}`);
  return `${modules.length} modules read`;
}

async function dirtyModules(modules, markers) {
  const found = await Promise.all(
    modules.map(async (path) => OUTSIDE.test(path) || findMarkers(await readFile(path, "utf8"), markers).length > 0),
  );
  return modules.filter((_path, index) => found[index]);
}

function findMarkers(text, markers) {
  return markers.filter(({ pattern }) => pattern.test(text)).map(({ name }) => name);
}
