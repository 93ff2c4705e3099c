import { createMemoryTokenStore, createOpcard, type OpcardClient, type OpcardConfig } from "../../src/edge.ts";
import { createSandbox, type SandboxOptions } from "../../src/testing.ts";
import { secretCases } from "./case.ts";
import type { Check } from "./check.ts";

const SECRET = "CANARY-opcard-secret";
const HOLDER_ID = "1890123456789012345";
const HOLDER = {
  firstName: "Ada",
  lastName: "O'Brien",
  email: "ada@example.com",
  phone: "5550100",
  phoneAreaCode: "1",
};
const CARD = { name: "Travel", validUntil: { year: 2094, month: 5 }, programValue: "01" };
const HOUR_MS = 3_600_000;

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

export const opcardCases = secretCases("opcard", {
  "a token is created once for many calls, and stands alone in its header": async (t) => {
    const { client, sent } = recorded(t);
    await Promise.all(Array.from({ length: 30 }, () => client.cardholders.get(HOLDER_ID)));
    const [first] = sent as [Sent, ...Sent[]];
    t.equal(
      [first.url, first.init.method, first.init.body],
      [
        "https://opcard.test/open-api/v1/oauth/token/create",
        "POST",
        `{"app_key":"app-of-tests","app_secret":"${SECRET}"}`,
      ],
    );
    const calls = sent.slice(1);
    t.equal([calls.length, new Set(calls.map(authorization)).size, authorization(calls[0])], [30, 1, "token-1"]);
    t.ok(
      calls.every(({ init }) => init.redirect === "manual" && init.body === undefined),
      "no redirect, no body",
    );
  },

  "ids of 19 digits leave as exact numbers and come back as exact text": async (t) => {
    const { client, sent } = recorded(t);
    const card = await client.cards.create({ ...CARD, cardholderId: HOLDER_ID });
    t.equal(
      sent[1]?.init.body,
      `{"card_name":"Travel","card_holder_id":${HOLDER_ID},"card_validity_time":"209405","program_value":"01"}`,
    );
    t.equal([card.cardId, card.fields.card_holder_id], ["9182736450918273647", HOLDER_ID]);
  },

  "a refused token ends, and the call is made once more, never a third time": async (t) => {
    for (const [refused, expected] of [
      [["token-1"], ["token-1", "token-2"]],
      [
        ["token-1", "token-2", "token-3"],
        ["token-1", "token-2"],
      ],
    ] as const) {
      const { client, sent } = recorded(t, refused);
      const create = () => client.cards.create(CARD);
      if (refused.length === 1) t.equal((await create()).cardId, "9182736450918273647", "the card is made");
      else await t.refuses("unauthorised", create);
      t.equal(sent.filter(({ url }) => url.includes("/card-api/")).map(authorization), expected);
    }
  },

  "a holder, a card and a file are made, and found again": async (t) => {
    const { client, sandbox } = await start(t, { opcard: { pageSize: 2 } });
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.push((await client.cardholders.create(HOLDER)).cardholderId);
    const found: string[] = [];
    for await (const { cardholderId, lastName } of client.cardholders.list()) {
      t.equal(lastName, "O'Brien");
      found.push(cardholderId);
    }
    t.equal(found, made);
    await client.cardholders.update({ cardholderId: made[0] ?? "", lastName: "Zoë" });
    t.equal((await client.cardholders.get(made[0] ?? "")).lastName, "Zoë");
    const { cardId } = await client.cards.create({ ...CARD, cardholderId: made[4] });
    t.equal(
      (await sandbox.cards()).map((card) => [card.cardId, card.cardholderId]),
      [[cardId, made[4]]],
    );
    const content = new File([Uint8Array.of(0, 255, 13, 10)], "proof.png", { type: "image/png" });
    await client.disputes.uploadFile({ name: "proof.png", content, fields: { note: "é" } });
    const [file] = await sandbox.disputeFiles();
    t.equal([file?.name, file?.type, file?.sizeBytes, file?.fields], ["proof.png", "image/png", 4, { note: "é" }]);
  },

  "disputes are listed, looked at and answered": async (t) => {
    const { client, sandbox } = await start(t);
    const disputeId = await sandbox.openDispute();
    const ids: (string | undefined)[] = [];
    for await (const dispute of client.disputes.list({ pageSize: 10 })) ids.push(dispute.disputeId);
    t.equal([ids, (await client.disputes.get(disputeId)).disputeId], [[disputeId], disputeId]);
    await client.disputes.update({ disputeId, evidence: { words: "it was sent", parcel: 9007199254740993n } });
    t.equal(await sandbox.disputeEvidence(disputeId), [{ words: "it was sent", parcel: "9007199254740993" }]);
  },

  "a token is renewed ahead of its end and after it was revoked, and no call fails": async (t) => {
    const clock = { nowMs: Date.UTC(2030, 0, 1) };
    const { client, sandbox } = await start(t, { now: () => clock.nowMs });
    for (const share of [0, 0.99, 0.99]) {
      clock.nowMs += HOUR_MS * share;
      await client.cardholders.create(HOLDER);
    }
    await sandbox.revokeTokens({ refreshTokens: true });
    await client.cardholders.create(HOLDER);
    t.equal(sandbox.tokenCalls(), { create: 2, refresh: 2, refused: 0 });
  },

  "clients share a sealed token, and one key does not open another's": async (t) => {
    const inner = createMemoryTokenStore();
    const seen: string[] = [];
    const tokenStore = {
      ...inner,
      sharing: "atomic" as const,
      write: async (key: string, sealed: string, holder: string) => {
        seen.push(sealed);
        return inner.write(key, sealed, holder);
      },
    };
    const keyOf = (id: string) => ({ id, bytes: crypto.getRandomValues(new Uint8Array(32)) });
    const key = keyOf("one");
    const open = (config: Partial<OpcardConfig>) => recorded(t, [], { tokenStore, ...config });
    const clients = [open({ sealing: { key } }), open({ sealing: { key } }), open({ sealing: { key: keyOf("one") } })];
    for (const { client } of clients) await client.cardholders.get(HOLDER_ID);
    t.equal(
      clients.map(({ sent }) => sent.length),
      [2, 1, 2],
      "requests of each",
    );
    t.ok(seen.length === 2 && seen.every((text) => text.startsWith("v1.one.") && !text.includes("token-1")), "sealed");
    await t.refuses("missing_credential", () => open({}));
    const passphrase = { id: "one", bytes: "correct horse battery staple" };
    await t.refuses("invalid_config", () => open({ sealing: { key: passphrase } }));
  },

  "a wrong secret and the other environment's are told apart, and nothing is sent": async (t) => {
    const apps = [{ appKey: "app-of-tests", appSecret: SECRET }];
    const { sandbox } = await start(t, { opcard: { apps, foreignApps: ["app-of-production"] } });
    const config = { ...sandbox.opcardConfig(), ...t.options };
    for (const [change, code] of [
      [{ appSecret: "CANARY-other" }, "unauthorised"],
      [{ appKey: "app-of-production" }, "wrong_environment"],
    ] as const) {
      const error = await t.refuses(code, () => createOpcard({ ...config, ...change }).cards.create(CARD));
      t.equal((error as { outcome?: string }).outcome, "nothing-sent");
      t.ok(!`${error.message} ${error.stack}`.includes("CANARY"), "the error leaves the secret out");
    }
  },

  "whoever stops waiting for the token ends alone": async (t) => {
    let open: () => void = () => {};
    const door = new Promise<void>((resolve) => (open = resolve));
    const { client, sent } = recorded(t, [], {}, door);
    const stop = new AbortController();
    const first = t.refuses("aborted", () => client.cards.create(CARD, { signal: stop.signal }));
    const others = Promise.all([client.cardholders.get(HOLDER_ID), client.cardholders.get(HOLDER_ID)]);
    stop.abort();
    await first;
    open();
    t.equal([(await others).length, sent.filter(({ url }) => url.endsWith("/create")).length], [2, 1]);
  },

  "a path that leaves the host is refused, and nothing is sent": async (t) => {
    const { client, sent } = recorded(t);
    for (const path of ["//a.test/x", "https://a.test/x", "/a/../b", "/a/%2e%2e/b", "/a\\b", "/a?b", "/a\u0000", "x"]) {
      await t.refuses("invalid_field", () => client.request(path));
    }
    t.equal(sent.length, 0);
  },

  "a client prints without its secret": async (t) => {
    const { client } = recorded(t);
    await client.tokens.create();
    const token = await client.tokens.refresh();
    const shown = [
      JSON.stringify(client),
      String(client),
      JSON.stringify(token),
      ...deepNames(client),
      ...deepNames(token),
    ];
    t.ok(!shown.join().includes("CANARY") && !shown.join().includes("token-"), "the secret stays");
    t.equal(token.reveal().accessToken, "token-2");
  },
});

/** A client whose requests are kept. `refused` tokens are answered by 401. */
function recorded(
  t: Check,
  refused: readonly string[] = [],
  config: Partial<OpcardConfig> = {},
  door: Promise<void> = Promise.resolve(),
): { readonly client: OpcardClient; readonly sent: readonly Sent[] } {
  const sent: Sent[] = [];
  let tokens = 0;
  const answer = (data: string) => new Response(`{"code":"200","msg":"ok","data":${data}}`);
  const fetch = async (url: string, init: RequestInit = {}) => {
    sent.push({ url, init });
    if (url.includes("/oauth/token/")) {
      await door;
      return answer(`{"access_token":"token-${++tokens}","refresh_token":"CANARY-refresh","expires_in":3600}`);
    }
    if (refused.includes(authorization({ url, init }))) return new Response("", { status: 401 });
    return answer(`{"card_id":9182736450918273647,"card_holder_id":${HOLDER_ID}}`);
  };
  const client = createOpcard({
    ...{ environment: "sandbox", appKey: "app-of-tests", appSecret: SECRET, host: "https://opcard.test", fetch },
    ...config,
    ...t.options,
  });
  return { client, sent };
}

function authorization(sent: Sent | undefined): string {
  return new Headers(sent?.init.headers).get("authorization") ?? "";
}

async function start(t: Check, options: SandboxOptions = {}) {
  const sandbox = await createSandbox({ ...options, ...t.options });
  return { sandbox, client: createOpcard({ ...sandbox.opcardConfig(), ...t.options }) };
}

/** Every name, value and function text that can be reached from a value. */
function deepNames(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [String(value)];
  return Object.getOwnPropertyNames(value).flatMap((name) => [
    name,
    ...deepNames((value as Record<string, unknown>)[name]),
  ]);
}
