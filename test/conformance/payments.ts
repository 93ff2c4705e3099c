import { createOceanpayment, createPayments, type PayInput } from "../../src/edge.ts";
import { secretCases } from "./case.ts";
import type { Check } from "./check.ts";
import {
  answer,
  configOf,
  DIRECT_PAY_ORDER,
  type Fields,
  resultXml,
  SECURE_CODE,
  signFields,
  TERMINAL,
  toXml,
} from "./gateway.ts";
import { KEY_1024 } from "./keys.ts";

const INPUT: PayInput = {
  orderNumber: "A-1001",
  amount: "10.00",
  currency: "USD",
  cardData: `opcse_0_2_1$${"A".repeat(172)}$${"B".repeat(172)}`,
  cardName: "Grace Hopper",
  billing: { firstName: "Grace", lastName: "Hopper", email: "grace@example.com", country: "US" },
  backUrl: "https://shop.test/back",
};

export const paymentsCases = secretCases("payments", {
  "a payment is one signed form to the right place": async (t) => {
    const calls: { url: string; init: RequestInit }[] = [];
    const client = createPayments(
      configOf(t.options, async (url, init = {}) => {
        calls.push({ url, init });
        return answer(await resultXml());
      }),
    );
    await client.payments.pay(INPUT);
    t.equal(calls.length, 1, "calls");
    const { url, init } = calls[0] as { url: string; init: RequestInit };
    t.equal(
      [url, init.method, init.redirect],
      ["https://test-secure.oceanpayment.com/gateway/direct/pay", "POST", "manual"],
    );
    t.equal(new Headers(init.headers).get("content-type"), "application/x-www-form-urlencoded; charset=utf-8");
    const sent = formOf(init);
    t.equal(sent.signValue, await signFields(DIRECT_PAY_ORDER, sent), "signValue");
    t.equal([sent.order_number, sent.card_data, sent.card_name], ["A-1001", INPUT.cardData, "Grace Hopper"]);
    t.ok(!String(init.body).includes(SECURE_CODE) && !url.includes(SECURE_CODE), "the secret stays");
  },

  "approved, declined and pending are results": async (t) => {
    const changes: [Fields, string][] = [
      [{}, "approved"],
      [{ payment_status: "0", payment_details: "80022:Insufficient funds" }, "declined"],
      [{ payment_status: "-1", payment_details: "80100:Pending" }, "pending"],
      [{ payment_status: "-1", payment_authType: "1", payment_details: "80100:Authorised" }, "authorised"],
    ];
    for (const [change, status] of changes) {
      const result = await payAgainst(t, await resultXml(change));
      t.equal([result.status, result.verified], [status, true]);
    }
  },

  "a result keeps signed and unsigned fields apart": async (t) => {
    const result = await payAgainst(t, await resultXml({ card_type: "Visa", quickpay_id: "x" }));
    t.equal(
      [result.paymentId, result.gatewayCode, result.gatewayText],
      ["260101000000000000123", "80000", "Transaction Approved"],
    );
    t.equal([result.unsigned.card_type, result.unsigned.quickpay_id], ["Visa", "x"]);
    t.equal(Object.hasOwn(result.unsigned, "payment_status"), false);
    t.equal([result.signed.amount, result.signed.currency, result.signed.status], ["10.00", "USD", "success"]);
  },

  "3-D Secure leads to a host of the gateway, and to no other": async (t) => {
    const pending = { payment_status: "-1", payment_authType: "3", payment_details: "80100:3D" };
    const pay_url = "https://test-secure.oceanpayment.com/3ds/1";
    const result = await payAgainst(t, await resultXml({ ...pending, pay_url }));
    t.equal([result.status, result.status === "redirect" && result.redirectUrl], ["redirect", pay_url]);
    const evil = await resultXml({ ...pending, pay_url: "https://evil.example/3ds/1" });
    await t.refuses("untrusted_redirect", () => payAgainst(t, evil));
  },

  "an answer that is forged is refused": async (t) => {
    const right = await resultXml();
    await t.refuses("invalid_signature", () => payAgainst(t, right.replace("<payment_status>1", "<payment_status>0")));
    await t.refuses("invalid_signature", async () => payAgainst(t, await resultXml({}, "87654321")));
    await t.refuses("missing_signature", () => payAgainst(t, right.replace(/<signValue>.*<\/signValue>/, "")));
    await t.refuses("unknown_terminal", async () => payAgainst(t, await resultXml({ terminal: "99999901" }, "")));
    await t.refuses("unknown_terminal", async () => payAgainst(t, await resultXml({ terminal: "" }, "")));
  },

  "a declined result cut anew is not an approved one": async (t) => {
    const declined = { payment_id: "260101000000000001001", payment_status: "0", payment_details: "80012:Declined" };
    const genuine = await resultXml(declined);
    t.equal((await payAgainst(t, genuine)).status, "declined");
    const signature = /<signValue>(.*)<\/signValue>/.exec(genuine)?.[1] ?? "";
    const cut = {
      payment_id: "2601010000000000010",
      payment_authType: "0",
      payment_status: "1",
      payment_details: "0080012:Declined",
    };
    const forged = toXml({ ...fieldsOf(genuine), ...cut, signValue: signature });
    await t.refuses("unexpected_shape", () => payAgainst(t, forged));
  },

  "an answer about another order is refused": async (t) => {
    const others = [{ order_number: "A-1002" }, { order_amount: "1.00" }, { order_currency: "EUR" }];
    for (const other of others) await t.refuses("answer_mismatch", async () => payAgainst(t, await resultXml(other)));
    t.equal((await payAgainst(t, await resultXml({ order_amount: "10" }))).status, "approved", "10 is 10.00");
  },

  "a request the gateway refuses is an error with its code": async (t) => {
    const codes: [string, string][] = [
      ["20013:sign", "gateway_refused"],
      ["20061:duplicate", "duplicate_order"],
      ["20014:test", "wrong_environment"],
    ];
    for (const [payment_details, code] of codes) {
      const xml = await resultXml({ payment_status: "0", payment_id: "", payment_details });
      const error = await t.refuses(code, () => payAgainst(t, xml));
      t.equal((error as { gatewayCode?: string }).gatewayCode, payment_details.slice(0, 5));
    }
  },

  "an answer that is no XML is refused": async (t) => {
    for (const body of ["", "<html><body>502</body></html>", "{}", (await resultXml()).slice(0, -20)]) {
      await t.refuses(body.startsWith("<html") ? "unknown_terminal" : "malformed_xml", () => payAgainst(t, body));
    }
    await t.refuses("unexpected_content_type", () =>
      payAgainst(t, "{}", { headers: { "content-type": "application/json" } }),
    );
    const broken = () => new Response(new Uint8Array([0x3c, 0xff, 0xfe]), { headers: { "content-type": "text/xml" } });
    await t.refuses("malformed_text", () =>
      createPayments(configOf(t.options, async () => broken())).payments.pay(INPUT),
    );
  },

  "an input that is wrong is refused by field, and nothing is sent": async (t) => {
    let calls = 0;
    const { payments } = createPayments(configOf(t.options, async () => (calls++, answer(""))));
    const wrong: [object, string][] = [
      ...["1e3", "-1", "1.234", "NaN", "", "0", "0.00", "01", " 1", "12345678.901"].map((amount): [object, string] => [
        { amount },
        "invalid_amount",
      ]),
      [{ amount: 10 }, "invalid_amount"],
      [{ currency: "usd" }, "invalid_currency"],
      [{ currency: "US" }, "invalid_currency"],
      [{ orderNumber: "" }, "missing_field"],
      [{ orderNumber: "a".repeat(51) }, "field_too_long"],
      [{ orderNumber: "é" }, "invalid_field"],
      [{ orderNumber: undefined }, "missing_field"],
      [{ cardData: "4111111111111111" }, "invalid_field"],
      [{ billing: { ...INPUT.billing, firstName: "" } }, "missing_field"],
      [{ billing: { ...INPUT.billing, email: "a".repeat(60) } }, "field_too_long"],
      [{ notes: "0180000:Approved" }, "invalid_field"],
      [{ terminal: "99999901" }, "invalid_argument"],
      [{ terminal: "" }, "invalid_argument"],
      [{ secureCode: SECURE_CODE }, "invalid_field"],
    ];
    for (const [change, code] of wrong) {
      const error = await t.refuses(code, () => payments.pay({ ...INPUT, ...change }));
      t.ok(!error.message.includes("4111") && !error.message.includes(SECURE_CODE), "the message leaves the value out");
    }
    t.equal(calls, 0, "calls");
  },

  "what breaks signatures is removed before it is sent and signed": async (t) => {
    let sent: Fields = {};
    const { payments } = createPayments(
      configOf(t.options, async (_url, init = {}) => {
        sent = formOf(init);
        return answer(await resultXml());
      }),
    );
    await payments.pay({ ...INPUT, billing: { ...INPUT.billing, firstName: " Gr<a>ce ", lastName: 'O\'Neil "é"' } });
    t.equal([sent.billing_firstName, sent.billing_lastName], ["Grace", "ONeil é"]);
    t.equal(sent.signValue, await signFields(DIRECT_PAY_ORDER, sent));
  },

  "a configuration that is wrong is refused, and its secret never shown": async (t) => {
    const config = configOf(t.options);
    const [terminal] = config.terminals;
    const wrong = [
      { environment: "live" },
      { account: "1" },
      { terminals: [] },
      { terminals: [terminal, terminal] },
      { terminals: [{ ...terminal, secureCode: "" }] },
      { terminals: [{ ...terminal, secureCode: TERMINAL }] },
      { timeoutMs: 0 },
    ];
    for (const change of wrong) {
      const error = await t.refuses("invalid_config", () => createPayments({ ...config, ...(change as {}) }));
      t.ok(!error.message.includes(SECURE_CODE), "the message leaves the secret out");
    }
    const key = { ...config, terminals: [{ terminal: TERMINAL, secureCode: SECURE_CODE, publicKey: "00" }] };
    await t.refuses("key_too_small", () => createPayments(key));
  },

  "a page gets environment, account, terminal and public key, and nothing else": (t) => {
    const terminals = [{ terminal: TERMINAL, secureCode: SECURE_CODE, publicKey: KEY_1024.hex }];
    const { publicConfig } = createPayments({ ...configOf(t.options), terminals });
    const expected = { environment: "sandbox", account: "995149", terminal: TERMINAL, publicKey: KEY_1024.hex };
    t.equal([publicConfig(), publicConfig(TERMINAL)], [expected, expected]);
    t.equal(Object.keys(publicConfig()).length, 4);
  },

  "a client prints without its secret": (t) => {
    const client = createOceanpayment({
      environment: "sandbox",
      payments: { account: "995149", terminals: [{ terminal: TERMINAL, secureCode: "CANARY-7" }] },
      ...t.options,
    });
    const shown = [JSON.stringify(client), String(client), ...deepNames(client)].join(" ");
    t.ok(!shown.includes("CANARY"), "the secret stays");
  },
});

function payAgainst(t: Check, body: string, init?: ResponseInit) {
  return createPayments(configOf(t.options, async () => answer(body, init))).payments.pay(INPUT);
}

function formOf(init: RequestInit): Fields {
  const fields: Record<string, string> = {};
  new URLSearchParams(String(init.body)).forEach((value, name) => {
    fields[name] = value;
  });
  return fields;
}

function fieldsOf(xml: string): Fields {
  return Object.fromEntries([...xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => [name, value]));
}

/** Every name, value and function text that can be reached from a value. */
function deepNames(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.getOwnPropertyNames(value).flatMap((name) => [
    name,
    ...deepNames((value as Record<string, unknown>)[name]),
  ]);
}
