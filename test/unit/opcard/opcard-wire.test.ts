import { describe, expect, it } from "vitest";
import { opcardOperations } from "../../../src/wire/api-operations.ts";
import {
  all,
  APP_KEY,
  APP_SECRET,
  CALLS,
  CARD,
  CARD_ID,
  HOLDER,
  HOLDER_ID,
  HOST,
  kindsOf,
  openShop,
  success,
  tokensOf,
} from "./opcard-shop.ts";

/** Every request by hand, from the protocol: method, path with query, body text. Forms are looked at by themselves. */
const WIRE: Readonly<Record<string, readonly [method: string, path: string, body: string | undefined]>> = {
  "cards.create": [
    "POST",
    "/card-api/v1/cards/create",
    `{"card_name":"Travel","card_holder_id":${HOLDER_ID},"card_validity_time":"203105","program_value":"01"}`,
  ],
  "cardholders.create": [
    "POST",
    "/card-api/v1/cardholders",
    '{"first_name":"Ada","last_name":"Lovelace","email":"ada@example.com","phone":"5550100","phone_area_code":"1"}',
  ],
  "cardholders.list": ["GET", "/card-api/v1/cardholders", ""],
  "cardholders.get": ["GET", `/card-api/v1/cardholders/${HOLDER_ID}`, ""],
  "cardholders.update": ["POST", `/card-api/v1/cardholders/${HOLDER_ID}/update`, '{"last_name":"King"}'],
  "disputes.list": ["GET", "/dispute-api/v1/dispute/list?page=1&limit=100", ""],
  "disputes.get": ["GET", "/dispute-api/v1/dispute/D-1", ""],
  "disputes.update": ["POST", "/dispute-api/v1/dispute/D-1/update", '{"words":"it was sent"}'],
  "disputes.uploadFile": ["POST", "/files-api/v1/file/upload", undefined],
  "disputes.listFiles": ["GET", "/files-api/v1/file/list", ""],
  "disputes.getFile": ["GET", "/files-api/v1/file/F-1", ""],
};

describe("every call", () => {
  it("stands in this table", () => {
    const known = Object.keys(opcardOperations).filter((name) => !name.startsWith("tokens."));
    // The short path of the list is looked at with the assumption that chooses it.
    expect([...Object.keys(WIRE), "disputes.listShort"].sort()).toEqual(known.sort());
    expect(Object.keys(CALLS).sort()).toEqual(Object.keys(WIRE).sort());
  });

  it.each(Object.entries(WIRE))("%s is one request of exactly these bytes", async (name, [method, path, body]) => {
    const { client, sent, tokenCalls } = openShop();
    await CALLS[name]?.(client);
    expect(sent.length).toBe(1);
    const [one] = sent as [(typeof sent)[number]];
    expect([one.method, one.url.href, one.redirect]).toEqual([method, HOST + path, "manual"]);
    if (body !== undefined) expect(one.body).toBe(body);
    // The token alone, without a scheme word.
    expect(one.headers.get("authorization")).toBe("token-1");
    expect(one.headers.get("accept")).toBe("application/json");
    const type = one.headers.get("content-type");
    if (body === undefined) expect(type).toMatch(/^multipart\/form-data; ?boundary=/);
    else expect(type).toBe(method === "POST" ? "application/json" : null);
    // The secret goes to the one call that needs it.
    expect(kindsOf(tokenCalls)).toEqual(["create"]);
    expect(`${one.url.href}${one.body}${JSON.stringify([...one.headers])}`).not.toContain(APP_SECRET);
  });
});

describe("the calls for tokens", () => {
  it("are JSON of exactly these bytes, without authorisation", async () => {
    const { client, tokenCalls } = openShop();
    await client.tokens.create();
    await client.tokens.refresh();
    const shown = tokenCalls.map(({ method, url, headers, body, redirect }) => [
      ...[method, url.href, body, redirect],
      ...[headers.get("content-type"), headers.get("accept"), headers.get("authorization")],
    ]);
    const rest = ["manual", "application/json", "application/json", null];
    expect(shown).toEqual([
      [
        "POST",
        `${HOST}/open-api/v1/oauth/token/create`,
        `{"app_key":"${APP_KEY}","app_secret":"${APP_SECRET}"}`,
        ...rest,
      ],
      ["POST", `${HOST}/open-api/v1/oauth/token/refresh`, '{"refresh_token":"refresh-1"}', ...rest],
    ]);
  });
});

describe("long ids", () => {
  it("leave as numbers of exactly their digits, and come back as text of them", async () => {
    const { client, sent } = openShop();
    const card = await client.cards.create(CARD);
    expect(sent[0]?.body).toContain(`"card_holder_id":${HOLDER_ID},`);
    expect([card.cardId, card.fields.card_id]).toEqual([CARD_ID, CARD_ID]);
    expect((await client.cardholders.get(HOLDER_ID)).cardholderId).toBe(HOLDER_ID);
    // A number that a float holds is one: the same id comes back as it was asked for all the same.
    const { client: small } = openShop({ resources: () => success('{"card_holder_id":12}') });
    expect((await small.cardholders.get("12")).cardholderId).toBe("12");
  });

  it("stand in what request sends as exact digits where they are bigints", async () => {
    const { client, sent } = openShop();
    const answer = await client.request("/card-api/v1/cards/freeze", {
      parameters: { card_id: BigInt(CARD_ID), nested: [{ id: 9007199254740993n }], text: CARD_ID, none: undefined },
    });
    expect(sent[0]?.body).toBe(`{"card_id":${CARD_ID},"nested":[{"id":9007199254740993}],"text":"${CARD_ID}"}`);
    expect(answer).toEqual({
      gatewayCode: "200",
      gatewayText: "Success",
      traceId: "t-1",
      data: { card_id: CARD_ID, card_holder_id: HOLDER_ID, id: 7, data: [], has_more: false, next_cursor: "" },
    });
    await client.disputes.update({ disputeId: "D-1", evidence: { payment_id: 260101000000000000123n } });
    expect(sent[1]?.body).toBe('{"payment_id":260101000000000000123}');
  });
});

describe("all that may be said", () => {
  it("of a card is sent by its wire names", async () => {
    const { client, sent } = openShop();
    await client.cards.create({
      ...{ name: "Crew", description: "", validUntil: { year: 2028, month: 12 }, programValue: "01" },
      risks: [
        { name: "purchase_count_1d", value: "3" },
        { name: "allowed_countries", value: "US,GB" },
      ],
    });
    expect(sent[0]?.body).toBe(
      '{"card_name":"Crew","card_desc":"","card_validity_time":"202812","program_value":"01","risk_list":[{"trade_risk_name":"purchase_count_1d","trade_risk_value":"3"},{"trade_risk_name":"allowed_countries","trade_risk_value":"US,GB"}]}',
    );
  });

  it("of people and cards is sent as it was given, letter for letter", async () => {
    const { client, sent } = openShop();
    await client.cardholders.create({ ...HOLDER, firstName: 'Síle "Sal"', lastName: "O'Brien" });
    await client.cards.create({ ...CARD, name: "Ada's <first>" });
    expect(JSON.parse(sent[0]?.body ?? "")).toMatchObject({ first_name: 'Síle "Sal"', last_name: "O'Brien" });
    expect(JSON.parse(sent[1]?.body ?? "").card_name).toBe("Ada's <first>");
  });

  it("of a holder's change is sent, and nothing else", async () => {
    const { client, sent } = openShop();
    await client.cardholders.update({ ...HOLDER, cardholderId: HOLDER_ID, phone: undefined });
    expect(sent[0]?.body).toBe(
      '{"first_name":"Ada","last_name":"Lovelace","email":"ada@example.com","phone_area_code":"1"}',
    );
  });

  it("of a list of disputes is a query", async () => {
    const { client, sent } = openShop();
    const input = {
      createdFrom: "2026-01-01 00:00:00",
      createdTo: "2026-02-01 00:00:00",
      type: "disputes-period",
    } as const;
    await all(client.disputes.list({ ...input, pageSize: 10 }));
    expect(Object.fromEntries(sent[0]?.url.searchParams ?? [])).toEqual({
      from_created_at: "2026-01-01 00:00:00",
      to_created_at: "2026-02-01 00:00:00",
      ...{ type: "disputes-period", page: "1", limit: "10" },
    });
  });

  it("of a list of files is a query", async () => {
    const { client, sent } = openShop();
    await all(client.disputes.listFiles({ dispute_id: "D 1&x=y", page: 2 }));
    expect(sent[0]?.url.search).toBe("?dispute_id=D+1%26x%3Dy&page=2");
  });

  it("of a file is a form: its bytes, its name, its type and the fields beside it", async () => {
    const { client, sent } = openShop();
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7) % 256);
    await client.disputes.uploadFile({
      ...{ name: "Ada's proof.png", content: new Blob([bytes], { type: "image/png" }) },
      fields: { dispute_id: "D-1", note: "Zoë & <co>" },
    });
    const form = (await sent[0]?.form()) as FormData;
    expect([...form.keys()]).toEqual(["dispute_id", "note", "file"]);
    expect([form.get("dispute_id"), form.get("note")]).toEqual(["D-1", "Zoë & <co>"]);
    const file = form.get("file") as File;
    expect([file.name, file.type, file.size]).toEqual(["Ada's proof.png", "image/png", 1000]);
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
  });

  it("of a request is a query for a GET, and JSON for a POST", async () => {
    const { client, sent } = openShop();
    await client.request("/card-api/v1/cards");
    await client.request("/card-api/v1/cards", {
      method: "GET",
      parameters: { page: 2, ids: [1, "a"], big: 2n ** 64n },
    });
    await client.request("/card-api/v1/cards/1/freeze", { method: "POST" });
    await client.request("/card-api/v1/cards/1/limits", { parameters: {} });
    expect(sent.map(({ method, url, body }) => [method, url.pathname + url.search, body])).toEqual([
      ["GET", "/card-api/v1/cards", ""],
      ["GET", "/card-api/v1/cards?page=2&ids=%5B1%2C%22a%22%5D&big=18446744073709551616", ""],
      ["POST", "/card-api/v1/cards/1/freeze", "{}"],
      ["POST", "/card-api/v1/cards/1/limits", "{}"],
    ]);
    expect(tokensOf(sent)).toEqual(["token-1", "token-1", "token-1", "token-1"]);
  });
});

describe("the hosts", () => {
  it("are the environment's where nobody says otherwise", async () => {
    for (const [environment, host] of [
      ["sandbox", "checkout-s.oceanpayment.com"],
      ["production", "checkout.oceanpayment.com"],
    ] as const) {
      const { client, sent, tokenCalls } = openShop({ config: { environment, host: undefined } });
      await client.cardholders.get("1");
      expect([sent[0]?.url.origin, tokenCalls[0]?.url.origin]).toEqual([`https://${host}`, `https://${host}`]);
    }
  });

  it("may be one for tokens and one for all else", async () => {
    const { client, sent, tokenCalls } = openShop({ config: { resourceHost: "https://cards.example/" } });
    await client.cardholders.get("1");
    await client.request("/card-api/v1/cards");
    expect(sent.map(({ url }) => url.origin)).toEqual(["https://cards.example", "https://cards.example"]);
    expect(tokenCalls[0]?.url.origin).toBe(HOST);
  });
});

describe("ids in a path", () => {
  it("stay within their part of it", async () => {
    const { client, sent } = openShop();
    for (const id of ["a/b", "a?b", "a#b", "a%2fb", "..;x", "%2e%2e", "a\\b", "$&", "$1"])
      await client.disputes.get(id);
    expect(sent.map(({ url }) => url.href.slice(`${HOST}/dispute-api/v1/dispute/`.length))).toEqual(
      ["a/b", "a?b", "a#b", "a%2fb", "..;x", "%2e%2e", "a\\b", "$&", "$1"].map(encodeURIComponent),
    );
  });
});
