import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCardExpiry, isDigits, isExpired, toCardExpiry } from "../../src/card/card-expiry.ts";

/** The first instant of the month after, where it comes last: by Intl-free text, in the zone UTC-12. */
function endOf(year: number, month: number): number {
  const [nextYear, nextMonth] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return Date.parse(`${String(nextYear).padStart(4, "0")}-${String(nextMonth).padStart(2, "0")}-01T00:00:00.000-12:00`);
}

describe("isExpired", () => {
  test("a card is good to the last millisecond of its month in UTC-12, and no longer", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        const expiry = { month: String(month).padStart(2, "0"), year: String(year) };
        const end = endOf(year, month);
        expect(isExpired(expiry, end - 1)).toBe(false);
        expect(isExpired(expiry, end)).toBe(true);
        expect(isCardExpiry(expiry.month, expiry.year, end - 1)).toBe(true);
        expect(isCardExpiry(expiry.month, expiry.year.slice(2), end)).toBe(false);
      }),
      { numRuns: 1200 },
    );
  });

  test.each([
    ["02", "2028", "2028-02-29T23:59:59.999-12:00", false],
    ["02", "2028", "2028-03-01T00:00:00.000-12:00", true],
    ["12", "2030", "2030-12-31T23:59:59.999-12:00", false],
    ["12", "2030", "2031-01-01T11:59:59.999Z", false],
    ["12", "2030", "2031-01-01T12:00:00.000Z", true],
    ["06", "2030", "2030-07-01T00:00:00.000+14:00", false],
  ])("%s/%s at %s: expired %s", (month, year, now, expired) => {
    expect(isExpired({ month, year }, Date.parse(now))).toBe(expired);
  });

  test("the default is now", () => {
    const now = new Date();
    const [month, year] = [String(now.getUTCMonth() + 1), now.getUTCFullYear()];
    expect(isCardExpiry(month, String(year + 1))).toBe(true);
    expect(isCardExpiry(month, String(year - 1))).toBe(false);
    expect(isCardExpiry(month, String(year + 1), undefined)).toBe(true);
  });
});

describe("toCardExpiry", () => {
  test("takes 1 to 12 with one or two digits, and 2 or 4 digits of a year", () => {
    for (let month = 1; month <= 12; month++) {
      const two = String(month).padStart(2, "0");
      for (const typed of [String(month), two]) {
        expect(toCardExpiry(typed, "31")).toEqual({ month: two, year: "2031" });
        expect(toCardExpiry(typed, "2031")).toEqual({ month: two, year: "2031" });
      }
    }
    expect(toCardExpiry("1", "00")).toEqual({ month: "01", year: "2000" });
  });

  test("takes nothing else, whatever the text", () => {
    const near = fc.string({ unit: fc.constantFrom(..."0123 -+.e/\n１"), maxLength: 5 });
    fc.assert(
      fc.property(near, near, (month, year) => {
        const right = /^(?:0?[1-9]|1[0-2])$/.test(month) && /^(?:\d{2}|\d{4})$/.test(year) && !/\n/.test(month + year);
        expect(toCardExpiry(month, year) !== undefined).toBe(right);
      }),
      { numRuns: 3000 },
    );
  });

  test.each(["203", "031", "1", "", "20311", "2O31", "'31", "31 "])("refuses the year %j", (year) => {
    expect(toCardExpiry("09", year)).toBeUndefined();
    expect(isCardExpiry("09", year, 0)).toBe(false);
  });
});

test("isDigits takes ASCII digits only, and some", () => {
  for (let code = 0; code <= 0xffff; code++) {
    expect(isDigits(String.fromCharCode(code))).toBe(code >= 48 && code <= 57);
  }
  expect(isDigits("")).toBe(false);
  expect(isDigits("0123456789")).toBe(true);
});
