import { describe, expect, it } from "vitest";
import { CARD } from "../card-samples.ts";
import { sealByNode } from "./sealed-card.ts";
import { CARDS, createWorld, type Fields, isSignedByNode, signByNode } from "./shopper.ts";

const REFUSALS: readonly (readonly [code: string, name: string, changes: Fields])[] = [
  ["20004", "an unknown terminal", { terminal: "90000199" }],
  ["20004", "no terminal", { terminal: "" }],
  ["20004", "another account", { account: "900002" }],
  ["20018", "an order number of 51 characters", { order_number: "x".repeat(51) }],
  ["20021", "an amount of three decimals", { order_amount: "1.234" }],
  ["20021", "an amount of nothing", { order_amount: "0.00" }],
  ["20021", "an amount below zero", { order_amount: "-1" }],
  ["20021", "an amount with an exponent", { order_amount: "1e3" }],
  ["20021", "an amount of eleven characters", { order_amount: "12345678.90" }],
  ["20021", "no amount", { order_amount: "" }],
  ["20023", "a currency in small letters", { order_currency: "usd" }],
  ["20023", "a currency of four letters", { order_currency: "USDT" }],
  ["20023", "no currency", { order_currency: "" }],
  ["20050", "an email without a sign", { billing_email: "ada.example.com" }],
  ["20050", "an email of two signs", { billing_email: "a@b@c" }],
  ["20050", "no email", { billing_email: "" }],
  ["20027", "card data that is none", { card_data: "opcse_0_2_1$AAAA$AAAA" }],
  ["20027", "a card in clear", { card_data: "4111111111111111" }],
  ...[
    "backUrl",
    "methods",
    "order_number",
    "billing_firstName",
    "billing_lastName",
    "billing_country",
    "card_data",
  ].map((name) => ["20001", `no ${name}`, { [name]: "" }] as const),
];

const CARD_REFUSALS = [
  ["20027", "a wrong check digit", { number: "4111111111111112" }],
  ["20027", "letters in the number", { number: "4111x11111111111" }],
  ["20027", "a short number", { number: "41111111111" }],
  ["20027", "no number", { number: "" }],
  ["20038", "the 13th month", { expiryMonth: "13" }],
  ["20038", "a month of one digit", { expiryMonth: "9" }],
  ["20038", "a year of two digits", { expiryYear: "33" }],
  ["20038", "the year before", { expiryYear: "2029" }],
  ["20038", "the month before", { expiryMonth: "05", expiryYear: "2030" }],
  ["20040", "a secure code of two digits", { securityCode: "12" }],
  ["20040", "a secure code of letters", { securityCode: "abc" }],
  ["20040", "no secure code", { securityCode: "" }],
] as const;

describe("the simulated gateway refuses", () => {
  it.each(REFUSALS)("by %s: %s", async (code, _name, changes) => {
    const { post, payment, sandbox, notices } = await createWorld();
    const answer = await post(signByNode({ ...payment(CARDS.approve), ...changes }));
    expect(answer.payment_details).toMatch(new RegExp(`^${code}:`));
    expect(answer).toMatchObject({ payment_status: "0", payment_id: "" });
    // Signed where the terminal is known; nothing stands in for a secret that is not.
    if (code !== "20004") expect(isSignedByNode(answer)).toBe(true);
    else if (changes.account === undefined) expect(answer.signValue).toBe("");
    await sandbox.deliver();
    expect(notices).toEqual([]);
    expect(await sandbox.payments("90000101", "A-1")).toEqual([]);
  });

  it.each(CARD_REFUSALS)("by %s: a card of %s", async (code, _name, changes) => {
    const { post, payment, key } = await createWorld();
    const card_data = sealByNode({ ...CARD, ...changes }, key);
    const answer = await post(signByNode({ ...payment(CARDS.approve), card_data }));
    expect(answer.payment_details).toMatch(new RegExp(`^${code}:`));
    const shown = JSON.stringify(answer);
    for (const value of Object.values(changes).filter((text) => text.length > 8)) expect(shown).not.toContain(value);
  });

  it("a missing field as it refuses an empty one", async () => {
    const { post, payment } = await createWorld();
    for (const name of ["backUrl", "methods", "billing_country", "card_data", "billing_firstName"]) {
      const { [name]: _left, ...rest } = payment(CARDS.approve);
      const answer = await post(signByNode(rest));
      expect(answer.payment_details).toBe(`20001:${name} is missing`);
    }
  });

  it("a name or an address over its stated length (§6.1)", async () => {
    const { post, payment } = await createWorld();
    for (const name of ["billing_firstName", "billing_lastName", "billing_email", "billing_country", "backUrl"]) {
      const value = name === "backUrl" ? `https://a.example/${"x".repeat(500)}` : `a@${"x".repeat(110)}`;
      const answer = await post(signByNode({ ...payment(CARDS.approve), [name]: value }));
      expect([name, answer.payment_status]).toEqual([name, "0"]);
    }
  });

  it("card data of another key, or of another label", async () => {
    const { post, payment } = await createWorld();
    const { rsaKey } = await import("../rsa-keys.ts");
    const other = sealByNode({ ...CARD, number: CARDS.approve }, await rsaKey(1040));
    for (const card_data of [other, (payment(CARDS.approve).card_data ?? "").replace("0_2_1", "0_2_2")]) {
      expect((await post(signByNode({ ...payment(CARDS.approve), card_data }))).payment_details).toMatch(/^20027:/);
    }
  });
});
