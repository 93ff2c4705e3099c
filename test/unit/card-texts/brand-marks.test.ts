import { Window } from "happy-dom";
import { describe, expect, test } from "vitest";
import { brandMark } from "../../../src/browser/card-element/brand-marks.ts";
import { gzippedBytes } from "./bundle-languages.ts";

const page = new Window().document as unknown as Document;

/** A document that can do nothing but make elements with a namespace. */
const bare = new Proxy(page, {
  get(document, name) {
    if (name !== "createElementNS") throw new Error(`a mark must not use document.${String(name)}`);
    return document.createElementNS.bind(document);
  },
});

const brands = ["visa", "mastercard", "amex", "discover", "diners", "jcb", "unionpay", "maestro", undefined] as const;

const ALLOWED: Readonly<Record<string, RegExp>> = {
  class: /^mark$/,
  viewBox: /^0 0 38 24$/,
  width: /^38$/,
  height: /^24$/,
  "aria-hidden": /^true$/,
  "stroke-linejoin": /^round$/,
  d: /^M[\d MmLlHhVvCcSsAaZz.-]+$/,
  fill: /^(none|currentColor|#[\da-f]{3,8})$/,
  stroke: /^(none|currentColor|#[\da-f]{3,8})$/,
  "stroke-width": /^\d(\.\d)?$/,
};

/** Returns what a mark must not have: names of elements, attributes or values, and text. */
function faultsOf(mark: Element): string[] {
  const elements = [mark, ...mark.querySelectorAll("*")];
  return elements.flatMap((element) => [
    ...(element.namespaceURI === "http://www.w3.org/2000/svg" ? [] : [`namespace of ${element.tagName}`]),
    ...(["svg", "path"].includes(element.tagName) ? [] : [element.tagName]),
    ...[...element.attributes].filter(({ name, value }) => !ALLOWED[name]?.test(value)).map(({ name }) => name),
    ...(element.tagName === "path" && element.childNodes.length > 0 ? ["content"] : []),
    ...(mark.textContent === "" ? [] : ["text"]),
  ]);
}

/** How many numbers each path command takes (SVG 1.1 §8.3). */
const ARGUMENTS: Readonly<Record<string, number>> = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, a: 7, z: 0 };

/** Returns every point at which a part of a path ends. */
function pointsOf(path: string): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  for (const [, command = "", text = ""] of path.matchAll(/([a-z])([^a-z]*)/gi)) {
    const kind = command.toLowerCase();
    const numbers = (text.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number);
    const size = ARGUMENTS[kind] ?? Number.NaN;
    if (size === 0 ? numbers.length > 0 : !numbers.length || numbers.length % size)
      throw new Error(`bad path: ${path}`);
    const [baseX, baseY] = command === kind ? [1, 1] : [0, 0];
    if (kind === "z") [x, y] = [startX, startY];
    for (let i = 0; i < numbers.length; i += size) {
      const part = numbers.slice(i, i + size);
      if (kind === "h") x = x * baseX + part[0]!;
      else if (kind === "v") y = y * baseY + part[0]!;
      else [x, y] = [x * baseX + part.at(-2)!, y * baseY + part.at(-1)!];
      if (kind === "m" && i === 0) [startX, startY] = [x, y];
      points.push([x, y]);
    }
  }
  return points;
}

describe.each(brands)("the mark of %s", (brand) => {
  const mark = brandMark(brand, bare);

  test("is decoration of plain shapes: no name, no style, no handler, no reference", () => {
    expect(faultsOf(mark)).toEqual([]);
    expect(mark.getAttribute("aria-hidden")).toBe("true");
    expect(mark.querySelectorAll("path").length).toBeGreaterThan(1);
  });

  test("is drawn whole, and on its plate", () => {
    for (const path of mark.querySelectorAll("path")) {
      for (const [x, y] of pointsOf(path.getAttribute("d") ?? "")) {
        expect(x >= 0.5 && x <= 37.5 && y >= 0.5 && y <= 23.5, `${path.getAttribute("d")}: ${x} ${y}`).toBe(true);
      }
    }
  });

  test("takes the text's colour only where it stands for no brand", () => {
    expect(mark.outerHTML.includes("currentColor")).toBe(brand === undefined);
  });
});

test("no two marks look the same", () => {
  expect(new Set(brands.map((brand) => brandMark(brand, bare).innerHTML)).size).toBe(brands.length);
});

test.each([
  ["id", (mark: Element) => mark.setAttribute("id", "visa")],
  ["style", (mark: Element) => mark.firstElementChild!.setAttribute("style", "fill:red")],
  ["onclick", (mark: Element) => mark.setAttribute("onclick", "0")],
  ["fill", (mark: Element) => mark.firstElementChild!.setAttribute("fill", "url(#a)")],
  ["namespace of A", (mark: Element) => mark.append(page.createElement("a"))],
  ["text", (mark: Element) => mark.append("Visa")],
])("the check finds %s where it is planted", (fault, plant) => {
  const mark = brandMark("visa", bare);
  plant(mark);
  expect(faultsOf(mark)).toContain(fault);
});

test("a path that leaves the plate, or lacks a number, is found", () => {
  expect(pointsOf("M1 1h40")).toContainEqual([41, 1]);
  expect(pointsOf("M1 1l-2.5.5zm1 1")).toEqual([[1, 1], [-1.5, 1.5], [2, 2]]); // prettier-ignore
  expect(() => pointsOf("M1 1a3 3 0 0 1 3")).toThrow("bad path");
});

test("all marks together are small", async () => {
  expect(await gzippedBytes("brand-marks.ts")).toBeLessThan(1280);
});
