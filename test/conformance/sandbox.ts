import { createPayments, type PayInput } from "../../src/edge.ts";
import { encryptCard } from "../../src/index.ts";
import { createSandbox, openCardData, type Sandbox, testCards } from "../../src/testing.ts";
import { secretCases } from "./case.ts";
import type { Check } from "./check.ts";
import { CARD, KEY_1024, KEY_2048, PKCS8_2048, toPem } from "./keys.ts";

const PRIVATE_KEY = toPem("PRIVATE KEY", PKCS8_2048);
const OPENED = { number: "4111111111111111", expiryMonth: "07", expiryYear: "2094", securityCode: "123" };

export const sandboxCases = secretCases("sandbox", {
  "card data opens under every scheme": async (t) => {
    for (const options of [
      {},
      { scheme: "rsa-pkcs1" },
      { scheme: "rsa-oaep" },
      { scheme: "rsa-oaep", hash: "SHA-1" },
    ] as const) {
      const cardData = await encryptCard(CARD, KEY_2048.hex, options);
      t.equal(await openCardData(cardData, PRIVATE_KEY, { ...options, ...t.options }), OPENED, JSON.stringify(options));
    }
  },

  "card data opens where the RSA part lost its leading zero bytes": async (t) => {
    const [label, rsaPart = "", aesPart] = await encryptWithLeadingZero();
    const shorter = btoa(atob(rsaPart).slice(1));
    t.equal(await openCardData([label, shorter, aesPart].join("$"), PRIVATE_KEY, t.options), OPENED);
  },

  "card data that does not open is refused without saying why": async (t) => {
    const cardData = await encryptCard(CARD, KEY_2048.hex);
    const [label, rsaPart = "", aesPart = ""] = cardData.split("$");
    const other = (await encryptCard(CARD, KEY_2048.hex)).split("$")[2];
    const wrong = [
      "",
      cardData.slice(1),
      `${label}$${rsaPart}`,
      `${label}$${rsaPart}$${other}`,
      `${label}$${aesPart}$${aesPart}`,
      await encryptCard(CARD, KEY_1024.hex),
    ];
    const messages = new Set<string>();
    for (const text of wrong) {
      messages.add((await t.refuses("decryption_failed", () => openCardData(text, PRIVATE_KEY, t.options))).message);
    }
    t.equal(messages.size, 1, "one message for all");
  },

  "what is no private key is refused, and never shown": async (t) => {
    const cardData = await encryptCard(CARD, KEY_2048.hex);
    for (const key of [
      "",
      PKCS8_2048,
      PRIVATE_KEY.slice(0, -40),
      toPem("PRIVATE KEY", "AAAA"),
      { kty: "RSA", n: "AQAB" },
    ]) {
      const error = await t.refuses("invalid_key", () => openCardData(cardData, key, t.options));
      t.ok(!error.message.includes(PKCS8_2048.slice(0, 20)), "the message leaves the key out");
    }
  },

  "each test card ends as it says": async (t) => {
    const sandbox = await createSandbox(t.options);
    const expected = {
      approve: "approved",
      decline: "declined",
      "insufficient-funds": "declined",
      challenge: "redirect",
      pending: "pending",
    };
    for (const [i, { number, decision }] of testCards.entries()) {
      const result = await pay(t, sandbox, { orderNumber: `A-${i}` }, number);
      t.equal(result.status, expected[decision], decision);
    }
  },

  "a notification is signed, read and acknowledged": async (t) => {
    const bodies: string[] = [];
    const sandbox = await createSandbox({
      ...t.options,
      fetch: async (_url, init) => {
        bodies.push(String(init?.body));
        return new Response("receive-ok");
      },
    });
    await pay(t, sandbox, { noticeUrl: "https://shop.test/notice" });
    t.equal(
      (await sandbox.deliver()).map(({ acknowledged, status }) => [acknowledged, status]),
      [[true, 200]],
    );
    const { notifications } = createPayments({ ...sandbox.paymentsConfig(), ...t.options });
    const notice = await notifications.read(bodies[0] ?? "");
    t.equal(notice.kind === "payment" && [notice.payment.status, notice.payment.signed.orderNumber], [
      "approved",
      "A-1",
    ]);
  },

  "a signature of another secret is refused": async (t) => {
    const sandbox = await createSandbox(t.options);
    const config = sandbox.paymentsConfig();
    const terminals = config.terminals.map((item) => Object.assign({}, item, { secureCode: "wrong" }));
    const { payments } = createPayments({ ...config, terminals, ...t.options });
    const error = await t.refuses("gateway_refused", async () => payments.pay(await inputFor(sandbox)));
    t.equal((error as { gatewayCode?: string }).gatewayCode, "20013");
  },

  "an order that succeeded is a duplicate": async (t) => {
    const sandbox = await createSandbox(t.options);
    await pay(t, sandbox);
    await t.refuses("duplicate_order", () => pay(t, sandbox));
    t.equal((await sandbox.payments("90000101", "A-1")).length, 1);
  },

  "each fault of a call is the error it should be": async (t) => {
    const faults = [
      ["timeout-before", "timeout", 0],
      ["timeout-during", "timeout", 1],
      ["timeout-after", "timeout", 1],
      ["http-500", "http_status", 0],
      ["html-error", "malformed_xml", 0],
      ["truncated-answer", "malformed_xml", 1],
      ["wrong-signature", "invalid_signature", 1],
      ["redirect", "redirected", 0],
    ] as const;
    for (const [kind, code, payments] of faults) {
      // Far beyond the client's time, on a busy machine too: whoever is gone is not waited for.
      const sandbox = await createSandbox({ ...t.options, stallMs: 10_000, faults: [{ kind }] });
      const timeoutMs = code === "timeout" ? 100 : 20_000;
      const error = await t.refuses(code, () => pay(t, sandbox, {}, CARD.number, timeoutMs));
      t.equal((error as { outcome?: string }).outcome, "unknown", `${kind}: the outcome`);
      t.equal(await countPayments(sandbox, payments), payments, `${kind}: payments made`);
    }
  },

  "a pending payment is settled once": async (t) => {
    const sandbox = await createSandbox(t.options);
    const { paymentId } = await pay(t, sandbox, {}, "4000000000000077");
    await sandbox.settle(paymentId, "approve");
    await sandbox.settle(paymentId, "decline");
    t.equal(
      (await sandbox.payments("90000101", "A-1")).map((payment) => payment.status),
      ["1"],
    );
  },
});

async function pay(
  t: Check,
  sandbox: Sandbox,
  change: Partial<PayInput> = {},
  number = CARD.number,
  timeoutMs = 20_000,
) {
  const { payments } = createPayments({ ...sandbox.paymentsConfig(), ...t.options });
  return payments.pay({ ...(await inputFor(sandbox, number)), ...change }, { timeoutMs });
}

async function inputFor(sandbox: Sandbox, number = CARD.number): Promise<PayInput> {
  return {
    orderNumber: "A-1",
    amount: "10.00",
    currency: "USD",
    cardData: await encryptCard({ ...CARD, number }, sandbox.publicKey),
    billing: { firstName: "Grace", lastName: "Hopper", email: "grace@example.com", country: "US" },
    backUrl: "https://shop.test/back",
  };
}

/** Counts the payments of the order. A busy gateway makes one after its client gave up: that is waited for. */
async function countPayments(sandbox: Sandbox, expected: number): Promise<number> {
  for (let tries = 0; ; tries++) {
    const { length } = await sandbox.payments("90000101", "A-1");
    if (length >= expected || tries === 100) return length;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

/** Encrypts until the RSA part begins with a zero byte: one in 256 does. */
async function encryptWithLeadingZero(): Promise<readonly string[]> {
  for (;;) {
    const parts = (await encryptCard(CARD, KEY_2048.hex)).split("$");
    if (atob(parts[1] ?? "").startsWith("\0")) return parts;
  }
}
