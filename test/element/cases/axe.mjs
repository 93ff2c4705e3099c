import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CARD } from "../harness/stage.mjs";

const AXE = readFileSync(
  fileURLToPath(new URL("../../tools/node_modules/axe-core/axe.min.js", import.meta.url)),
  "utf8",
);

const STATES = {
  empty: { options: {} },
  filled: { options: {}, reach: (stage) => stage.fillCard(CARD) },
  error: { options: { attributes: "holder" }, reach: showErrors },
  disabled: { options: { attributes: "disabled" } },
  holder: { options: { attributes: "holder" }, reach: (stage) => stage.fillCard({ ...CARD, holder: "Zoe ONeil" }) },
  insecure: {
    options: { host: "shop.test", ready: false },
    reach: (stage) => stage.until(() => probe.field("number")),
  },
};

const DARK_CSS =
  ":root{color-scheme:light dark}body{margin:16px;background:Canvas;color:CanvasText;font-family:sans-serif}";
const DARK_QUERY = "(prefers-color-scheme: dark)";
const FORCED_QUERY = "(forced-colors: active)";

/** In which theme a page is looked at. What its query says is asserted first. */
const THEMES = {
  light: { options: { css: DARK_CSS, media: { colorScheme: "light" } }, query: DARK_QUERY, holds: false },
  dark: { options: { css: DARK_CSS, media: { colorScheme: "dark" } }, query: DARK_QUERY, holds: true, dark: true },
  "right to left": { options: { lang: "ar", dir: "rtl" }, query: "all", holds: true },
  "forced colours": {
    options: { media: { forcedColors: "active" } },
    query: FORCED_QUERY,
    holds: true,
    only: "chromium",
  },
};

/** Looks at each state in each theme with axe-core, the root opened for it, and holds axe to a fault planted. */
export function axeChecks() {
  const themes = Object.entries(THEMES).map(([theme, row]) => ({
    title: `axe: ${theme}: no violation in ${Object.keys(STATES).join(", ")}`,
    only: row.only,
    dark: row.dark,
    run: (t) => lookAtStates(t, row),
  }));
  return [...themes, { title: "axe: a label taken away is found", run: plantedFault }];
}

async function lookAtStates(t, { options, query, holds }) {
  let looked = 0;
  const found = [];
  for (const [state, { options: own, reach }] of Object.entries(STATES)) {
    const stage = await t.open({ ...options, ...own, open: true });
    assert.equal(await stage.page.evaluate((query) => matchMedia(query).matches, query), holds, query);
    await reach?.(stage);
    const { violations, passes, inside } = await lookAt(stage);
    assert.ok(passes > 10, `${state}: axe looked at nothing`);
    assert.ok(inside > 0, `${state}: axe saw nothing inside the root`);
    found.push(...violations.map((violation) => `${state}: ${violation}`));
    looked += 1;
    // That there is no cryptography is said to the developer too.
    if (state === "insecure") stage.forgive("needs https");
    await stage.page.close();
  }
  assert.deepEqual(found, []);
  return `${looked} states`;
}

async function plantedFault(t) {
  const stage = await t.open({ open: true });
  assert.deepEqual((await lookAt(stage)).violations, []);
  await stage.page.evaluate(() => {
    probe.root().querySelector("label").remove();
    // What else could name it.
    for (const name of ["placeholder", "aria-label", "title"]) probe.field("number").removeAttribute(name);
  });
  const { violations } = await lookAt(stage);
  const isLabel = (violation) => violation.startsWith("label: oceanpayment-card,#number");
  assert.ok(violations.some(isLabel), `found: ${violations.join() || "nothing"}`);
}

async function lookAt(stage) {
  await stage.page.evaluate(AXE);
  return stage.page.evaluate(async () => {
    const { violations, passes, incomplete } = await axe.run(document, { resultTypes: ["violations", "incomplete"] });
    const describe = ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(" ")} (${failureSummary.replaceAll("\n", " ")})`).join("; ")}`;
    const isInside = ({ nodes }) => nodes.some(({ target }) => Array.isArray(target[0]));
    // Where axe can't tell whether contrast is enough, a person must: it counts as a violation here.
    const unsure = incomplete.filter(
      ({ id }) => id !== "color-contrast" || !document.querySelector("oceanpayment-card[disabled]"),
    );
    return {
      violations: [...violations, ...unsure].map(describe),
      passes: passes.length,
      inside: [...violations, ...passes].filter(isInside).length,
    };
  });
}

async function showErrors(stage) {
  await stage.page.click("#pay");
  await stage.until(() => Object.values(probe.messages()).every((text) => text !== ""));
}
