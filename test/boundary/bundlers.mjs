import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as esbuild from "esbuild";
import { ensureTools } from "../lanes/tools.mjs";

/** @typedef {"page" | "bare" | "webworker"} Target what is bundled for: a page, nothing in particular, a page's worker */

/**
 * The four bundlers. Each takes a file, a target and conditions in addition to the target's own, and returns the text of
 * every file it made and the modules it read. Each throws with the bundler's own message.
 */
export const bundlers = {
  esbuild: bundleWithEsbuild,
  vite: bundleWithVite,
  rollup: bundleWithRollup,
  webpack: bundleWithWebpack,
};

export async function bundleWithEsbuild(file, { target = "page", conditions, minify = false } = {}) {
  const result = await esbuild.build({
    entryPoints: [file],
    absWorkingDir: dirname(file),
    bundle: true,
    format: "esm",
    platform: target === "page" ? "browser" : "neutral",
    // "neutral" knows no main field, and a dependency of a dependency may have nothing else.
    mainFields: ["module", "main"],
    // A list of one's own takes "module" out of the conditions, as it does for users.
    ...(conditions ? { conditions } : {}),
    external: conditions?.includes("node") ? ["node:*"] : [],
    splitting: true,
    outdir: join(dirname(file), "out"),
    write: false,
    metafile: true,
    minify,
    target: "es2022",
    logLevel: "silent",
  });
  const folder = dirname(file);
  return {
    texts: result.outputFiles.map((output) => output.text),
    modules: Object.keys(result.metafile.inputs).map((path) => join(folder, path)),
    warnings: result.warnings.map((warning) => warning.text),
  };
}

async function bundleWithVite(file, { conditions } = {}) {
  const { toolImport } = await ensureTools();
  const { build, defaultClientConditions } = await toolImport("vite");
  const modules = [];
  const { NODE_ENV } = process.env;
  const output = await build({
    root: dirname(file),
    configFile: false,
    logLevel: "silent",
    resolve: conditions ? { conditions: [...conditions, ...defaultClientConditions] } : {},
    build: { write: false, minify: false, rollupOptions: { input: file } },
    plugins: [{ name: "modules", moduleParsed: ({ id }) => void modules.push(id) }],
    // Vite sets it for the whole process, in which other lanes run too.
  }).finally(() => (NODE_ENV === undefined ? delete process.env.NODE_ENV : undefined));
  return { texts: output.output.map((chunk) => chunk.code), modules };
}

async function bundleWithRollup(file, { target = "page", conditions = [] } = {}) {
  const { toolImport } = await ensureTools();
  const [{ rollup }, { nodeResolve }] = await Promise.all([
    toolImport("rollup"),
    toolImport("@rollup/plugin-node-resolve"),
  ]);
  const plugins = [nodeResolve({ browser: target === "page", exportConditions: conditions })];
  const bundle = await rollup({ input: file, plugins, onwarn: () => {} });
  const { output } = await bundle.generate({ format: "esm" });
  await bundle.close();
  return { texts: output.map((chunk) => chunk.code), modules: bundle.watchFiles };
}

const WEBPACK_TARGETS = { page: "web", bare: "es2022", webworker: "webworker" };

export async function bundleWithWebpack(file, { target = "page", conditions = [], only } = {}) {
  const { toolImport } = await ensureTools();
  const { default: webpack } = await toolImport("webpack");
  const path = join(dirname(file), "out-webpack", `${basename(file)}-${target}-${(only ?? conditions).join("-")}`);
  const compiler = webpack({
    mode: "production",
    target: WEBPACK_TARGETS[target],
    context: dirname(file),
    entry: file,
    cache: false,
    output: { path, chunkFormat: "module", module: true },
    experiments: { outputModule: true },
    optimization: { minimize: false },
    // webpack adds to "...", but takes a whole list as it is, and a dependency may export nothing but "import".
    resolve: { conditionNames: only ? [...only, "import"] : [...conditions, "..."] },
  });
  try {
    const stats = await new Promise((resolve, reject) => {
      compiler.run((error, found) => (error ? reject(error) : resolve(found)));
    });
    const { errors } = stats.toJson({ all: false, errors: true });
    if (errors.length > 0) throw new Error(errors.map((error) => error.message).join("\n"));
    const files = await readdir(path);
    return {
      texts: await Promise.all(files.map((name) => readFile(join(path, name), "utf8"))),
      modules: [...stats.compilation.fileDependencies],
    };
  } finally {
    await new Promise((resolve) => compiler.close(resolve));
  }
}
