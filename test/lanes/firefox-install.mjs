import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { ensureChromium } from "./chromium-install.mjs";
import { runCommand } from "./lanes.mjs";

const NAMES = ["firefox-esr", "firefox"];
const INSTALL_TIMEOUT_MS = 600_000;

/** Firefox without a network of its own doing, and with `shop.test` on this machine: an insecure context over http. */
export const FIREFOX_PREFERENCES = {
  "network.dns.localDomains": "shop.test",
  "app.update.disabledForTesting": true,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "toolkit.telemetry.enabled": false,
};

let ensured;

/** Returns what playwright-core's `firefox.launch` takes, for a Firefox that is no build of Playwright's own. */
export function firefoxLaunch(executablePath, preferences = {}) {
  return {
    channel: "moz-firefox",
    executablePath,
    headless: true,
    firefoxUserPrefs: { ...FIREFOX_PREFERENCES, ...preferences },
    timeout: 120_000,
  };
}

/** Returns the path of a Firefox that is there, or nothing. `FIREFOX_PATH` goes before all others. */
export function findFirefox() {
  const own = process.env.FIREFOX_PATH;
  if (own) return existsSync(own) ? own : undefined;
  const folders = ["/usr/bin", ...(process.env.PATH ?? "").split(delimiter).filter(Boolean)];
  return NAMES.flatMap((name) => folders.map((folder) => `${folder}/${name}`)).find((path) => existsSync(path));
}

/**
 * Returns the path of Firefox, installed from Debian's packages when it is missing and this process may: as root, with
 * apt-get, and no path of one's own given. Returns nothing where that can't be.
 */
export function ensureFirefox() {
  ensured ??= install();
  return ensured;
}

async function install() {
  const found = findFirefox();
  if (found || process.env.FIREFOX_PATH || !mayInstall()) return found;
  console.log("Firefox is missing: installing Debian's package");
  const quiet = { env: { DEBIAN_FRONTEND: "noninteractive" }, timeoutMs: INSTALL_TIMEOUT_MS };
  // One at a time: apt-get holds a lock, and the lane beside this one may be installing Chromium.
  await ensureChromium();
  await runCommand("apt-get", ["update"], quiet);
  const outcome = await runCommand("apt-get", ["install", "-y", "--no-install-recommends", "firefox-esr"], quiet);
  if (outcome.code !== 0) console.log(outcome.output.slice(-2000));
  return findFirefox();
}

function mayInstall() {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}
