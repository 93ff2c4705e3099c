import { cardBrand, encryptCard, isCardExpiry, isCardNumber, isSecurityCode } from "../../src/index.ts";
import { openCases } from "./case.ts";
import { CARD, KEY_1024 } from "./keys.ts";

/** The card industry's published test numbers. */
const NUMBERS = [
  ["4111111111111111", "visa"],
  ["4012888888881881", "visa"],
  ["5555555555554444", "mastercard"],
  ["2223003122003222", "mastercard"],
  ["378282246310005", "amex"],
  ["30569309025904", "diners"],
  ["6011111111111117", "discover"],
  ["3530111333300000", "jcb"],
  ["6200000000000005", "unionpay"],
  ["6759649826438453", "maestro"],
] as const;

export const cardCases = openCases("card", {
  "published test numbers have a right check digit and their brand": (t) => {
    for (const [number, brand] of NUMBERS) t.equal([isCardNumber(number), cardBrand(number)], [true, brand], number);
  },

  "white space between digits is allowed, nothing else is": (t) => {
    const right = ["4111 1111 1111 1111", " 4111111111111111 ", "4111\u00a01111\u00a01111\u00a01111"];
    t.equal(right.map(isCardNumber), [true, true, true]);
    const wrong = [
      "",
      "4111-1111-1111-1111",
      "411111111111111a",
      "４１１１１１１１１１１１１１１１",
      "4111111111111112",
    ];
    t.equal(
      wrong.map(isCardNumber),
      wrong.map(() => false),
    );
  },

  "numbers have 12 to 19 digits": (t) => {
    t.equal(
      [isCardNumber("0".repeat(11)), isCardNumber("0".repeat(12)), isCardNumber("0".repeat(19))],
      [false, true, true],
    );
    t.equal(isCardNumber("0".repeat(20)), false);
  },

  "the beginning of a number is enough for its brand": (t) => {
    t.equal(["4", "37", "2720", "6011 1", "62"].map(cardBrand), ["visa", "amex", "mastercard", "discover", "unionpay"]);
    t.equal(["", "1", "x", "27", "2721"].map(cardBrand), Array(5).fill(undefined));
  },

  "a card is good to the end of its month in the last zone": (t) => {
    const endMs = Date.UTC(2031, 0, 1, 12);
    t.equal([isCardExpiry("12", "2030", endMs - 1), isCardExpiry("12", "2030", endMs)], [true, false]);
    t.equal([isCardExpiry("1", "31", endMs), isCardExpiry("01", "2031", endMs)], [true, true]);
  },

  "an expiry that is none is not good": (t) => {
    const wrong = [["0", "2090"], ["13", "2090"], ["001", "2090"], ["1", "209"], ["1", "20900"], ["x", "2090"], ["1.", "90"], ["", ""]]; // prettier-ignore
    for (const [month = "", year = ""] of wrong) t.equal(isCardExpiry(month, year), false, `${month}/${year}`);
  },

  "security codes have 3 or 4 digits": (t) => {
    t.equal(["123", "0000", "12", "12345", "12a", "１２３"].map(isSecurityCode), [
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  },

  "a card that is wrong is refused by field, and never shown": async (t) => {
    const wrong = [
      [{ number: "4111111111111112" }, "invalid_card_number"],
      [{ number: "4111 1111 1111 111x" }, "invalid_card_number"],
      [{ number: 4111111111111111 }, "invalid_card_number"],
      [{ expiryMonth: "13" }, "invalid_expiry"],
      [{ expiryYear: "203" }, "invalid_expiry"],
      [{ expiryYear: "2001" }, "card_expired"],
      [{ securityCode: "12" }, "invalid_security_code"],
      [{ securityCode: undefined }, "invalid_security_code"],
    ] as const;
    for (const [change, code] of wrong) {
      const error = await t.refuses(code, () => encryptCard({ ...CARD, ...(change as object) }, KEY_1024.hex));
      t.ok(!/4111|123\b|203\b/.test(error.message), "the message leaves the values out");
    }
    await t.refuses("invalid_argument", () => encryptCard(null as unknown as typeof CARD, KEY_1024.hex));
  },
});
