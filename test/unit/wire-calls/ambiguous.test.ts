import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { operations } from "../../../src/wire/operations.ts";
import type { Fields } from "../edge/merchant.ts";
import { SHAPES } from "./accepted-shapes.ts";
import { AMBIGUOUS, BASES, PAIRS } from "./ambiguous.ts";
import { sentFields } from "./probe.ts";
import { openFields } from "./recutter.ts";
import { ordersOf, samplesOf } from "./sample-inputs.ts";

const LISTED = Object.keys(AMBIGUOUS);
const CLEAR = Object.keys(SHAPES).filter((operation) => !LISTED.includes(operation));

async function accepted(operation: string, input: object): Promise<Fields> {
  const found = await sentFields(operation, ordersOf(operation, input));
  if (found instanceof Error) throw found;
  return found;
}

function differing(operation: string, one: Fields, other: Fields): readonly string[] {
  return SHAPES[operation]!.map(({ name }) => name).filter((name) => (one[name] ?? "") !== (other[name] ?? ""));
}

describe("the shapes of signed fields", () => {
  it("are here for every request that is signed", () => {
    const signed = Object.entries(operations).filter(([, row]) => row.from === "merchant" && row.signed);
    expect([...Object.keys(SHAPES), "payments.payLegacy"].sort()).toEqual(signed.map(([name]) => name).sort());
  });

  it.each(Object.keys(SHAPES))("%s: stand in the order they are signed in", (operation) => {
    expect(SHAPES[operation]!.map(({ name }) => name)).toEqual(operations[operation as "payments.pay"].signed);
  });
});

describe("two requests under one signature", () => {
  it.each(LISTED)("%s: exist, and differ in every field that is listed", async (operation) => {
    const found = new Set<string>();
    for (const [one, other] of PAIRS[operation]!) {
      const first = await accepted(operation, { ...BASES[operation], ...one });
      const second = await accepted(operation, { ...BASES[operation], ...other });
      expect(second.signValue).toBe(first.signValue);
      const names = differing(operation, first, second);
      expect(names.length).toBeGreaterThan(0);
      // The re-cutter, which the rest of this file trusts, finds the other from the one.
      for (const fields of [first, second]) {
        expect(openFields(fields, SHAPES[operation]!)).toEqual(expect.arrayContaining([...names]));
      }
      for (const name of names) found.add(name);
    }
    expect([...found].sort()).toEqual(AMBIGUOUS[operation]);
  });

  it.each(LISTED)("%s: differ in no other field, whatever is sent", async (operation) => {
    await fc.assert(
      fc.asyncProperty(samplesOf(operation), async (input) => {
        const fields = await accepted(operation, input);
        const open = openFields(fields, SHAPES[operation]!);
        expect(open.filter((name) => !AMBIGUOUS[operation]!.includes(name))).toEqual([]);
      }),
      { numRuns: 15, seed: 20_300_615 },
    );
  });

  it.each(CLEAR)("%s: do not exist, whatever is sent", async (operation) => {
    await fc.assert(
      fc.asyncProperty(samplesOf(operation), async (input) => {
        expect(openFields(await accepted(operation, input), SHAPES[operation]!)).toEqual([]);
      }),
      { numRuns: 60, seed: 20_300_615 },
    );
  });
});

/** Three operations share `/gateway/service/auth`. Server over TLS alone: nobody else sees one of these signatures. */
describe("captures and voids under one signature", () => {
  const ID = "230101120000123456";
  const amount = { currency: "USD" };

  it("exist between a capture and either void", async () => {
    for (const [capture, operation, other] of [
      [{ ...amount, paymentId: ID, amount: "22" }, "payments.void", { paymentId: `${ID}12` }],
      [{ ...amount, paymentId: ID, amount: "0.13" }, "payments.voidOffline", { orderNumber: `${ID}10.1` }],
    ] as const) {
      const { signValue } = await accepted("payments.capture", capture);
      expect((await accepted(operation, other)).signValue).toBe(signValue);
    }
  });

  it("do not exist between the voids: their last characters differ", async () => {
    const texts = await Promise.all([
      accepted("payments.void", { paymentId: ID }),
      accepted("payments.voidOffline", { orderNumber: ID }),
    ]);
    expect(texts.map(({ payment_authType }) => payment_authType)).toEqual(["2", "3"]);
  });
});
