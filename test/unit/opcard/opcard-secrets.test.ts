import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { isOceanpaymentError } from "../../../src/errors.ts";
import { createMemoryTokenStore } from "../../../src/opcard/memory-token-store.ts";
import { printed } from "../leaks.ts";
import { type Answer, anyData, CALLS, CARD, openShop, success } from "./opcard-shop.ts";

const KEY_BYTES = Uint8Array.from({ length: 32 }, (_, i) => (i * 73 + 29) % 256);

/** Marked values: nothing printed may hold even a part of one. */
const MARKS = {
  appKey: "canary-app-key-Kx81Rr",
  appSecret: "canary-app-secret-Qz72Vv",
  accessToken: "canary-access-token-Tt93Ww",
  refreshToken: "canary-refresh-token-Yy64Uu",
  sealingKey: Buffer.from(KEY_BYTES).toString("base64"),
  person: "Canary-Person-Bb55",
  words: "canary-words-of-evidence-Dd66",
} as const;
const { appKey, appSecret, accessToken, refreshToken, sealingKey, person, words } = MARKS;
const ALL = Object.values(MARKS).join(" ");

function leaksIn(text: string): string[] {
  const hexOfKey = Buffer.from(KEY_BYTES).toString("hex").slice(6, 20);
  const bytesOfKey = KEY_BYTES.slice(3, 9).join(",");
  const flat = text.replaceAll(/[\s']+/g, "");
  if ([hexOfKey, bytesOfKey].some((run) => flat.includes(run))) return ["sealingKey"];
  return Object.entries(MARKS)
    .filter(([, value]) => text.includes(value.slice(7, 17)) || text.includes(value.slice(-8)))
    .map(([name]) => name);
}

function show(value: unknown): string {
  const seen = inspect(value, {
    depth: 10,
    showHidden: true,
    getters: true,
    maxStringLength: null,
    maxArrayLength: null,
  });
  return [
    seen,
    String(value),
    JSON.stringify(value),
    JSON.stringify(Object.getOwnPropertyDescriptors(value ?? {})),
  ].join();
}

const tokens: Answer = () =>
  success(JSON.stringify({ access_token: accessToken, refresh_token: refreshToken, expires_in: 3600 }));

const open = (answers: { tokens?: Answer; resources?: Answer } = {}, told: unknown[] = []) => {
  const keep = (event: unknown) => void told.push(event);
  return openShop({
    ...{ tokens, resources: anyData, ...answers },
    config: {
      ...{ appKey, appSecret: () => appSecret },
      tokenStore: { ...createMemoryTokenStore(), sharing: "atomic" },
      sealing: { key: { id: "one", bytes: () => sealingKey } },
      hooks: { onRequest: keep, onResponse: keep, onError: keep },
    },
  });
};

/** Every call, with marked values in what is personal. */
const MARKED_CALLS: typeof CALLS = {
  ...CALLS,
  "cards.create": ({ cards }, options) => cards.create({ ...CARD, name: person, description: words }, options),
  "cardholders.create": ({ cardholders }, options) =>
    cardholders.create(
      { firstName: person, lastName: person, email: `${person}@example.com`, phone: "5550100", phoneAreaCode: "1" },
      options,
    ),
  "disputes.update": ({ disputes }, options) =>
    disputes.update({ disputeId: "D-1", evidence: { words, deep: [{ deeper: { words, person } }] } }, options),
  "disputes.uploadFile": ({ disputes }, options) =>
    disputes.uploadFile({ name: `${person}.txt`, content: new Blob([words]), fields: { note: words } }, options),
  "opcard.request": ({ request }, options) =>
    request("/card-api/v1/cards/1/freeze", { parameters: { words } }, options),
  "tokens.create": ({ tokens: area }, options) => area.create({ ...options, budgetMs: undefined }),
  "tokens.refresh": ({ tokens: area }, options) => area.refresh({ ...options, budgetMs: undefined }),
  "tokens.rotate": ({ tokens: area }, options) => area.rotate({ ...options, budgetMs: undefined }),
};

/** Answers that say back what was sent, wherever an answer has room for text. */
const echo =
  (status: number, code: string): Answer =>
  () =>
    new Response(JSON.stringify({ code: code || ALL, msg: ALL, message: ALL, trace_id: ALL, data: { said: ALL } }), {
      status,
    });

const ANSWERS: readonly (readonly [string, Answer])[] = [
  ["a refusal that says all back", echo(200, "999")],
  ["a code that says all back", echo(200, "")],
  ["code 401", echo(200, "401")],
  ["HTTP status 401", echo(401, "401")],
  ["HTTP status 400", echo(400, "400")],
  ["an answer that is of another call", () => success(`[${JSON.stringify(ALL)}]`)],
  ["no JSON", () => new Response(ALL)],
  ["another type", () => new Response(ALL, { headers: { "content-type": "image/png" } })],
  ["a redirect", () => new Response(null, { status: 302, headers: { location: `https://a.example/${accessToken}` } })],
  ["a broken connection", () => Promise.reject(new TypeError(ALL, { cause: new Error(ALL) }))],
  ["a fetch that throws", () => { throw new Error(ALL); }], // prettier-ignore
];

describe("nothing printed", () => {
  it("of a client, its parts or its configuration's holder shows a mark, before and after it has called", async () => {
    const { client } = open();
    const parts = () => [
      client,
      ...Object.values(client),
      ...Object.values(client).flatMap((area) => Object.values(area)),
    ];
    for (const part of parts()) expect(leaksIn(show(part))).toEqual([]);
    for (const call of Object.values(MARKED_CALLS)) await call(client);
    for (const part of parts()) expect(leaksIn(show(part))).toEqual([]);
    expect(Object.isFrozen(client)).toBe(true);
    for (const area of ["tokens", "cards", "cardholders", "disputes"] as const)
      expect(Object.isFrozen(client[area])).toBe(true);
  });

  it("of a token shows it, until it is asked", async () => {
    const { client } = open();
    for (const token of [await client.tokens.create(), await client.tokens.refresh(), await client.tokens.rotate()]) {
      expect(leaksIn(show(token))).toEqual([]);
      expect(leaksIn(show({ ...token }))).toEqual([]);
      expect(token.reveal()).toEqual({ accessToken, refreshToken });
    }
  });

  it.each(ANSWERS)("of an error or an event shows a mark: resources answer with %s", async (_what, answer) => {
    for (const [name, call] of Object.entries(MARKED_CALLS)) {
      const told: unknown[] = [];
      const { client } = open({ resources: answer }, told);
      // A budget too short for a second attempt is too short for a token as well.
      if (!name.startsWith("tokens.")) await client.tokens.create();
      const error = await call(client, { budgetMs: 1 }).then(() => undefined, (thrown: unknown) => thrown); // prettier-ignore
      if (name.startsWith("tokens.")) expect(name === "tokens.refresh").toBe(error !== undefined);
      if (error !== undefined) {
        expect(isOceanpaymentError(error)).toBe(true);
        expect(leaksIn(printed(error))).toEqual([]);
      }
      expect(told.length).toBeGreaterThan(name === "tokens.refresh" ? -1 : 1);
      expect(leaksIn(show(told))).toEqual([]);
    }
  });

  it.each(ANSWERS.filter(([what]) => !/broken|throws/.test(what)))(
    "of an error or an event shows a mark: tokens are answered with %s",
    async (_what, answer) => {
      for (const call of Object.values(MARKED_CALLS)) {
        const told: unknown[] = [];
        const { client } = open({ tokens: answer }, told);
        const error = await call(client, { budgetMs: 1 }).then(() => undefined, (thrown: unknown) => thrown); // prettier-ignore
        expect(isOceanpaymentError(error)).toBe(true);
        expect(leaksIn(printed(error))).toEqual([]);
        expect(leaksIn(show(told))).toEqual([]);
      }
    },
  );

  it("of a wrong input shows it", async () => {
    const { client } = open();
    const wrong: readonly (() => unknown)[] = [
      ...[words, [words], { [words]: words }, Symbol(words), 7n].flatMap((value) => [
        () => client.cards.create(value as never),
        () => client.cards.create({ ...CARD, name: value, [words]: 1 } as never),
        () => client.cardholders.create({ firstName: value } as never),
        () => client.disputes.update({ disputeId: "..", evidence: { [words]: Symbol(words) } } as never),
        () => client.request(`//${words}`),
        () => client.request("/a", { [words]: words } as never),
        () => client.cardholders.get(words),
      ]),
    ];
    for (const call of wrong) {
      const error = await Promise.resolve().then(call).then(() => undefined, (thrown: unknown) => thrown); // prettier-ignore
      expect(isOceanpaymentError(error)).toBe(true);
      expect(leaksIn(printed(error))).toEqual([]);
    }
  });

  it("is looked for by a net that finds it", () => {
    for (const [name, value] of Object.entries(MARKS)) {
      expect(leaksIn(show({ deep: { in: [value] } }))).toEqual([name]);
      expect(leaksIn(printed(new Error(`a ${value}`)))).toEqual([name]);
    }
    expect(leaksIn(show({ key: KEY_BYTES }))).toEqual(["sealingKey"]);
  });
});

describe("a hook", () => {
  it("is told of each request, and of its fields only that they were there", async () => {
    const told: { operation?: string }[] = [];
    const { client } = open({}, told);
    await MARKED_CALLS["cardholders.create"]?.(client);
    const token = {
      operation: "tokens.create",
      host: "opcard.example",
      path: "/open-api/v1/oauth/token/create",
      attempt: 1,
    };
    const call = {
      operation: "cardholders.create",
      host: "opcard.example",
      path: "/card-api/v1/cardholders",
      attempt: 1,
    };
    const mask = "•••";
    const fields = { first_name: mask, last_name: mask, email: mask, phone: mask, phone_area_code: mask };
    expect(told).toMatchObject([
      { ...token, fields: { app_key: mask, app_secret: mask } },
      { ...token, status: 200 },
      { ...call, fields },
      { ...call, fields, status: 200, gatewayCode: "200" },
    ]);
  });

  it("is told of a refused try and of the one after it", async () => {
    const told: { operation?: string; attempt?: number; code?: string; status?: number }[] = [];
    let isFirst = true;
    const { client } = open(
      {
        resources: (one, number) =>
          isFirst ? ((isFirst = false), new Response("", { status: 401 })) : anyData(one, number),
      },
      told,
    );
    await CALLS["cards.create"]?.(client);
    const ofCards = told.filter(({ operation }) => operation === "cards.create");
    expect(ofCards.map(({ attempt, code, status }) => [attempt, code, status])).toEqual([
      [1, undefined, undefined],
      [1, "unauthorised", 401],
      [2, undefined, undefined],
      [2, undefined, 200],
    ]);
  });
});
