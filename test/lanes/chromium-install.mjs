import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { runCommand } from "./lanes.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const INSTALL_TIMEOUT_MS = 600_000;

/** Chromium as root, without a screen, and without a network of its own doing. */
export const CHROMIUM_FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let ensured;

/** Returns the path of a Chromium that is there, or nothing. `CHROMIUM_PATH` goes before all others. */
export function findChromium() {
  const own = process.env.CHROMIUM_PATH;
  if (own) return existsSync(own) ? own : undefined;
  const folders = ["/usr/bin", ...(process.env.PATH ?? "").split(delimiter).filter(Boolean)];
  return NAMES.flatMap((name) => folders.map((folder) => `${folder}/${name}`)).find((path) => existsSync(path));
}

/**
 * Returns the path of Chromium, installed from Debian's packages when it is missing and this process may: as root, with
 * apt-get, and no path of one's own given. Returns nothing where that can't be.
 */
export function ensureChromium() {
  ensured ??= install();
  return ensured;
}

async function install() {
  const found = findChromium();
  if (found || process.env.CHROMIUM_PATH || !mayInstall()) return found;
  console.log("Chromium is missing: installing Debian's package");
  const quiet = { env: { DEBIAN_FRONTEND: "noninteractive" }, timeoutMs: INSTALL_TIMEOUT_MS };
  await runCommand("apt-get", ["update"], quiet);
  const outcome = await runCommand("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], quiet);
  if (outcome.code !== 0) console.log(outcome.output.slice(-2000));
  return findChromium();
}

function mayInstall() {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}
