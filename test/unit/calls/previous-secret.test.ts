import { describe, expect, it } from "vitest";
import { parse } from "node:querystring";
import { createPayments } from "../../../src/edge/create-payments.ts";
import { fromEnv as fromWorker } from "../../../src/cloudflare.ts";
import { fromEnv as fromDeno } from "../../../src/deno.ts";
import type { SecureCode } from "../../../src/schema/payments-config.ts";
import { showAll } from "../canary/canaries.ts";
import { ENV, ENV_SECRET } from "../edge/env-samples.ts";
import { ACCOUNT, CONFIG, type Fields, INPUT, resultFields, SECOND_SECRET, SECOND_TERMINAL, SECRET, signed, TERMINAL, xmlOf } from "../edge/merchant.ts"; // prettier-ignore
import { failure } from "../leaks.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";
import { answered, HOSTED, signedHosted } from "./sample-calls.ts";

const OLD = "retired-secret-00ce7b";
const terminals = (previousSecureCode: SecureCode) => [
  { ...CONFIG.terminals[0]!, previousSecureCode },
  CONFIG.terminals[1]!,
];
const client = (answer: string, previous: SecureCode = OLD) => answered(answer, { terminals: terminals(previous) });
const result = (secret: string, changes: Fields = {}) => xmlOf(signed(resultFields(changes), secret));

describe("while a secret is changed", () => {
  it("answers and notices of either are believed, and of no other", async () => {
    const hosted = (secret: string) => {
      const fields = {
        account: ACCOUNT,
        terminal: TERMINAL,
        order_number: "ORDER-1",
        order_currency: "USD",
        order_amount: "10.00",
      };
      return xmlOf(signedHosted({ ...fields, pay_results: "0", pay_details: "80012:no" }, secret));
    };
    for (const previous of [OLD, () => OLD]) {
      for (const secret of [SECRET, OLD]) {
        expect((await client(result(secret), previous).payments.pay(INPUT)).status).toBe("approved");
        expect(await client("", previous).notifications.read(result(secret))).toMatchObject({ kind: "payment" });
        expect((await client(hosted(secret), previous).payments.createHosted(HOSTED)).status).toBe("declined");
      }
    }
    for (const secret of [`${OLD}x`, "", SECOND_SECRET]) {
      await failure(() => client(result(secret)).payments.pay(INPUT), "invalid_signature");
      await failure(() => client("").notifications.read(result(secret)), "invalid_signature");
      await failure(() => client(hosted(secret)).payments.createHosted(HOSTED), "invalid_signature");
    }
  });

  it("the old one is believed for its own terminal alone", async () => {
    const body = result(OLD, { terminal: SECOND_TERMINAL });
    await failure(() => client(body).payments.pay({ ...INPUT, terminal: SECOND_TERMINAL }), "invalid_signature");
    await failure(() => answered(result(OLD)).payments.pay(INPUT), "invalid_signature");
  });

  it("requests are signed with the new one alone", async () => {
    const asked = client(result(OLD));
    await asked.payments.pay(INPUT);
    await asked.payments.pay(INPUT);
    const order = SIGNED_ORDERS["payments.pay"]!.orders[0]!;
    for (const { body, headers, url } of asked.sent) {
      const fields = parse(body) as Fields;
      expect(fields.signValue).toBe(expectedSignValue(order, fields, SECRET));
      for (const secret of [OLD, SECRET]) expect(JSON.stringify([body, headers, url])).not.toContain(secret);
    }
    const json = answered(`{"code":"000"}`, { terminals: terminals(OLD) });
    await json.quickpay.find({ customerId: "C-7" });
    expect(json.sent[0]?.headers.securecode).toBe(SECRET);
    expect(JSON.stringify(json.sent)).not.toContain(OLD);
  });
});

describe("a secret before this one", () => {
  it.each([
    ["the terminal's number", TERMINAL],
    ["the account's", ACCOUNT],
    ["nothing", ""],
    ["white space", "old secret"],
    ["too long", "x".repeat(129)],
  ])("that is %s is refused, and not shown", async (_what, previousSecureCode) => {
    for (const given of [previousSecureCode, () => previousSecureCode]) {
      const error = await failure(() => createPayments({ ...CONFIG, terminals: terminals(given) }), "invalid_config");
      expect(error.field).toContain("previousSecureCode");
      if (previousSecureCode !== "") expect(error.message).not.toContain(previousSecureCode);
    }
  });

  it("is printed by no client, any more than the one in use", () => {
    const shown = showAll(createPayments({ ...CONFIG, terminals: terminals(OLD) }));
    for (const secret of [OLD, SECRET, SECOND_SECRET]) expect(shown).not.toContain(secret.slice(0, 10));
  });
});

type FromEnv = (
  env: Fields,
  fetch: (url: string, init?: RequestInit) => Promise<Response>,
) => ReturnType<typeof fromWorker>;
const ADAPTERS: readonly (readonly [string, FromEnv])[] = [
  ["a Worker", (env, fetch) => fromWorker(env, { fetch })],
  ["Deno", (env, fetch) => fromDeno({ get: (name) => env[name] }, { fetch })],
];

describe.each(ADAPTERS)("the variables of %s", (_name, fromEnv) => {
  const PREVIOUS = "OCEANPAYMENT_PREVIOUS_SECURE_CODE";
  const second = { OCEANPAYMENT_TERMINAL_2: SECOND_TERMINAL, OCEANPAYMENT_SECURE_CODE_2: SECOND_SECRET };
  const silent = async () => new Response("", { status: 404 });

  it("hold a previous secret for each terminal", async () => {
    const env = { ...ENV, ...second, [PREVIOUS]: OLD, [`${PREVIOUS}_2`]: `${OLD}-2` };
    const oceanpayment = await fromEnv(env, silent);
    for (const [terminal, secrets] of [
      [TERMINAL, [ENV_SECRET, OLD]],
      [SECOND_TERMINAL, [SECOND_SECRET, `${OLD}-2`]],
    ] as const) {
      for (const secret of secrets) {
        expect(await oceanpayment.notifications.read(result(secret, { terminal }))).toMatchObject({ kind: "payment" });
      }
    }
    await failure(
      () => oceanpayment.notifications.read(result(OLD, { terminal: SECOND_TERMINAL })),
      "invalid_signature",
    );
    expect(showAll(oceanpayment)).not.toContain(OLD);
    const without = await fromEnv({ ...ENV, [PREVIOUS]: "" }, silent);
    await failure(() => without.notifications.read(result(OLD)), "invalid_signature");
  });

  it("must hold one of the right shape", async () => {
    for (const name of [PREVIOUS, `${PREVIOUS}_2`]) {
      const error = await failure(
        () => fromEnv({ ...ENV, ...second, [name]: "canary secret" }, silent),
        "invalid_config",
        name,
      );
      expect(error.message).not.toContain("canary");
    }
    await failure(() => fromEnv({ ...ENV, [PREVIOUS]: TERMINAL }, silent), "invalid_config", "previousSecureCode");
  });

  it("drop no previous secret without a word where its terminal is missing", async () => {
    const lone = { ...ENV, [`${PREVIOUS}_2`]: OLD };
    await failure(() => fromEnv(lone, silent), "missing_credential", "OCEANPAYMENT_TERMINAL_2");
  });

  it("change the hosts of JSON calls", async () => {
    const urls: string[] = [];
    const fetch = async (url: string) => (urls.push(url), new Response("", { status: 404 }));
    const hosts = {
      OCEANPAYMENT_QUICKPAY_HOST: "https://quick.example",
      OCEANPAYMENT_CHECKS_HOST: "https://checks.example:8443",
    };
    const oceanpayment = await fromEnv({ ...ENV, ...hosts }, fetch);
    await oceanpayment.quickpay.find({ customerId: "C-7" }).catch(() => undefined);
    await oceanpayment.checks.cardBins({ bins: ["453908"] }).catch(() => undefined);
    await oceanpayment.orders.find("ORDER-1").catch(() => undefined);
    expect(urls).toEqual([
      "https://quick.example/pg/quickPay/query",
      "https://checks.example:8443/pinc/check-card-bin",
      "https://test-query.oceanpayment.com/service/check/normal",
    ]);
  });

  it.each(["OCEANPAYMENT_QUICKPAY_HOST", "OCEANPAYMENT_CHECKS_HOST"])(
    "name a misshapen %s, and not its value",
    async (name) => {
      for (const value of [
        "http://canary.example",
        "canary.example",
        "https://canary.example/path",
        "https://user:canary@relay.example",
      ]) {
        const error = await failure(() => fromEnv({ ...ENV, [name]: value }, silent), "invalid_config", name);
        expect(error.message).not.toContain("canary");
      }
    },
  );
});
