import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { isOceanpaymentError } from "../../../src/errors.ts";
import { ACCOUNT, type Answer, CALLS, merchantKey, OPCCOUNT_NO, PAYMENT, shop, VA_CODE } from "./opccount-shop.ts";
import { printed } from "../leaks.ts";

const { pem, privateKey } = await merchantKey();
const jwk = privateKey.export({ format: "jwk" });
const body = pem.replace(/-----[^-]+-----|\s/g, "");

/** Runs of each secret that nothing printed may hold, by name. */
const CANARIES: Readonly<Record<string, readonly string[]>> = {
  // Each within one line of the PEM; the head of a PKCS#8 key is the same in all of them.
  key: [
    body.slice(69, 89),
    body.slice(709, 729),
    ...["d", "p", "q", "dp", "dq", "qi"].map((n) => String(jwk[n as "d"]).slice(4, 24)),
  ],
  vaCode: [VA_CODE.slice(0, 10), VA_CODE.slice(-10)],
  opccountNo: [OPCCOUNT_NO],
  person: ["O'Brien", "DE00 1234"],
  keyOfAccount: ["1759747048153808896", PAYMENT.fundPaymentAccountKey as string],
};

function leaksIn(text: string): string[] {
  return Object.entries(CANARIES)
    .filter(([, runs]) => runs.some((run) => text.includes(run)))
    .map(([name]) => name);
}

function show(value: unknown): string {
  const seen = inspect(value, { depth: null, showHidden: true, getters: true, maxStringLength: null });
  return `${seen}\n${String(value)}\n${JSON.stringify(value)}`;
}

/** An answer that says back what was sent, wherever an answer has room for text. */
const echo =
  (status: number, code: string): Answer =>
  () => {
    const said = [pem, VA_CODE, OPCCOUNT_NO, ACCOUNT.holder, ACCOUNT.accountNumber].join(" ");
    const data = { said, accountKey: "1759747048153808896" };
    return new Response(JSON.stringify({ code: code || said, msg: said, message: said, trace_id: said, data }), {
      status,
    });
  };

const ANSWERS: readonly (readonly [string, Answer])[] = [
  ["a refusal that says all back", echo(200, "999")],
  ["a code that says all back", echo(200, "")],
  ["a page that is none", echo(200, "000")],
  ["HTTP status 401", echo(401, "999")],
  ["HTTP status 400", echo(400, "999")],
  ["no JSON", () => new Response(`${pem}${VA_CODE}${OPCCOUNT_NO}`)],
  [
    "a broken connection that says all back",
    () => Promise.reject(new TypeError(`${pem} ${VA_CODE} ${OPCCOUNT_NO}`, { cause: new Error(VA_CODE) })),
  ],
];

describe("nothing printed", () => {
  it("of a client shows a key or a code, before and after it has called", async () => {
    for (const given of [pem, jwk as JsonWebKey, () => pem]) {
      const { client } = await shop(undefined, { privateKey: given });
      expect(leaksIn(show(client))).toEqual([]);
      await client.withdrawalAccounts.add(ACCOUNT);
      expect(leaksIn(show(client))).toEqual([]);
      for (const area of Object.values(client))
        for (const call of Object.values(area)) expect(leaksIn(show(call))).toEqual([]);
    }
  });

  it.each(ANSWERS)("of an error or an event shows one: %s", async (what, answer) => {
    const told: unknown[] = [];
    const keep = (event: unknown) => void told.push(event);
    let errors = 0;
    for (const call of Object.values(CALLS)) {
      const { client } = await shop(answer, { hooks: { onRequest: keep, onResponse: keep, onError: keep } });
      try {
        await call(client, { budgetMs: 1 });
      } catch (error) {
        errors++;
        expect(isOceanpaymentError(error)).toBe(true);
        expect(leaksIn(printed(error))).toEqual([]);
      }
    }
    expect(leaksIn(show(told))).toEqual([]);
    // With a code of success only the list has to be one.
    expect(errors).toBe(what === "a page that is none" ? 1 : Object.keys(CALLS).length);
    expect(told.length).toBe(2 * Object.keys(CALLS).length);
  });

  it("is looked for by a net that finds it", async () => {
    const { client } = await shop();
    expect(leaksIn(show({ ...client, given: { pem, VA_CODE, OPCCOUNT_NO } }))).toEqual(["key", "vaCode", "opccountNo"]);
    expect(leaksIn(printed(new Error(`${ACCOUNT.holder} 1759747048153808896`)))).toEqual(["person", "keyOfAccount"]);
  });
});
