import { type CardBrand, cardBrand } from "../../card/card-number.ts";

/** What the cards of a brand look like. */
export interface BrandRule {
  /** How a number of so many digits is grouped. */
  readonly groups: (digits: number) => readonly number[];
  readonly mostDigits: number;
  readonly isLength: (digits: number) => boolean;
  /** How many digits the security code has: unknown for a number of no brand, which may have 3 or 4. */
  readonly codeDigits: 3 | 4 | undefined;
}

/** The least and the most digits of a number, and the step between, as the brands publish them. */
type Lengths = readonly [least: number, most: number, step?: number];

const LENGTHS: Partial<Readonly<Record<CardBrand, Lengths>>> = {
  visa: [13, 19, 3],
  mastercard: [16, 16],
  amex: [15, 15],
  diners: [14, 19],
  maestro: [12, 19],
};

/** Returns the rule for a card number, or for the beginning of one. */
export function brandRule(number: string): BrandRule {
  const brand = cardBrand(number);
  const isAmex = brand === "amex";
  const [least, most, step = 1] = LENGTHS[brand ?? "maestro"] ?? [16, 19];
  return {
    // The most of Diners Club's numbers have 14 digits, printed as American Express prints its 15.
    groups: (digits) => (isAmex || (brand === "diners" && digits <= 14) ? [4, 6, 5] : [4, 4, 4, 4, 3]),
    mostDigits: most,
    isLength: (digits) => digits >= least && digits <= most && (digits - least) % step === 0,
    codeDigits: brand && (isAmex ? 4 : 3),
  };
}
