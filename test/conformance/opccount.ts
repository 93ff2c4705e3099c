import { createOpccount, type OpccountClient, type OpccountConfig, toSignedText } from "../../src/edge.ts";
import { createSandbox } from "../../src/testing.ts";
import { openCases, secretCases } from "./case.ts";
import type { Check } from "./check.ts";
import { KEY_2048, PKCS8_2048, toPem } from "./keys.ts";

const PEM = toPem("PRIVATE KEY", PKCS8_2048);
const WITHDRAWAL = { accountKey: "1759747048153808896", currency: "USD", amount: "10.00", feeBearer: "BEN" } as const;
const CONFIG = { opccountNo: "VA995149", vaCode: "1890123456789012345", host: "https://opccount.test" };
/** What is signed of {@link WITHDRAWAL}, by hand. */
const SIGNED =
  '{"billAmount":"10.00","billCurrency":"USD","timestamp":"1700000000","transactionFeesBearingMethods":"BEN","withdrawalAccountKey":"1759747048153808896"}';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

const secret = secretCases("opccount", {
  "a call is signed with the merchant's key, over its parameters and its time": async (t) => {
    const { client, sent } = recorded(t);
    await client.withdrawals.apply(WITHDRAWAL);
    const [{ url, init }] = sent as [Sent];
    const headers = new Headers(init.headers);
    t.equal(
      [url, init.method, init.redirect, ...["opccount-no", "va-code", "timestamp"].map((name) => headers.get(name))],
      ["https://opccount.test/opc/v1/withdrawal/apply", "POST", "manual", "VA995149", CONFIG.vaCode, "1700000000"],
    );
    t.ok(await isSigned(headers.get("sign") ?? "", SIGNED), "the platform finds the signature");
    t.ok(!(await isSigned(headers.get("sign") ?? "", SIGNED.replace("10.00", "10.01"))), "of this amount alone");
  },

  "a text of the caller's own is signed in its place": async (t) => {
    const { client, sent } = recorded(t, {
      signedText: (parameters, time) => `${Object.keys(parameters).join()}@${time}`,
    });
    await client.withdrawals.apply(WITHDRAWAL);
    const sign = new Headers(sent[0]?.init.headers).get("sign") ?? "";
    const names = "withdrawalAccountKey,billCurrency,billAmount,transactionFeesBearingMethods";
    t.ok(await isSigned(sign, `${names}@1700000000`), "signed");
  },

  "funds are listed and withdrawn": async (t) => {
    const sandbox = await createSandbox(t.options);
    const client = createOpccount({ ...(await sandbox.opccountConfig()), ...t.options });
    const added = {
      holder: "Zoë O'Brien",
      bankName: "Bank & Söhne",
      accountNumber: "DE00 1234",
      currency: "USD",
    } as const;
    const files = [{ name: "licence.pdf", content: new Blob([Uint8Array.of(0, 255, 13, 10)]) }];
    await client.withdrawalAccounts.add({ ...added, files });
    const [account] = await sandbox.withdrawalAccounts();
    const withdrawal = { ...WITHDRAWAL, accountKey: account?.withdrawalAccountKey ?? "" };
    const before = (await sandbox.funds()).USD ?? "";
    t.equal((await client.withdrawals.inquire(withdrawal)).fields.tranCurrency, "USD");
    const { batchNo } = await client.withdrawals.apply(withdrawal);
    t.equal(
      [batchNo],
      (await sandbox.withdrawals()).map((one) => one.batchNo),
      "the batch that the gateway keeps",
    );
    t.equal(Number(before) - Number((await sandbox.funds()).USD), 10);
    const day = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 3_600_000), timeZone: "+08:00" };
    let movements = 0;
    for await (const movement of client.funds.list(day)) movements += movement.movedCurrency === "USD" ? 1 : 0;
    t.ok(movements > 0, "the movement is listed");
  },

  "a signature of another key is refused, and nothing is done": async (t) => {
    const sandbox = await createSandbox(t.options);
    const config = { ...(await sandbox.opccountConfig()), ...t.options };
    const client = createOpccount({ ...config, privateKey: PEM });
    const error = await t.refuses("gateway_refused", () => client.withdrawals.apply(WITHDRAWAL));
    t.equal([(error as { gatewayCode?: string }).gatewayCode, await sandbox.withdrawals()], ["20013", []]);
  },

  "what moves money is sent once": async (t) => {
    const { client, sent } = recorded(t, {}, 503);
    const error = await t.refuses("http_status", () => client.withdrawals.apply(WITHDRAWAL));
    t.equal([(error as { outcome?: string }).outcome, sent.length], ["unknown", 1]);
  },

  "a key that is none, or too small, is refused and never shown": async (t) => {
    for (const [privateKey, code] of [
      ["", "invalid_key"],
      [PKCS8_2048, "invalid_key"],
      [toPem("PUBLIC KEY", PKCS8_2048), "invalid_key"],
      [{ kty: "RSA", n: "AQAB", e: "AQAB" }, "invalid_key"],
      [7 as never, "invalid_config"],
    ] as const) {
      const error = await t.refuses(code, () => recorded(t, { privateKey }));
      t.ok(!`${error.message} ${error.stack}`.includes(PKCS8_2048.slice(0, 20)), "the error leaves the key out");
    }
  },

  "a client prints without its key": async (t) => {
    const { client } = recorded(t);
    await client.withdrawals.apply(WITHDRAWAL);
    const shown = [JSON.stringify(client), String(client), ...deepNames(client)].join();
    t.ok(!shown.includes(PKCS8_2048.slice(40, 60)) && !shown.includes(CONFIG.vaCode), "the key stays");
  },
});

const open = openCases("opccount", {
  "the text that is signed is compact JSON, sorted by code units": (t) => {
    const parameters = { b: "é/", a: [1, { z: 2, y: "3" }], B: 9007199254740993n, none: undefined };
    t.equal(
      toSignedText(parameters, "1700000000"),
      '{"B":9007199254740993,"a":[1,{"z":2,"y":"3"}],"b":"é/","timestamp":"1700000000"}',
    );
  },
});

export const opccountCases = [...secret, ...open];

/** A client whose requests are kept, and answered by a status. */
function recorded(
  t: Check,
  config: Partial<OpccountConfig> = {},
  status = 200,
): { readonly client: OpccountClient; readonly sent: readonly Sent[] } {
  const sent: Sent[] = [];
  const fetch = async (url: string, init: RequestInit = {}) => {
    sent.push({ url, init });
    return new Response('{"msg":"SUCCESS","code":"000","data":{"batchNo":"1","status":"1"}}', { status });
  };
  const client = createOpccount({
    ...{ ...CONFIG, privateKey: PEM, now: () => 1_700_000_000_999 },
    ...config,
    fetch,
    ...t.options,
  });
  return { client, sent };
}

/** Tells whether the platform finds a signature of the test key over a text. */
async function isSigned(sign: string, text: string): Promise<boolean> {
  const modulus = (KEY_2048.hex.match(/../g) ?? []).map((byte) => String.fromCharCode(parseInt(byte, 16))).join("");
  const n = btoa(modulus).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("jwk", { kty: "RSA", n, e: "AQAB" }, algorithm, false, ["verify"]);
  const signature = Uint8Array.from(atob(sign), (character) => character.charCodeAt(0));
  return crypto.subtle.verify(algorithm.name, key, signature, new TextEncoder().encode(text));
}

/** Every name, value and function text that can be reached from a value. */
function deepNames(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.getOwnPropertyNames(value).flatMap((name) => [
    name,
    ...deepNames((value as Record<string, unknown>)[name]),
  ]);
}
