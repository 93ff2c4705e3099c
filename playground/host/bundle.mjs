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
export function bundleShop() {
  return bundleFolder("shop", {
    scripts: ["checkout", "club", "embedded", "hosted", "member", "office", "order"],
    files: [
      "checkout.html",
      "club.html",
      "embedded.html",
      "flows.html",
      "hosted.html",
      "icon.svg",
      "member.html",
      "office.css",
      "office.html",
      "order.html",
      "print.svg",
      "style.css",
    ],
  });
}

/** Returns the files that stand in for the vendor's scripts and their frames. */
export function bundleStandIn() {
  return bundleFolder("gateway/stand-in", {
    scripts: ["card", "wallet-sheet"],
    files: ["card.css", "card.html", "oceanpayment.js", "wallet.html", "wallet.js"],
  });
}

async function bundleFolder(folder, { scripts, files }) {
  const script = async (name) => [
    `${name}.js`,
    await bundle(`${folder}/${name}.ts`, { platform: "browser", minify: true }),
  ];
  const file = async (name) => [name, await readFile(`${root}${folder}/${name}`, "utf8")];
  return Object.fromEntries(await Promise.all([...scripts.map(script), ...files.map(file)]));
}
