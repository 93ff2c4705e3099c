import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cardBrand, isCardNumber, toCardDigits } from "../../src/card/card-number.ts";
import { encryptCard } from "../../src/card/encrypt-card.ts";
import { importPublicKey } from "../../src/card/public-key.ts";
import { CARD, NOW_MS } from "./card-samples.ts";
import { rsaKey } from "./rsa-keys.ts";

/** Luhn by its table of doubled digits, from the left, on the reversed text: another way than the library's. */
function passesLuhn(digits: string): boolean {
  const doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
  const total = digits
    .split("")
    .reduceRight(
      ({ sum, double }, digit) => ({ sum: sum + (double ? (doubled[+digit] ?? 0) : +digit), double: !double }),
      { sum: 0, double: false },
    );
  return String(total.sum).endsWith("0");
}

/** UnionPay's numbers: not all of its issuers' have a check digit. */
const needsNone = (digits: string) => ["62", "81"].includes(digits.slice(0, 2));

const digitsOf = (least: number, most: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: least, maxLength: most });

describe("isCardNumber", () => {
  test("agrees with another Luhn over every length", () => {
    fc.assert(
      fc.property(digitsOf(0, 24), (digits) => {
        const isLong = digits.length >= 12 && digits.length <= 19;
        expect(isCardNumber(digits)).toBe(isLong && (passesLuhn(digits) || needsNone(digits)));
      }),
      { numRuns: 2000 },
    );
  });

  test("exactly one of ten check digits is right; one wrong digit is always found", () => {
    fc.assert(
      fc.property(digitsOf(11, 18), fc.nat(), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
        fc.pre(!needsNone(body));
        const right = [..."0123456789"].filter((digit) => isCardNumber(body + digit));
        expect(right).toHaveLength(1);
        const good = body + right[0];
        const place = at % good.length;
        const wrong = (Number(good[place]) + by) % 10;
        const changed = good.slice(0, place) + wrong + good.slice(place + 1);
        expect(isCardNumber(changed)).toBe(needsNone(changed));
      }),
    );
  });

  test("UnionPay's numbers need no check digit, and have 12 to 19 digits all the same", () => {
    for (const head of ["62", "81"]) {
      for (const last of "0123456789") expect(isCardNumber(`${head}2200000000000${last}`)).toBe(true);
      expect(isCardNumber(head.padEnd(11, "1"))).toBe(false);
      expect(isCardNumber(head.padEnd(20, "1"))).toBe(false);
      expect(isCardNumber(`${head}22-0000 0000 0001`)).toBe(false);
    }
    for (const head of ["60", "63", "80", "82", "26", "18"]) {
      expect([..."0123456789"].filter((last) => isCardNumber(`${head}2200000000000${last}`))).toHaveLength(1);
    }
  });

  test("white space may stand anywhere, any other character nowhere", () => {
    for (let code = 0; code <= 0xffff; code++) {
      const typed = `4111${String.fromCharCode(code)}111111111111`;
      if (code >= 48 && code <= 57) expect(isCardNumber(typed)).toBe(passesLuhn(typed));
      else if (isCardNumber(typed)) expect(String.fromCharCode(code)).toMatch(/[\t \u00a0\u2009\u202f]/);
    }
    expect(isCardNumber(" 4111 1111\t1111\u00a01111 ")).toBe(true);
    expect(toCardDigits(" 4 1 ")).toBe("41");
    expect(toCardDigits("4-1")).toBeUndefined();
  });

  test("a megabyte is refused at once", () => {
    expect(isCardNumber("4".repeat(1 << 20))).toBe(false);
    expect(isCardNumber(" ".repeat(1 << 20))).toBe(false);
  });
});

// Test numbers that payment companies publish for each brand.
const PUBLIC_NUMBERS = {
  visa: ["4111111111111111", "4242424242424242", "4012888888881881", "4000056655665556", "4222222222222"],
  mastercard: ["5555555555554444", "5105105105105100", "5200828282828210", "2223003122003222", "2720990000000007"],
  amex: ["378282246310005", "371449635398431", "378734493671000", "340000000000009"],
  discover: ["6011111111111117", "6011000990139424", "6445644564456445", "6500000000000002"],
  diners: ["3056930009020004", "30569309025904", "36227206271667", "38520000023237"],
  jcb: ["3530111333300000", "3566002020360505", "3566111111111113"],
  unionpay: ["6200000000000005", "6205500000000000004", "8171999927660000"],
  maestro: ["6759649826438453", "6799990100000000019", "5018000000000009", "6304000000000000"],
} as const;

describe("cardBrand", () => {
  test.each(Object.entries(PUBLIC_NUMBERS))("%s: the published test numbers", (brand, numbers) => {
    for (const number of numbers) {
      expect([number, cardBrand(number)]).toEqual([number, brand]);
      expect([number, isCardNumber(number), passesLuhn(number)]).toEqual([number, true, true]);
      expect([number, cardBrand(number.replace(/(.{4})/g, "$1 "))]).toEqual([number, brand]);
    }
  });

  test.each([
    ["2220", undefined],
    ["2221", "mastercard"],
    ["2720", "mastercard"],
    ["2721", undefined],
    ["222", undefined],
    ["50", "maestro"],
    ["51", "mastercard"],
    ["55", "mastercard"],
    ["56", "maestro"],
    ["59", undefined],
    ["3", undefined],
    ["34", "amex"],
    ["35", undefined],
    ["3527", undefined],
    ["3528", "jcb"],
    ["3589", "jcb"],
    ["3590", undefined],
    ["300", "diners"],
    ["305", "diners"],
    ["306", undefined],
    ["3095", "diners"],
    ["643", undefined],
    ["644", "discover"],
    ["649", "discover"],
    ["6", undefined],
    ["4", "visa"],
    ["", undefined],
    ["0", undefined],
    ["x4", undefined],
  ] as const)("%s belongs to %s", (head, brand) => expect(cardBrand(head)).toBe(brand));

  test("a longer number never changes brand once one fits all of it", () => {
    fc.assert(
      fc.property(digitsOf(4, 19), (digits) => {
        expect(cardBrand(digits)).toBe(cardBrand(digits.slice(0, 4)));
      }),
    );
  });
});

test("RegExp's static memory holds no card number or code after encryptCard", async () => {
  const statics = RegExp as unknown as Readonly<Record<string, string>>;
  const names = ["input", "lastMatch", "lastParen", "leftContext", "rightContext", ..."123456789"].map((n) =>
    n.length === 1 ? `$${n}` : n,
  );
  const key = await importPublicKey((await rsaKey(1024)).hex);
  for (const number of [CARD.number, "4111 1111 1111 1111", "4111111111111112", "41111111x1111111"]) {
    /(m)arker/.exec("marker");
    await encryptCard({ ...CARD, number }, key, { nowMs: NOW_MS }).catch(() => undefined);
    cardBrand(number);
    isCardNumber(number);
    const kept = names.map((name) => statics[name]).join("\n");
    expect(kept).not.toContain("4111");
    expect(kept).not.toContain(CARD.securityCode);
  }
});
