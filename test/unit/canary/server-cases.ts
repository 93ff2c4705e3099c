import { publicEncrypt } from "node:crypto";
import { jsonOf } from "../card-samples.ts";
import { resultFields, signed } from "../edge/merchant.ts";
import { sealByNode } from "../sandbox/sealed-card.ts";
import { type CanaryName, CARD, CVV, EMAIL, PAN, SECURE_CODE, SIGNATURE } from "./canaries.ts";
import { ENTRIES } from "./entries.ts";
import {
  any,
  badConfigs,
  type CanaryCase,
  cases,
  ENV,
  JUNK,
  junk,
  jwk,
  key,
  large,
  MARKED,
  pem,
} from "./marked-input.ts";

const { cloudflare, deno, edge, testing } = ENTRIES;
const marked = signed(resultFields({ order_notes: EMAIL }), SECURE_CODE);
const opened: readonly CanaryName[] = ["pan", "cvv"];
const KV_METHODS = ["get", "put", "list", "getWithMetadata"];
const sqlThatLeaks = {
  exec: (query: string) => {
    if (!query.startsWith("CREATE")) throw new Error(SECURE_CODE);
    return { toArray: () => [] };
  },
};
const oaep = publicEncrypt(large.publicKey, Buffer.from(jsonOf(CARD))).toString("base64");

const OPCARD = { environment: "sandbox", appKey: "app-of-tests", appSecret: SECURE_CODE } as const;
const SHARED = { tokenStore: { ...edge.createMemoryTokenStore(), sharing: "atomic" } } as const;
const TOKENS = JSON.stringify({ code: "200", data: { access_token: SECURE_CODE, refresh_token: SIGNATURE } });
const OPCCOUNT = {
  ...{ opccountNo: "VA900173", vaCode: "9182736450918273647", host: "https://opccount.example" },
  privateKey: large.privateKey.export({ type: "pkcs8", format: "pem" }) as string,
};

const OTHER_ENV = {
  OCEANPAYMENT_ENVIRONMENT: "sandbox",
  OCEANPAYMENT_APP_KEY: "app-of-tests",
  OCEANPAYMENT_APP_SECRET: SECURE_CODE,
  OCEANPAYMENT_SEALING_KEY_ID: "one",
  OCEANPAYMENT_SEALING_KEY: Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 73 + 29) % 256)).toString("base64"),
  OCEANPAYMENT_OPCCOUNT_NO: OPCCOUNT.opccountNo,
  OCEANPAYMENT_VA_CODE: OPCCOUNT.vaCode,
  OCEANPAYMENT_OPCCOUNT_HOST: OPCCOUNT.host,
  OCEANPAYMENT_OPCCOUNT_PRIVATE_KEY: OPCCOUNT.privateKey,
};
type FromEnv = (env: object) => Promise<unknown>;
const toDenoEnv = (env: object) => ({ get: (name: string) => (env as Record<string, unknown>)[name] });

/** Cases of what only a server may import, by `entry.name`. */
export const SERVER_CASES: Readonly<Record<string, readonly CanaryCase[]>> = {
  "edge.createOceanpayment": [
    ...junk((config) => edge.createOceanpayment(config as never)),
    ...badConfigs.map(({ account, terminals, ...rest }) => ({
      call: () => edge.createOceanpayment({ ...rest, payments: { account, terminals } } as never),
    })),
    ...cases(() => edge.createOceanpayment({ environment: "sandbox", payments: MARKED as never })),
    ...cases(() =>
      edge.createOceanpayment({ environment: "sandbox", payments: { account: "900001", terminals: MARKED.terminals } }),
    ),
  ],
  "edge.createPayments": [
    ...junk((config) => edge.createPayments(config)),
    ...badConfigs.map((config) => ({ call: () => edge.createPayments(any(config)) })),
    ...cases(
      () => edge.createPayments(MARKED),
      () => edge.createPayments(MARKED).publicConfig(),
    ),
    ...JUNK.map((name) => ({ call: () => edge.createPayments(MARKED).publicConfig(any(name)) })),
  ],
  "edge.signValue": [
    ...junk((name) => edge.signValue(name, { order_number: PAN }, SECURE_CODE)),
    ...junk((fields) => edge.signValue("payments.pay", fields, SECURE_CODE)),
    ...cases(
      () => edge.signValue("payments.pay", { billing_email: EMAIL, account: any({ PAN }) }, SECURE_CODE),
      () => edge.signValue("findAnswer", { order_number: PAN }, SECURE_CODE),
      () => edge.signValue("orders.uploadTracking", { payment_id: PAN, order_number: PAN }, SECURE_CODE),
      () => edge.signValue("payments.pay", { billing_email: `${EMAIL}\ud800` }, SECURE_CODE),
      () => edge.signValue("payments.pay", { billing_email: EMAIL }, any({ SECURE_CODE })),
      () => edge.signValue("payments.pay", { billing_email: EMAIL }, SECURE_CODE),
    ),
  ],
  "edge.verifySignValue": [
    ...junk((found) => edge.verifySignValue("paymentResult", marked, SECURE_CODE, found)),
    ...cases(
      () => edge.verifySignValue("paymentResult", marked, SECURE_CODE, marked.signValue as string),
      () => edge.verifySignValue(any(SECURE_CODE), marked, SECURE_CODE, SIGNATURE),
      () => edge.verifySignValue("paymentResult", any(SECURE_CODE), SECURE_CODE, SIGNATURE),
    ),
  ],
  "edge.orderMismatches": cases(() =>
    edge.orderMismatches(any({ amount: PAN, notes: EMAIL }), any({ amount: CVV, notes: PAN })),
  ),
  "edge.matchOrder": cases(
    () =>
      edge.matchOrder(any({ status: "approved", paymentId: PAN, amount: PAN, notes: EMAIL }), any({ paymentId: CVV })),
    () => edge.matchOrder(any({ status: "approved", signed: { amount: PAN } }), any({ amount: CVV })),
  ),
  "edge.toAmount": [
    ...cases(
      () => edge.toAmount(1050, "USD"),
      () => edge.toAmount(any(PAN), SECURE_CODE),
      () => edge.toAmount(any(PAN), "USD"),
      () => edge.toAmount(BigInt(PAN), "USD"),
    ),
    ...junk((minorUnits) => edge.toAmount(minorUnits, "USD")),
  ],
  "edge.isSameAmount": cases(
    () => edge.isSameAmount(PAN, CVV),
    () => edge.isSameAmount(any(Number(PAN)), any(jwk)),
  ),
  "edge.cleanValue": [
    { call: () => edge.cleanValue(`'${EMAIL}'`), holds: ["email"] },
    { call: () => edge.cleanValue(any(jwk)) },
  ],
  "edge.createMemoryStore": cases(async () => {
    const store = edge.createMemoryStore();
    const claimed = await store.claim("900001/90000101/A-1", { key: SIGNATURE, item: PAN }, 1000);
    if (claimed.kind === "claimed") await store.complete({ order: PAN, key: SIGNATURE, token: claimed.token });
    await store.due(10);
    return store;
  }),
  "edge.createOpcard": [
    ...junk((config) => edge.createOpcard(config)),
    ...JUNK.flatMap((value) =>
      ["appKey", "environment", "host", "now", "hooks", "tokenStore", "assume", SECURE_CODE].map((name) => ({
        call: () => edge.createOpcard(any({ ...OPCARD, [name]: value })),
      })),
    ),
    ...JUNK.map((value) => ({ call: () => edge.createOpcard(any({ ...OPCARD, ...SHARED, sealing: value })) })),
    ...JUNK.map((bytes) => ({
      call: () => edge.createOpcard(any({ ...OPCARD, ...SHARED, sealing: { key: { id: "one", bytes } } })),
    })),
    ...cases(
      () => edge.createOpcard({ ...OPCARD, appKey: SECURE_CODE }),
      () => edge.createOpcard({ ...OPCARD, appSecret: `${SECURE_CODE} x` }),
      () => edge.createOpcard({ ...OPCARD, appSecret: () => any({ SECURE_CODE }) }),
      () => edge.createOpcard({ ...OPCARD, host: `http://${SECURE_CODE}` }),
      () => edge.createOpcard({ ...OPCARD, assume: any({ [SECURE_CODE]: PAN }) }),
      () => edge.createOpcard(any({ ...OPCARD, ...SHARED })),
      () => edge.createOpcard(OPCARD),
      () => edge.createOpcard({ ...OPCARD, appSecret: () => SECURE_CODE }),
      () => edge.createOpcard(OPCARD).tokens,
      async () => edge.createOpcard({ ...OPCARD, fetch: async () => new Response(TOKENS) }).tokens.create(),
      async () => edge.createOpcard({ ...OPCARD, fetch: async () => new Response(SECURE_CODE) }).tokens.create(),
      async () => edge.createOpcard(OPCARD).cardholders.get(PAN.repeat(2)),
      async () => edge.createOpcard(OPCARD).request(`//${SECURE_CODE}`),
    ),
  ],
  "edge.createOpccount": [
    ...junk((config) => edge.createOpccount(config)),
    ...JUNK.flatMap((value) =>
      ["opccountNo", "vaCode", "privateKey", "host", "now", "signedText", "methods", SECURE_CODE].map((name) => ({
        call: () => edge.createOpccount(any({ ...OPCCOUNT, [name]: value })),
      })),
    ),
    ...cases(
      () => edge.createOpccount({ ...OPCCOUNT, privateKey: pem }),
      () => edge.createOpccount({ ...OPCCOUNT, privateKey: () => any({ SECURE_CODE }) }),
      () => edge.createOpccount(OPCCOUNT),
      () => edge.createOpccount({ ...OPCCOUNT, fetch: async () => new Response(SECURE_CODE) }).withdrawals,
      async () => edge.createOpccount(OPCCOUNT).withdrawals.apply(any({ accountKey: PAN, amount: SECURE_CODE })),
    ),
  ],
  "edge.createMemoryTokenStore": [
    ...junk((options) => edge.createMemoryTokenStore(options)),
    ...cases(async () => {
      const store = edge.createMemoryTokenStore();
      await store.claim(PAN, { holder: CVV, leaseMs: 1000 });
      await store.write(PAN, SECURE_CODE, CVV);
      return store;
    }),
  ],
  // What is signed is what is sent: both are made of the caller's own values.
  "edge.toSignedText": JUNK.filter((value) => typeof value !== "string").map((parameters) => ({
    call: () => edge.toSignedText(any(parameters), "1700000000"),
    holds: ["pan", "secureCode", "privateKey"],
  })),
  "edge.createNoticeStore": cases(
    () => edge.createNoticeStore({ update: async () => Promise.reject(new TypeError("x")), due: async () => [] }),
    () => edge.createNoticeStore(any({ PAN, SECURE_CODE })),
    () => edge.createNoticeStore(any(undefined)),
  ),
  "edge.nextDueAtMs": cases(
    () => edge.nextDueAtMs(any({ open: [{ key: PAN, item: SECURE_CODE, dueAtMs: 1 }] })),
    () => edge.nextDueAtMs(any(undefined)),
  ),
  "edge.readConfirmedFacts": cases(
    () => edge.readConfirmedFacts(any({ refunds: [{ [PAN]: EMAIL }], chargebacks: [{ SECURE_CODE }] })),
    () => edge.readConfirmedFacts(any({ refunds: [{ refund_id: "", refund_status: PAN }], chargebacks: [] })),
    () => edge.readConfirmedFacts(any({ PAN })),
    () => edge.readConfirmedFacts(any(undefined)),
  ),
  "edge.isForgery": junk((value) => edge.isForgery(value)),
  "edge.isOceanpaymentError": junk((value) => edge.isOceanpaymentError(value)),
  "cloudflare.fromEnv": [
    ...junk((env) => cloudflare.fromEnv(env)),
    ...Object.keys(ENV).flatMap((name) =>
      [
        `${SECURE_CODE} x`,
        pem,
        { get: () => Promise.reject(new Error(SECURE_CODE)) },
        { get: async () => ({ SECURE_CODE }) },
      ].map((value) => ({ call: () => cloudflare.fromEnv({ ...ENV, [name]: value }) })),
    ),
    ...["PAYMENT_HOST", "QUERY_HOST"].map((name) => ({
      call: () => cloudflare.fromEnv({ ...ENV, [`OCEANPAYMENT_${name}`]: `http://${SECURE_CODE}` }),
    })),
    ...cases(
      () => cloudflare.fromEnv(ENV),
      () => cloudflare.fromEnv(ENV, any({ timeoutMs: SECURE_CODE })),
    ),
  ],
  "cloudflare.senderAddress": cases(() =>
    cloudflare.senderAddress(new Request("https://a.example", { headers: { "x-forwarded-for": PAN } })),
  ),
  "cloudflare.createD1Store": [
    ...junk((database) => cloudflare.createD1Store(any(database))),
    ...cases(
      () => cloudflare.createD1Store(any({ prepare() {}, batch() {} }), { table: SECURE_CODE }),
      () => cloudflare.createD1Store(any(leaking("prepare", "batch"))).claim(PAN, { key: PAN, item: CVV }, 1000),
      () => cloudflare.createD1Store(any(leaking("prepare", "batch"))).due(1),
      () => cloudflare.createD1Store(any(leaking("prepare", "batch"))),
    ),
  ],
  "cloudflare.noticeTableSql": [
    ...junk((table) => cloudflare.noticeTableSql(any(table))).filter((_case, i) => typeof JUNK[i] !== "string"),
    ...cases(() => cloudflare.noticeTableSql(`${SECURE_CODE};`)),
  ],
  "cloudflare.createNoticeObject": [
    ...junk((makeHandler) => cloudflare.createNoticeObject<object>(any(makeHandler))),
    ...cases(() => cloudflare.createNoticeObject<object>(any(() => Promise.reject(new Error(SECURE_CODE))))),
  ],
  "cloudflare.createDurableStore": [
    ...junk((namespace) => cloudflare.createDurableStore<object>(any(namespace))),
    ...cases(
      () => cloudflare.createDurableStore<object>(any({ idFromName() {}, get() {} }), { shards: any(SECURE_CODE) }),
      () =>
        cloudflare
          .createDurableStore<object>(any(leaking("idFromName", "get")))
          .claim(PAN, { key: PAN, item: CVV }, 1000),
      () => cloudflare.createDurableStore<object>(any(leaking("idFromName", "get"))).due(1),
      () => cloudflare.createDurableStore<object>(any(leaking("idFromName", "get"))),
    ),
  ],
  "cloudflare.enqueueNotice": cases(
    () => cloudflare.enqueueNotice(any(leaking("read")), any(leaking("send")))(new Request("https://a.example")),
    () => cloudflare.enqueueNotice(any({ read: async () => ({}) }), any(leaking("send")))(noticeRequest()),
    () => cloudflare.enqueueNotice(any({ read: async () => ({}) }), any({ send: async () => {} }))(noticeRequest()),
    () => cloudflare.enqueueNotice(any(PAN), any(CVV))(any(SECURE_CODE)),
  ),
  "cloudflare.consumeNotices": cases(
    () => cloudflare.consumeNotices(any(leaking("take")), any({ messages: [queueMessage({ body: PAN })] })),
    () => cloudflare.consumeNotices(any(leaking("take")), any({ messages: [queueMessage(SECURE_CODE)] })),
  ),
  "cloudflare.createTokenObject": cases(
    () => cloudflare.createTokenObject(),
    () =>
      new (cloudflare.createTokenObject({ onError: () => {} }))(any({ storage: { sql: sqlThatLeaks } })).fetch(
        new Request("https://tokens.internal/read", { method: "POST", body: JSON.stringify([PAN]) }),
      ),
  ),
  "cloudflare.createDurableTokenStore": [
    ...junk((namespace) => cloudflare.createDurableTokenStore<object>(any(namespace))),
    ...cases(
      () => cloudflare.createDurableTokenStore<object>(any(leaking("idFromName", "get"))).write(PAN, SECURE_CODE, CVV),
      () => cloudflare.createDurableTokenStore<object>(any(leaking("idFromName", "get"))),
    ),
  ],
  "cloudflare.createKvTokenStore": [
    ...junk((kv) => cloudflare.createKvTokenStore(any(kv))),
    ...cases(
      () => cloudflare.createKvTokenStore(any(leaking(...KV_METHODS))).write(PAN, SECURE_CODE, CVV),
      () => cloudflare.createKvTokenStore(any(leaking(...KV_METHODS))).read(PAN),
      () => cloudflare.createKvTokenStore(any(leaking(...KV_METHODS)), { prefix: any({ SECURE_CODE }) }),
      () => cloudflare.createKvTokenStore(any(leaking(...KV_METHODS)), { prefix: SECURE_CODE }),
    ),
  ],
  "deno.createDenoKvTokenStore": [
    ...junk((kv) => deno.createDenoKvTokenStore(any(kv))),
    ...cases(
      () => deno.createDenoKvTokenStore(any(leaking("get", "list", "atomic"))).write(PAN, SECURE_CODE, CVV),
      () => deno.createDenoKvTokenStore(any(leaking("get", "list", "atomic"))),
    ),
  ],
  "deno.createDenoKvStore": [
    ...junk((kv) => deno.createDenoKvStore(any(kv))),
    ...cases(
      () => deno.createDenoKvStore(any(leaking("get", "list", "atomic"))).claim(PAN, { key: PAN, item: CVV }, 1000),
      () => deno.createDenoKvStore(any(leaking("get", "list", "atomic"))).due(1),
      () => deno.createDenoKvStore(any(leaking("get", "list", "atomic"))),
    ),
  ],
  "deno.fromEnv": [
    ...junk((env) => deno.fromEnv(env)),
    ...cases(
      () => deno.fromEnv({ get: () => { throw new Error(SECURE_CODE); } }), // prettier-ignore
      () => deno.fromEnv({ get: () => SECURE_CODE }),
      () => deno.fromEnv({ get: (name) => ENV[name as keyof typeof ENV] }),
      () => deno.fromEnv({ get: (name) => ({ ...ENV, OCEANPAYMENT_PUBLIC_KEY: pem })[name as keyof typeof ENV] }),
    ),
  ],
  ...Object.fromEntries(
    [
      ["cloudflare.opcardFromEnv", cloudflare.opcardFromEnv, (env: object) => env] as const,
      ["cloudflare.opccountFromEnv", cloudflare.opccountFromEnv, (env: object) => env] as const,
      ["deno.opcardFromEnv", deno.opcardFromEnv, toDenoEnv] as const,
      ["deno.opccountFromEnv", deno.opccountFromEnv, toDenoEnv] as const,
    ].map(([name, make, toEnv]) => [
      name,
      [
        { call: () => (make as FromEnv)(toEnv(OTHER_ENV)) },
        ...junk((env) => (make as FromEnv)(env)),
        ...Object.keys(OTHER_ENV).flatMap((variable) =>
          [`${SECURE_CODE} x`, `http://${SECURE_CODE}`, pem, { SECURE_CODE }].map((value) => ({
            call: () => (make as FromEnv)(toEnv({ ...OTHER_ENV, [variable]: value })),
          })),
        ),
      ],
    ]),
  ),
  "deno.senderAddress": cases(
    () => deno.senderAddress({ remoteAddr: {} }),
    () => deno.senderAddress(any({ remoteAddr: null, PAN })),
  ),
  "testing.createSandbox": [
    ...junk((privateKey) => testing.createSandbox({ privateKey })),
    ...cases(
      () => testing.createSandbox({ terminals: [{ terminal: "90000101", secureCode: SECURE_CODE }], privateKey: jwk }),
      () => testing.createSandbox({ terminals: any(SECURE_CODE) }),
      () => testing.createSandbox({ privateKey: { ...jwk, n: "!" } }),
    ),
    // A client's configuration is made of the terminals' secrets, and prints without them.
    {
      call: async () =>
        (await testing.createSandbox({ terminals: any(MARKED.terminals), privateKey: jwk })).paymentsConfig(),
    },
  ],
  "testing.createSandboxStore": cases(async () => {
    const store = testing.createSandboxStore();
    await store.put(PAN, { CVV });
    return store;
  }),
  "testing.testWalletToken": cases(
    () => testing.testWalletToken("approve"),
    () => testing.testWalletToken(any(undefined)),
  ),
  "testing.openCardData": [
    { call: () => testing.openCardData(sealByNode(CARD, key), pem), holds: opened },
    { call: () => testing.openCardData(sealByNode(CARD, key), jwk), holds: opened },
    ...junk((privateKey) => testing.openCardData(sealByNode(CARD, key), privateKey)).filter(
      (_case, i) => JUNK[i] !== pem,
    ),
    ...junk((cardData) => testing.openCardData(cardData, pem)),
    ...junk((scheme) => testing.openCardData(sealByNode(CARD, key), pem, { scheme })).filter(
      (_case, i) => JUNK[i] !== undefined,
    ),
    ...cases(
      () => testing.openCardData(sealByNode(CARD, key, { json: jsonOf(CARD) }), pem),
      () => testing.openCardData(sealByNode(CARD, key, { json: `${jsonOf(CARD)}x` }), pem),
      () => testing.openCardData(sealByNode(CARD, key, { rsaMessage: Buffer.from(`\uFEFF${PAN}`) }), pem),
      () => testing.openCardData(sealByNode(CARD, large), pem),
      () => testing.openCardData(oaep, pem, { scheme: "rsa-oaep" }),
      () => testing.openCardData(sealByNode(CARD, key), { ...jwk, d: `${jwk.d}!` }),
      () => testing.openCardData(sealByNode(CARD, key), pem.slice(0, -80)),
    ),
  ],
};

/** A binding whose every method throws an error that holds a secret. */
function leaking(...names: readonly string[]): object {
  const leak = () => {
    throw new Error(SECURE_CODE);
  };
  return Object.fromEntries(names.map((name) => [name, leak]));
}

function noticeRequest(): Request {
  const headers = { "content-type": "application/xml" };
  return new Request("https://a.example", { method: "POST", headers, body: `<response><a>${PAN}</a></response>` });
}

function queueMessage(body: unknown): object {
  return { body, attempts: 1, ack: () => {}, retry: () => {} };
}
