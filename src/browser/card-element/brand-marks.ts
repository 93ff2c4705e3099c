import type { CardBrand } from "../../card/card-number.ts";

/** A shape: its colour, its path, and for a line (a letter's, say) how wide it is. */
type Shape = readonly [colour: string, path: string, lineWidth?: number];

const SVG = "http://www.w3.org/2000/svg";

/** The plate all marks share, of 38 by 24. */
const PLATE = "M3.5.5h31a3 3 0 0 1 3 3v17a3 3 0 0 1-3 3h-31a3 3 0 0 1-3-3v-17a3 3 0 0 1 3-3z";

const LEFT_DISC = "M8 12a7 7 0 1 0 14 0a7 7 0 1 0-14 0";
const RIGHT_DISC = "M16 12a7 7 0 1 0 14 0a7 7 0 1 0-14 0";
const WHERE_DISCS_MEET = "M19 6.26a7 7 0 0 1 0 11.48a7 7 0 0 1 0-11.48";

/** The colour of the plate, and the shapes on it. Drawn for this library: they hint at a brand, they are not its artwork. */
const MARKS: Readonly<Record<CardBrand, readonly [plate: string, ...Shape[]]>> = {
  visa: [
    "#1a34b8",
    [
      "#fff",
      "M6.5 8l2 7.4 5-7.4M17 8l-2 8M23.6 8.9c-3-2-5.6 1-2.9 2.7s.6 4.6-2.9 2.6M24.2 16l5-8 1.8 8M26 13.5h4.2",
      1.9,
    ],
  ],
  mastercard: ["#20222b", ["#e5182d", LEFT_DISC], ["#f7a11a", RIGHT_DISC], ["#fb6514", WHERE_DISCS_MEET]],
  amex: [
    "#0a6fca",
    [
      "#fff",
      "M4.4 16l3-8 3 8M5.5 13.4h3.8M13 16V8l3 4.6L19 8v8M26.5 8H22v7.2h4.5M22 11.6h4M28.6 8l5 8M33.6 8l-5 8",
      1.6,
    ],
  ],
  discover: [
    "#fff",
    ["#f47b20", "M37.5 14v6.5a3 3 0 0 1-3 3H14C25 22.5 33 19 37.5 14zM24.4 10a3.7 3.7 0 1 0 7.4 0a3.7 3.7 0 1 0-7.4 0"],
    [
      "#20222b",
      "M4.7 7v6h1.2a3 3 0 0 0 0-6zM11 6.3v7.4M16.6 7.4c-2.3-1.1-3.2 1.3-1.5 2.3s.9 3.6-1.8 2.5M23.2 7.7a3 3 0 1 0 0 4.6",
      1.3,
    ],
  ],
  diners: [
    "#fff",
    ["#0b55a5", "M10 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0"],
    ["#fff", "M17.3 6a6.2 6.2 0 0 0 0 12zM20.7 6a6.2 6.2 0 0 1 0 12z"],
  ],
  jcb: [
    "#fff",
    ["#0c56a8", "M8.5 4h5v13a3 3 0 0 1-3 3h-5V7a3 3 0 0 1 3-3z"],
    ["#d81f36", "M18 4h5v13a3 3 0 0 1-3 3h-5V7a3 3 0 0 1 3-3z"],
    ["#12873d", "M27.5 4h5v13a3 3 0 0 1-3 3h-5V7a3 3 0 0 1 3-3z"],
    [
      "#fff",
      "M10.7 9v4.2a1.6 1.6 0 0 1-3.1.6M20.9 10.3a2.5 2.5 0 1 0 0 3.4M27 9.5V14.5h1.7a1.2 1.2 0 0 0 0-2.5H27h1.5a1.2 1.2 0 0 0 0-2.5z",
      1.3,
    ],
  ],
  unionpay: [
    "#fff",
    ["#d3122e", "M8.5 4h7L12 20H5z"],
    ["#0d3a74", "M17.5 4h7L21 20h-7z"],
    ["#07777c", "M26.5 4h7L30 20h-7z"],
  ],
  maestro: ["#20222b", ["#129cdc", LEFT_DISC], ["#e5182d", RIGHT_DISC], ["#7866b4", WHERE_DISCS_MEET]],
};

/** A card of no brand, in the colour of the text around it. */
const CARD: readonly [plate: string, ...Shape[]] = [
  "none",
  ["currentColor", PLATE, 1],
  ["currentColor", "M1 6h36v4H1zM5 15h10v2H5z"],
];

/**
 * Returns a small drawing that hints at a brand, or at a card where there is none yet. It is decoration: assistive
 * technology does not see it, so the brand's name must be said in text.
 */
export function brandMark(brand: CardBrand | undefined, document: Document): SVGElement {
  const [plate, ...shapes] = brand ? MARKS[brand] : CARD;
  const mark = draw(document, "svg", { class: "mark", viewBox: "0 0 38 24", width: "38", height: "24" });
  mark.setAttribute("aria-hidden", "true");
  mark.setAttribute("stroke-linejoin", "round");
  mark.append(draw(document, "path", { d: PLATE, fill: plate, stroke: brand ? "#8886" : "none" }));
  for (const [colour, d, lineWidth] of shapes) {
    const line = { fill: "none", stroke: colour, "stroke-width": `${lineWidth}` };
    mark.append(draw(document, "path", { d, ...(lineWidth ? line : { fill: colour }) }));
  }
  return mark;
}

function draw(document: Document, name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
