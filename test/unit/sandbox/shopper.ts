import { createHash } from "node:crypto";
import { stringify } from "node:querystring";
import { createSandbox, type Sandbox, type SandboxOptions } from "../../../src/testing/sandbox.ts";
import { CARD, NOW_MS } from "../card-samples.ts";
import { rsaKey, type TestKey } from "../rsa-keys.ts";
import { expectedSignValue, SIGNED_ORDERS } from "../signed-orders.ts";
import { readBySaxes } from "../xml-oracle.ts";
import { sealByNode } from "./sealed-card.ts";

export const ACCOUNT = "900001";
export const TERMINALS = [
  { terminal: "90000101", secureCode: "secret-of-one" },
  { terminal: "90000102", secureCode: "secret-of-two" },
] as const;
const ORIGIN = "https://sandbox.test";
const PAY_ORDER = SIGNED_ORDERS["payments.pay"]?.orders[0] ?? [];
export const RESULT_ORDER = SIGNED_ORDERS.paymentResult?.orders[0] ?? [];

export const CARDS = {
  approve: "4111111111111111",
  decline: "4000000000000002",
  insufficient: "4000000000009995",
  challenge: "4000000000003220",
  pending: "4000000000000077",
} as const;

export type Fields = Readonly<Record<string, string>>;

/** A merchant and its shopper, made of Node alone, before a sandbox whose clock they own. */
export interface World {
  readonly sandbox: Sandbox;
  readonly key: TestKey;
  readonly clock: { nowMs: number };
  /** What was sent to `noticeUrl`, oldest first. */
  readonly notices: { url: string; body: string }[];
  /** What the merchant answers to a notification. Default a plain `receive-ok`. */
  answer: (count: number) => Response | Promise<Response>;
  /** The fields of a payment with a card, signed. */
  readonly payment: (number: string, changes?: Fields) => Fields;
  /** Sends fields as they are, and reads the answer by saxes. */
  readonly post: (fields: Fields, path?: string) => Promise<Fields>;
  /** Pays with a card. */
  readonly pay: (number: string, changes?: Fields) => Promise<Fields>;
}

/** Returns a sandbox with fixed keys, secrets and clock. */
export async function createWorld(options: SandboxOptions = {}): Promise<World> {
  const key = await rsaKey(1024);
  const clock = { nowMs: NOW_MS };
  const notices: World["notices"] = [];
  const world = { answer: () => new Response("receive-ok") } as Pick<World, "answer">;
  const sandbox = await createSandbox({
    account: ACCOUNT,
    terminals: TERMINALS,
    privateKey: key.privateKey.export({ format: "jwk" }) as JsonWebKey,
    now: () => clock.nowMs,
    fetch: async (url, init) => {
      notices.push({ url, body: String(init?.body) });
      return world.answer(notices.length);
    },
    ...options,
  });
  const post = async (fields: Fields, path = "/gateway/direct/pay") => {
    const response = await sandbox.fetch(formRequest(stringify(fields), path));
    if (response.status !== 200) throw new Error(`status ${response.status}`);
    return fieldsBySaxes(await response.text());
  };
  const payment = (number: string, changes: Fields = {}) =>
    signByNode({ ...BASE, card_data: sealByNode({ ...CARD, number }, key), ...changes });
  const pay = (number: string, changes?: Fields) => post(payment(number, changes));
  return Object.assign(world, { sandbox, key, clock, notices, post, payment, pay });
}

const BASE: Fields = {
  account: ACCOUNT,
  terminal: "90000101",
  methods: "Credit Card",
  order_number: "A-1",
  order_currency: "USD",
  order_amount: "10.00",
  backUrl: "https://shop.example/back",
  noticeUrl: "https://notify.example/in",
  billing_firstName: "Ada",
  billing_lastName: "Lovelace",
  billing_email: "ada@example.com",
  billing_country: "GB",
};

/** The same fields with the signature that the hand-made table asks for. */
export function signByNode(fields: Fields): Fields {
  const secret = TERMINALS.find((item) => item.terminal === fields.terminal)?.secureCode ?? "";
  const { signValue: _old, ...rest } = fields;
  return { ...rest, signValue: expectedSignValue(PAY_ORDER, rest, secret) };
}

export function formRequest(body: BodyInit, path = "/gateway/direct/pay", init: RequestInit = {}): Request {
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  return new Request(ORIGIN + path, { method: "POST", headers, body, ...init });
}

/** The flat fields of the gateway's XML, by a parser that is not the library's. */
export function fieldsBySaxes(xml: string): Fields {
  const fields: Record<string, string> = {};
  for (const { name, text, children } of readBySaxes(xml).children) {
    if (name in fields || children.length > 0) throw new Error(`${name} stands twice or is nested`);
    fields[name] = text;
  }
  return fields;
}

/** Expects a result's signature: upper case, over the table's order, by the terminal's own secret. */
export function isSignedByNode(fields: Fields): boolean {
  const secret = TERMINALS.find((item) => item.terminal === fields.terminal)?.secureCode ?? "";
  return secret !== "" && fields.signValue === expectedSignValue(RESULT_ORDER, fields, secret).toUpperCase();
}

/** The digest of a text, to compare long runs by. */
export function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
