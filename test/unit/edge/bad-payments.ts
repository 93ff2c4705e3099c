import type { ErrorCode } from "../../../src/errors.ts";
import { LONE_SURROGATE } from "../arbitraries.ts";
import { CARD_DATA } from "./merchant.ts";

/** A field by its path, a value it must refuse, and the code of the refusal. */
export type Row = readonly [field: string, value: unknown, code: ErrorCode];

const LONG = "x".repeat(51);
const NO_TEXT: readonly unknown[] = [null, 5, true, {}, [], ["text"], Symbol("s"), new Date(0), new String("text")];

/** Rows of one field: each value with the code it must meet. */
function rows(field: string, code: ErrorCode, values: readonly unknown[]): readonly Row[] {
  return values.map((value) => [field, value, code] as const);
}

/** Bad values for every field of a payment. */
export const ROWS: readonly Row[] = [
  ...rows("orderNumber", "missing_field", [""]),
  ...rows("orderNumber", "field_too_long", [LONG, "9".repeat(5000)]),
  ...rows("orderNumber", "invalid_field", [
    ...NO_TEXT,
    " ",
    "A B",
    "A,B",
    "A'B",
    "<A>",
    '"A"',
    "é",
    "李",
    "A\u0000",
    "A\n",
  ]),
  ...rows("orderNumber", "invalid_field", [LONE_SURROGATE, "A-0180000:x", "20-180000:x", "3012345:"]),
  ...rows("amount", "invalid_amount", [...NO_TEXT, 10, Number.NaN, Infinity, 1n]),
  ...rows("amount", "invalid_amount", [
    "",
    " ",
    "1e3",
    "-1",
    "+1",
    "1.234",
    "NaN",
    "Infinity",
    "0",
    "0.0",
    "0.00",
    "00.10",
  ]),
  ...rows("amount", "invalid_amount", [
    "01",
    "1.",
    ".5",
    "1,00",
    "1 000",
    " 1",
    "1 ",
    "1\n",
    "0x10",
    "1_0",
    "١",
    "12345678.90",
  ]),
  ...rows("currency", "invalid_currency", [
    ...NO_TEXT,
    "",
    "usd",
    "Usd",
    "US",
    "USDT",
    "U5D",
    "USD ",
    " USD",
    "USD\n",
    "ＵＳＤ",
  ]),
  ...rows("cardData", "invalid_field", [...NO_TEXT, "", "4111111111111111", "opcse_0_2_1$", "opcse_0_2_1$AAAA", " x"]),
  ...rows("cardData", "invalid_field", [
    `${CARD_DATA}&a=b`,
    `${CARD_DATA}\n`,
    `${CARD_DATA}$AAAA`,
    `opcse_0_2_1$$AAAA`,
  ]),
  ...rows("cardData", "invalid_field", [`{"card_number":"4111111111111111"}`, `opcse_0_2_1$${"A".repeat(9000)}$AAAA`]),
  ...rows("billing", "missing_field", [undefined]),
  ...rows("billing", "invalid_field", [null, "Ada", 5, true]),
  ...["firstName", "lastName"].flatMap((name) => [
    ...rows(`billing.${name}`, "missing_field", ["", " ", "<'>", '" "']),
    ...rows(`billing.${name}`, "field_too_long", [LONG, "é".repeat(51), "😀".repeat(51)]),
    ...rows(`billing.${name}`, "invalid_field", [...NO_TEXT, "A\u0000", "A\nB", "A\u007f", LONE_SURROGATE]),
  ]),
  ...rows("billing.email", "missing_field", ["", " "]),
  ...rows("billing.email", "field_too_long", [`${"a".repeat(40)}@example.com`]),
  ...rows("billing.email", "invalid_field", [...NO_TEXT, "ada", "@", "a@", "@b", "a@b@c", "a b@c", "a@b c", "a\n@b"]),
  ...rows("billing.country", "invalid_field", [...NO_TEXT, "", "g", "gb", "GBRX", "G1", "GB ", "England"]),
  ...rows("billing.phone", "field_too_long", [LONG]),
  ...rows("billing.zip", "field_too_long", [LONG]),
  ...rows("billing.state", "field_too_long", ["x".repeat(101)]),
  ...rows("billing.city", "field_too_long", ["x".repeat(501)]),
  ...rows("billing.address", "field_too_long", ["x".repeat(501)]),
  ...["phone", "zip", "state", "city", "address"].flatMap((name) =>
    rows(`billing.${name}`, "invalid_field", [null, 5, {}, "a\u0000b", "a\r\nb", LONE_SURROGATE]),
  ),
  ...rows("billing.ip", "invalid_field", [
    null,
    5,
    "localhost",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "1.2.3.4:80",
    "g::1",
    "::1]",
  ]),
  ...rows("billing.cardNumber", "invalid_field", ["4111111111111111"]),
  ...rows("shipping", "invalid_field", [null, "x", 5]),
  ...rows("shipping.country", "invalid_field", ["", "fr", null]),
  ...rows("shipping.city", "field_too_long", ["x".repeat(501)]),
  ...rows("shipping.addr", "invalid_field", ["x"]),
  ...rows("backUrl", "field_too_long", [`https://a.example/${"x".repeat(490)}`]),
  ...["backUrl", "noticeUrl"].flatMap((name) =>
    rows(name, "invalid_field", [
      ...[
        null,
        5,
        {},
        "",
        "/back",
        "shop.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.example",
        "file:///etc",
      ],
      ...["https://", "https://a.example/a b", "https://a.example/'", 'https://a.example/"', "https://a.example/<x>"],
      ...[" https://a.example/", "https://a.example/\n", "https://a.example/\u0000"],
    ]),
  ),
  ...rows("noticeUrl", "invalid_field", ["https://a.example:8443/", "http://a.example:8080/"]),
  ...rows("notes", "field_too_long", ["x".repeat(501)]),
  ...rows("notes", "invalid_field", [null, 5, {}, "a\u0000b", "a\nb", LONE_SURROGATE]),
  // Notes that would read as an outcome in the signed text (§4.3), in each of its shapes, and after cleaning.
  ...rows("notes", "invalid_field", [
    "0180000:",
    "x0180000:y",
    "2080012:no",
    "3-180100:",
    "1112345:",
    "01'80000:",
    " 0<1>80000:",
  ]),
  ...rows("cardName", "field_too_long", ["x".repeat(101)]),
  ...rows("cardIssuer", "field_too_long", ["x".repeat(251)]),
  ...rows("terminal", "invalid_argument", ["", "90000199", "toString", "__proto__", " 90000101"]),
  ...rows("terminal", "invalid_field", [null, 5, {}]),
  ...rows("secureCode", "invalid_field", ["a-secret-in-the-wrong-place"]),
  ...rows("cardNumber", "invalid_field", ["4111111111111111"]),
];
