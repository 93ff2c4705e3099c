import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../lanes/lanes.mjs";

/** The entries that hold no secret. */
export const SECRET_FREE = ["index", "browser"];

/** The entries that hold secrets. */
export const SECRET_BEARING = ["edge", "cloudflare", "deno", "testing"];

export const ENTRIES = [...SECRET_FREE, ...SECRET_BEARING];

/** Returns what an application writes to import an entry. */
export function specifierOf(entry) {
  return entry === "index" ? "oceanpayment" : `oceanpayment/${entry}`;
}

/** Runs a program and returns its standard output. Where it fails, what it printed is the error. */
export async function execute(program, args, { cwd = ROOT, env = {} } = {}) {
  const shell = process.platform === "win32" && program.endsWith(".cmd");
  const options = { cwd, shell, maxBuffer: 2 ** 26, timeout: 120_000, env: { ...process.env, NO_COLOR: "1", ...env } };
  return promisify(execFile)(program, args, options).then(
    ({ stdout }) => stdout,
    ({ code, signal, message, stdout, stderr }) => {
      const printed = [stderr, stdout].filter(Boolean).join("\n").trim();
      throw new Error(`${basename(program)} ended with ${code ?? signal}: ${printed || message}`);
    },
  );
}

/** Runs npm with arguments in a folder. */
export function npm(args, cwd) {
  return execute(process.platform === "win32" ? "npm.cmd" : "npm", args, { cwd });
}

/** Builds the package where it is not built. */
export async function ensureBuilt() {
  if (!existsSync(join(ROOT, "dist", "refuse", "testing.mjs"))) await npm(["run", "--silent", "build"], ROOT);
}

/** Makes an empty temporary folder, hands it to `use`, and removes it whatever comes. */
export async function withFolder(use) {
  // The real path: bundlers name modules by it, and some systems' temporary folder is a link.
  const folder = await realpath(await mkdtemp(join(tmpdir(), "oceanpayment-")));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Lays out an application that depends on the package, and returns where the package is. The package is copied, not
 * linked, because bundlers treat a linked one as the application's own source.
 */
export async function layOutApplication(folder) {
  const modules = join(folder, "node_modules");
  const installed = join(modules, "oceanpayment");
  await mkdir(installed, { recursive: true });
  await cp(join(ROOT, "package.json"), join(installed, "package.json"));
  await cp(join(ROOT, "dist"), join(installed, "dist"), { recursive: true });
  for (const name of ["ofetch", "valibot"]) {
    await symlink(join(ROOT, "node_modules", name), join(modules, name), "junction");
  }
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "application", private: true, type: "module" }));
  return installed;
}
