import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAmount, mostDecimals, toAmount } from "../../../src/wire/currency.ts";
import { failure } from "../leaks.ts";

/** By hand from ISO 4217's list of minor units, which not all platforms' Intl follows. */
const RIGHT: readonly (readonly [minorUnits: number | bigint, currency: string, amount: string])[] = [
  [1050, "USD", "10.50"],
  [1000, "EUR", "10.00"],
  [1, "GBP", "0.01"],
  [10, "USD", "0.10"],
  [99, "CNY", "0.99"],
  [100, "HUF", "1.00"],
  [999_999_999, "USD", "9999999.99"],
  [9_999_999_99n, "USD", "9999999.99"],
  [1050, "JPY", "1050"],
  [1, "KRW", "1"],
  [10, "VND", "10"],
  [9_999_999_999, "JPY", "9999999999"],
  [9_999_999_999n, "CLP", "9999999999"],
  [5, "ISK", "5"],
  [1500, "KWD", "1.50"],
  [10, "KWD", "0.01"],
  [1000, "BHD", "1.00"],
  [123_450, "TND", "123.45"],
  [9_999_999_990n, "OMR", "9999999.99"],
  [10_000, "CLF", "1.00"],
  [100, "UYW", "0.01"],
  [12_300, "CLF", "1.23"],
];

const WRONG: readonly (readonly [minorUnits: unknown, currency: string])[] = [
  ...[0, 0n, -0, -1, -1n, -1050, 0.5, 10.5, NaN, Infinity, -Infinity].map((value) => [value, "USD"] as const),
  ...[2 ** 53, 2 ** 53 + 2, 1e21, "1050", "", null, undefined, {}, [1050], true].map(
    (value) => [value, "USD"] as const,
  ),
  // Too long as text.
  [10_000_000_00, "USD"],
  [10_000_000_000, "JPY"],
  [10_000_000_000n, "KRW"],
  [10n ** 40n, "USD"],
  [100_000_000_00, "KWD"],
  // More decimals than the gateway takes.
  [1, "KWD"],
  [1501, "JOD"],
  [9, "IQD"],
  [99, "UYW"],
  [10_010, "CLF"],
];

describe("toAmount", () => {
  it.each(RIGHT)("%s of %s is %s", (minorUnits, currency, amount) => {
    expect(toAmount(minorUnits, currency)).toBe(amount);
    expect(isAmount(amount, currency)).toBe(true);
  });

  it.each(WRONG)("%s of %s is refused", async (minorUnits, currency) => {
    await failure(() => toAmount(minorUnits as number, currency), "invalid_amount", "minorUnits");
  });

  it.each(["", "usd", "US", "USDT", "US1", " USD", "USD\n", null, undefined, 840, {}, ["USD"]])(
    "the currency %j is refused",
    async (currency) => {
      await failure(() => toAmount(1050, currency as string), "invalid_currency", "currency");
    },
  );

  it("is the exact quotient, whatever the amount: no binary fraction comes near it", () => {
    const scales = { JPY: 0, USD: 2, KWD: 3, CLF: 4 } as const;
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(scales)), fc.bigInt({ min: 1n, max: 999_999_999n }), (code, units) => {
        const scale = scales[code as "JPY"];
        const minorUnits = scale > 2 ? units * 10n ** BigInt(scale - 2) : units;
        const amount = toAmount(minorUnits, code);
        const [whole = "", fraction = ""] = amount.split(".");
        expect(fraction).toHaveLength(Math.min(scale, 2));
        expect(BigInt(whole + fraction.padEnd(scale, "0"))).toBe(minorUnits);
        expect(whole).toMatch(/^(0|[1-9]\d*)$/);
        expect(toAmount(Number(minorUnits), code)).toBe(amount);
      }),
    );
  });
});

describe("isAmount", () => {
  it.each([
    ["1.50", "KWD", true],
    ["1.500", "KWD", false],
    ["1.50", "JPY", false],
    ["1.00", "JPY", false],
    ["1.", "JPY", false],
    ["1", "JPY", true],
    ["1.5", "USD", true],
    ["1.505", "USD", false],
    ["0.00", "USD", false],
    ["0", "JPY", false],
    ["01", "JPY", false],
    ["-1", "USD", false],
    ["1e3", "JPY", false],
    ["12345678.9", "USD", true],
    ["12345678.90", "USD", false],
  ])("%s %s: %s", (amount, currency, expected) => expect(isAmount(amount, currency)).toBe(expected));

  it("has the decimals of a currency that neither list names be two", () => {
    expect([..."USD EUR XXX ZZZ constructor".split(" ")].map(mostDecimals)).toEqual([2, 2, 2, 2, 2]);
  });
});
