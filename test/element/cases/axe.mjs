import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CARD } from "../harness/stage.mjs";

const AXE = readFileSync(
  fileURLToPath(new URL("../../tools/node_modules/axe-core/axe.min.js", import.meta.url)),
  "utf8",
);

/** How an element comes to each state, one after the other in one page, and what of its attributes it has there. */
const STATES = {
  empty: {},
  filled: { reach: (stage) => stage.fillCard(CARD) },
  error: { attributes: ["holder"], reach: showErrors },
  disabled: { attributes: ["disabled"] },
  holder: { attributes: ["holder"], reach: (stage) => stage.fillCard({ ...CARD, holder: "Zoe ONeil" }) },
};
const INSECURE = { host: "shop.test", ready: false };

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
    title: `axe: ${theme}: no violation in ${[...Object.keys(STATES), "insecure"].join(", ")}`,
    only: row.only,
    dark: row.dark,
    run: (t) => lookAtStates(t, row),
  }));
  return [...themes, { title: "axe: a label taken away is found", run: plantedFault }];
}

async function lookAtStates(t, { options, query, holds }) {
  let looked = 0;
  const found = [];
  const open = async (own) => {
    const stage = await openForAxe(t, { ...options, ...own });
    assert.equal(await stage.page.evaluate((query) => matchMedia(query).matches, query), holds, query);
    return stage;
  };
  const look = async (state, stage) => {
    const { violations, passes, inside } = await lookAt(stage);
    assert.ok(passes > 10, `${state}: axe looked at nothing`);
    assert.ok(inside > 0, `${state}: axe saw nothing inside the root`);
    found.push(...violations.map((violation) => `${state}: ${violation}`));
    looked += 1;
  };
  const stage = await open({});
  for (const [state, { attributes = [], reach }] of Object.entries(STATES)) {
    await startAnew(stage, attributes);
    await reach?.(stage);
    await look(state, stage);
  }
  await t.leave(stage);
  const insecure = await open(INSECURE);
  await insecure.until(() => probe.field("number"));
  await look("insecure", insecure);
  // That there is no cryptography is said to the developer too.
  insecure.forgive("needs https");
  assert.deepEqual(found, []);
  return `${looked} states`;
}

function openForAxe(t, options) {
  t.server.serve("/axe.js", AXE);
  return t.open({ ...options, open: true, head: '<script src="/axe.js"></script>' });
}

/** Empties the element, gives it these attributes, and takes the focus out of it. */
function startAnew({ page }, attributes) {
  return page.evaluate((attributes) => {
    probe.root().activeElement?.blur();
    for (const name of ["holder", "disabled"]) probe.card().toggleAttribute(name, attributes.includes(name));
    probe.card().clear();
  }, attributes);
}

async function plantedFault(t) {
  const stage = await openForAxe(t, {});
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
  return stage.page.evaluate(async () => {
    // Half-way, a colour is neither the one before nor the one after.
    const moving = [...document.getAnimations(), ...probe.root().getAnimations()];
    await Promise.all(moving.map(({ finished }) => finished.catch(() => {})));
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
  await stage.click("#pay");
  await stage.until(() => Object.values(probe.messages()).every((text) => text !== ""));
}
