import { InputError, shapeOf } from "../errors.ts";

/** The currencies whose minor unit is no hundredth (ISO 4217), with their decimals. All others have two. */
const DECIMALS: Readonly<Record<string, number>> = {
  ...decimals(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
  ...decimals(3, "BHD IQD JOD KWD LYD OMR TND"),
  ...decimals(4, "CLF UYW"),
};

/** The gateway takes at most two decimals, whatever the currency has (stated, protocol.md §6.1). */
const MOST_DECIMALS = 2;
const MOST_LENGTH = 10;

/** Returns how many decimals an amount of a currency may have at this gateway. */
export function mostDecimals(currency: string): number {
  return Math.min(currencyDecimals(currency), MOST_DECIMALS);
}

/** Tells whether a text is an amount above zero that a currency and the gateway can hold. */
export function isAmount(amount: string, currency: string): boolean {
  const match = /^(?:0|[1-9]\d*)(?:\.(\d{1,2}))?$/.exec(amount);
  if (!match || amount.length > MOST_LENGTH || !/[1-9]/.test(amount)) return false;
  return (match[1] ?? "").length <= mostDecimals(currency);
}

/**
 * Returns the decimal text of an amount held in minor units: `toAmount(1050, "USD")` is `"10.50"`, `toAmount(1050, "JPY")`
 * is `"1050"`. For merchants who hold integers. The decimals of each currency are those of ISO 4217; the gateway takes at
 * most two (stated, protocol.md §6.1), so an amount of a currency with three must end in a zero there.
 *
 * @param minorUnits a whole number above zero, as `number` or `bigint`.
 * @throws InputError `invalid_amount`, `invalid_currency`.
 */
export function toAmount(minorUnits: number | bigint, currency: string): string {
  if (typeof currency !== "string" || !/^[A-Z]{3}$/.test(currency)) {
    throw new InputError("invalid_currency", `"currency" must be an ISO 4217 code, got ${shapeOf(currency)}`, {
      field: "currency",
    });
  }
  const isWhole = typeof minorUnits === "bigint" || Number.isSafeInteger(minorUnits);
  if (!isWhole || minorUnits <= 0) throw unfit("must be a whole number of minor units above zero", minorUnits);
  const scale = currencyDecimals(currency);
  const digits = `${minorUnits}`.padStart(scale + 1, "0");
  const fraction = digits.slice(digits.length - scale);
  const kept = fraction.slice(0, mostDecimals(currency));
  if (/[1-9]/.test(fraction.slice(kept.length))) {
    throw unfit(`must have no more than ${MOST_DECIMALS} decimals, which is all that the gateway takes`, minorUnits);
  }
  const amount = kept === "" ? digits : `${digits.slice(0, digits.length - scale)}.${kept}`;
  if (amount.length > MOST_LENGTH)
    throw unfit(`must have at most ${MOST_LENGTH} characters as decimal text`, minorUnits);
  return amount;
}

function currencyDecimals(currency: string): number {
  return Object.hasOwn(DECIMALS, currency) ? (DECIMALS[currency] as number) : 2;
}

function decimals(count: number, currencies: string): Record<string, number> {
  return Object.fromEntries(currencies.split(" ").map((currency) => [currency, count]));
}

function unfit(expected: string, value: unknown): InputError {
  return new InputError("invalid_amount", `"minorUnits" ${expected}, got ${shapeOf(value)}`, { field: "minorUnits" });
}
