// Draws the element at phone and desktop width, light and dark, in its states, into test/.out/screens: to be looked at.
import { mkdirSync } from "node:fs";
import { bundlePages } from "./harness/bundle.mjs";
import { findChromiumLauncher } from "./harness/browsers.mjs";
import { createLiveBrowser } from "./harness/live-browser.mjs";
import { serveElement } from "./harness/server.mjs";
import { CARD, openStage } from "./harness/stage.mjs";
import { ROOT } from "../lanes/lanes.mjs";
import { ensureTools } from "../lanes/tools.mjs";

const OUT = `${ROOT}test/.out/screens`;
const WIDTHS = { phone: 390, desktop: 1200 };
const CSS = `:root{color-scheme:light dark}body{margin:0;padding:24px;background:Canvas;color:CanvasText;font-family:system-ui,sans-serif}
main{max-width:440px;margin:0 auto}h1{font-size:1.25rem}button{margin-top:20px;width:100%;padding:.8em;font:inherit;border-radius:.5em;border:0;background:#1d5fd6;color:#fff}`;

const STATES = {
  empty: {},
  filled: { reach: (stage) => stage.fillCard({ ...CARD, holder: "Zoe ONeil" }) },
  amex: { reach: (stage) => stage.fillCard({ number: "378282246310005", expiry: "1230" }) },
  error: { reach: showErrors },
  focus: { reach: (stage) => stage.focus("number") },
  disabled: { attributes: "holder disabled" },
  rtl: { lang: "ar", dir: "rtl", reach: showErrors },
  german: { lang: "de", reach: showErrors },
};

const { toolImport } = await ensureTools();
const launch = await findChromiumLauncher(await toolImport("playwright-core"));
const live = createLiveBrowser(launch);
const { pages } = await live.get();
const server = await serveElement(await bundlePages());
mkdirSync(OUT, { recursive: true });
for (const [width, pixels] of Object.entries(WIDTHS)) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [state, { reach, ...options }] of Object.entries(STATES)) {
      await shoot(`${state}-${width}-${colorScheme}`, reach, {
        attributes: "holder",
        ...options,
        css: CSS,
        media: { colorScheme },
        viewport: { width: pixels, height: 620 },
      });
    }
  }
}
for (const [name, number] of [
  ["visa", "42424242"],
  ["mastercard", "55555555"],
  ["jcb", "35660020"],
  ["unionpay", "62055000"],
  ["diners", "30569309"],
  ["maestro", "67999901"],
]) {
  await shoot(`brand-${name}`, (stage) => stage.type("number", number), {
    css: CSS,
    viewport: { width: 390, height: 300 },
  });
}
await shoot("forced-colours", showErrors, {
  css: CSS,
  media: { forcedColors: "active" },
  attributes: "holder",
  viewport: { width: 390, height: 620 },
});
await live.end();
await server.close();

async function shoot(name, reach, options) {
  const stage = await openStage({ pages, server }, options);
  await reach?.(stage);
  await stage.page.screenshot({ path: `${OUT}/${name}.png` });
  await stage.leave(false);
}

async function showErrors(stage) {
  await stage.click("#pay");
  await stage.until(() => Object.values(probe.messages()).every((text) => text !== ""));
}
