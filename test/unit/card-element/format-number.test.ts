import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatNumber, formatSecurityCode } from "../../../src/browser/card-element/format-number.ts";
import { deleteSelected, paste, press } from "./typing.ts";

describe("a card number", () => {
  test.each([
    ["4111111111111111", "4111 1111 1111 1111|"],
    ["4111-1111-1111-1111", "4111 1111 1111 1111|"],
    ["  4111 1111\t1111\u00a01111 ", "4111 1111 1111 1111|"],
    ["４１１１１１１１１１１１１１１１", "4111 1111 1111 1111|"],
    ["٤١١١١١١١١١١١١١١١", "4111 1111 1111 1111|"],
    ["Card: 5555 5555 5555 4444", "5555 5555 5555 4444|"],
    ["378282246310005", "3782 822463 10005|"],
    ["3782 822463 10005 9", "3782 822463 10005|"],
    ["30569309025904", "3056 930902 5904|"],
    ["3056930902590", "3056 930902 590|"],
    // A Diners Club number of more digits, which is printed as others are.
    ["305693090259045", "3056 9309 0259 045|"],
    ["3056930009020004", "3056 9300 0902 0004|"],
    // No Diners Club number yet.
    ["30", "30|"],
    ["6212345678900000003", "6212 3456 7890 0000 003|"],
    ["4000000000000000006", "4000 0000 0000 0000 006|"],
    ["55555555555544441", "5555 5555 5555 4444|"],
    ["", "|"],
    ["no digit", "|"],
  ])("pasted as %j becomes %j", (text, shown) => {
    expect(paste(formatNumber, text)).toBe(shown);
  });

  test("grows a space with the digit that needs it, not before", () => {
    expect(press(formatNumber, "|", [..."41111"])).toEqual(["4|", "41|", "411|", "4111|", "4111 1|"]);
    expect(press(formatNumber, "|", [..."37828"])).toEqual(["3|", "37|", "378|", "3782|", "3782 8|"]);
  });

  test.each<readonly [title: string, start: string, keys: readonly string[], shown: readonly string[]]>([
    ["a digit in the middle", "4111 1|111 1111 111", ["9"], ["4111 19|11 1111 1111"]],
    ["a digit at a group's end", "411|1 1111", ["9"], ["4119| 1111 1"]],
    ["deleting in the middle", "4111 11|11 1111", ["⌫", "⌫"], ["4111 1|111 111", "4111 |1111 11"]],
    ["deleting back over a space", "4112 |1111", ["⌫"], ["411|1 111"]],
    ["deleting forward over a space", "4111| 2111 1", ["⌦"], ["4111| 1111"]],
    ["deleting at the end", "4111 1|", ["⌫", "⌫"], ["4111|", "411|"]],
    ["a space where there is one", "4111| 1111", [" "], ["4111 |1111"]],
    ["a space where there is none", "41|11", [" "], ["41|11"]],
    ["a letter", "41|11", ["x"], ["41|11"]],
    ["a letter at a group's end", "4111| 11", ["x"], ["4111| 11"]],
    ["a digit too many at the end", "5555 5555 5555 4444|", ["1"], ["5555 5555 5555 4444|"]],
    ["a digit too many in the middle", "5555 55|55 5555 4444", ["1"], ["5555 55|55 5555 4444"]],
    ["a paste in the middle", "4111 |1111", ["22-33"], ["4111 2233| 1111"]],
    ["another brand by its first digit", "|111 1111 1111 1111", ["4"], ["4|111 1111 1111 1111"]],
    ["deleting where nothing is", "|4111", ["⌫"], ["|4111"]],
  ])("keeps the caret: %s", (_title, start, keys, shown) => {
    expect(press(formatNumber, start, keys)).toEqual(shown);
  });

  test.each([
    ["41[11 1]111", "41|11 1"],
    ["4111[ ]1111", "4111| 1111"],
    ["[4111 1111]", "|"],
    ["4111 [1111] 2222", "4111 |2222"],
  ])("deletes a selection: %j", (selected, shown) => {
    expect(deleteSelected(formatNumber, selected)).toBe(shown);
  });

  test("keeps every digit and its place, whatever the keys", () => {
    const isDigit = (key: string): boolean => key >= "0" && key <= "9";
    const keys = fc
      .array(fc.constantFrom(..."0123456789 -⌫⌦"), { maxLength: 40 })
      // Twelve digits are too many for no brand, so none is dropped.
      .map((all) => all.filter((key, i) => !isDigit(key) || all.slice(0, i).filter(isDigit).length < 12));
    fc.assert(
      fc.property(keys, (typed) => {
        // The oracle: a list of digits with a cursor, as one would keep it without any format.
        const digits: string[] = [];
        let at = 0;
        const steps = press(formatNumber, "|", typed);
        typed.forEach((key, i) => {
          if (key === "⌫" && at > 0) digits.splice(--at, 1);
          else if (key === "⌦") digits.splice(at, 1);
          else if (isDigit(key)) digits.splice(at++, 0, key);
          const halves = [digits.slice(0, at), digits.slice(at)].map((half) => half.join(""));
          expect(steps[i]?.split("|").map((half) => half.replaceAll(" ", ""))).toEqual(halves);
        });
      }),
    );
  });
});

describe("a security code", () => {
  test.each([
    ["4111", "1234", "123|"],
    ["3782", "12345", "1234|"],
    ["", "12345", "1234|"],
    ["4111", "１２３", "123|"],
    ["4111", "1 2-3", "123|"],
  ])("beside %j typed as %j becomes %j", (number, code, shown) => {
    expect(paste((edit) => formatSecurityCode(edit, number), code)).toBe(shown);
  });
});
