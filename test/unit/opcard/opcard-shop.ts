import { createOpcard } from "../../../src/edge/create-opcard.ts";
import type { OpcardClient } from "../../../src/edge/opcard-client.ts";
import type { OpcardConfig } from "../../../src/edge/opcard-config.ts";
import type { CreateCardholderInput, CreateCardInput } from "../../../src/schema/opcard-input.ts";
import { createSandbox, type SandboxOptions } from "../../../src/testing/sandbox.ts";
import { rsaKey } from "../rsa-keys.ts";

export const APP_KEY = "app-of-tests";
export const APP_SECRET = "secret-of-the-app";
export const HOST = "https://opcard.example";
/** 19 digits that a number does not hold. */
export const HOLDER_ID = "1890123456789012345";
export const CARD_ID = "9182736450918273647";
export const NOW_MS = Date.UTC(2030, 5, 15, 12);

export const HOLDER: CreateCardholderInput = {
  firstName: "Ada",
  lastName: "Lovelace",
  email: "ada@example.com",
  phone: "5550100",
  phoneAreaCode: "1",
};
export const CARD: CreateCardInput = {
  name: "Travel",
  cardholderId: HOLDER_ID,
  validUntil: { year: 2031, month: 5 },
  programValue: "01",
};

/** What each call is called with here: one row for each call there is but the two for tokens. */
export const CALLS: Readonly<Record<string, (client: OpcardClient, options?: object) => Promise<unknown>>> = {
  "cards.create": ({ cards }, options) => cards.create(CARD, options),
  "cardholders.create": ({ cardholders }, options) => cardholders.create(HOLDER, options),
  "cardholders.list": ({ cardholders }, options) => all(cardholders.list(options)),
  "cardholders.get": ({ cardholders }, options) => cardholders.get(HOLDER_ID, options),
  "cardholders.update": ({ cardholders }, options) =>
    cardholders.update({ cardholderId: HOLDER_ID, lastName: "King" }, options),
  "disputes.list": ({ disputes }, options) => all(disputes.list({}, options)),
  "disputes.get": ({ disputes }, options) => disputes.get("D-1", options),
  "disputes.update": ({ disputes }, options) =>
    disputes.update({ disputeId: "D-1", evidence: { words: "it was sent" } }, options),
  "disputes.uploadFile": ({ disputes }, options) =>
    disputes.uploadFile({ name: "proof.txt", content: new Blob(["words"], { type: "text/plain" }) }, options),
  "disputes.listFiles": ({ disputes }, options) => all(disputes.listFiles({}, options)),
  "disputes.getFile": ({ disputes }, options) => disputes.getFile("F-1", options),
};

/** One request as it left. */
export interface Sent {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  /** The body's bytes as text. */
  readonly body: string;
  readonly redirect: string | undefined;
  /** The fields of a form, by the platform's own parser. */
  readonly form: () => Promise<FormData>;
}

/** What answers a request; `number` counts the requests of its kind, from 1. */
export type Answer = (sent: Sent, number: number) => Response | Promise<Response>;

/** An answer of success. `data` is text, so that numbers of any length can stand in it. */
export function success(data: string): Response {
  return new Response(`{"code":"200","msg":"Success","trace_id":"t-1","data":${data}}`, {
    headers: { "content-type": "application/json;charset=UTF-8" },
  });
}

/** An answer with another code. */
export function refusal(code: string, status = 200): Response {
  return Response.json({ code, msg: "no", trace_id: "t-1", data: null }, { status });
}

/** Tokens `token-1`, `token-2` and so on, which live an hour. */
export const someTokens: Answer = (_sent, number) =>
  success(`{"access_token":"token-${number}","refresh_token":"refresh-${number}","expires_in":3600}`);

/** What fits every call of {@link CALLS}. */
export const anyData: Answer = () =>
  success(`{"card_id":${CARD_ID},"card_holder_id":${HOLDER_ID},"id":7,"data":[],"has_more":false,"next_cursor":""}`);

/** What a client is made with here. */
export interface ShopOptions {
  readonly tokens?: Answer | undefined;
  readonly resources?: Answer | undefined;
  readonly config?: Partial<OpcardConfig> | undefined;
}

/** Returns a client whose requests are kept, those for tokens apart, and answered as told. */
export function openShop({ tokens = someTokens, resources = anyData, config = {} }: ShopOptions = {}) {
  const tokenCalls: Sent[] = [];
  const sent: Sent[] = [];
  const fetch = async (address: string, init: RequestInit = {}) => {
    const request = new Request(address, init);
    const bytes = new Uint8Array(await request.arrayBuffer());
    const { headers, method } = request;
    const type = headers.get("content-type") ?? "";
    const one: Sent = {
      ...{ url: new URL(address), method, headers, body: new TextDecoder().decode(bytes), redirect: init.redirect },
      form: () => new Response(bytes, { headers: { "content-type": type } }).formData(),
    };
    const kept = one.url.pathname.startsWith("/open-api/") ? tokenCalls : sent;
    kept.push(one);
    return (kept === sent ? resources : tokens)(one, kept.length);
  };
  const whole: OpcardConfig = {
    ...{ environment: "sandbox", appKey: APP_KEY, appSecret: APP_SECRET, host: HOST, fetch },
    ...config,
  };
  return { client: createOpcard(whole), config: whole, sent, tokenCalls };
}

/** Returns a simulated gateway whose clock the test owns, and a way to make clients of it. */
export async function openSandbox(options: SandboxOptions = {}) {
  const clock = { nowMs: NOW_MS };
  const privateKey = (await rsaKey(1024)).privateKey.export({ format: "jwk" }) as JsonWebKey;
  const sandbox = await createSandbox({ now: () => clock.nowMs, privateKey, ...options });
  const clientWith = (changes: Partial<OpcardConfig> = {}) =>
    createOpcard({ ...sandbox.opcardConfig(), now: () => clock.nowMs, ...changes });
  return { sandbox, clock, clientWith };
}

/** Returns all items of a walk. */
export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** The names of the token calls that came, oldest first: `create` and `refresh`. */
export function kindsOf(tokenCalls: readonly Sent[]): readonly string[] {
  return tokenCalls.map(({ url }) => url.pathname.split("/").at(-1) ?? "");
}

/** The tokens that resource calls were sent with, oldest first. */
export function tokensOf(sent: readonly Sent[]): readonly string[] {
  return sent.map(({ headers }) => headers.get("authorization") ?? "");
}
