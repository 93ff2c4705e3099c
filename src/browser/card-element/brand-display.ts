import type { CardBrand } from "../../card/card-number.ts";
import { brandMark } from "./brand-marks.ts";
import { makeElement } from "./make-element.ts";

const NAMES: Readonly<Record<CardBrand, string>> = {
  visa: "Visa",
  mastercard: "Mastercard",
  amex: "American Express",
  discover: "Discover",
  diners: "Diners Club",
  jcb: "JCB",
  unionpay: "UnionPay",
  maestro: "Maestro",
};

/** Puts a brand's mark beside an input and its name into the input's description; returns what changes both. */
export function createBrandDisplay(input: HTMLInputElement): (brand: CardBrand | undefined) => void {
  const { ownerDocument: document } = input;
  // Hidden, and read all the same where a description names it.
  const name = makeElement(document, "span", { id: "brand", hidden: "" });
  input.setAttribute("aria-describedby", `brand ${input.getAttribute("aria-describedby")}`);
  let mark: SVGElement = draw(undefined);
  let shown: CardBrand | undefined;
  input.after(mark, name);
  return (brand) => {
    if (brand === shown) return;
    shown = brand;
    const drawn = draw(brand);
    mark.replaceWith(drawn);
    mark = drawn;
    name.textContent = brand ? NAMES[brand] : "";
  };

  function draw(brand: CardBrand | undefined): SVGElement {
    const drawn = brandMark(brand, document);
    drawn.setAttribute("part", "brand");
    return drawn;
  }
}
