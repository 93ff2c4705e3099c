import { transform } from "esbuild";
import { describe, expect, test } from "vitest";
import { CARD_STYLES } from "../../../src/browser/card-element/styles.ts";
import { gzippedBytes } from "./bundle-languages.ts";

/** What a page shows where it sets nothing, in Chromium: light, dark. */
const CANVAS = ["#ffffff", "#121212"] as const;

/** The sheet's colours by their inner name, light and dark. */
const colours = new Map<string, readonly [string, string]>(
  [...CARD_STYLES.matchAll(/--(\w+):var\(--oceanpayment-[\w-]+,light-dark\((#[\da-f]{3,6}),(#[\da-f]{3,6})\)\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, [light, dark]],
  ),
);

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const long = hex.length === 4 ? hex.replace(/[\da-f]/g, "$&$&") : hex;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(long.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

async function warningsOf(css: string): Promise<string[]> {
  const { warnings } = await transform(css, { loader: "css", minify: true });
  return warnings.map(({ text }) => text);
}

describe("the style sheet", () => {
  test("parses without a warning, and a planted fault does not", async () => {
    expect(await warningsOf(CARD_STYLES)).toEqual([]);
    expect(await warningsOf(CARD_STYLES.replace("min-inline-size", "min-inline-sise"))).toHaveLength(1);
    expect(await warningsOf(CARD_STYLES.replace(/\}\s*$/, ""))).not.toEqual([]);
    expect(await warningsOf(CARD_STYLES.replace(":focus-visible", "::focus visible{"))).not.toEqual([]);
  });

  test("loads nothing and runs nothing", () => {
    expect(CARD_STYLES).not.toMatch(/url\(|@import|image-set|expression|behavior|[\\<]/);
  });

  test("every property of its own is set, every property of the page's has a default", () => {
    const used = [...CARD_STYLES.matchAll(/var\((--[\w-]+)(,?)/g)];
    expect(used.length).toBeGreaterThan(20);
    for (const [, name = "", comma] of used) {
      if (name.startsWith("--oceanpayment-")) expect([name, comma]).toEqual([name, ","]);
      else expect(CARD_STYLES).toContain(`\n${name}:`);
    }
    expect([...new Set(used.map(([, name = ""]) => name))].filter((name) => name.includes("ocean")).sort()).toEqual([
      "--oceanpayment-background",
      "--oceanpayment-border-color",
      "--oceanpayment-color",
      "--oceanpayment-error-color",
      "--oceanpayment-focus-color",
      "--oceanpayment-font-family",
      "--oceanpayment-font-size",
      "--oceanpayment-gap",
      "--oceanpayment-label-color",
      "--oceanpayment-label-weight",
      "--oceanpayment-placeholder-color",
      "--oceanpayment-radius",
      "--oceanpayment-spacing",
    ]);
  });

  test("inputs never make a phone zoom, and follow the language's direction", () => {
    expect(CARD_STYLES).toMatch(/input\{[^}]*font-size:max\(16px,/);
    const rules = CARD_STYLES.split("\n").filter((rule) => !rule.includes(":dir(rtl)"));
    // The number runs from left to right everywhere, so its room for the mark is the one thing that has a side.
    expect(rules.filter((rule) => /(left|right)\b|(?<![-\w])(width|height):/.test(rule))).toEqual([
      expect.stringMatching(/^\.number input\{padding-right:/),
    ]);
  });

  test("serves forced colours and reduced motion", () => {
    expect(CARD_STYLES).toContain("@media (forced-colors:active){");
    expect(CARD_STYLES).toMatch(/@media \(prefers-reduced-motion:reduce\)\{input\{transition:none\}\}/);
    expect(CARD_STYLES).not.toMatch(/outline:(none|0)/);
  });

  test("is small", async () => {
    expect(await gzippedBytes("styles.ts")).toBeLessThan(1280);
  });
});

describe.each([
  ["light", 0],
  ["dark", 1],
] as const)("WCAG AA in %s", (_theme, at) => {
  const of = (name: string): string => (name === "canvas" ? CANVAS[at] : colours.get(name)![at]);

  test.each([
    ["text", "surface", 4.5],
    ["quiet", "surface", 4.5],
    ["wrong", "canvas", 4.5],
    ["line", "surface", 3],
    ["line", "canvas", 3],
    ["wrong", "surface", 3],
    ["focus", "surface", 3],
    ["focus", "canvas", 3],
  ] as const)("%s on %s", (front, back, least) => {
    expect(contrast(of(front), of(back))).toBeGreaterThanOrEqual(least);
  });
});

test("the contrast is computed as the standard's known pairs say", () => {
  expect(contrast("#000", "#fff")).toBeCloseTo(21, 5);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  expect(contrast("#777777", "#ffffff")).toBeLessThan(4.5);
});
