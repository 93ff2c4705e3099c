import { beforeAll, describe, expect, test, vi } from "vitest";
import { type Card, isSecurityCode } from "../../src/card/card.ts";
import { encryptCard } from "../../src/card/encrypt-card.ts";
import { type CardPublicKey, importPublicKey } from "../../src/card/public-key.ts";
import { CARD, NOW_MS } from "./card-samples.ts";
import { expectNoRun, failure } from "./leaks.ts";
import { rsaKey } from "./rsa-keys.ts";

// Marked values: unlike any line number, length or limit that a message or a stack may hold.
const PAN = "4111118642975315";
const GOOD = { number: withCheckDigit(PAN), expiryMonth: "11", expiryYear: "2087", securityCode: "8642" };
const randomBytes = vi.fn((length: number) => new Uint8Array(length).fill(7));
let key: CardPublicKey;
beforeAll(async () => {
  key = await importPublicKey((await rsaKey(1024)).hex, { randomBytes });
});

type Bad = readonly [string, unknown, string];
const number: readonly Bad[] = [
  ["empty", "", "invalid_card_number"],
  ["missing", undefined, "invalid_card_number"],
  ["null", null, "invalid_card_number"],
  ["a number", 4111118642975315, "invalid_card_number"],
  ["a bigint", 4111118642975315n, "invalid_card_number"],
  ["a list", [GOOD.number], "invalid_card_number"],
  ["a text object", new String(GOOD.number), "invalid_card_number"],
  ["failed Luhn", `${GOOD.number.slice(0, -1)}${(Number(GOOD.number.at(-1)) + 1) % 10}`, "invalid_card_number"],
  ["two digits swapped", `41111186 24975315`.replace("24", "42").replace("5315", "3515"), "invalid_card_number"],
  ["11 digits, right check digit", withCheckDigit("41111186429"), "invalid_card_number"],
  ["20 digits, right check digit", withCheckDigit("41111186429753158640"), "invalid_card_number"],
  ["a megabyte of digits", "0".repeat(1 << 20), "invalid_card_number"],
  ["a letter", GOOD.number.replace("8642", "8O42"), "invalid_card_number"],
  ["dashes", GOOD.number.replace("8642", "-8642-"), "invalid_card_number"],
  [
    "full-width digits",
    [...GOOD.number].map((d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)).join(""),
    "invalid_card_number",
  ],
  [
    "Arabic digits",
    [...GOOD.number].map((d) => String.fromCharCode(d.charCodeAt(0) + 0x630)).join(""),
    "invalid_card_number",
  ],
  ["NUL", `${GOOD.number}\0`, "invalid_card_number"],
  ["only spaces", " ".repeat(16), "invalid_card_number"],
  ["JSON in it", `${GOOD.number}","x":"`, "invalid_card_number"],
];
const month: readonly Bad[] = [
  ...["", "0", "00", "13", "99", "001", "1.", "-1", "+1", "1e0", "a", " 1", "１", "Jan"].map((v): Bad => [
    `month ${v}`,
    v,
    "invalid_expiry",
  ]),
  ["missing", undefined, "invalid_expiry"],
  ["a number", 11, "invalid_expiry"],
];
const year: readonly Bad[] = [
  ...["", "7", "087", "208", "20877", "-087", "2e87", "20.7", "２０８７", " 87", "87 "].map((v): Bad => [
    `year ${v}`,
    v,
    "invalid_expiry",
  ]),
  ["missing", undefined, "invalid_expiry"],
  ["a number", 2087, "invalid_expiry"],
  ["passed", "2029", "card_expired"],
  ["passed, two digits", "29", "card_expired"],
  ["year nought", "0000", "card_expired"],
  ["1999", "1999", "card_expired"],
];
const securityCode: readonly Bad[] = [
  ...["", "1", "86", "86421", "86a", "8 6", " 864", "８６４", "-86", "8.6", "864\n"].map((v): Bad => [
    `code ${v}`,
    v,
    "invalid_security_code",
  ]),
  ["missing", undefined, "invalid_security_code"],
  ["a number", 864, "invalid_security_code"],
  ["true", true, "invalid_security_code"],
];

describe.each(Object.entries({ number, expiryMonth: month, expiryYear: year, securityCode }))("%s", (field, cases) => {
  test.each(cases)("%s", async (_, value, code) => {
    const card = { ...GOOD, [field]: value } as unknown as Card;
    randomBytes.mockClear();
    const error = await failure(() => encryptCard(card, key, { nowMs: NOW_MS }), code as "card_expired", field);
    expect(error.name).toBe("OceanpaymentInputError");
    expect(error.message.length).toBeLessThan(200);
    for (const secret of [GOOD.number, PAN, GOOD.securityCode]) expectNoRun(error, secret, 4);
    expectNoRun(error, GOOD.expiryYear, 4);
    if (typeof value === "string" && value.length > 4 && value.length < 100) expectNoRun(error, value, 5);
    // Nothing is half done: no randomness was drawn for a card that is refused.
    expect(randomBytes).not.toHaveBeenCalled();
  });
});

test.each([undefined, null, "4111111111111111", 4111111111111111, true, () => CARD])("no card: %s", async (card) => {
  const error = await failure(() => encryptCard(card as unknown as Card, key), "invalid_argument", "card");
  expectNoRun(error, CARD.number, 4);
});

test.each([{}, [], new Map(Object.entries(CARD))])("a card without members: %o", async (card) => {
  await failure(() => encryptCard(card as unknown as Card, key), "invalid_card_number", "number");
});

test("a bad card is refused before a bad key is looked at", async () => {
  await failure(() => encryptCard({ ...CARD, number: "1" }, "not a key"), "invalid_card_number", "number");
});

test("a time that is no number does not turn the expiry check off", async () => {
  const old = { ...CARD, expiryYear: "2001" };
  for (const nowMs of [Number.NaN, null, "2030", {}]) {
    await failure(() => encryptCard(old, key, { nowMs: nowMs as number }), ["invalid_argument", "card_expired"]);
  }
});

test("null instead of options is the caller's fault or none, not a TypeError", async () => {
  const sealed = encryptCard({ ...CARD, expiryYear: "2099" }, key, null as unknown as undefined).catch(
    (error: unknown) => error,
  );
  expect(await sealed).not.toBeInstanceOf(TypeError);
});

test("isSecurityCode", () => {
  for (const code of ["000", "737", "0001", "9999"]) expect(isSecurityCode(code)).toBe(true);
  for (const [, code] of securityCode) if (typeof code === "string") expect(isSecurityCode(code)).toBe(false);
});

function withCheckDigit(digits: string): string {
  const body = digits.slice(0, -1);
  const sum = [...body].reverse().reduce((total, digit, i) => total + weight(Number(digit), i), 0);
  return body + ((10 - (sum % 10)) % 10);
}

function weight(digit: number, fromRight: number): number {
  if (fromRight % 2 === 1) return digit;
  return digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
}
