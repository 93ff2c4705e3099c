import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execute, SECRET_BEARING, SECRET_FREE, specifierOf } from "./project.mjs";
import { bundlers, bundleWithEsbuild, bundleWithWebpack } from "./bundlers.mjs";
import { assert, assertSameNames } from "./checks.mjs";
import { IMPORT_STYLES, namesOf, writeImport } from "./imports.mjs";

/**
 * The condition sets of hosts and bundlers that must get the real module. Those whose bundlers also send "browser" have
 * it here, and so have all that could: the order in the package's map decides, and "browser" must not come first.
 */
const SERVER_CONDITIONS = {
  worker: ["workerd", "worker", "browser"],
  "edge-light": ["edge-light", "browser"],
  netlify: ["netlify", "browser"],
  fastly: ["fastly", "browser"],
  deno: ["deno", "browser"],
  bun: ["bun", "browser"],
  rsc: ["react-server"],
  node: ["node"],
};

/** The condition of our own, for a server's bundler that knows none of the others. */
const OWN_CONDITION = "oceanpayment-server";

/** Checks that a page's bundle cannot hold a secret-bearing entry, whichever bundler makes it and however it is imported. */
export async function checkPageRefusals({ check, folder, installed }) {
  for (const entry of SECRET_BEARING) {
    const names = await namesOf(installed, entry);
    await check(`what refuses ${specifierOf(entry)} has its names`, async () => {
      const code = await readFile(join(installed, "dist", "refuse", `${entry}.mjs`), "utf8");
      assertSameNames(
        [...code.matchAll(/^export const (\w+) = /gm)].map(([, name]) => name),
        names,
      );
    });
    for (const [bundler, bundle] of Object.entries(bundlers)) {
      for (const style of Object.keys(IMPORT_STYLES)) {
        const file = await writeImport(folder, { entry, style, names });
        await check(`${bundler} refuses ${specifierOf(entry)} in a page, ${style} import`, () =>
          assertRefused(() => bundle(file), entry),
        );
      }
    }
  }
}

/** Checks that pages get the secret-free entries. */
export async function checkPageBundles({ check, folder, installed }) {
  for (const entry of SECRET_FREE) {
    const names = await namesOf(installed, entry);
    for (const [bundler, bundle] of Object.entries(bundlers)) {
      for (const style of Object.keys(IMPORT_STYLES)) {
        const file = await writeImport(folder, { entry, style, names });
        await check(`${bundler} bundles ${specifierOf(entry)} for a page, ${style} import`, async () => {
          const { texts, modules } = await bundle(file);
          assertReal(modules, installed, entry);
          await assertSyntax(texts, folder);
        });
      }
    }
  }
}

/** Checks that each server's conditions lead to the real module. */
export async function checkServerConditions({ check, folder, installed }) {
  for (const entry of SECRET_BEARING) {
    const file = await writeImport(folder, { entry, style: "star" });
    for (const [host, conditions] of Object.entries(SERVER_CONDITIONS)) {
      await check(`esbuild bundles ${specifierOf(entry)} under the conditions of ${host}`, async () => {
        const { modules } = await bundleWithEsbuild(file, { target: "bare", conditions });
        assertReal(modules, installed, entry);
      });
    }
    for (const host of ["worker", "edge-light", "rsc"]) {
      await check(`webpack bundles ${specifierOf(entry)} under the conditions of ${host}`, async () => {
        const { modules } = await bundleWithWebpack(file, { only: SERVER_CONDITIONS[host] });
        assertReal(modules, installed, entry);
      });
    }
  }
}

/** Checks what bundlers get that know no server: refused by default, and let in by our own condition. */
export async function checkOwnCondition({ check, folder, installed }) {
  for (const entry of SECRET_BEARING) {
    const file = await writeImport(folder, { entry, style: "star" });
    const specifier = specifierOf(entry);
    await check(`webpack refuses ${specifier} in a page's worker`, () =>
      assertRefused(() => bundleWithWebpack(file, { target: "webworker" }), entry),
    );
    for (const [bundler, bundle] of Object.entries(bundlers)) {
      // Vite has no target without an environment: its client build is among the pages' cases.
      if (bundler !== "vite") {
        await check(`${bundler} refuses ${specifier} under its bare conditions`, () =>
          assertRefused(() => bundle(file, { target: "bare" }), entry),
        );
      }
      await check(`${bundler} bundles ${specifier} under the condition ${OWN_CONDITION}`, async () => {
        const { modules } = await bundle(file, {
          target: bundler === "vite" ? "page" : "bare",
          conditions: [OWN_CONDITION],
        });
        assertReal(modules, installed, entry);
      });
    }
  }
}

async function assertRefused(bundle, entry) {
  const error = await bundle().then(
    () => undefined,
    (found) => found,
  );
  assert(error !== undefined, "it was bundled");
  const sentence = `oceanpayment-${entry}-holds-secrets-and-must-not-be-bundled-for-a-page--import-it-in-your-`;
  assert(error.message.includes(sentence), `it failed without the sentence: ${error.message.slice(0, 300)}`);
}

/** Throws unless the modules read are the real entry's, and no refusing one's. */
function assertReal(modules, installed, entry) {
  const read = modules.map((id) => id.split("?")[0].replaceAll("\\", "/"));
  const dist = join(installed, "dist").replaceAll("\\", "/");
  assert(read.includes(`${dist}/${entry}.mjs`), "the real module is not in it");
  assert(!read.some((id) => id.startsWith(`${dist}/refuse/`)), "a refusing module is in it");
}

async function assertSyntax(texts, folder) {
  assert(texts.length > 0, "the bundler made no file");
  for (const text of texts) {
    const file = join(folder, "syntax.mjs");
    await writeFile(file, text);
    await execute(process.execPath, ["--check", file]);
  }
}
