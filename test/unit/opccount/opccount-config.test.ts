import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { createOpccount } from "../../../src/edge/create-opccount.ts";
import type { OpccountConfig } from "../../../src/schema/opccount-config.ts";
import { failure } from "../leaks.ts";
import { CALLS, config, merchantKey, OPCCOUNT_NO, shop, VA_CODE, WITHDRAWAL } from "./opccount-shop.ts";

const WRONG: readonly (readonly [string, object, string, string, RegExp])[] = [
  ["no account number", { opccountNo: undefined }, "missing_field", "opccountNo", /given/],
  ["an account number as a number", { opccountNo: 995149 }, "invalid_config", "opccountNo", /a number/],
  ["an account number with a dash", { opccountNo: "VA-995149" }, "invalid_config", "opccountNo", /letters and digits/],
  ["an account number with a line's end", { opccountNo: "VA995149\n" }, "invalid_config", "opccountNo", /length 9/],
  ["an account number that is too long", { opccountNo: "9".repeat(21) }, "invalid_config", "opccountNo", /21/],
  ["no code", { vaCode: undefined }, "missing_field", "vaCode", /given/],
  ["a code as a number", { vaCode: Number(VA_CODE) }, "invalid_config", "vaCode", /a number does not hold/],
  ["a code as a bigint", { vaCode: BigInt(VA_CODE) }, "invalid_config", "vaCode", /a bigint/],
  ["a code that is the account's number", { vaCode: OPCCOUNT_NO }, "invalid_config", "vaCode", /length 8/],
  ["a code with letters", { vaCode: `${VA_CODE.slice(1)}x` }, "invalid_config", "vaCode", /digits/],
  ["a code in other digits", { vaCode: "٩".repeat(19) }, "invalid_config", "vaCode", /digits/],
  ["no host", { host: undefined }, "missing_field", "host", /given/],
  ["a host without https", { host: "http://opccount.example" }, "invalid_config", "host", /https/],
  ["a host with a path", { host: "https://opccount.example/opc" }, "invalid_config", "host", /origin/],
  ["a host with a user", { host: "https://user:pass@opccount.example" }, "invalid_config", "host", /origin/],
  ["a name alone as host", { host: "opccount.example" }, "invalid_config", "host", /origin/],
  ["a fetch that is none", { fetch: {} }, "invalid_config", "fetch", /function/],
  ["no time at all", { timeoutMs: 0 }, "invalid_config", "timeoutMs", /milliseconds/],
  ["a budget that is none", { queryBudgetMs: -1 }, "invalid_config", "queryBudgetMs", /milliseconds/],
  ["a clock that is none", { now: 5 }, "invalid_config", "now", /function/],
  ["a text that is no function", { signedText: "x" }, "invalid_config", "signedText", /function/],
  ["another hook", { hooks: { onDone: () => {} } }, "invalid_field", "hooks.onDone", /not a member/],
  ["another method", { methods: { "funds.list": "PUT" } }, "invalid_config", "methods", /GET or POST/],
  [
    "a method of a call whose method is stated",
    { methods: { "withdrawals.apply": "GET" } },
    "invalid_field",
    "methods",
    /not a member/,
  ],
  ["another member", { environment: "sandbox" }, "invalid_field", "environment", /not a member/],
];

describe("a configuration", () => {
  it.each(WRONG)("with %s is refused", async (_what, changes, code, field, message) => {
    const given = { ...(await config()), ...changes } as OpccountConfig;
    const error = await failure(() => createOpccount(given), code as "invalid_config", field);
    expect(error.message).toMatch(message);
  });

  it("that is none is refused", async () => {
    await failure(() => createOpccount(undefined as never), "missing_field");
    await failure(() => createOpccount("x" as never), "invalid_field");
  });

  it.each([["995149"], ["VA995149"]])("may have the account number %s", async (opccountNo) => {
    const { client, sent } = await shop(undefined, { opccountNo });
    await client.withdrawals.apply(WITHDRAWAL);
    expect(sent[0]?.headers.get("opccount-no")).toBe(opccountNo);
  });

  it("may hold the key in a function, and then prints without it; the function is asked once", async () => {
    const { pem, privateKey } = await merchantKey();
    for (const key of [pem, privateKey.export({ format: "jwk" }) as JsonWebKey]) {
      const get = vi.fn(() => key);
      const given = await config({ privateKey: get });
      expect(inspect(given, { depth: null, showHidden: true }) + JSON.stringify(given)).not.toContain(
        pem.slice(60, 90),
      );
      const { client } = await shop(undefined, { privateKey: get });
      await client.withdrawals.apply(WITHDRAWAL);
      await client.withdrawals.apply(WITHDRAWAL);
      expect(get).toHaveBeenCalledTimes(1);
    }
  });

  it("is refused in a page, unless a test says that it emulates one", async () => {
    vi.stubGlobal("document", { createElement: () => {} });
    try {
      const given = await config();
      await failure(() => createOpccount(given), "server_only");
      expect(createOpccount({ ...given, unsafeAllowDocument: true })).toHaveProperty("funds");
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("makes a client that can't be changed, with every call and no more", async () => {
    const { client } = await shop();
    const names = Object.entries(client).flatMap(([area, calls]) =>
      Object.keys(calls).map((name) => `${area}.${name}`),
    );
    expect(names.sort()).toEqual(Object.keys(CALLS).sort());
    for (const part of [client, ...Object.values(client)]) expect(Object.isFrozen(part)).toBe(true);
  });

  it("sends by the platform's fetch where it names none", async () => {
    const fetch = vi.fn(async () => new Response(JSON.stringify({ code: "000" })));
    vi.stubGlobal("fetch", fetch);
    try {
      await createOpccount(await config()).withdrawals.apply(WITHDRAWAL);
      expect(fetch).toHaveBeenCalledTimes(1);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
