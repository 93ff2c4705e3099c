import { describe, expect, it } from "vitest";
import { createPayments } from "../../../src/edge/create-payments.ts";
import type { PayInput } from "../../../src/schema/pay-input.ts";
import { createSandbox } from "../../../src/testing/sandbox.ts";
import { encryptCard, importPublicKey } from "../../../src/index.ts";
import { fromEnv } from "../../../src/cloudflare.ts";
import { resultFields, signed, xmlOf } from "../edge/merchant.ts";
import {
  type CanaryName,
  canaryRuns,
  CARD,
  CVV,
  EMAIL,
  PAN,
  privateCanary,
  SECURE_CODE,
  showAll,
  SIGNATURE,
} from "./canaries.ts";
import { ANSWERS, PAYMENT } from "./answers.ts";
import { MARKED } from "./marked-input.ts";

const runs = await canaryRuns();
const { jwk, hex, pem } = await privateCanary();

function expectNothing(value: unknown, may: readonly CanaryName[] = []): void {
  const shown = showAll(value);
  for (const [name, patterns] of Object.entries(runs)) {
    if (may.includes(name as CanaryName)) continue;
    for (const pattern of patterns) if (pattern.test(shown)) throw new Error(`the ${name} canary is shown`);
  }
}

const thrownBy = (call: () => unknown) => Promise.resolve().then(call).then(() => undefined, (error: unknown) => error); // prettier-ignore

const sandbox = () =>
  createSandbox({
    terminals: [{ terminal: "90000101", secureCode: SECURE_CODE }],
    privateKey: jwk,
    now: () => Date.UTC(2030, 5, 15),
  });

describe("long-lived objects print no secret", () => {
  it("clients, and everything that hangs on them", async () => {
    const env = {
      OCEANPAYMENT_ENVIRONMENT: "sandbox",
      OCEANPAYMENT_ACCOUNT: "900001",
      OCEANPAYMENT_TERMINAL: "90000101",
    };
    const clients = [createPayments(MARKED), await fromEnv({ ...env, OCEANPAYMENT_SECURE_CODE: SECURE_CODE })];
    for (const client of clients) {
      const { payments, notifications, publicConfig } = client;
      for (const part of [client, payments, notifications, payments.pay, notifications.read, publicConfig])
        expectNothing(part);
      expect(Object.isFrozen(client) && Object.isFrozen(payments) && Object.isFrozen(notifications)).toBe(true);
    }
  });

  it("clients after they were used, and failed", async () => {
    const client = createPayments({ ...MARKED, fetch: () => Promise.reject(new Error(SECURE_CODE)) });
    await thrownBy(() => client.payments.pay(PAYMENT));
    expectNothing(client);
  });

  it("sandboxes, public keys, card encryptors", async () => {
    expectNothing(await sandbox());
    expectNothing(await importPublicKey(hex));
    expectNothing(await importPublicKey((jwk.n ?? "") && { kty: "RSA", n: jwk.n as string, e: jwk.e as string }));
  });
});

describe("payments.pay shows no marked value", () => {
  it.each(ANSWERS.map((answer, i) => [i, answer] as const))("at answer %i", async (_i, answer) => {
    const client = createPayments({ ...MARKED, fetch: async () => answer() });
    const error = await thrownBy(() => client.payments.pay(PAYMENT));
    expect(error).toBeDefined();
    expectNothing(error);
  });

  it("when it times out or is aborted", async () => {
    const client = createPayments({ ...MARKED, timeoutMs: 10, fetch: () => new Promise(() => {}) });
    expectNothing(await thrownBy(() => client.payments.pay(PAYMENT)));
    const signal = AbortSignal.abort(new Error(SECURE_CODE));
    expectNothing(await thrownBy(() => client.payments.pay(PAYMENT, { signal })));
  });

  const MARKS = [
    PAN,
    `${PAN}\u0000`,
    EMAIL,
    `<${EMAIL}>`,
    SECURE_CODE.repeat(30),
    Number(PAN),
    { [PAN]: CVV },
    [PAN],
    null,
  ];
  const FIELDS = Object.keys(PAYMENT).concat([
    "terminal",
    "notes",
    "cardName",
    "cardIssuer",
    "noticeUrl",
    "shipping",
    SECURE_CODE,
  ]);

  it.each(FIELDS.map((field) => [field]))("for a wrong %s", async (field) => {
    const client = createPayments({ ...MARKED, fetch: async () => new Response("") });
    for (const value of MARKS) {
      const error = await thrownBy(() => client.payments.pay({ ...PAYMENT, [field]: value } as unknown as PayInput));
      // These are right order numbers as they stand, and an error names its order.
      if (field !== "orderNumber" || (value !== PAN && value !== EMAIL)) expectNothing(error);
    }
  });

  it.each(["firstName", "lastName", "email", "country", "phone", "state", "city", "address", "zip", "ip", SECURE_CODE])(
    "for a wrong billing.%s",
    async (field) => {
      const client = createPayments({ ...MARKED, fetch: async () => new Response("") });
      for (const value of MARKS) {
        const billing = { ...PAYMENT.billing, [field]: value };
        expectNothing(await thrownBy(() => client.payments.pay({ ...PAYMENT, billing } as unknown as PayInput)));
      }
    },
  );

  it("in its result, beyond what the gateway's answer itself says", async () => {
    const gateway = await sandbox();
    const client = createPayments(gateway.paymentsConfig());
    for (const number of ["4111111111111111", "4000000000000002", "4000000000003220", PAN]) {
      const cardData = await encryptCard({ ...CARD, number }, gateway.publicKey, { nowMs: Date.UTC(2030, 5, 15) });
      const result = await client.payments.pay({ ...PAYMENT, orderNumber: `R${number.slice(-4)}`, cardData });
      expectNothing(result);
      expect(showAll(result)).not.toContain(number);
    }
  });
});

describe("notifications.read shows no marked value", () => {
  const { notifications } = createPayments(MARKED);
  const fields = signed(resultFields(), SECURE_CODE);

  it.each<readonly [string, string | (() => Request)]>([
    ["a forged signature", xmlOf({ ...fields, signValue: SIGNATURE })],
    [
      "a forged signature and a type",
      xmlOf({ notice_type: "transaction", ...fields, signValue: SIGNATURE, card_number: PAN }),
    ],
    ["an unknown terminal", xmlOf({ ...fields, terminal: SECURE_CODE })],
    ["an odd shape", xmlOf(signed(resultFields({ payment_id: PAN, order_notes: EMAIL }), SECURE_CODE))],
    ["a second outcome", xmlOf(signed(resultFields({ order_notes: `0180000:${PAN}` }), SECURE_CODE))],
    ["no XML", `${PAN} ${SECURE_CODE}`],
    ["a broken tag", `<response><a>${PAN}</b></response>`],
    ["a broken entity", `<response><a>&${EMAIL};</a></response>`],
    ["a name that is a value", `<response><${"c".repeat(70)}>${PAN}</${"c".repeat(70)}></response>`],
    ["another method", () => new Request(`https://a.example/${PAN}`, { method: "PUT", body: PAN })],
    [
      "another type",
      () => new Request("https://a.example/", { method: "POST", headers: { "content-type": PAN }, body: pem }),
    ],
    [
      "broken UTF-8",
      () => new Request("https://a.example/", { method: "POST", headers: XML, body: Buffer.from([0xff, 0x34]) }),
    ],
    [
      "an oversize body",
      () => new Request("https://a.example/", { method: "POST", headers: XML, body: PAN.repeat(9000) }),
    ],
  ])("for %s", async (_name, source) => {
    const error = await thrownBy(() => notifications.read(typeof source === "string" ? source : source()));
    expect(error).toBeDefined();
    expectNothing(error);
  });

  it("in its result, beyond what the message itself says", async () => {
    const read = async (xml: string) => notifications.read(xml);
    expectNothing(await read(xmlOf(fields)));
    // The signature that was presented is nobody's result; the computed one is.
    expectNothing(await read(xmlOf({ ...fields, notice_type: "refund", signValue: SIGNATURE })), ["signature"]);
  });
});

const XML = { "content-type": "application/xml" };
