import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";
import { ROOT } from "../../lanes/lanes.mjs";
import { toolImport } from "../../lanes/tools.mjs";

const OUT = `${ROOT}test/.out/element`;
const PAGES = `${ROOT}test/element/pages`;

const OPTIONS = {
  bundle: true,
  write: false,
  target: "es2022",
  jsx: "automatic",
  // The recipes' own imports are the package's names, which its `exports` resolve; the frameworks are test tools.
  nodePaths: [`${ROOT}test/tools/node_modules`],
  logLevel: "silent",
};

/** Returns the page of a framework as one script, built from the recipe and the built package as a shop's bundler does. */
export async function bundleHost(file, mode) {
  const isDevelopment = mode === "development";
  const { outputFiles } = await build({
    ...OPTIONS,
    entryPoints: [`${PAGES}/${file}`],
    outdir: "/frameworks",
    format: "esm",
    splitting: true,
    platform: "browser",
    conditions: [mode, "svelte", "module"],
    minify: !isDevelopment,
    jsxDev: isDevelopment,
    define: {
      "process.env.NODE_ENV": JSON.stringify(mode),
      __VUE_OPTIONS_API__: "false",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    },
    plugins: [vue, svelte],
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [path, text]));
}

/** Returns what the recipe is as text, made by React in Node. */
export async function renderOnServer(config) {
  const { outputFiles } = await build({
    ...OPTIONS,
    entryPoints: [`${PAGES}/react-server.jsx`],
    format: "cjs",
    platform: "node",
    define: { "process.env.NODE_ENV": '"development"' },
  });
  const file = `${OUT}/react-server.cjs`;
  mkdirSync(OUT, { recursive: true });
  writeFileSync(file, outputFiles[0].text);
  return createRequire(import.meta.url)(file).render(config);
}

/** Compiles a Vue component as its own plugins do. */
const vue = {
  name: "vue",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { compileScript, parse } = await toolImport("@vue/compiler-sfc");
      const compilerOptions = { isCustomElement: (tag) => tag === "oceanpayment-card" };
      const source = readFileSync(path, "utf8");
      const { descriptor, errors } = parse(source, { filename: path, templateParseOptions: compilerOptions });
      const templateOptions = { compilerOptions };
      const { content } = compileScript(descriptor, { id: "card-form", inlineTemplate: true, templateOptions });
      return { contents: content, loader: "js", errors: errors.map(({ message }) => ({ text: message })) };
    });
  },
};

/** Compiles a Svelte component as its own plugins do. */
const svelte = {
  name: "svelte",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { compile } = await toolImport("svelte/compiler");
      const { js, warnings } = compile(readFileSync(path, "utf8"), { filename: path });
      return { contents: js.code, loader: "js", warnings: warnings.map(({ message }) => ({ text: message })) };
    });
  },
};
