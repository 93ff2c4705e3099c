import { parse } from "node:querystring";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PayInput } from "../../../src/schema/pay-input.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";
import {
  ACCOUNT,
  answeredClient,
  CARD_DATA,
  INPUT,
  PAY_URL,
  SECOND_SECRET,
  SECOND_TERMINAL,
  SECRET,
  type SentRequest,
  TERMINAL,
} from "./merchant.ts";

const PAY_ORDER = SIGNED_ORDERS["payments.pay"]?.orders[0] ?? [];

/** The fields of a body by Node's own parser, which gives a list where a name stands twice. */
function fieldsOf({ body }: SentRequest): Record<string, string> {
  const fields = { ...parse(body, "&", "=", { maxKeys: 0 }) };
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value !== "string") throw new Error(`${name} stands twice`);
  }
  return fields as Record<string, string>;
}

/** Sends a payment, whatever comes back, and returns what left. */
async function send(input: PayInput): Promise<SentRequest> {
  const client = answeredClient();
  await client.payments.pay(input).catch(() => undefined);
  expect(client.sent.length).toBe(1);
  return client.sent[0] as SentRequest;
}

/** §4.2 by hand: what is sent has neither these characters nor outer white space. */
function cleanByHand(text: string): string {
  return text.replaceAll("<", "").replaceAll(">", "").replaceAll("'", "").replaceAll('"', "").trim();
}

describe("what payments.pay sends", () => {
  it("is one POST of exactly the fields that were given", async () => {
    const request = await send(INPUT);
    expect(request.url).toBe(PAY_URL);
    expect(request.method).toBe("POST");
    expect(request.headers["content-type"]).toBe("application/x-www-form-urlencoded; charset=utf-8");
    expect(request.init.redirect).toBe("manual");
    const fields = {
      account: ACCOUNT,
      terminal: TERMINAL,
      methods: "Credit Card",
      order_number: "ORDER-1",
      order_currency: "USD",
      order_amount: "10.00",
      backUrl: "https://shop.example/back",
      card_data: CARD_DATA,
      billing_firstName: "Ada",
      billing_lastName: "Lovelace",
      billing_email: "ada@example.com",
      billing_country: "GB",
    };
    expect(fieldsOf(request)).toEqual({ ...fields, signValue: expectedSignValue(PAY_ORDER, fields, SECRET) });
  });

  it("spells every optional field as the gateway does", async () => {
    const request = await send({
      ...INPUT,
      orderNumber: "#2030/06-15_a.b~c$d(e)&f=g+h%20",
      cardName: "ADA LOVELACE",
      cardIssuer: "Bank & Söhne",
      notes: "gift wrapped; ünïcödé 李雷 😀 +%26=",
      noticeUrl: "https://notify.example/in?a=1&b=2",
      terminal: SECOND_TERMINAL,
      billing: {
        ...INPUT.billing,
        phone: "+44 20 7946 0000",
        state: "London",
        city: "London",
        address: "12 St James's Square",
        zip: "SW1Y 4JH",
        ip: "203.0.113.9, 10.0.0.1",
      },
      shipping: {
        firstName: "Byron",
        lastName: "King",
        email: "b@example.com",
        phone: "1",
        country: "FR",
        state: "IDF",
        city: "Paris",
        address: "1 rue de la Paix",
        zip: "75002",
      },
    });
    const fields: Record<string, string> = {
      account: ACCOUNT,
      terminal: SECOND_TERMINAL,
      methods: "Credit Card",
      order_number: "#2030/06-15_a.b~c$d(e)&f=g+h%20",
      order_currency: "USD",
      order_amount: "10.00",
      order_notes: "gift wrapped; ünïcödé 李雷 😀 +%26=",
      backUrl: "https://shop.example/back",
      noticeUrl: "https://notify.example/in?a=1&b=2",
      card_data: CARD_DATA,
      card_name: "ADA LOVELACE",
      card_issuer: "Bank & Söhne",
      billing_firstName: "Ada",
      billing_lastName: "Lovelace",
      billing_email: "ada@example.com",
      billing_phone: "+44 20 7946 0000",
      billing_country: "GB",
      billing_state: "London",
      billing_city: "London",
      billing_address: "12 St Jamess Square",
      billing_zip: "SW1Y 4JH",
      billing_ip: "203.0.113.9",
      ship_firstName: "Byron",
      ship_lastName: "King",
      ship_email: "b@example.com",
      ship_phone: "1",
      ship_country: "FR",
      ship_state: "IDF",
      ship_city: "Paris",
      ship_addr: "1 rue de la Paix",
      ship_zip: "75002",
    };
    expect(fieldsOf(request)).toEqual({ ...fields, signValue: expectedSignValue(PAY_ORDER, fields, SECOND_SECRET) });
  });

  it("leaves out what is undefined, and says undefined or null nowhere", async () => {
    const request = await send({
      ...INPUT,
      notes: undefined,
      noticeUrl: undefined,
      cardName: undefined,
      terminal: undefined,
      shipping: undefined,
      billing: { ...INPUT.billing, phone: undefined, ip: undefined },
    });
    expect(request.body).toBe((await send(INPUT)).body);
    expect(request.body).not.toMatch(/undefined|null|NaN|\[object/);
  });

  it("holds no secret in its URL, headers or body", async () => {
    for (const terminal of [TERMINAL, SECOND_TERMINAL]) {
      const request = await send({ ...INPUT, terminal });
      const whole = JSON.stringify([request.url, request.headers, decodeURIComponent(request.body)]).toLowerCase();
      for (const secret of [SECRET, SECOND_SECRET, "securecode"]) expect(whole).not.toContain(secret);
    }
  });

  // Whatever people type: markup, quotes, white space at the ends, any script, and what a form must escape.
  const letter = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom("a", "Z", "7", "é", "李", "😀", "ß", "\u0301", "&", "=", "+", "%", ";", "/"),
    },
    { weight: 2, arbitrary: fc.constantFrom("<", ">", "'", '"', " ", "\u00a0", "\u3000", "\ufeff") },
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }).filter((one) => (one.codePointAt(0) ?? 0) > 0x9f),
  );
  const typed = (maxLength: number) => fc.array(letter, { maxLength }).map((letters) => letters.join(""));
  const name = typed(20).filter((text) => cleanByHand(text) !== "");
  const orderNumber = fc.stringMatching(/^[!#-&(-+\--;=?-~]{1,50}$/).filter((text) => !text.includes(":"));
  const amount = fc.integer({ min: 1, max: 9_999_999_99 }).map((cents) => (cents / 100).toFixed(2));

  it("is cleaned, complete and signed over what is sent, for every input that is accepted", async () => {
    const hostile = fc.record({
      orderNumber,
      amount,
      firstName: name,
      lastName: name,
      local: name,
      notes: typed(60),
      city: typed(60),
    });
    await fc.assert(
      fc.asyncProperty(hostile, async (one) => {
        const email = `${cleanByHand(one.local).replace(/[\s@]/g, "") || "x"}@example.com`;
        const { firstName, lastName, city } = one;
        const billing = { ...INPUT.billing, firstName, lastName, email: ` ${email}"`, city };
        const fields = fieldsOf(
          await send({ ...INPUT, orderNumber: one.orderNumber, amount: one.amount, notes: one.notes, billing }),
        );
        expect(fields).toMatchObject({
          order_number: one.orderNumber,
          order_amount: one.amount,
          order_notes: cleanByHand(one.notes),
          billing_firstName: cleanByHand(firstName),
          billing_lastName: cleanByHand(lastName),
          billing_email: email,
          billing_city: cleanByHand(city),
        });
        expect(fields.signValue).toBe(expectedSignValue(PAY_ORDER, fields, SECRET));
      }),
      { numRuns: 150 },
    );
  });
});
