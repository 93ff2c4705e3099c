import { describe, expect, it } from "vitest";
import { isOceanpaymentError } from "../../../src/errors.ts";
import { canaryRuns, type CanaryName, showAll } from "./canaries.ts";
import { exportedFunctions, exportedTables } from "./entries.ts";
import { PAGE_CASES } from "./page-cases.ts";
import { SERVER_CASES } from "./server-cases.ts";

const CASES = { ...PAGE_CASES, ...SERVER_CASES };

/** What does nothing outside of a page: test/unit/browser-flows has what succeeds in one. */
const PAGE_ONLY: readonly string[] = [
  "encryptForm",
  "redirectToHosted",
  "loadEmbedded",
  "loadGooglePay",
  "loadApplePay",
].map((name) => `browser.${name}`);

const runs = await canaryRuns();

/** Throws where something shown holds a marked value that it must not; says which, and not where. */
function expectNothing(shown: string, may: readonly CanaryName[] = []): void {
  for (const [name, patterns] of Object.entries(runs)) {
    if (may.includes(name as CanaryName)) continue;
    for (const pattern of patterns) if (pattern.test(shown)) throw new Error(`the ${name} canary is shown`);
  }
}

describe("the canary itself", () => {
  it("is seen wherever it may hide", () => {
    const pan = "4539087261534829";
    const error = new Error("x", { cause: { deep: { deeper: { deepest: { end: [[pan]] } } } } });
    const hidden = Object.defineProperty({}, "secret", { value: pan, enumerable: false });
    const getter = { get secret() { return pan; } }; // prettier-ignore
    const symbol = { [Symbol(pan)]: 1 };
    for (const value of [pan, error, hidden, getter, symbol, new Map([[1, pan]]), Object.assign(() => {}, { pan })]) {
      expect(() => expectNothing(showAll(value))).toThrow("canary");
    }
    expect(() => expectNothing(showAll({ code: "8317" }))).toThrow("cvv");
    expectNothing(showAll(new Error("nothing")));
  });
});

describe("every exported function", () => {
  it("has canary cases, and no case is left of one that went", () => {
    expect(Object.keys(CASES).sort()).toEqual([...exportedFunctions()].sort());
    for (const [name, list] of Object.entries(CASES)) expect([name, list.length > 0]).toEqual([name, true]);
  });

  it("is a function or a known table", () => {
    expect([...exportedTables()].sort()).toEqual(["edge.NOTICE_SENDERS", "edge.operations", "testing.testCards"]);
  });

  it.each(Object.entries(CASES))("%s shows no marked value, failing or not", async (_name, list) => {
    for (const [number, { call, holds }] of list.entries()) {
      let result: unknown;
      let error: unknown;
      try {
        result = await call();
      } catch (thrown) {
        error = thrown;
      }
      try {
        expectNothing(showAll(error));
        expectNothing(showAll(result), holds);
      } catch (leak) {
        throw new Error(`case ${number}: ${(leak as Error).message}`, { cause: leak });
      }
      if (isOceanpaymentError(error)) expect(error.cause).toBeUndefined();
    }
  });

  it.each(Object.entries(CASES))("%s has a case that succeeds, unless it needs a page", async (name, list) => {
    const ended = await Promise.allSettled(list.map(async ({ call }) => call()));
    expect(ended.some(({ status }) => status === "fulfilled")).toBe(!PAGE_ONLY.includes(name));
  });

  it.each(Object.entries(CASES))(
    "%s fails by an error of this library, or of the language for a wrong type",
    async (_name, list) => {
      for (const { call } of list) {
        const error = await Promise.resolve().then(call).then(() => undefined, (thrown: unknown) => thrown); // prettier-ignore
        if (error !== undefined && !isOceanpaymentError(error)) expect(error).toBeInstanceOf(TypeError);
      }
    },
  );
});
