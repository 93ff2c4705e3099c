import { describe, expect, it } from "vitest";
import type { OpcardAssumptions } from "../../../src/opcard/assumptions.ts";
import type { OpcardOperationName } from "../../../src/wire/api-operations.ts";
import { failure } from "../leaks.ts";
import {
  all,
  anyData,
  CALLS,
  CARD,
  HOLDER_ID,
  kindsOf,
  openSandbox,
  openShop,
  type Sent,
  success,
  tokensOf,
} from "./opcard-shop.ts";

const shopThat = (assume: Partial<OpcardAssumptions>, tokens?: string) =>
  openShop({ config: { assume }, ...(tokens !== undefined && { tokens: () => new Response(tokens) }) });

describe("what is taken for granted can be changed:", () => {
  const QUERIES = Object.keys(CALLS).filter((name) => /list|get/.test(name)) as OpcardOperationName[];
  const CHANGES = Object.keys(CALLS).filter((name) => /create|update$/.test(name)) as OpcardOperationName[];

  it.each(QUERIES)("the method of %s, whose query is JSON then", async (name) => {
    const usual = openShop();
    await CALLS[name]?.(usual.client);
    const { client, sent } = shopThat({ methods: { [name]: "POST" } });
    await CALLS[name]?.(client);
    expect(sent.map(({ method, url }) => [method, url.pathname, url.search])).toEqual([
      ["POST", usual.sent[0]?.url.pathname, ""],
    ]);
    const query = Object.fromEntries(usual.sent[0]?.url.searchParams ?? []);
    const body = JSON.parse(sent[0]?.body ?? "") as Record<string, unknown>;
    expect(Object.fromEntries(Object.entries(body).map(([key, value]) => [key, `${value}`]))).toEqual(query);
  });

  it.each(CHANGES)(
    "the method of %s, whose JSON is a query then, and which is sent once all the same",
    async (name) => {
      const { client, sent } = shopThat({ methods: { [name]: "GET" } });
      await CALLS[name]?.(client);
      expect(sent[0]?.method).toBe("GET");
      expect(sent[0]?.url.searchParams.size).toBeGreaterThan(0);
      const down = openShop({
        resources: () => new Response("", { status: 503 }),
        config: { assume: { methods: { [name]: "GET" } } },
      });
      const error = await failure(() => CALLS[name]?.(down.client), "http_status");
      expect([error.outcome, down.sent.length]).toEqual(["unknown", 1]);
    },
  );

  it("an upload needs its form, and is refused without", async () => {
    const { client, sent } = shopThat({ methods: { "disputes.uploadFile": "GET" } });
    await failure(() => CALLS["disputes.uploadFile"]?.(client), "invalid_field", "files");
    expect(sent.length).toBe(0);
  });

  it("the path of the list of disputes", async () => {
    for (const [disputeListPath, path] of [
      ["list", "/dispute-api/v1/list"],
      ["dispute/list", "/dispute-api/v1/dispute/list"],
    ] as const) {
      const { client, sent } = shopThat({ disputeListPath });
      await all(client.disputes.list());
      expect(sent[0]?.url.pathname).toBe(path);
    }
    const short = shopThat({ disputeListPath: "list", methods: { "disputes.listShort": "POST" } });
    await all(short.client.disputes.list());
    expect([short.sent[0]?.method, short.sent[0]?.body]).toEqual(["POST", '{"page":1,"limit":100}']);
  });

  it("how a holder's id is written", async () => {
    const { client, sent } = shopThat({ cardholderIdAs: "text" });
    await client.cards.create(CARD);
    await client.cards.create({ ...CARD, cardholderId: "007" });
    expect(sent[0]?.body).toContain(`"card_holder_id":"${HOLDER_ID}"`);
    expect(sent[1]?.body).toContain('"card_holder_id":"007"');
  });

  it("the form field of a file", async () => {
    const { client, sent } = shopThat({ fileField: "upload[]" });
    await CALLS["disputes.uploadFile"]?.(client);
    expect([...(await (sent[0] as Sent).form()).keys()]).toEqual(["upload[]"]);
  });

  it("the name of the cursor, for both lists that have one", async () => {
    const { client, sent } = openShop({
      config: { assume: { cursorName: "starting_after" } },
      resources: (_one, number) =>
        number % 2 === 1 ? success('{"data":[],"has_more":true,"next_cursor":"a\\"b"}') : anyData({} as never, number),
    });
    await all(client.cardholders.list());
    await all(client.disputes.listFiles({ type: "pdf" }));
    expect(sent.map(({ url }) => Object.fromEntries(url.searchParams))).toEqual([
      {},
      { starting_after: 'a"b' },
      { type: "pdf" },
      { type: "pdf", starting_after: 'a"b' },
    ]);
  });

  it.each([
    ["in data", '{"code":"200","data":{"jwt":"T","renew":"R","lives":60,"token":"no","expires_in":5}}'],
    ["at the top", '{"code":"200","jwt":"T","renew":"R","lives":60,"access_token":"no"}'],
  ])("the names of tokens and times, %s", async (_where, answer) => {
    const assume = { accessTokenNames: ["nothing", "jwt"], refreshTokenNames: ["renew"], lifeSecondsNames: ["lives"] };
    const { client } = openShop({ config: { assume, now: () => 5000 }, tokens: () => new Response(answer) });
    const token = await client.tokens.create();
    expect([token.reveal(), token.expiresAtMs]).toEqual([{ accessToken: "T", refreshToken: "R" }, 65_000]);
  });

  it("the codes by which an answer gives a token", async () => {
    const answer = (code: string) => `{"code":${code},"data":{"token":"T","refresh_token":"R"}}`;
    for (const code of ['"000"', '"0"', "0"]) {
      const assume = { tokenSuccessCodes: ["000", "0"] };
      const { client } = openShop({ config: { assume }, tokens: () => new Response(answer(code)) });
      expect((await client.tokens.create()).reveal()).toEqual({ accessToken: "T", refreshToken: "R" });
    }
    // Those alone; and resource calls have theirs, which is stated.
    const other = shopThat({ tokenSuccessCodes: ["000"] }, answer('"200"'));
    await failure(() => other.client.tokens.create(), "gateway_refused");
    const usual = shopThat({}, answer('"000"'));
    await failure(() => usual.client.tokens.create(), "gateway_refused");
    const { client } = shopThat({ tokenSuccessCodes: ["000"] }, answer('"000"'));
    expect((await client.cards.create(CARD)).cardId).toMatch(/^\d{19}$/);
  });

  it("the name of the end", async () => {
    const answer = '{"code":"200","data":{"token":"T","dies":120,"expires_at":60}}';
    const config = { assume: { endsAtNames: ["dies"] }, now: () => 5000 };
    const { client } = openShop({ config, tokens: () => new Response(answer) });
    expect((await client.tokens.create()).expiresAtMs).toBe(120_000);
  });

  it("the codes that say that a token is no good", async () => {
    const shop = (code: string) =>
      openShop({
        config: { assume: { unauthorisedCodes: ["10401", "10402"] } },
        resources: (one, number) =>
          one.headers.get("authorization") === "token-1"
            ? Response.json({ code, msg: "no", data: null })
            : anyData(one, number),
      });
    for (const code of ["10401", "10402"]) {
      const { client, sent, tokenCalls } = shop(code);
      await client.cards.create(CARD);
      expect([tokensOf(sent), kindsOf(tokenCalls)]).toEqual([
        ["token-1", "token-2"],
        ["create", "create"],
      ]);
    }
    const { client, sent } = shop("401");
    const error = await failure(() => client.cards.create(CARD), "gateway_refused");
    expect([error.outcome, error.gatewayCode, sent.length]).toEqual(["unknown", "401", 1]);
  });

  it("nothing by what is undefined", async () => {
    const { client, sent } = shopThat({ cursorName: undefined, methods: undefined, fileField: undefined } as never);
    await client.cards.create(CARD);
    expect(sent.length).toBe(1);
  });
});

describe("a sandbox that goes another way", () => {
  it.each(["data", "top"] as const)("with its tokens in %s is understood without a word", async (tokensAt) => {
    for (const tokenName of ["access_token", "token"] as const) {
      const { clientWith } = await openSandbox({ opcard: { tokensAt, tokenName } });
      expect((await clientWith().cards.create({ ...CARD, cardholderId: undefined })).cardId).toMatch(/^\d{19}$/);
    }
  });

  it("with other methods is understood by these assumptions", async () => {
    const methods = { "disputes.list": "POST", "disputes.get": "POST", "disputes.listFiles": "POST" } as const;
    const { sandbox, clientWith } = await openSandbox({ apiMethods: methods });
    const disputeId = await sandbox.openDispute();
    const client = clientWith({ assume: { methods } });
    expect((await all(client.disputes.list())).map((dispute) => dispute.disputeId)).toEqual([disputeId]);
    expect((await client.disputes.get(disputeId)).disputeId).toBe(disputeId);
    expect(await all(client.disputes.listFiles())).toEqual([]);
    await failure(() => all(clientWith().disputes.list()), "http_status");
  });
});
