import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Bundles one source of the playground, against the built package as its users get it. */
async function bundle(entry, options) {
  const { outputFiles } = await build({
    entryPoints: [`${root}${entry}`],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    logLevel: "warning",
    // The project's type configuration points at the sources; what runs is the package.
    tsconfigRaw: {},
    ...options,
  });
  return outputFiles[0].text;
}

/** Returns a Worker's module, bundled with the conditions a Worker has. */
export function bundleWorker(entry) {
  return bundle(entry, {
    platform: "neutral",
    conditions: ["workerd", "worker", "browser"],
    mainFields: ["module", "main"],
  });
}

/** Returns the shop's files by name. */
export async function bundleShop() {
  const file = (name) => readFile(`${root}shop/${name}`, "utf8");
  const script = (entry) => bundle(entry, { platform: "browser", minify: true });
  return {
    "checkout.html": await file("checkout.html"),
    "order.html": await file("order.html"),
    "style.css": await file("style.css"),
    "icon.svg": await file("icon.svg"),
    "checkout.js": await script("shop/checkout.ts"),
    "order.js": await script("shop/order.ts"),
  };
}
