import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type BuildOptions, type OutputFile } from "esbuild";

const element = fileURLToPath(new URL("../../../src/browser/card-element/", import.meta.url));

/** The languages there are, by their files. */
export const tags = readdirSync(`${element}languages`).map((file) => file.replace(/\.ts$/, ""));

/** Bundles a file of the card element as a page would load it. */
export async function bundle(file: string, options: BuildOptions = {}): Promise<readonly OutputFile[]> {
  const { outputFiles = [] } = await build({
    entryPoints: [element + file],
    bundle: true,
    minify: true,
    format: "esm",
    charset: "utf8",
    outdir: "out",
    write: false,
    ...options,
  });
  return outputFiles;
}

export async function gzippedBytes(file: string, options?: BuildOptions): Promise<number> {
  return gzipSync((await bundle(file, options))[0]!.contents).length;
}
