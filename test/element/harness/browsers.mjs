import { CHROMIUM_FLAGS, ensureChromium } from "../../lanes/chromium-install.mjs";
import { ensureFirefox, firefoxLaunch } from "../../lanes/firefox-install.mjs";

/** Keeps garbage collection within reach, and `shop.test` on this machine: an insecure context over http. */
const CHROMIUM_ARGS = [...CHROMIUM_FLAGS, "--host-resolver-rules=MAP shop.test 127.0.0.1"];

/** Firefox takes its themes from preferences only: what Playwright emulates has no effect in it. */
export const FIREFOX_THEMES = {
  light: { "layout.css.prefers-color-scheme.content-override": 1, "ui.prefersReducedMotion": 0 },
  dark: { "layout.css.prefers-color-scheme.content-override": 0, "ui.prefersReducedMotion": 1 },
};

/** Returns what launches Chromium, or nothing where there is none. */
export async function findChromiumLauncher({ chromium }) {
  const executablePath = await ensureChromium();
  return executablePath && (() => chromium.launch({ executablePath, args: CHROMIUM_ARGS, timeout: 120_000 }));
}

/** Returns what launches Firefox in a theme, or nothing where there is none. */
export async function findFirefoxLauncher({ firefox }) {
  const executablePath = await ensureFirefox();
  return executablePath && ((theme) => firefox.launch(firefoxLaunch(executablePath, FIREFOX_THEMES[theme])));
}
