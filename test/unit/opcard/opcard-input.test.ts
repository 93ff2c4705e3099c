import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../../src/errors.ts";
import { createMemoryTokenStore } from "../../../src/opcard/memory-token-store.ts";
import type { OpcardClient } from "../../../src/edge/opcard-client.ts";
import { failure } from "../leaks.ts";
import { LONE_SURROGATE } from "../arbitraries.ts";
import { all, APP_KEY, CARD, HOLDER, HOLDER_ID, openShop } from "./opcard-shop.ts";

type Make = (client: OpcardClient, value: never) => unknown;
type Row = readonly [what: string, make: Make, value: unknown, code: ErrorCode, field: string];

const card: Make = ({ cards }, change: object) => cards.create({ ...CARD, ...change });
const holder: Make = ({ cardholders }, change: object) => cardholders.create({ ...HOLDER, ...change });
const update: Make = ({ cardholders }, input) => cardholders.update(input);
const list: Make = ({ disputes }, input) => all(disputes.list(input));
const listFiles: Make = ({ disputes }, input) => all(disputes.listFiles(input));
const upload: Make = ({ disputes }, change: object) =>
  disputes.uploadFile({ name: "a.txt", content: new Blob(["a"]), ...change });
const evidence: Make = ({ disputes }, given) => disputes.update({ disputeId: "D-1", evidence: given });
const path: Make = ({ request }, given) => request(given);
const asked: Make = ({ request }, given) => request("/card-api/v1/cards", given);

const loop: Record<string, unknown> = {};
loop.self = { loop };

/** Inputs that are wrong, and what is said of them. */
const ROWS: readonly Row[] = [
  ["no card", ({ cards }, value) => cards.create(value), undefined, "missing_field", "input"],
  ["a card that is a text", ({ cards }, value) => cards.create(value), "card", "invalid_field", "input"],
  ["a card without a name", card, { name: undefined }, "missing_field", "name"],
  ["an empty name", card, { name: "" }, "missing_field", "name"],
  ["a name of spaces", card, { name: "  " }, "missing_field", "name"],
  ["a long name", card, { name: "a".repeat(101) }, "field_too_long", "name"],
  ["a name with a line break", card, { name: "a\nb" }, "invalid_field", "name"],
  ["half a surrogate pair", card, { name: LONE_SURROGATE }, "invalid_field", "name"],
  ["a holder that is a number", card, { cardholderId: 1890123456 }, "invalid_field", "cardholderId"],
  ["a holder that is no digits", card, { cardholderId: "12a" }, "invalid_field", "cardholderId"],
  ["an empty holder", card, { cardholderId: "" }, "invalid_field", "cardholderId"],
  ["a holder in other digits", card, { cardholderId: "１２３" }, "invalid_field", "cardholderId"],
  ["a number that begins with 0", card, { cardholderId: "0123" }, "invalid_field", "cardholderId"],
  ["a description that is too long", card, { description: "a".repeat(501) }, "field_too_long", "description"],
  ["no month", card, { validUntil: { year: 2031 } }, "missing_field", "validUntil.month"],
  ["a month that is none", card, { validUntil: { year: 2031, month: 13 } }, "invalid_field", "validUntil.month"],
  ["a month in parts", card, { validUntil: { year: 2031, month: 1.5 } }, "invalid_field", "validUntil.month"],
  ["a year of two digits", card, { validUntil: { year: 31, month: 1 } }, "invalid_field", "validUntil.year"],
  ["a date as text", card, { validUntil: "203105" }, "invalid_field", "validUntil"],
  ["no program", card, { programValue: undefined }, "missing_field", "programValue"],
  ["a program that is a number", card, { programValue: 1 }, "invalid_field", "programValue"],
  ["rules that are no list", card, { risks: {} }, "invalid_field", "risks"],
  ["a rule without a value", card, { risks: [{ name: "purchase_1d" }] }, "missing_field", "risks.0.value"],
  ["a rule with a number", card, { risks: [{ name: "purchase_1d", value: 1 }] }, "invalid_field", "risks.0.value"],
  ["a rule with more", card, { risks: [{ name: "a", value: "1", x: 1 }] }, "invalid_field", "risks.0.x"],
  ["a card with more", card, { card_name: "a" }, "invalid_field", "card_name"],

  ["no holder", ({ cardholders }, value) => cardholders.create(value), null, "invalid_field", "input"],
  ["a holder without a name", holder, { lastName: undefined }, "missing_field", "lastName"],
  ["an address that is none", holder, { email: "ada" }, "invalid_field", "email"],
  ["an address with a space", holder, { email: "a b@c.example" }, "invalid_field", "email"],
  ["a calling code that is none", holder, { phoneAreaCode: "+12345" }, "invalid_field", "phoneAreaCode"],
  ["a calling code of letters", holder, { phoneAreaCode: "GB" }, "invalid_field", "phoneAreaCode"],
  ["a long phone", holder, { phone: "1".repeat(31) }, "field_too_long", "phone"],
  ["a holder with an id", holder, { cardholderId: "1" }, "invalid_field", "cardholderId"],
  ["a change of nothing", update, { cardholderId: "1" }, "missing_field", "input"],
  ["a change to nothing", update, { cardholderId: "1", lastName: undefined }, "missing_field", "input"],
  ["a change of nobody", update, { lastName: "King" }, "missing_field", "cardholderId"],
  ["a change to an empty text", update, { cardholderId: "1", lastName: "" }, "missing_field", "lastName"],
  ["no id", ({ cardholders }, value) => cardholders.get(value), undefined, "missing_field", "cardholderId"],
  ["a number", ({ cardholders }, value) => cardholders.get(value), 12, "invalid_field", "cardholderId"],
  ["a way up", ({ cardholders }, value) => cardholders.get(value), "..", "invalid_field", "cardholderId"],
  ["a way out", ({ cardholders }, value) => cardholders.get(value), "1/update", "invalid_field", "cardholderId"],

  ["a page that is counted here", list, { page: 2 }, "invalid_field", "page"],
  ["pages of 20", list, { pageSize: 20 }, "invalid_field", "pageSize"],
  ["another kind", list, { type: "chargeback" }, "invalid_field", "type"],
  ["a date that is none of text", list, { createdFrom: new Date(0) }, "invalid_field", "createdFrom"],
  ["an empty date", list, { createdTo: "" }, "missing_field", "createdTo"],
  ["another member", list, { limit: 10 }, "invalid_field", "limit"],
  ["a dispute that goes up", ({ disputes }, value) => disputes.get(value), "..", "invalid_field", "id"],
  ["a dispute that stays", ({ disputes }, value) => disputes.get(value), ".", "invalid_field", "id"],
  ["a dispute without a name", ({ disputes }, value) => disputes.get(value), "", "missing_field", "id"],
  ["a dispute with a space", ({ disputes }, value) => disputes.get(value), "a b", "invalid_field", "id"],
  ["a dispute that is a number", ({ disputes }, value) => disputes.get(value), 12, "invalid_field", "id"],
  ["a dispute of 101 letters", ({ disputes }, value) => disputes.get(value), "a".repeat(101), "field_too_long", "id"],
  ["a file that goes up", ({ disputes }, value) => disputes.getFile(value), "..", "invalid_field", "id"],
  ["no evidence", evidence, undefined, "missing_field", "evidence"],
  ["evidence that is a text", evidence, "it was sent", "invalid_field", "evidence"],
  ["evidence that is a list", evidence, ["it was sent"], "invalid_field", "evidence"],
  ["evidence with a function", evidence, { a: () => 1 }, "invalid_field", "evidence"],
  ["evidence with a date", evidence, { a: [new Date(0)] }, "invalid_field", "evidence"],
  ["evidence that is a map", evidence, new Map([["a", 1]]), "invalid_field", "evidence"],
  ["evidence with no number", evidence, { a: { b: Number.NaN } }, "invalid_field", "evidence"],
  ["evidence in itself", evidence, loop, "invalid_field", "evidence"],
  [
    "evidence for a way up",
    ({ disputes }, value) => disputes.update(value),
    { disputeId: "..", evidence: {} },
    "invalid_field",
    "id",
  ],
  ["a file without a name", upload, { name: "" }, "missing_field", "name"],
  ["a file's name with a line break", upload, { name: 'a"\r\nx: y' }, "invalid_field", "name"],
  ["a file that is a text", upload, { content: "words" }, "invalid_field", "content"],
  ["a file that is bytes", upload, { content: new Uint8Array(3) }, "invalid_field", "content"],
  ["a field that is no text", upload, { fields: { a: 1 } }, "invalid_field", "fields.a"],
  ["files by a truth", listFiles, { a: true }, "invalid_field", "parameters.a"],
  ["files by a number without end", listFiles, { limit: Infinity }, "invalid_field", "parameters.limit"],
  ["files by no number", listFiles, { limit: Number.NaN }, "invalid_field", "parameters.limit"],
  ["files by a part of a number", listFiles, { limit: 1.5 }, "invalid_field", "parameters.limit"],
  ["files by a number that is none exactly", listFiles, { limit: 2 ** 53 }, "invalid_field", "parameters.limit"],
  ["files by a text", listFiles, "a", "invalid_field", "parameters"],

  ["no path", path, undefined, "missing_field", "path"],
  ...[
    "card-api/v1/cards",
    "",
    "/",
    "//evil.example/cards",
    "/\\evil.example/cards",
    "\\\\evil.example",
    "https://evil.example/cards",
    "HTTPS:/evil.example",
    "@evil.example/",
    ":8080/cards",
    ".evil.example/cards",
    "/card-api/../open-api/v1/oauth/token/create",
    "/card-api/..",
    "/..",
    "/.",
    "/card-api/./cards",
    "/card-api/%2e%2e/cards",
    "/card-api/%2E%2E/cards",
    "/card-api/.%2e/cards",
    "/card-api/%2e/cards",
    "/card-api\\..\\cards",
    "/cards?a=1",
    "/cards?",
    "/cards#a",
    "/cards/{id}",
    "/cards/a b",
    "/cards/é",
    "/cards/\u0000",
    "/cards\r\nhost: evil.example",
    "/cards\t/a",
    "/cards/\u202e",
    `/${"a".repeat(500)}`,
    LONE_SURROGATE,
  ].map((value): Row => [`the path ${JSON.stringify(value)}`, path, value, "invalid_field", "path"]),
  ["a path that is an address", path, new URL("https://evil.example/"), "invalid_field", "path"],
  ["another method", asked, { method: "DELETE" }, "invalid_field", "method"],
  ["a method in small letters", asked, { method: "post" }, "invalid_field", "method"],
  ["another effect", asked, { effect: "none" }, "invalid_field", "effect"],
  ["parameters that are a list", asked, { parameters: [1] }, "invalid_field", "parameters"],
  ["parameters that are null", asked, { parameters: null }, "invalid_field", "parameters"],
  ["parameters with a symbol", asked, { parameters: { a: Symbol("a") } }, "invalid_field", "parameters"],
  ["another member of a request", asked, { body: "{}" }, "invalid_field", "body"],
  ["headers of a request", asked, { headers: { authorization: "x" } }, "invalid_field", "headers"],
];

describe("an input that is wrong", () => {
  it.each(ROWS)("is refused by field, and nothing is sent: %s", async (_what, make, value, code, field) => {
    const { client, sent, tokenCalls } = openShop();
    const error = await failure(() => make(client, value as never), code, field);
    expect(error.outcome).toBe("nothing-sent");
    expect([sent.length, tokenCalls.length]).toEqual([0, 0]);
  });

  it.each([{ signal: 1 }, { timeoutMs: 0 }, { timeoutMs: "1" }, { budgetMs: -1 }, { other: 1 }, 7] as never[])(
    "is refused in the options %j",
    async (options) => {
      const { client, sent } = openShop();
      const calls = [
        () => client.cardholders.get(HOLDER_ID, options),
        () => client.cards.create(CARD, options),
        () => client.request("/card-api/v1/cards", {}, options),
        () => all(client.cardholders.list(options)),
        () => client.tokens.create(options),
      ];
      for (const call of calls) await failure(call, ["invalid_argument", "invalid_field"]);
      expect(sent.length).toBe(0);
    },
  );

  it("is none where a path only looks odd", async () => {
    const { client, sent } = openShop();
    const paths = [
      "/a",
      "/card-api/v1/cards/1/freeze",
      "/a..b/..c",
      "/a%2fb",
      "/a;b=c",
      "/a//b",
      "/a/",
      "/~a/@b",
      "/..a",
    ];
    for (const given of paths) await client.request(given).catch(() => {});
    // What begins with a point is refused: it is not worth a rule of its own.
    expect(sent.map(({ url }) => url.pathname)).toEqual(paths);
    expect(new Set(sent.map(({ url }) => url.host))).toEqual(new Set(["opcard.example"]));
  });

  it("is none where lists are asked for with nothing", async () => {
    const { client, sent } = openShop();
    for (const nothing of [undefined, null]) {
      await all(client.disputes.list(nothing as never));
      await all(client.disputes.listFiles(nothing as never));
    }
    await client.request("/card-api/v1/cards", null as never);
    expect(sent.length).toBe(5);
  });
});

const store = createMemoryTokenStore();
const bytes = Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 5) % 256);
const sealing = { key: { id: "one", bytes } };
const shared = (sharing: string) => ({ ...store, sharing }) as never;

/** Configurations that are wrong, and what is said of them. */
const CONFIGS: readonly (readonly [string, object, ErrorCode, string])[] = [
  ["another member", { secret: "x" }, "invalid_field", "secret"],
  ["payments' members", { secureCode: "x" }, "invalid_field", "secureCode"],
  ["no environment", { environment: undefined }, "missing_field", "environment"],
  ["another environment", { environment: "live" }, "invalid_config", "environment"],
  ["no key", { appKey: undefined }, "missing_field", "appKey"],
  ["an empty key", { appKey: "" }, "invalid_config", "appKey"],
  ["a key with a space", { appKey: "a b" }, "invalid_config", "appKey"],
  ["a key that is long", { appKey: "a".repeat(129) }, "invalid_config", "appKey"],
  ["no secret", { appSecret: undefined }, "missing_field", "appSecret"],
  ["an empty secret", { appSecret: "" }, "invalid_config", "appSecret"],
  ["a secret with a line break", { appSecret: "secret\n" }, "invalid_config", "appSecret"],
  ["a secret that is a number", { appSecret: 7 }, "invalid_config", "appSecret"],
  ["a function that has no secret", { appSecret: () => undefined }, "missing_field", "appSecret"],
  ["a function that promises one", { appSecret: async () => "secret" }, "invalid_config", "appSecret"],
  ["the key as the secret", { appSecret: APP_KEY }, "invalid_config", "appSecret"],
  ["the key as a function's secret", { appSecret: () => APP_KEY }, "invalid_config", "appSecret"],
  ["a host without TLS", { host: "http://opcard.example" }, "invalid_config", "host"],
  ["a host with a path", { host: "https://opcard.example/api" }, "invalid_config", "host"],
  ["a host with a user", { host: "https://a:b@opcard.example" }, "invalid_config", "host"],
  ["a resource host without TLS", { resourceHost: "http://opcard.example" }, "invalid_config", "resourceHost"],
  ["no time", { timeoutMs: 0 }, "invalid_config", "timeoutMs"],
  ["a clock that is a number", { now: 7 }, "invalid_config", "now"],
  ["a fetch that is a text", { fetch: "fetch" }, "invalid_config", "fetch"],
  ["a hook that is a text", { hooks: { onRequest: "x" } }, "invalid_config", "hooks.onRequest"],
  ["another hook", { hooks: { onEnd: () => {} } }, "invalid_field", "hooks.onEnd"],
  ["a host's help that is none", { waitUntil: true }, "invalid_config", "waitUntil"],

  ["a store that is null", { tokenStore: null }, "invalid_config", "tokenStore"],
  ["a store that is a map", { tokenStore: new Map() }, "invalid_config", "tokenStore"],
  ["a store that lacks a method", { tokenStore: { ...store, release: undefined } }, "invalid_config", "tokenStore"],
  ["a store that shares in another way", { tokenStore: shared("some") }, "invalid_config", "tokenStore"],
  ["a shared store unsealed", { tokenStore: shared("atomic") }, "missing_credential", "sealing"],
  ["a late store unsealed", { tokenStore: shared("eventual") }, "missing_credential", "sealing"],
  ...([null, false, "", 0].map((nothing) => [
    ...[`a shared store sealed by ${JSON.stringify(nothing)}`, { tokenStore: shared("atomic"), sealing: nothing }],
    ...["missing_credential", "sealing"],
  ]) as unknown as (readonly [string, object, ErrorCode, string])[]),
  ["no sealing key", { tokenStore: shared("atomic"), sealing: {} }, "invalid_config", "sealing.key"],
  [
    ...[
      "a passphrase",
      { tokenStore: shared("atomic"), sealing: { key: { id: "one", bytes: "correct horse battery" } } },
    ],
    ...["invalid_config", "sealing.key.bytes"],
  ] as never,
  [
    ...[
      "a passphrase of 32 letters",
      {
        tokenStore: shared("atomic"),
        sealing: { key: { id: "one", bytes: Buffer.from("correct horse battery staple 1234").subarray(0, 32) } },
      },
    ],
    ...["invalid_config", "sealing.key.bytes"],
  ] as never,
  [
    "two keys of one id",
    { tokenStore: store, sealing: { ...sealing, previousKey: sealing.key } },
    "invalid_config",
    "sealing.previousKey.id",
  ],

  ["another assumption", { assume: { tokenName: "x" } }, "invalid_config", "assume"],
  ["no assumptions", { assume: null }, "invalid_config", "assume"],
  [
    "an assumption of another kind",
    { assume: { newTokenRevokesOld: "yes" } },
    "invalid_config",
    "assume.newTokenRevokesOld",
  ],
  ["another path", { assume: { disputeListPath: "/dispute-api/v1/list" } }, "invalid_config", "assume.disputeListPath"],
  ["ids of another kind", { assume: { cardholderIdAs: "bigint" } }, "invalid_config", "assume.cardholderIdAs"],
  ["no names", { assume: { accessTokenNames: [] } }, "invalid_config", "assume.accessTokenNames"],
  ["a name that is none", { assume: { refreshTokenNames: [""] } }, "invalid_config", "assume.refreshTokenNames"],
  ["names as a text", { assume: { unauthorisedCodes: "401" } }, "invalid_config", "assume.unauthorisedCodes"],
  ["a code that is a number", { assume: { unauthorisedCodes: [401] } }, "invalid_config", "assume.unauthorisedCodes"],
  ["an empty field", { assume: { fileField: "" } }, "invalid_config", "assume.fileField"],
  ["another method", { assume: { methods: { "disputes.list": "PUT" } } }, "invalid_config", "assume.methods"],
  ["a method of no call", { assume: { methods: { "dispute.list": "POST" } } }, "invalid_config", "assume.methods"],
  ["methods that are a number", { assume: { methods: 7 } }, "invalid_config", "assume.methods"],
  ["the secret in a URL", { assume: { methods: { "tokens.create": "GET" } } }, "invalid_config", "assume.methods"],
  [
    "the refresh token in a URL",
    { assume: { methods: { "tokens.refresh": "GET" } } },
    "invalid_config",
    "assume.methods",
  ],
];

describe("a configuration that is wrong", () => {
  it.each(CONFIGS)("is refused by field: %s", async (_what, config, code, field) => {
    await failure(() => openShop({ config }), code, field);
  });

  it("is no object", async () => {
    const { createOpcard } = await import("../../../src/edge/create-opcard.ts");
    for (const config of [undefined, null, 7, "sandbox"])
      await failure(() => createOpcard(config as never), "invalid_config");
  });

  it("asks for a secret once, and takes it where it is right", async () => {
    let asked = 0;
    const { client, tokenCalls } = openShop({ config: { appSecret: () => `secret-${++asked}` } });
    await client.tokens.create();
    await client.tokens.create();
    expect([asked, tokenCalls.every(({ body }) => body.includes('"secret-1"'))]).toEqual([1, true]);
  });
});

describe("where a new token ends the old", () => {
  const assume = { newTokenRevokesOld: true } as const;

  it.each([
    ["no store", {}, /isOnlyUser/],
    ["memory", { tokenStore: store, sealing }, /isOnlyUser|memory/],
    ["a late store", { tokenStore: shared("eventual"), sealing }, /up to a minute later/],
    [
      "a late store and one user",
      { tokenStore: shared("eventual"), sealing, isOnlyUser: true },
      /up to a minute later/,
    ],
    ["one user who is none", { isOnlyUser: "yes" as never }, /isOnlyUser/],
  ])("%s is refused with the reason", async (_what, config, reason) => {
    const error = await failure(() => openShop({ config: { ...config, assume } }), "invalid_config", "tokenStore");
    expect(error.message).toMatch(reason);
  });

  it.each([
    ["a store that one renews at a time", { tokenStore: shared("atomic"), sealing }],
    ["memory and one user", { isOnlyUser: true }],
    ["a memory store and one user", { tokenStore: store, isOnlyUser: true }],
  ])("%s is taken", (_what, config) => {
    expect(openShop({ config: { ...config, assume } }).client).toBeDefined();
  });

  it.each([false, "unknown"] as const)("every store is taken where that is %s", (newTokenRevokesOld) => {
    for (const sharing of ["none", "eventual", "atomic"]) {
      const config = { tokenStore: shared(sharing), sealing, assume: { newTokenRevokesOld } };
      expect(openShop({ config }).client).toBeDefined();
    }
  });
});
