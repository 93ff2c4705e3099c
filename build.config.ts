import { createHash } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundle, type Plugin } from "esbuild";
import { defineBuildConfig } from "unbuild";

const SECRET_FREE = ["index", "browser"];

/** The entries that hold secrets, each with the place where its import belongs. */
const SECRET_BEARING: Readonly<Record<string, string>> = {
  edge: "import-it-in-your-worker-or-server-only",
  cloudflare: "import-it-in-your-worker-only",
  deno: "import-it-in-your-server-only",
  testing: "import-it-in-your-server-or-tests-only",
};

const entries = [...SECRET_FREE, ...Object.keys(SECRET_BEARING)];

export default defineBuildConfig({
  entries: entries.map((name) => ({ input: `src/${name}.ts`, name })),
  declaration: "node16",
  failOnWarn: true,
  externals: ["ofetch", "valibot"],
  rollup: {
    esbuild: { target: "es2022" },
    // Sources name each file in full and use nothing but ESM, so none of the plugins that rewrite is needed.
    alias: false,
    commonjs: false,
    json: false,
    replace: false,
    resolve: false,
    // By default rollup folds an entry that only re-exports into the chunk it draws from. The entry then exports that
    // chunk's inner names too, and one entry is loaded through another.
    // Hoisted imports would name each dependency once more, for nothing, and esbuild warns its users of it.
    output: { experimentalMinChunkSize: 0, hoistTransitiveImports: false },
  },
  hooks: {
    // unbuild counts its own warnings only: rollup's (a cycle, a type that no entry exports) would scroll by.
    "rollup:options": (_context, options) => {
      options.onwarn = (warning) => {
        throw new Error(`the build must warn of nothing: ${warning.message}`);
      };
    },
    "rollup:dts:build": (_context, build) => {
      const write = build.write.bind(build);
      build.write = (output) => write({ ...output, experimentalMinChunkSize: 0 });
    },
    // Not "build:done": before that hook unbuild looks whether every file of "exports" is there.
    "rollup:done": async (context) => {
      const { outDir } = context.options;
      await mkdir(join(outDir, "refuse"), { recursive: true });
      for (const [name, place] of Object.entries(SECRET_BEARING)) await writeRefusal(outDir, name, place);
      await writeStandalone(outDir);
    },
  },
});

/** Writes what a page's bundler gets in place of a secret-bearing entry. */
async function writeRefusal(outDir: string, name: string, place: string): Promise<void> {
  const real: object = await import(pathToFileURL(join(outDir, `${name}.mjs`)).href);
  const sentence = `oceanpayment-${name}-holds-secrets-and-must-not-be-bundled-for-a-page--${place}`;
  const lines = [
    "// The missing file stops a page's bundler, and its name is the message. The names below are those of the real",
    "// module, so that no bundler stops earlier, at a name it cannot find, without showing it.",
    "// A server's bundler that sets none of the package's conditions is told to set one more: oceanpayment-server.",
    `import refused from "./${sentence}.mjs";`,
    ...Object.keys(real).map((exportName) => `export const ${exportName} = refused;`),
  ];
  await writeFile(join(outDir, "refuse", `${name}.mjs`), `${lines.join("\n")}\n`);
}

/**
 * Writes the card element as one file for pages without a bundler, the languages beside it, and the hashes by which a page
 * can hold each to what was published (Subresource Integrity).
 */
async function writeStandalone(outDir: string): Promise<void> {
  // English is in the file itself.
  const languages = (await readdir("src/browser/card-element/languages")).filter((file) => file !== "en.ts");
  const { outputFiles } = await bundle({
    entryPoints: [
      { in: "src/browser/card-element-standalone.ts", out: "oceanpayment-card" },
      ...languages.map((file) => ({
        in: `src/browser/card-element/languages/${file}`,
        out: `languages/${file.replace(".ts", "")}`,
      })),
    ],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    // Modules are always read as UTF-8.
    charset: "utf8",
    outdir: outDir,
    outExtension: { ".js": ".mjs" },
    tsconfigRaw: {},
    plugins: [languagesBeside],
  });
  const hashes: Record<string, string> = {};
  await mkdir(join(outDir, "languages"), { recursive: true });
  for (const { path, contents } of outputFiles) {
    await writeFile(path, contents);
    const name = path.slice(outDir.length + 1).replaceAll("\\", "/");
    hashes[name] = `sha384-${createHash("sha384").update(contents).digest("base64")}`;
  }
  await writeFile(join(outDir, "sri.json"), `${JSON.stringify(hashes, null, 2)}\n`);
}

/** Leaves a language's import as it is, but for the file's ending: it is loaded when a page needs it. */
const languagesBeside: Plugin = {
  name: "languages-beside",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/languages\// }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path: path.replace(/\.ts$/, ".mjs"), external: true } : undefined,
    );
  },
};
