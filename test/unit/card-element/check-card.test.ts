import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type CardValues, checkField } from "../../../src/browser/card-element/check-card.ts";

const CARD: CardValues = { number: "4111 1111 1111 1111", expiry: "12 / 30", securityCode: "123", holder: "Ada Byron" };
const with_ = (values: Partial<CardValues>): CardValues => ({ ...CARD, ...values });

beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 10, 15), toFake: ["Date"] }));
afterEach(() => vi.useRealTimers());

describe("what is wrong with a field", () => {
  test("nothing, where all is right", () => {
    for (const name of ["number", "expiry", "securityCode", "holder"] as const) {
      expect(checkField(name, CARD)).toBeUndefined();
    }
  });

  test.each([
    ["number", "", "numberMissing"],
    ["number", "4111 1111 1111 1112", "numberWrong"],
    ["number", "4111", "numberWrong"],
    // Luhn holds, but a Visa card has 13, 16 or 19 digits, a Mastercard 16 and an American Express card 15.
    ["number", "4111 1111 1111 14", "numberWrong"],
    ["number", "5555 5555 5555 5550 00", "numberWrong"],
    ["number", "3782 822463 1004", "numberWrong"],
    ["number", "3782 822463 10005", undefined],
    ["number", "4222 2222 2222 2", undefined],
    ["number", "6205 5000 0000 0000 004", undefined],
    ["expiry", "", "expiryMissing"],
    ["expiry", "1", "expiryWrong"],
    ["expiry", "13 / 30", "expiryWrong"],
    ["expiry", "00 / 30", "expiryWrong"],
    ["expiry", "12 / 3", "expiryWrong"],
    ["expiry", "10 / 26", "expired"],
    ["expiry", "11 / 26", undefined],
    ["securityCode", "", "securityCodeMissing"],
    ["securityCode", "12", "securityCodeWrong"],
    ["securityCode", "1234", "securityCodeWrong"],
    ["holder", " ", "holderMissing"],
    ["holder", "4111 1111 1111 1111", "holderWrong"],
    ["holder", "٤١١١١١١١", "holderWrong"],
    ["holder", "x".repeat(101), "holderWrong"],
    ["holder", "Henry the 8th", undefined],
    ["holder", "李小龙", undefined],
  ] as const)("%s %j: %s", (name, value, problem) => {
    expect(checkField(name, with_({ [name]: value }))).toBe(problem);
  });

  test("a security code has as many digits as its brand's", () => {
    const amex = with_({ number: "3782 822463 10005" });
    expect(checkField("securityCode", { ...amex, securityCode: "123" })).toBe("securityCodeWrong");
    expect(checkField("securityCode", { ...amex, securityCode: "1234" })).toBeUndefined();
    expect(checkField("securityCode", with_({ number: "", securityCode: "1234" }))).toBeUndefined();
  });
});
