import { describe, expect, test } from "vitest";
import { formatExpiry, readExpiry } from "../../../src/browser/card-element/format-expiry.ts";
import { deleteSelected, paste, press } from "./typing.ts";

describe("an expiry", () => {
  test.each([
    ["1/30", "01 / 30|"],
    ["0130", "01 / 30|"],
    ["130", "01 / 30|"],
    ["01/2030", "01 / 30|"],
    ["1/2030", "01 / 30|"],
    ["2030-01", "01 / 30|"],
    ["2030/1", "01 / 30|"],
    ["1 30", "01 / 30|"],
    ["12-30", "12 / 30|"],
    ["12.30", "12 / 30|"],
    ["1230", "12 / 30|"],
    ["122030", "12 / 30|"],
    ["12030", "01 / 30|"],
    ["830", "08 / 30|"],
    ["82030", "08 / 30|"],
    ["０１／３０", "01 / 30|"],
    [" 01/30 ", "01 / 30|"],
    ["2", "02 / |"],
    ["1", "1|"],
    ["13", "01 / 3|"],
    ["13/30", "13 / 30|"],
    ["1a2b", "12 / |"],
    ["12月30年", "12 / 30|"],
    ["00", "00 / |"],
    // Of a whole date nobody can tell the month: the year is to be typed.
    ["12/30/30", "12 / |"],
    ["", "|"],
    [" / ", "|"],
  ])("filled in as %j becomes %j", (text, shown) => {
    expect(paste(formatExpiry, text)).toBe(shown);
  });

  test.each(["1/30", "0130", "01/30", "01 / 30", "01/2030", "1 30", "130", "1/2030", "01-30"])(
    "typed as %j ends the same",
    (keys) => {
      expect(press(formatExpiry, "|", [...keys]).at(-1)).toBe("01 / 30|");
    },
  );

  test.each<readonly [title: string, start: string, keys: readonly string[], shown: readonly string[]]>([
    ["a month that is whole at once", "|", ["2", "3"], ["02 / |", "02 / 3|"]],
    ["a month that may go on", "|", ["1", "2"], ["1|", "12 / |"]],
    ["a month that ends with a separator", "|", ["1", "/"], ["1|", "01 / |"]],
    ["January of a year in the thirties", "|", ["1", "3"], ["1|", "01 / 3|"]],
    ["deleting to the start", "12 / 30|", ["⌫", "⌫", "⌫", "⌫"], ["12 / 3|", "12 / |", "1|", "|"]],
    ["deleting back over the separator", "12 / |30", ["⌫", "1"], ["1| / 30", "11| / 30"]],
    ["deleting forward over the separator", "12| / 30", ["⌦", "⌦"], ["12| / 0", "12|"]],
    ["another month", "|12 / 30", ["⌦", "⌦", "0", "3"], ["|2 / 30", "| / 30", "0| / 30", "03| / 30"]],
    ["another last digit of the month", "12| / 30", ["⌫", "1"], ["1| / 30", "11| / 30"]],
    ["a digit too many", "12 / 30|", ["5"], ["12 / 30|"]],
    ["a third digit of a month", "12| / 30", ["5"], ["12| / 30"]],
    ["a letter", "1|", ["a", "2"], ["1|", "12 / |"]],
    ["a century", "12 / |", ["2", "0", "3", "1"], ["12 / 2|", "12 / 20|", "12 / 203|", "12 / 31|"]],
    ["on from a month without a year", "12| / ", ["3"], ["12 / 3|"]],
  ])("keeps the caret: %s", (_title, start, keys, shown) => {
    expect(press(formatExpiry, start, keys)).toEqual(shown);
  });

  test.each([
    ["[12] / 30", "| / 30"],
    ["12 / [30]", "12 / |"],
    ["[12 / 30]", "|"],
    ["12[ / ]30", "12| / 30"],
  ])("deletes a selection: %j", (selected, shown) => {
    expect(deleteSelected(formatExpiry, selected)).toBe(shown);
  });

  test("is read as month and year, once both are there", () => {
    expect(readExpiry("01 / 30")).toEqual({ month: "01", year: "2030" });
    for (const text of ["1", "", "01 / 3", "13 / 30", "00 / 30"]) expect(readExpiry(text)).toBeUndefined();
  });
});
