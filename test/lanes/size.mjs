import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { assert, createChecks } from "../boundary/checks.mjs";
import { ensureBuilt } from "../boundary/project.mjs";
import { ROOT, runAlone } from "./lanes.mjs";

const ENCRYPT_ONLY_BYTES = 3_072;
const ENCRYPTOR_BYTES = 4_608;
const ELEMENT_BYTES = 12_288;
const LANGUAGE_BYTES = 1_023;
/** Languages that are loaded on demand: the twelve that are promised, but English, which is built in. */
const LEAST_LANGUAGES = 11;

/** Bundles what a page imports from the built package as a merchant's bundler does, and holds its size. */
export async function run() {
  const { check, result } = createChecks("size");
  await ensureBuilt();
  await check("encryptCard alone", () => holdSize("encryptCard", "index", ENCRYPT_ONLY_BYTES));
  await check("createCardEncryptor alone", () => holdSize("createCardEncryptor", "browser", ENCRYPTOR_BYTES));
  await check("the card element without languages", async () => {
    const { eager } = await bundle("defineCardElement", "browser");
    return holdBytes(eager.map(gzipped), ELEMENT_BYTES);
  });
  await check("each language of the card element", async () => {
    const { lazy } = await bundle("defineCardElement", "browser");
    assert(lazy.length >= LEAST_LANGUAGES, `expected at least ${LEAST_LANGUAGES} languages, found ${lazy.length}`);
    const sizes = lazy.map(gzipped);
    holdBytes([Math.max(...sizes)], LANGUAGE_BYTES);
    return `${sizes.length} chunks of ${Math.min(...sizes)} to ${Math.max(...sizes)} bytes, at most ${LANGUAGE_BYTES}`;
  });
  return result();
}

async function holdSize(name, entry, most) {
  const { eager } = await bundle(name, entry);
  return holdBytes(eager.map(gzipped), most);
}

function holdBytes(sizes, most) {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert(total <= most, `${total} bytes minified and gzipped, at most ${most} are allowed`);
  return `${total} bytes minified and gzipped, at most ${most}`;
}

function gzipped({ contents }) {
  return gzipSync(contents, { level: 9 }).length;
}

/** Returns the outputs that a page loads at once, and those that it loads when they are asked for. */
async function bundle(name, entry) {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export { ${name} } from ${JSON.stringify(`./dist/${entry}.mjs`)};`,
      resolveDir: ROOT,
      sourcefile: "page.mjs",
    },
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    outdir: join(ROOT, "test", ".out", "size"),
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [join(ROOT, path), output]));
  const entryPath = [...outputs].find(([, { entryPoint }]) => entryPoint?.endsWith("page.mjs"))?.[0];
  assert(entryPath !== undefined, "the bundle has no entry");
  const atOnce = new Set([entryPath]);
  // A set that grows while it is walked: each file brings what it imports by a plain import.
  for (const path of atOnce) {
    for (const { path: imported, kind } of outputs.get(path)?.imports ?? []) {
      if (kind === "import-statement") atOnce.add(join(ROOT, imported));
    }
  }
  return {
    eager: outputFiles.filter(({ path }) => atOnce.has(path)),
    lazy: outputFiles.filter(({ path }) => !atOnce.has(path)),
  };
}

await runAlone(import.meta, run);
