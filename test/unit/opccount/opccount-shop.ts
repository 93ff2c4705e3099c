import { verify } from "node:crypto";
import { createOpccount } from "../../../src/edge/create-opccount.ts";
import type { OpccountClient } from "../../../src/edge/opccount-client.ts";
import type { OpccountConfig } from "../../../src/schema/opccount-config.ts";
import type { FundPaymentInput } from "../../../src/schema/opccount-payment-input.ts";
import type { WithdrawalAccountInput } from "../../../src/schema/opccount-accounts-input.ts";
import type { FundsListInput, WithdrawalInput } from "../../../src/schema/opccount-input.ts";
import { rsaKey } from "../rsa-keys.ts";

export const OPCCOUNT_NO = "VA900173";
/** 19 digits that a number does not hold: it would end in 000. */
export const VA_CODE = "9182736450918273647";
export const HOST = "https://opccount.example";
/** A moment between two seconds. */
export const NOW_MS = 1_700_000_000_999;
export const TIMESTAMP = "1700000000";

export const RANGE: FundsListInput = {
  from: new Date("2025-02-12T10:59:49Z"),
  to: new Date("2025-02-12T15:59:49Z"),
  timeZone: "+08:00",
};
export const WITHDRAWAL: WithdrawalInput = {
  accountKey: "1759747048153808896",
  currency: "USD",
  amount: "10.00",
  feeBearer: "BEN",
};
export const ACCOUNT: WithdrawalAccountInput = {
  holder: "Zoë O'Brien",
  bankName: "Bank & Söhne",
  accountNumber: "DE00 1234",
  currency: "EUR",
};
export const PAYMENT: FundPaymentInput = {
  amount: "12",
  currency: "AUD",
  fundPaymentAccountKey: "1899997771830657024",
};

/** What each call is called with here: one row for each call there is. */
export const CALLS: Readonly<Record<string, (client: OpccountClient, options?: object) => Promise<unknown>>> = {
  "funds.list": async ({ funds }, options) => {
    for await (const item of funds.list(RANGE, options)) return item;
    return undefined;
  },
  "withdrawals.inquire": ({ withdrawals }, options) => withdrawals.inquire(WITHDRAWAL, options),
  "withdrawals.apply": ({ withdrawals }, options) => withdrawals.apply(WITHDRAWAL, options),
  "withdrawalAccounts.add": ({ withdrawalAccounts }, options) => withdrawalAccounts.add(ACCOUNT, options),
  "withdrawalAccounts.edit": ({ withdrawalAccounts }, options) =>
    withdrawalAccounts.edit({ ...ACCOUNT, accountKey: WITHDRAWAL.accountKey }, options),
  "fundPayments.addAccount": ({ fundPayments }, options) =>
    fundPayments.addAccount({ recipientOpccountNo: "VA25677001" }, options),
  "fundPayments.deleteAccount": ({ fundPayments }, options) =>
    fundPayments.deleteAccount({ accountKey: "1940692717977731072" }, options),
  "fundPayments.apply": ({ fundPayments }, options) => fundPayments.apply(PAYMENT, options),
};

/** One request as it left. */
export interface Sent {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  /** The body's bytes as text. */
  readonly body: string;
  readonly redirect: string | undefined;
  readonly signal: AbortSignal | null | undefined;
  /** The fields of a form, by the platform's own parser. */
  readonly form: () => Promise<FormData>;
}

export type Answer = string | ((url: URL, attempt: number) => Response | Promise<Response>);

export const DONE = JSON.stringify({ msg: "SUCCESS", code: "000" });
export const EMPTY_PAGE = JSON.stringify({
  msg: "SUCCESS",
  code: "000",
  data: { pageNum: 1, pageSize: 100, total: 0, pages: 0, list: [] },
});

/** An answer of success with data. */
export function success(data: unknown): string {
  return JSON.stringify({ msg: "SUCCESS", code: "000", data });
}

/** The merchant's key of a test run. */
export async function merchantKey() {
  const { privateKey, publicKey } = await rsaKey(2048);
  return { publicKey, pem: privateKey.export({ type: "pkcs8", format: "pem" }) as string, privateKey };
}

export async function config(changes: Partial<OpccountConfig> = {}): Promise<OpccountConfig> {
  const { pem } = await merchantKey();
  return { opccountNo: OPCCOUNT_NO, vaCode: VA_CODE, privateKey: pem, host: HOST, now: () => NOW_MS, ...changes };
}

/** Returns a client whose requests are kept, and answered as told. */
export async function shop(answer: Answer = DONE, changes: Partial<OpccountConfig> = {}) {
  const sent: Sent[] = [];
  const fetch = async (address: string, init: RequestInit = {}) => {
    const request = new Request(address, init);
    const bytes = new Uint8Array(await request.arrayBuffer());
    const { method, headers, url } = request;
    sent.push({
      url: new URL(url),
      method,
      headers,
      body: new TextDecoder().decode(bytes),
      redirect: init.redirect,
      signal: init.signal,
      form: () => new Response(bytes, { headers: { "content-type": headers.get("content-type") ?? "" } }).formData(),
    });
    if (typeof answer === "function") return answer(new URL(url), sent.length);
    return new Response(answer, { headers: { "content-type": "application/json;charset=UTF-8" } });
  };
  return { client: createOpccount(await config({ fetch, ...changes })), sent };
}

/** Tells whether OpenSSL finds a request's signature over a text. */
export async function isSigned({ headers }: Sent, text: string): Promise<boolean> {
  const { publicKey } = await merchantKey();
  return verify("sha256", Buffer.from(text), publicKey, Buffer.from(headers.get("sign") ?? "", "base64"));
}
