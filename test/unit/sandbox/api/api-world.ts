import { sign } from "node:crypto";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../../../src/testing/sandbox.ts";
import { NOW_MS } from "../../card-samples.ts";
import { rsaKey, type TestKey } from "../../rsa-keys.ts";

export const ORIGIN = "https://sandbox.test";
export const APP = { appKey: "app-of-tests", appSecret: "secret-of-the-app" } as const;
export const OTHER_APP = { appKey: "second-app", appSecret: "secret-of-the-second" } as const;
export const OPCCOUNT_NO = "995149";
export const VA_CODE = "1890123456789012345";
export const ACCOUNT_KEY = "1735000000000000019";

/** What an answer holds, by names: looked at and compared, never trusted. */
export interface Data {
  readonly [name: string]: never;
}

/** A whole answer, its text untouched. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  /** Read by JSON.parse, which loses the digits of long numbers. */
  readonly json: { readonly code?: string; readonly msg?: string; readonly trace_id?: string; readonly data: Data };
}

/** What a hand-made request is made of. */
export interface Asked {
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** A JSON text as it is sent. */
  readonly body?: string | undefined;
  readonly form?: FormData | undefined;
}

/** A sandbox whose clock and keys the test owns; every request is made by hand. */
export interface ApiWorld {
  readonly sandbox: Sandbox;
  readonly clock: { nowMs: number };
  readonly key: TestKey;
  /** Sends a request as it is. */
  readonly ask: (method: string, path: string, asked?: Asked) => Promise<Answered>;
  /** Gets tokens for an app. */
  readonly tokens: (app?: { appKey: string; appSecret: string }) => Promise<{ access: string; refresh: string }>;
  /** Sends a signed call to OPCCOUNT, its body a JSON text of an object. */
  readonly signed: (path: string, body: string, changes?: Readonly<Record<string, string>>) => Promise<Answered>;
}

/** Returns a sandbox with fixed credentials and clock. */
export async function createApiWorld(options: SandboxOptions = {}): Promise<ApiWorld> {
  const key = await rsaKey(2048);
  const clock = { nowMs: NOW_MS };
  const sandbox = await createSandbox({
    now: () => clock.nowMs,
    privateKey: (await rsaKey(1024)).privateKey.export({ format: "jwk" }) as JsonWebKey,
    ...options,
    opcard: { apps: [APP, OTHER_APP], ...options.opcard },
    opccount: {
      opccountNo: OPCCOUNT_NO,
      vaCode: VA_CODE,
      publicKey: key.publicKey.export({ format: "pem", type: "spki" }) as string,
      withdrawalAccounts: [{ withdrawalAccountKey: ACCOUNT_KEY, currency: "EUR" }],
      ...options.opccount,
    },
  });
  const ask = async (method: string, path: string, asked: Asked = {}) =>
    answered(await sandbox.fetch(toRequest(method, path, asked)));
  const tokens = async ({ appKey, appSecret }: { appKey: string; appSecret: string } = APP) => {
    const { json } = await ask("POST", CREATE, { body: JSON.stringify({ app_key: appKey, app_secret: appSecret }) });
    if (json.code !== "200") throw new Error(`code ${json.code}`);
    return { access: String(json.data.access_token), refresh: String(json.data.refresh_token) };
  };
  const signed = (path: string, body: string, changes: Readonly<Record<string, string>> = {}) =>
    ask("POST", path, {
      body,
      headers: { ...signedHeaders(key, clock.nowMs, sortedText(body, clock.nowMs)), ...changes },
    });
  return { sandbox, clock, key, ask, tokens, signed };
}

export const CREATE = "/open-api/v1/oauth/token/create";
export const REFRESH = "/open-api/v1/oauth/token/refresh";
export const CARDS = "/card-api/v1/cards/create";
export const HOLDERS = "/card-api/v1/cardholders";
export const HOLDER = {
  first_name: "Ada",
  last_name: "Lovelace",
  email: "ada@example.com",
  phone: "7700900123",
  phone_area_code: "44",
} as const;

export function toRequest(method: string, path: string, { token, headers, query, body, form }: Asked = {}): Request {
  const search = query ? `?${new URLSearchParams(query)}` : "";
  return new Request(ORIGIN + path + search, {
    method,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token !== undefined && { authorization: token }),
      ...headers,
    },
    ...(body !== undefined && { body }),
    ...(form && { body: form }),
  });
}

export async function answered(response: Response): Promise<Answered> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, text, json: isJson ? JSON.parse(text) : {} };
}

/** The headers of OPCCOUNT, the signature by node:crypto over a text of the test's own. */
export function signedHeaders(key: TestKey, nowMs: number, text: string): Record<string, string> {
  return {
    "Opccount-No": OPCCOUNT_NO,
    "Va-Code": VA_CODE,
    Timestamp: `${Math.floor(nowMs / 1000)}`,
    Sign: sign("RSA-SHA256", Buffer.from(text), key.privateKey).toString("base64"),
  };
}

/** The text that is signed, for a body whose numbers a float holds: JSON of the sorted members with the time. */
export function sortedText(body: string, nowMs: number): string {
  const members = { ...JSON.parse(body), timestamp: `${Math.floor(nowMs / 1000)}` };
  return JSON.stringify(Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** The digits of a number in a JSON text, by its name: each time it stands there. */
export function digitsOf(text: string, name: string): readonly string[] {
  return [...text.matchAll(new RegExp(`"${name}":(-?\\d+)[,}]`, "g"))].map(([, digits = ""]) => digits);
}
