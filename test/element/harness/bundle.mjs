import { build } from "esbuild";
import { ROOT } from "../../lanes/lanes.mjs";

/** Returns the scripts of the pages by path: the element as a shop's bundler makes it, its languages in files of their own. */
export async function bundlePages() {
  const { outputFiles } = await build({
    entryPoints: { page: `${ROOT}test/element/pages/page.mjs` },
    outdir: "/scripts",
    bundle: true,
    splitting: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "browser",
    minify: true,
    // Chunks are named for what they hold, so that a test can tell which language was loaded.
    chunkNames: "[name]-[hash]",
    logLevel: "silent",
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path, text]));
}
